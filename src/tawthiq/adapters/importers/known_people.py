"""A file of known people: the source's own identifier of each record, and a key for the person it is about.

It measures a linkage, so it is read whole or not at all: a row passed over would change every figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tawthiq.adapters.importers.table import Columns, Grid, Layout, Line
from tawthiq.adapters.importers.tables.opening import CSV, opened
from tawthiq.core.errors import InputRejected
from tawthiq.journey.cases.truth import Truth, TruthRow

REFUSED = "nothing was evaluated"


@dataclass(frozen=True, slots=True)
class KnownColumns:
    """The names of the columns. `source` holds the code of each row's source; a file may do without."""

    key: str
    person: str
    source: str | None = None


def known_people(path: Path, columns: KnownColumns) -> Truth:
    """Return the rows of a CSV file.

    Raises:
        InputRejected: It cannot be read, is no CSV in UTF-8, lacks a column, has no rows or a damaged one, or
            has an empty cell in one of the columns.
    """
    with opened(path, Layout()) as file:
        if file.media_type != CSV:
            raise InputRejected(
                f"The file is no CSV; {REFUSED}.", hint="Save it as CSV (UTF-8).", where=path.name
            )
        if file.assumed:
            raise InputRejected(
                f"The file is not UTF-8, and how it is written would be a guess; {REFUSED}.",
                hint="Save it as CSV (UTF-8).",
                where=path.name,
            )
        rows = tuple(_rows(path.name, file.grid, columns))
    if not rows:
        raise InputRejected(f"The file has no row below its header; {REFUSED}.", where=path.name)
    return Truth(path.name, columns.key, columns.person, rows)


def _rows(file: str, grid: Grid, columns: KnownColumns) -> Iterator[TruthRow]:
    at = {
        name: _index(grid.columns, name)
        for name in (columns.key, columns.person, columns.source)
        if name is not None
    }
    for line in grid.lines():
        cells = {name: _cell(file, line, name, place) for name, place in at.items()}
        source = "" if columns.source is None else cells[columns.source]
        yield TruthRow(line.number, cells[columns.key], cells[columns.person], source)


def _index(columns: Columns, name: str) -> int:
    try:
        return columns.index(name)
    except InputRejected as error:
        raise InputRejected(
            f"The file has no column {name!r}; {REFUSED}.", hint=error.hint, where=error.where
        ) from error


def _cell(file: str, line: Line, name: str, place: int) -> str:
    where = f"{file}: row {line.number}"
    if line.damage:
        raise InputRejected(f"The row is damaged ({line.damage}); {REFUSED}.", where=where)
    cell = line.cells[place].strip()
    if not cell:
        raise InputRejected(
            f"The cell is empty; {REFUSED}.",
            hint="Leave out the rows of which this is not known.",
            where=f"{where}, column {name!r}",
        )
    return cell
