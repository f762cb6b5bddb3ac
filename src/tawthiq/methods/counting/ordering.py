"""Rows set aside in any order become a release's tables: DuckDB sorts and numbers them, and spills to disk.

A row of a counting table is set aside as its key, the identifiers that its dense numbers are of, and its
canonical line cut where each number will stand. What stands between is a control character, which canonical
JSON never holds, so numbering is putting pieces together, and what is digested is a text of our own making.
A row of another table is set aside as plain JSON. Pure text in, files out: workers may make the lines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import orjson

from tawthiq.methods.counting.lines import Row, Shape, canonical_text
from tawthiq.methods.counting.schema import ACTS, EVENTS, PERSONS, SPELLS, TABLES, Column, Table
from tawthiq.methods.counting.tables import TableFacts, copy_lines, source_of

NUMBERED: Final = {"act": ACTS, "person": PERSONS, "event": EVENTS, "spell": SPELLS}
"""The dense numbers of a release, and the table whose order gives each."""
MARKS: Final = {name: chr(place) for place, name in enumerate(NUMBERED, 1)}
"""What stands for each number until a line is cut there."""
BETWEEN: Final = "\x1f"
LONGEST_LINE, LONGEST_OBJECT = 1 << 21, 1 << 26
CHUNK = 1 << 20


class Aside:
    """How the rows of one table are set aside: with identifiers in place of dense numbers."""

    def __init__(self, table: Table) -> None:
        """Look at a table's columns once for all of its rows."""
        self._table = table
        self._is_counted = table in TABLES
        self._numbers = numbers_of(table)
        self._shape = Shape(_given(table))
        self._marks = {name: MARKS[name] for name in self._numbers}
        keys = (NUMBERED[name].key for name in self._numbers)
        self._hidden = tuple(key for key in keys if key not in table.column_names)
        self._blank = self._with_blanks()

    def line(self, row: Row) -> bytes:
        """Return a row as it is set aside, ended by a newline.

        Raises:
            ValueError: It lacks a column, has an unknown one, a value of another type, or no key.
        """
        key = row.get(self._table.key)
        if not isinstance(key, str) or not key.isprintable() or not key:
            raise ValueError(f"a row of {self._table.name} has no {self._table.key}")
        values = self._shape.checked(row)
        if not self._is_counted:
            return orjson.dumps(values) + b"\n"
        identifiers = (row[NUMBERED[name].key] or "" for name in self._numbers)
        return (BETWEEN.join((key, *identifiers, self._marked(values))) + "\n").encode()

    def filled(self, identifiers: Sequence[str], texts: Mapping[str, str]) -> str:
        """Return the line of a counting table's row whose values are canonical JSON already.

        `identifiers` are the printable key, and then what each dense number is of; the caller answers for
        the values, which are not looked at again: it is for rows by the hundred thousand.

        Raises:
            KeyError: A column is missing.
        """
        return f"{BETWEEN.join(identifiers)}{BETWEEN}{self._blank % texts}\n"

    def _with_blanks(self) -> str:
        """Return the canonical line of any row: keys in order, a cut or a blank after each."""
        names = sorted(self._table.column_names)
        pairs = (f'"{name}":{BETWEEN if name in self._marks else f"%({name})s"}' for name in names)
        return f"{{{','.join(pairs)}}}"

    def _marked(self, values: Row) -> str:
        marked = {**values, **self._marks}
        for name in self._hidden:
            del marked[name]
        text = canonical_text(marked)
        for mark in self._marks.values():
            escaped = f'"\\u{ord(mark):04x}"'
            if text.count(escaped) != 1:
                raise ValueError(f"a row of {self._table.name} holds a control character")
            text = text.replace(escaped, BETWEEN)
        return text


def numbers_of(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that hold dense numbers."""
    return tuple(name for name in table.column_names if name in NUMBERED)


def _given(table: Table) -> Table:
    """Return what a row brings: the table's columns, with the identifier in place of each dense number."""
    given = {column.name: column for column in table.columns if column.name not in NUMBERED}
    for name in numbers_of(table):
        key = NUMBERED[name].key
        given.setdefault(key, Column(key, "VARCHAR", f"identifier of the {name}"))
    return Table(table.name, table.key, tuple(given.values()))


def number(engine: duckdb.DuckDBPyConnection, aside: Mapping[str, Path]) -> None:
    """Give the dense numbers, by the order of the bytes of the keys; `aside` has a file for each table.

    Raises:
        ValueError: Two rows have one key.
    """
    for name, owner in NUMBERED.items():
        engine.execute(
            f"CREATE OR REPLACE TABLE number_{name} AS SELECT key AS id,"  # noqa: S608  # names of the schema
            " CAST(row_number() OVER (ORDER BY key) - 1 AS INTEGER) AS number"
            f" FROM {_lines_in(aside[owner.name], owner)}"
        )


def write_ordered(engine: duckdb.DuckDBPyConnection, table: Table, lines: Path, path: Path) -> TableFacts:
    """Write the lines of a counting table as its Parquet file, numbered and sorted by key.

    Raises:
        ValueError: Two rows have one key.
    """
    _check_keys(engine, table, f"(SELECT key FROM {_lines_in(lines, table)})", "key")  # noqa: S608  # names of the schema
    ordered = lines.with_suffix(".ordered")
    pieces, joins = ["given.piece_0"], ""
    for place, name in enumerate(sorted(numbers_of(table)), 1):
        pieces += [f"coalesce(CAST(of_{name}.number AS VARCHAR), 'null')", f"given.piece_{place}"]
        joins += f" LEFT JOIN number_{name} AS of_{name} ON of_{name}.id = given.{name}"
    engine.execute(
        f"COPY (SELECT concat({', '.join(pieces)}) FROM {_lines_in(lines, table)} AS given{joins}"  # noqa: S608  # names of the schema
        " ORDER BY given.key)"
        f" TO '{_quoted(ordered)}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '{BETWEEN}')"
    )
    facts = _facts(ordered)
    copy_lines(engine, table, ordered, path)
    ordered.unlink()
    return facts


def write_plain(engine: duckdb.DuckDBPyConnection, table: Table, lines: Path, path: Path) -> int:
    """Write the lines of a table that is digested by commitments, sorted by key; return how many there are.

    Raises:
        ValueError: Two rows have one key.
    """
    columns = ", ".join(f"'{column.name}': '{column.type}'" for column in table.columns)
    engine.execute(
        f"CREATE OR REPLACE VIEW plain_{table.name} AS SELECT * FROM read_json('{_quoted(lines)}',"  # noqa: S608  # names of the schema
        f" format='newline_delimited', columns={{{columns}}}, maximum_object_size={LONGEST_OBJECT})"
    )
    names = ", ".join(f'"{name}"' for name in table.column_names)
    engine.execute(
        f"COPY (SELECT {names} FROM plain_{table.name} ORDER BY {table.key})"  # noqa: S608  # names of the schema
        f" TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return _check_keys(engine, table, source_of(path), table.key)


def _check_keys(engine: duckdb.DuckDBPyConnection, table: Table, source: str, key: str) -> int:
    rows, keys = engine.execute(
        f"SELECT count(*), count(DISTINCT {key}) FROM {source}"  # noqa: S608  # names of the schema
    ).fetchall()[0]
    if rows != keys:
        raise ValueError(f"two rows of {table.name} have one {table.key}")
    return int(rows)


def _lines_in(lines: Path, table: Table) -> str:
    """Return SQL that reads what was set aside of a counting table: key, identifiers, pieces of the line."""
    numbers = numbers_of(table)
    pieces = (f"piece_{place}" for place in range(len(numbers) + 1))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ("key", *numbers, *pieces))
    return (
        f"read_csv('{_quoted(lines)}', delim='{BETWEEN}', quote='', escape='', header=false, nullstr='',"
        f" auto_detect=false, columns={{{columns}}}, max_line_size={LONGEST_LINE})"
    )


def _facts(lines: Path) -> TableFacts:
    digest, rows = hashlib.sha256(), 0
    with lines.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            rows += chunk.count(b"\n")
    return TableFacts(rows, digest.hexdigest())


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
