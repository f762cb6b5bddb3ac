"""What a foreign file is once it is open: columns, then rows of text cells, each judged before it is read.

Nothing is repaired in silence. A row with too many or too few cells, or with a control character, is handed
on as damaged; a single cell that cannot be trusted, such as #REF!, as a flaw of its row; a header that names
one column twice stops the file. The formats themselves are in `tables`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tawthiq.core.errors import InputRejected

LONGEST_CELL = 1_000_000
MOST_COLUMNS = 16_384
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
REJECT, FILL = "reject", "fill"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell whose content cannot be trusted. `column` counts from 0; `words` is what stands in it."""

    column: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. `number` counts rows as a spreadsheet does: the header is row 1."""

    number: int
    cells: list[str]
    damage: str = ""
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What a mapping says of the file itself; what a format does not have, it passes over.

    `header` is the row that names the columns, counted from 1. `merged` says what a merged area over the rows
    is: ``reject`` sends its rows to quarantine, ``fill`` reads its value in each of its cells.
    """

    delimiter: str = ","
    encoding: str = ""
    sheet: str = ""
    header: int = 1
    merged: str = REJECT


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file: which column stands where. `place` is where in the file the header is."""

    file: str
    names: tuple[str, ...]
    delimiter: str = ","
    place: str = "row 1"

    def index(self, column: str) -> int:
        """Return the place of a column that the mapping names.

        Raises:
            InputRejected: The file has no such column.
        """
        if column in self.names:
            return self.names.index(column)
        # the header itself is not printed: where a file has none, it is the first person of the list
        close = difflib.get_close_matches(column, self.names, n=1, cutoff=0.6)
        hint = (
            f"Did you mean {close[0]!r}?"
            if close
            else "Its first row must name the columns; where another does, write `file: {header: N}`."
        )
        if len(self.names) == 1 and any(mark in self.names[0] for mark in ",;\t|"):
            hint += ' The cells look divided by another mark: write `file: {delimiter: ";"}` in the mapping.'
        raise InputRejected(
            f"The file has no column {column!r}, which the mapping reads; nothing was imported.",
            hint=hint,
            where=f"{self.file}: {self.place}, column {column!r}",
        )


class Grid(Protocol):
    """An open file of any format."""

    columns: Columns

    def lines(self) -> Iterator[Line]:
        """Yield the rows after the header once; rows without any content are passed over.

        Raises:
            InputRejected: From some row on the file cannot be read.
        """
        ...

    def locator(self, number: int) -> str:
        """Return how a record names the row that it comes from."""
        ...

    def notes(self) -> Iterator[str]:
        """Yield what somebody should know of how the file was read, after its last line."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that is open for reading; `assumed` holds an encoding that had to be guessed."""

    grid: Grid
    sha256: str
    size: int
    media_type: str
    assumed: str = ""
    layout: Layout = field(default_factory=Layout)


def header_names(cells: Sequence[str] | None, *, file: str, place: str) -> tuple[str, ...]:
    """Return the names of the columns that a header gives.

    Raises:
        InputRejected: There is no header, or it names a column twice.
    """
    names = tuple(" ".join(cell.lstrip("\ufeff").split()) for cell in cells or ())
    if not any(names):
        raise InputRejected(
            "The file has no header; nothing was imported.",
            hint="Its first row must name the columns; where another does, write `file: {header: N}`.",
            where=f"{file}: {place}",
        )
    if len(names) > MOST_COLUMNS:
        raise InputRejected(
            f"The file has more than {MOST_COLUMNS} columns; nothing was imported.", where=f"{file}: {place}"
        )
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if name and name in seen:
            raise InputRejected(
                "The header names one column twice; nothing was imported.",
                hint="Rename one of them: which of the two is meant cannot be told.",
                where=f"{file}: {place}, column {number}",
            )
        seen.add(name)
    return names
