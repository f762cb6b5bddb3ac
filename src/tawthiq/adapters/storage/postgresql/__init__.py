"""Django's PostgreSQL, with text as SQLite has it: of any length, and in the order of its bytes."""
