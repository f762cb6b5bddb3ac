"""One sheet of a workbook as columns and lines, whichever kind of workbook it stands in.

Cells are held only where something stands in them, so a cell in the last column of the last row costs what
one cell costs. A row is as wide as the header; a cell beyond it is damage, a blank one is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from tawthiq.adapters.importers.table import (
    CONTROL,
    FILL,
    LONGEST_CELL,
    MOST_COLUMNS,
    Columns,
    Flaw,
    Layout,
    Line,
    header_names,
)
from tawthiq.core.errors import InputRejected

LAST_ROW = 1_048_576
MOST_REPEATS = 1000
UNSAFE_IN_LOCATOR = "%&#="
CellText = tuple[str, str]
"""The words of a cell, and the reason why they cannot be trusted, or nothing."""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: its rows counted from 1, its columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the workbook writes it: cells by column, repeated `times` from row `number` on."""

    number: int
    cells: dict[int, CellText]
    times: int = 1
    areas: tuple[Area, ...] = ()
    damage: str = ""


@dataclass(slots=True)
class SheetFacts:
    """What is said of a sheet once it was read."""

    name: str
    is_hidden: bool = False
    formulas: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    years_hidden: int = 0
    filled_rows: int = 0
    notes: list[str] = field(default_factory=list)


def refuse_row(file: str, sheet: str, number: int, why: str) -> InputRejected:
    """Return the error of a sheet that cannot be read from some row on."""
    return InputRejected(
        f"The sheet was not read: {why}. Nothing was imported.",
        hint="If it is a true list, save the sheet as CSV (UTF-8) and import that.",
        where=f"{file}: sheet {sheet!r}, row {number}",
    )


def _trusted(cell: CellText | None) -> str:
    """Return the words of a cell, none where they cannot be trusted."""
    return cell[0] if cell is not None and cell[1] == "" else ""


class SheetTable:
    """An open sheet: its columns, then its lines."""

    def __init__(self, rows: Iterator[RawRow], *, file: str, facts: SheetFacts, layout: Layout) -> None:
        """Read the header of the sheet.

        Raises:
            InputRejected: There is no header, or it names a column twice.
        """
        self._rows, self._file, self._facts, self._layout = rows, file, facts, layout
        self._areas: list[Area] = []
        self._values: dict[Area, CellText] = {}
        place = f"sheet {facts.name!r}, row {layout.header}"
        self._waiting: RawRow | None = None
        cells = self._header_cells()
        self.columns = Columns(file, header_names(cells, file=file, place=place), "", place)
        self._width = len(self.columns.names)

    def _header_cells(self) -> list[str]:
        for row in self._rows:
            self._areas += row.areas
            if row.number > self._layout.header:
                self._waiting = row
                return []
            if row.number + row.times > self._layout.header:
                width = max((column for column, (words, _) in row.cells.items() if words), default=-1) + 1
                if width > MOST_COLUMNS:
                    return ["x"] * width
                left = row.number + row.times - 1 - self._layout.header
                if left:
                    self._waiting = RawRow(self._layout.header + 1, row.cells, left)
                return [row.cells.get(column, ("", ""))[0] for column in range(width)]
        return []

    def lines(self) -> Iterator[Line]:
        """Yield the rows after the header; rows without any content are passed over.

        Raises:
            InputRejected: From some row on the sheet cannot be read.
        """
        if self._waiting is not None:
            yield from self._lines_of(self._waiting)
        for row in self._rows:
            yield from self._lines_of(row)

    def _lines_of(self, row: RawRow) -> Iterator[Line]:
        self._areas += row.areas
        if not any(words or reason for words, reason in row.cells.values()) and not row.damage:
            return
        last = row.number + row.times - 1
        if last > LAST_ROW:
            raise refuse_row(self._file, self._facts.name, row.number, f"it goes beyond row {LAST_ROW}")
        if row.times > MOST_REPEATS:
            why = f"it says that this row stands there {row.times} times"
            raise refuse_row(self._file, self._facts.name, row.number, why)
        for number in range(row.number, last + 1):
            yield self._line(number, row)

    def _line(self, number: int, row: RawRow) -> Line:
        found = row.cells
        cells = [_trusted(found.get(column)) for column in range(self._width)]
        damage = row.damage
        if any(column >= self._width and (words or reason) for column, (words, reason) in found.items()):
            damage = damage or "wrong-number-of-cells"
            cells += [
                words for column, (words, _) in sorted(found.items()) if column >= self._width and words
            ]
        if self._areas and not self._merged(number, found, cells):
            damage = damage or "merged-cells"
        if max(map(len, cells), default=0) > LONGEST_CELL:
            why = f"a cell is longer than {LONGEST_CELL} letters"
            raise refuse_row(self._file, self._facts.name, number, why)
        if CONTROL.search("".join(cells)):
            damage = damage or "control-character"
        flaws = tuple(
            Flaw(column, reason, words)
            for column, (words, reason) in sorted(found.items())
            if reason and column < self._width
        )
        return Line(number, cells, damage, flaws)

    def _merged(self, number: int, found: dict[int, CellText], cells: list[str]) -> bool:
        """Fill the merged areas that this row lies in; return False where the mapping does not say so."""
        for area in [area for area in self._areas if area.last_row < number]:
            self._areas.remove(area)
            self._values.pop(area, None)
        is_read = True
        for area in self._areas:
            if area.first_row > number or area.first_column >= self._width:
                continue
            if self._layout.merged != FILL or area.first_row <= self._layout.header:
                is_read = False
                continue
            if area.first_row == number:
                self._values[area] = found.get(area.first_column, ("", ""))
            words, reason = self._values.get(area, ("", ""))
            for column in range(area.first_column, min(area.last_column + 1, self._width)):
                cells[column] = words
            is_read = is_read and not reason
            self._facts.filled_rows += 1
        return is_read

    def locator(self, number: int) -> str:
        """Return the file, the sheet and the row."""
        name = "".join(
            quote(letter, safe="") if letter in UNSAFE_IN_LOCATOR or not letter.isprintable() else letter
            for letter in self._facts.name
        )
        return f"{self._file}#sheet={name}&row={number}"

    def notes(self) -> Iterator[str]:
        """Yield what a person would see in the workbook and a list does not show."""
        facts = self._facts
        if facts.is_hidden:
            yield f"The sheet {facts.name!r} is hidden in the workbook; it was read."
        counted = (
            ("Rows before the header, not read", self._layout.header - 1),
            ("Hidden rows, which were read", facts.hidden_rows),
            ("Hidden columns, which were read", facts.hidden_columns),
            ("Cells with a formula, read as the value stored with it", facts.formulas),
            (
                "Dates shown without their year, read with the year that the workbook holds",
                facts.years_hidden,
            ),
            ("Rows filled from a merged area, as the mapping says", facts.filled_rows),
        )
        yield from (f"{what}: {count}." for what, count in counted if count)
        yield from facts.notes
