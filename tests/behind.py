"""A hand that reaches past the program, into the database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def second_connection() -> Iterator[Any]:
    """Connect to the archive's database a second time; what is done is kept unless it fails."""
    from django.db import connections

    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            yield cursor
            cursor.execute("COMMIT")
    finally:
        other.close()


def rows(cursor: Any, statement: str, parameters: list[Any]) -> list[dict[str, Any]]:
    """Return the rows of a question, each by the names of its columns."""
    cursor.execute(statement, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def drop_triggers(cursor: Any) -> None:
    """Take every trigger away."""
    if cursor.db.vendor == "sqlite":
        cursor.execute("SELECT name, '' FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute(
            "SELECT t.tgname, ' ON ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    for name, table in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"{table}')


def drop_trigger(name: str, *, table: str) -> None:
    """Take one trigger away."""
    from django.db import connection

    where = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")


@contextmanager
def a_writer(*, wait: float = 5.0) -> Iterator[None]:
    """Be the one who writes, from another connection, and change nothing."""
    from django.db import connections

    other = connections.create_connection("default")
    is_file = other.vendor == "sqlite"
    try:
        with other.cursor() as cursor:
            patience = (
                f"PRAGMA busy_timeout = {wait * 1000:.0f}" if is_file else f"SET lock_timeout = '{wait}s'"
            )
            cursor.execute(patience)
            cursor.execute("BEGIN IMMEDIATE" if is_file else "BEGIN")
            if not is_file:
                cursor.execute("LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
