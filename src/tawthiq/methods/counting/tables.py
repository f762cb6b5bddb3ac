"""The counting tables on disk: written once, digested by content, opened again anywhere.

A table is Parquet, and its digest is over canonical NDJSON (UTF-8, NFC, sorted keys, rows sorted by the bytes
of their key, ISO dates, no floats), so that it holds whatever wrote the file.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TextIO

import duckdb

from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.counting.lines import Row, Shape
from tawthiq.methods.counting.schema import Table

RUN = 100_000
BATCH = 20_000
LONGEST_LINE = 1 << 26
"""In bytes. DuckDB sets memory aside for two of them on each of its threads."""
_CONFIG: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "true",
}


@dataclass(frozen=True, slots=True)
class TableFacts:
    """How many rows a table has, and the digest of its content."""

    rows: int
    digest: str


def connect(*, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Return an empty DuckDB database in memory, which installs and loads nothing by itself."""
    config: dict[str, Any] = dict(_CONFIG)
    if threads is not None:
        config["threads"] = threads
    return duckdb.connect(config=config)


def write_table(table: Table, rows: Iterable[Row], path: Path, *, threads: int | None = None) -> TableFacts:
    """Write rows, in whatever order they come, as a Parquet file sorted by the bytes of the table's key.

    Memory holds at most `RUN` rows at once; the rest waits in a temporary folder.

    Raises:
        ValueError: A row lacks a column, has an unknown one, a value of another type, or a key used before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        lines = Path(folder) / "rows.ndjson"
        with lines.open("w", encoding="utf-8", newline="\n") as stream:
            facts = _digest(_sorted_lines(table, rows, Path(folder)), keep=stream.write)
        with connect(threads=threads) as db:
            copy_lines(db, table, lines, path)
    return facts


def table_digest(table: Table, rows: Iterable[Row]) -> TableFacts:
    """Return the digest of a table's content and the number of its rows, in whatever order they come.

    Raises:
        ValueError: As `write_table`.
    """
    with tempfile.TemporaryDirectory(prefix="tawthiq-digest-") as folder:
        return _digest(_sorted_lines(table, rows, Path(folder)), keep=None)


def read_rows(table: Table, path: Path, *, threads: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table's file in their order, as plain values.

    Raises:
        IntegrityFailure: The file is missing, is not Parquet, or has other columns than the table declares.
    """
    with connect(threads=threads) as db:
        check_schema(db, table, path)
        yield from rows_of(db, table, source_of(path))


def rows_of(
    db: duckdb.DuckDBPyConnection, table: Table, source: str, values: Sequence[Any] = ()
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table from an open database; `source` is SQL after FROM, with its `values`."""
    cursor = db.cursor().execute(f"SELECT {', '.join(quoted(table))} FROM {source}", values)  # noqa: S608  # our names
    while batch := cursor.fetchmany(BATCH):
        for row in batch:
            yield dict(zip(table.column_names, row, strict=True))


def check_schema(db: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Check that a file has exactly the columns that the table declares.

    Raises:
        IntegrityFailure: It is missing, is not Parquet, or has other columns.
    """
    where = f"counting/{path.name}"
    hint = "Copy the release again from where it was frozen, or run `tawthiq releases verify`."
    if not path.is_file():
        raise IntegrityFailure(
            f"The release was not read: its table {table.name} is missing.", hint=hint, where=where
        )
    try:
        found = db.execute(f"DESCRIBE SELECT * FROM {source_of(path)}").fetchall()  # noqa: S608  # our path
    except duckdb.Error as err:
        raise IntegrityFailure(
            f"The release was not read: its table {table.name} is not a Parquet file.", hint=hint, where=where
        ) from err
    declared = {column.name: column.type for column in table.columns}
    stored = {name: kind for name, kind, *_ in found}
    for name in {**declared, **stored}:
        if declared.get(name) != stored.get(name):
            raise IntegrityFailure(
                f"The release was not read: in its table {table.name}, column {name} is "
                f"{stored.get(name, 'missing')} and should be {declared.get(name, 'absent')}.",
                hint=hint,
                where=where,
            )


def create_view(
    db: duckdb.DuckDBPyConnection, table: Table, path: Path, *, number: int, name: str = ""
) -> None:
    """Show the file of a release of that format as its table; what the format has not yet, nobody states.

    Raises:
        IntegrityFailure: It is missing, is not Parquet, or has other columns.
    """
    there = table.of_format(number)
    check_schema(db, there, path)
    later = "".join(f", NULL::{c.type} AS {c.name}" for c in table.columns if c not in there.columns)
    db.execute(f"CREATE VIEW {name or table.name} AS SELECT *{later} FROM {source_of(path)}")  # noqa: S608  # our names


def create_from(
    db: duckdb.DuckDBPyConnection,
    statement: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Complete a statement (``CREATE TABLE x AS``, ``INSERT INTO x``) with rows of plain values.

    They go in as one JSON text: DuckDB's client looks up the type of every bound value by itself, and takes
    a millisecond for each.
    """
    names = [name for name, _ in columns]
    content = [{name: _bound(value) for name, value in zip(names, row, strict=True)} for row in rows]
    shape = json.dumps([dict(columns)])
    db.execute(
        f"{statement} SELECT unnest(from_json($1::VARCHAR, '{shape}'), recursive := true)",
        [json.dumps(content)],
    )


def _bound(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def source_of(path: Path) -> str:
    """Return SQL that reads a Parquet file, to stand after FROM."""
    return "read_parquet('" + str(path).replace("'", "''") + "')"


def quoted(table: Table) -> list[str]:
    """Return the table's column names as SQL identifiers, in order."""
    return [f'"{name}"' for name in table.column_names]


def copy_lines(db: duckdb.DuckDBPyConnection, table: Table, lines: Path, path: Path) -> None:
    """Copy canonical lines, in the order they are in, into the table's Parquet file."""
    declared = ", ".join(f"'{column.name}': '{column.type}'" for column in table.columns)
    text = str(lines).replace("'", "''")
    target = str(path).replace("'", "''")
    db.execute(
        f"COPY (SELECT {', '.join(quoted(table))} FROM read_json('{text}', format='newline_delimited', "  # noqa: S608  # our names
        f"columns={{{declared}}}, maximum_object_size={LONGEST_LINE}))"
        f" TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    )


def _digest(lines: Iterable[str], *, keep: Callable[[str], Any] | None) -> TableFacts:
    digest = hashlib.sha256()
    count = 0
    for line in lines:
        digest.update(line.encode())
        count += 1
        if keep is not None:
            keep(line)
    return TableFacts(count, digest.hexdigest())


def _sorted_lines(table: Table, rows: Iterable[Row], folder: Path) -> Iterator[str]:
    """Yield canonical lines sorted by key: in memory where they fit in one run, else merged from files."""
    runs: list[Path] = []
    pending: list[tuple[bytes, str]] = []
    for key, line in _lines(table, rows):
        pending.append((key, line))
        if len(pending) == RUN:
            runs.append(_spill(pending, folder / f"run-{len(runs)}.ndjson"))
            pending = []
    pending.sort()
    with ExitStack() as stack:
        streams = [stack.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        merged = heapq.merge(pending, *(_keyed(stream) for stream in streams))
        yield from _unique(table, merged)


def _lines(table: Table, rows: Iterable[Row]) -> Iterator[tuple[bytes, str]]:
    shape = Shape(table)
    for row in rows:
        key = row[table.key]
        if not isinstance(key, str):
            raise ValueError(f"a row of {table.name} has no {table.key}")
        yield key.encode(), shape.line(row)


def _spill(pending: list[tuple[bytes, str]], path: Path) -> Path:
    pending.sort()
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{key.hex()} {line}" for key, line in pending)
    return path


def _keyed(stream: TextIO) -> Iterator[tuple[bytes, str]]:
    for text in stream:
        key, _, line = text.partition(" ")
        yield bytes.fromhex(key), line


def _unique(table: Table, lines: Iterable[tuple[bytes, str]]) -> Iterator[str]:
    before: bytes | None = None
    for key, line in lines:
        if key == before:
            raise ValueError(f"two rows of {table.name} have the {table.key} {key.decode()}")
        before = key
        yield line
