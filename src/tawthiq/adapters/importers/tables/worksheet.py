"""The rows of one XLSX sheet, a piece of its XML at a time.

The sheet is read twice: its merged areas stand after its rows. What it says of its own dimensions is not
read.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from tawthiq.adapters.importers.table import LONGEST_CELL
from tawthiq.adapters.importers.tables.cells import NoSuchCell, date_words, number_words
from tawthiq.adapters.importers.tables.package import Package
from tawthiq.adapters.importers.tables.sheet import LAST_ROW, Area, CellText, RawRow, SheetFacts, refuse_row
from tawthiq.adapters.importers.tables.strings import NoSuchString, unescaped
from tawthiq.adapters.importers.tables.workbook import YES, SheetPart, TextOfCell, Workbook, names

MOST_AREAS = 100_000
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
LAST_COLUMN = 16_384
ERROR, FORMULA, DAMAGED, NO_DAY = "error-cell", "formula-without-value", "damaged-cell", "impossible-date"
TRUTH = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}


def place_of(reference: str) -> tuple[int, int] | None:
    """Return the column, from 0, and the row, from 1, of a reference such as B7; None where it is none."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return (column - 1, int(match[2])) if column <= LAST_COLUMN and int(match[2]) <= LAST_ROW else None


def has_rows(package: Package, sheet: SheetPart) -> bool:
    """Return whether anything stands in a sheet, reading no further than to the first such cell."""
    known = names("v", "t", "f")
    found = False

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal found
        found = found or tag in known

    return sheet.part != "" and any(found for _ in package.xml(sheet.part, start=start))


def merged_areas(package: Package, sheet: SheetPart, facts: SheetFacts) -> list[Area]:
    """Return the merged areas of a sheet in the order of their rows, and count its hidden columns.

    Raises:
        InputRejected: There are too many.
    """
    areas: list[Area] = []
    known = names("mergeCell", "col")

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = known.get(tag)
        if name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            begin, end = place_of(first), place_of(last or first)
            if begin is None or end is None or begin[0] > end[0] or begin[1] > end[1]:
                raise package.damaged("it has a merged area that is no area")
            if begin != end:
                areas.append(Area(begin[1], end[1], begin[0], end[0]))
            if len(areas) > MOST_AREAS:
                raise package.refused("it has more merged areas than any true list")
        elif name == "col" and attributes.get("hidden") in YES:
            facts.hidden_columns += 1

    package.read_xml(sheet.part, start=start)
    return sorted(areas, key=lambda area: area.first_row)


def rows_of(workbook: Workbook, sheet: SheetPart, facts: SheetFacts) -> Iterator[RawRow]:
    """Yield the rows of a sheet.

    Raises:
        InputRejected: It is damaged, or its rows are out of order.
    """
    areas = deque(merged_areas(workbook.package, sheet, facts))
    reader = _SheetReader(workbook, facts)
    package = workbook.package
    for _ in package.xml(sheet.part, start=reader.start, end=reader.end, text=reader.text):
        for row in reader.taken():
            beginning = []
            while areas and areas[0].first_row <= row.number:
                beginning.append(areas.popleft())
            yield RawRow(row.number, row.cells, 1, tuple(beginning), row.damage)


class _SheetReader:
    """Takes the XML of a sheet and gathers its rows."""

    KNOWN = names("sheetData", "row", "c", "v", "f", "is", "t", "rPh")

    def __init__(self, workbook: Workbook, facts: SheetFacts) -> None:
        self._workbook, self._facts = workbook, facts
        self._rows: list[RawRow] = []
        self._in_data = self._in_row = self._in_cell = self._in_value = self._in_formula = False
        self._number = self._column = 0
        self._damage = ""
        self._cells: dict[int, CellText] = {}
        self._cell: dict[str, str] = {}
        self._has_value = self._has_formula = self._is_row_hidden = False
        self._value: list[str] = []
        self._length = 0
        self._inline = TextOfCell()

    def taken(self) -> list[RawRow]:
        """Return the rows gathered since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.KNOWN.get(tag)
        if name is None:
            return
        if self._in_cell:
            self._start_in_cell(name, tag, attributes)
        elif name == "c" and self._in_row:
            self._start_cell(attributes)
        elif name == "row" and self._in_data and not self._in_row:
            self._start_row(attributes)
        elif name == "sheetData":
            self._in_data = True

    def _start_in_cell(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        if name == "v":
            self._in_value = self._has_value = True
        elif name == "f":
            self._in_formula = self._has_formula = True
        elif name in ("is", "t", "rPh"):
            self._inline.start(tag, attributes)
        else:
            self._damage = DAMAGED

    def _start_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r", "")
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else self._number + 1
        if (said and str(number) != said) or not self._number < number <= LAST_ROW:
            why = "its rows are out of order, or stand where a sheet has none"
            raise refuse_row(self._workbook.package.file, self._facts.name, self._number + 1, why)
        self._number, self._column, self._cells, self._damage = number, -1, {}, ""
        self._in_row = True
        self._is_row_hidden = attributes.get("hidden") in YES

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._in_cell, self._cell, self._value, self._length = True, attributes, [], 0
        self._has_value = self._has_formula = False
        reference = attributes.get("r")
        column = self._column + 1
        if reference is not None:
            place = place_of(reference)
            if place is None or place[1] != self._number or place[0] < column:
                self._damage = DAMAGED
            else:
                column = place[0]
        self._column = column

    def text(self, letters: str) -> None:
        if self._in_value:
            if self._length <= LONGEST_CELL:
                self._value.append(letters)
                self._length += len(letters)
        elif self._in_cell and not self._in_formula:
            self._inline.text(letters)

    def end(self, tag: str) -> None:
        name = self.KNOWN.get(tag)
        if name is None:
            return
        if name == "v":
            self._in_value = False
        elif name == "f":
            self._in_formula = False
        elif name == "c" and self._in_cell:
            self._end_cell()
        elif self._in_cell:
            self._inline.end(tag)
        elif name == "row" and self._in_row:
            self._end_row()
        elif name == "sheetData":
            self._in_data = False

    def _end_cell(self) -> None:
        self._in_cell = False
        found = self._words("".join(self._value))
        if found != ("", ""):
            self._cells[self._column] = found
        if self._has_formula and found[1] != FORMULA:
            self._facts.formulas += 1

    def _end_row(self) -> None:
        self._in_row = False
        if self._cells or self._damage:
            self._facts.hidden_rows += self._is_row_hidden
            self._rows.append(RawRow(self._number, self._cells, damage=self._damage))

    def _words(self, value: str) -> CellText:
        kind, inline = self._cell.get("t", "n"), self._inline.taken()
        if self._has_formula and value.strip() == inline == "" and (kind != "str" or not self._has_value):
            return "", FORMULA
        if kind == "inlineStr":
            return inline, ""
        if not self._has_value:
            return "", DAMAGED if inline else ""
        try:
            return self._typed(kind, value)
        except (NoSuchCell, NoSuchString):
            return value[:LONGEST_CELL], DAMAGED

    def _typed(self, kind: str, value: str) -> CellText:
        match kind:
            case "s":
                stripped = value.strip()
                if not (stripped.isascii() and stripped.isdigit() and len(stripped) < 12):
                    return value, DAMAGED
                return self._workbook.strings.get(int(stripped)), ""
            case "str":
                return unescaped(value), ""
            case "b":
                return (TRUTH[value.strip()], "") if value.strip() in TRUTH else (value, DAMAGED)
            case "e":
                return value, ERROR
            case "d":
                return value.strip(), ""
            case "n":
                return self._number_words(value)
            case _:
                return value, DAMAGED

    def _number_words(self, value: str) -> CellText:
        if value.strip() == "":
            return "", ""
        form = self._workbook.format_of(self._cell.get("s", ""))
        if form is None:
            return value, DAMAGED
        if not form.is_date:
            return number_words(value, form), ""
        try:
            words = date_words(value, form, is_1904=self._workbook.is_1904)
        except NoSuchCell:
            return value, NO_DAY
        self._facts.years_hidden += form.hides_year
        return words, ""
