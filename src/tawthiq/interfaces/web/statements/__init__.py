"""The pages of the statements, as they were published."""
