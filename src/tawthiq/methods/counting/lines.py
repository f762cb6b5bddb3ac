"""One row of a table as its canonical line: UTF-8, NFC, sorted keys, ISO dates, no floats. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

import orjson

from tawthiq.core.digests import canonical_json
from tawthiq.methods.counting.schema import Table

Row = Mapping[str, Any]
SHAPES = 4096


def canonical_text(values: Mapping[str, Any]) -> str:
    """Return checked values as canonical JSON; a date is its ISO text.

    It is what `core.digests.canonical_json` gives, without another look for what `checked` refuses.
    """
    text = orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return canonical_json({name: _iso(value) for name, value in values.items()})


class Shape:
    """What the rows of one table must be."""

    def __init__(self, table: Table) -> None:
        """Look at a table's columns once for all of its rows."""
        self._table = table
        self._expected = {column.name: _PLAIN[column.type] for column in table.columns}
        self._seen: set[tuple[object, ...]] = set()

    def line(self, row: Row) -> str:
        """Return one row as its canonical line, ended by a newline.

        Raises:
            ValueError: As `checked`.
        """
        return canonical_text(self.checked(row)) + "\n"

    def checked(self, row: Row) -> Row:
        """Return a row that has exactly the table's columns, with values of their types.

        Raises:
            ValueError: It lacks a column, has an unknown one, or a value of another type.
        """
        shape = (*row, *map(type, row.values()))
        if shape in self._seen:  # rows of a table come in few shapes
            return row
        expected = self._expected
        if row.keys() != expected.keys():
            differing = ", ".join(sorted(expected.keys() ^ row.keys()))
            raise ValueError(f"a row of {self._table.name} and its columns disagree on: {differing}")
        for name, kinds in expected.items():
            if type(row[name]) not in kinds:
                return _plain(self._table, row)
        if len(self._seen) < SHAPES:
            self._seen.add(shape)
        return row


def _plain(table: Table, row: Row) -> Row:
    """Return a row whose values are of the plain types, where they are of types made from those."""
    try:
        return {column.name: _READ[column.type](row[column.name]) for column in table.columns}
    except TypeError as err:
        raise ValueError(f"a row of {table.name} has a value of another type: {err}") from err


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _integer(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value if value is None else int(value)
    raise TypeError(f"{type(value).__name__} for INTEGER")


def _boolean(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"{type(value).__name__} for BOOLEAN")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value if value is None else str(value)
    raise TypeError(f"{type(value).__name__} for VARCHAR")


def _day(value: Any) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise TypeError(f"{type(value).__name__} for DATE")


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "INTEGER": _integer,
    "BOOLEAN": _boolean,
    "VARCHAR": _text,
    "DATE": _day,
}
_PLAIN: Final[Mapping[str, frozenset[type]]] = {
    "INTEGER": frozenset({int, type(None)}),
    "BOOLEAN": frozenset({bool, type(None)}),
    "VARCHAR": frozenset({str, type(None)}),
    "DATE": frozenset({date, type(None)}),
}
