"""One archive's tables on PostgreSQL, put back as they were before each test.

Making a database anew takes a second or more of the server's disk; putting back the few rows of an empty
archive takes none. Where a test took a table or a trigger away, everything is made again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

STRUCTURE = """
    SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), t.tgname,
           pg_get_triggerdef(t.oid), t.tgenabled::text, p.prosrc, p.proconfig::text
      FROM pg_class c
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
      LEFT JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE c.relnamespace = %s::regnamespace ORDER BY 1, 3, 5
"""
RULES = "SELECT rulename FROM pg_rules WHERE schemaname = %s"
TRIGGERS = """
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND c.relnamespace = %s::regnamespace
"""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace ORDER BY 1"
OTHERS = r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tawthiq\_%%' AND nspname <> %s"


class Kept:
    """The tables of one schema as they are now, and the way back to that."""

    def __init__(self, address: str, schema: str, *, make: Callable[[], None]) -> None:
        """Remember the tables that `make` makes."""
        self.address, self._schema, self._make = address, schema, make
        make()
        with self._connect() as connection:
            self._structure = self._structure_now(connection)
            self._way_back = self._script(connection)

    def put_back(self) -> None:
        """Make everything as it was, and let no other archive stay beside it."""
        with self._connect() as connection:
            for (other,) in connection.execute(OTHERS, [self._schema]).fetchall():
                connection.execute(_said("DROP SCHEMA {} CASCADE", other))
            if self._structure_now(connection) == self._structure:
                connection.execute(self._way_back)
                return
            connection.execute(_said("DROP SCHEMA {} CASCADE", self._schema))
        self._make()

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.address, autocommit=True, options=f"-c search_path={self._schema}")

    def _structure_now(self, connection: psycopg.Connection[Any]) -> list[Any]:
        found = connection.execute(STRUCTURE, [self._schema]).fetchall()
        return found + connection.execute(RULES, [self._schema]).fetchall()

    def _script(self, connection: psycopg.Connection[Any]) -> sql.Composed:
        """Return one script: the guard away, the rows as they were, the guard up again."""
        tables = [name for (name,) in connection.execute(TABLES, [self._schema])]
        guards = connection.execute(TRIGGERS, [self._schema]).fetchall()
        parts = [_said("ALTER TABLE {} DISABLE TRIGGER USER", table) for table in tables]
        parts += [_said("DELETE FROM {}", table) for table in tables]
        parts += [part for table in tables for part in _rows(connection, table)]
        parts.append(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
        parts += [_said("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}", *guard) for guard in guards]
        return sql.SQL("; ").join([sql.SQL("BEGIN"), *parts, sql.SQL("COMMIT")])


def _said(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _rows(connection: psycopg.Connection[Any], table: str) -> list[sql.Composed]:
    found = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
    names = [column.name for column in found.description or ()]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    return [
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table), columns, sql.SQL(", ").join(map(sql.Literal, row))
        )
        for row in found
    ]
