"""Rows set aside in any order become a release's tables: lines are sorted, and numbered as they pass.

A row of a counting table is set aside as its key, the identifiers that its dense numbers are of, and its
canonical line cut where each number will stand. What stands between is a control character, which canonical
JSON never holds and which comes before all that a key may hold: so lines have the order of their keys,
numbering is putting pieces together, and what is digested is a text of our own making. A row of another table
is set aside as its key, its commitment if it has one, and plain JSON. Pure text in, files out: workers may
make the lines.

DuckDB is not asked to sort: rows as wide as these take it most of a gigabyte, and more than it may have end a
freeze.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from operator import itemgetter
from pathlib import Path
from typing import Final

import orjson

from tawthiq.methods.counting.lines import Row, Shape, canonical_text
from tawthiq.methods.counting.runs import merged
from tawthiq.methods.counting.schema import (
    ACTS,
    COMMITMENT,
    EVENTS,
    IDENTIFICATIONS,
    INVOLVEMENTS,
    PERSONS,
    SPELLS,
    TABLES,
    TOMBSTONES,
    Column,
    Table,
)

NUMBERED: Final = {"act": ACTS, "person": PERSONS, "event": EVENTS, "spell": SPELLS}
"""The dense numbers of a release, and the table whose order gives each."""
MARKS: Final = {name: chr(place) for place, name in enumerate(NUMBERED, 1)}
"""What stands for each number until a line is cut there."""
IN_TURN: Final = (PERSONS, EVENTS, ACTS, INVOLVEMENTS, SPELLS, IDENTIFICATIONS, TOMBSTONES)
"""The counting tables, each after those whose numbers it holds."""
BETWEEN: Final = "\x1f"
NOBODY: Final = b"null"
BATCH = 1000
_CUT: Final = BETWEEN.encode()


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
        is_committed = not self._is_counted and COMMITMENT in table.column_names
        self._held_by = (table.key, COMMITMENT) if is_committed else (table.key,)

    def line(self, row: Row) -> str:
        """Return a row as it is set aside, ended by a newline.

        Raises:
            ValueError: It lacks a column, has an unknown one, a value of another type, or no key.
        """
        beside = [self._printable(row, name) for name in self._held_by]
        values = self._shape.checked(row)
        if self._is_counted:
            beside += (row[NUMBERED[name].key] or "" for name in self._numbers)
            return f"{BETWEEN.join(beside)}{BETWEEN}{self._marked(values)}\n"
        return f"{BETWEEN.join(beside)}{BETWEEN}{orjson.dumps(values).decode()}\n"

    def _printable(self, row: Row, name: str) -> str:
        value = row.get(name)
        if not isinstance(value, str) or not value.isprintable() or not value:
            raise ValueError(f"a row of {self._table.name} has no {name}")
        return value

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


class Numbers(dict[str, dict[bytes, bytes]]):
    """The dense numbers of a release as text, by name and identifier: given as each table is put in order."""

    def __init__(self) -> None:
        """Begin before any table is."""
        super().__init__({name: {} for name in NUMBERED})

    def give(self, table: Table, keys: Iterable[bytes]) -> None:
        """Give the next rows of a table their own numbers, where others name them by it."""
        for name, owner in NUMBERED.items():
            if owner is table:
                known = self[name]
                known.update((key, b"%d" % place) for place, key in enumerate(keys, len(known)))


@dataclass(frozen=True, slots=True)
class Ordered:
    """A table's lines in order: how many, and the digest that holds them.

    It is over the lines of a counting table, and over the identifiers and commitments of another; None where
    those have no commitments.
    """

    rows: int
    digest: str | None


def put_in_order(table: Table, runs: Sequence[Path], target: Path, numbers: Numbers) -> Ordered:
    """Write the lines set aside of a table, each file of them sorted, in the order of the table's key.

    A table is put in order after those whose numbers it holds (`IN_TURN`).

    Raises:
        ValueError: Two rows have one key.
    """
    digest, rows = hashlib.sha256(), 0
    is_counted, is_digested = table in TABLES, table in TABLES or COMMITMENT in table.column_names
    finish = _finishing(table, numbers)
    with target.open("wb") as stream:
        for some in _batches(_rows(table, merged(runs))):
            numbers.give(table, (row[0] for row in some))
            text = b"".join(map(finish, some))
            if is_digested:
                digest.update(text if is_counted else b"".join(map(_pair, some)))
            stream.write(text)
            rows += len(some)
    return Ordered(rows, digest.hexdigest() if is_digested else None)


def _rows(table: Table, lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield lines in their pieces: the key, what stands beside it, and the text."""
    before = None
    for line in lines:
        row = line.split(_CUT)
        if row[0] == before:
            raise ValueError(f"two rows of {table.name} have one {table.key}")
        before = row[0]
        yield row


def _batches(rows: Iterator[list[bytes]]) -> Iterator[list[list[bytes]]]:
    while some := list(islice(rows, BATCH)):
        yield some


def _finishing(table: Table, numbers: Numbers) -> Callable[[list[bytes]], bytes]:
    """Return what puts the pieces of a line together, each number in its place."""
    names = numbers_of(table)
    if table not in TABLES:
        return itemgetter(-1)
    known = [(place, numbers[name]) for place, name in enumerate(names, 1)]
    in_the_text = [1 + names.index(name) for name in sorted(names)]
    pieces = range(1 + len(names), 2 + 2 * len(names))
    order = [place for both in zip_longest(pieces, in_the_text) for place in both if place is not None]

    def finish(row: list[bytes]) -> bytes:
        for place, given in known:
            row[place] = given.get(row[place], NOBODY)
        return b"".join([row[place] for place in order])

    return finish


def _pair(row: Sequence[bytes]) -> bytes:
    """Return what is digested of a row that is held by its commitment."""
    key, commitment, _ = row
    return f"{canonical_text({'id': key.decode(), COMMITMENT: commitment.decode()})}\n".encode()
