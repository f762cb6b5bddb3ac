"""ODS: the rows of one sheet, a piece of the one large XML at a time.

A row or a cell that says that it stands there a million times is held once; an empty one is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tawthiq.adapters.importers.table import LONGEST_CELL, MOST_COLUMNS
from tawthiq.adapters.importers.tables.cells import NoSuchCell, number_words
from tawthiq.adapters.importers.tables.package import Package
from tawthiq.adapters.importers.tables.sheet import LAST_ROW, Area, CellText, RawRow, SheetFacts

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
OF = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, STYLE, DATES = (
    f"{OF}{part}:1.0 " for part in ("table", "office", "text", "style", "datastyle")
)
CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
MOST_SHEETS = 1000
MOST_STYLES = 100_000
ERROR, FORMULA, DAMAGED, NO_DAY = "error-cell", "formula-without-value", "damaged-cell", "impossible-date"
ERROR_WORDS = re.compile(r"#[A-Z/0]+[!?A]?|Err:\d{3}")
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d)(?:[.,]\d+)?Z?)?")
HOURS = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
PARTS_OF_DATE = {f"{DATES}year": "y", f"{DATES}month": "m", f"{DATES}day": "d", f"{DATES}hours": "t"}
SPACES = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
FILLED = (f"{OFFICE}value-type", f"{TABLE}formula")
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def is_locked(package: Package) -> bool:
    """Return whether the document says that its parts are encrypted."""
    locked = False

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal locked
        locked = locked or tag.endswith(" encryption-data")

    if MANIFEST in package:
        package.read_xml(MANIFEST, start=start)
    return locked


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet as the document lists it."""

    name: str
    is_hidden: bool
    has_rows: bool


def sheets_of(package: Package) -> list[SheetHead]:
    """Return the sheets of a document, and which of them has anything in it.

    Raises:
        InputRejected: It is damaged, or has none.
    """
    found: list[SheetHead] = []
    hidden: set[str] = set()
    depth, style = 0, ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, style
        if tag == f"{STYLE}style":
            style = attributes.get(f"{STYLE}name", "")
        elif tag == f"{STYLE}table-properties" and attributes.get(f"{TABLE}display") == "false":
            hidden.add(style)
        elif tag == f"{TABLE}table":
            depth += 1
            if depth == 1:
                name = attributes.get(f"{TABLE}name", "")
                found.append(SheetHead(name, attributes.get(f"{TABLE}style-name", "") in hidden, False))
        elif depth == 1 and tag in CELLS and not attributes.keys().isdisjoint(FILLED):
            found[-1] = SheetHead(found[-1].name, found[-1].is_hidden, True)
        if len(found) > MOST_SHEETS or len(hidden) > MOST_STYLES:
            raise package.refused("it has more sheets than any true list")

    def end(tag: str) -> None:
        nonlocal depth
        depth -= tag == f"{TABLE}table"

    package.read_xml(CONTENT, start=start, end=end)
    if not found or len({sheet.name for sheet in found}) != len(found):
        raise package.damaged("it has no sheet, or two of one name")
    return found


def rows_of(package: Package, sheet: str, facts: SheetFacts) -> Iterator[RawRow]:
    """Yield the rows of a sheet.

    Raises:
        InputRejected: It is damaged.
    """
    reader = _ContentReader(package, sheet, facts)
    for _ in package.xml(CONTENT, start=reader.start, end=reader.end, text=reader.text):
        yield from reader.taken()


@dataclass(slots=True)
class _Cell:
    """A cell that is being read."""

    attributes: dict[str, str]
    times: int
    is_covered: bool
    paragraphs: list[list[str]] = field(default_factory=list)
    length: int = 0


class _ContentReader:
    """Takes the XML of a document and gathers the rows of one sheet."""

    def __init__(self, package: Package, sheet: str, facts: SheetFacts) -> None:
        self._package, self._sheet, self._facts = package, sheet, facts
        self._rows: list[RawRow] = []
        self._depth = 0  # of tables: a table inside a cell is no row of the sheet
        self._is_here = False
        self._number = 1
        self._times = 1
        self._column = 0
        self._is_row_hidden = False
        self._in_row = False
        self._cells: dict[int, CellText] = {}
        self._areas: list[Area] = []
        self._cell: _Cell | None = None
        self._aside = 0  # inside a comment or a picture, which are no part of the cell's words
        self._shows: dict[str, str] = {}
        self._data_style = self._date_style = ""
        self._columns: list[tuple[int, str]] = []
        self._column_styles = 0
        self._style_of_cells: dict[str, str] = {}

    def taken(self) -> list[RawRow]:
        """Return the rows gathered since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._cell is not None and (self._aside or tag in (f"{OFFICE}annotation", f"{TABLE}table")):
            self._aside += 1
        elif self._cell is not None:
            self._start_in_cell(self._cell, tag, attributes)
        elif tag == f"{TABLE}table":
            self._depth += 1
            if self._depth == 1:
                self._is_here = attributes.get(f"{TABLE}name", "") == self._sheet
        elif not self._is_here:
            self._start_style(tag, attributes)
        elif self._depth == 1:
            self._start_in_sheet(tag, attributes)

    def _start_in_sheet(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{TABLE}table-row":
            self._in_row = True
            self._times = self._repeats(attributes, "rows")
            self._is_row_hidden = attributes.get(f"{TABLE}visibility") in ("collapse", "filter")
            self._column, self._cells, self._areas = 0, {}, []
        elif tag in CELLS and self._in_row:
            self._cell = _Cell(attributes, self._repeats(attributes, "columns"), tag == CELLS[1])
        elif tag == f"{TABLE}table-column":
            times = self._repeats(attributes, "columns")
            self._column_styles += times
            if len(self._columns) < MOST_COLUMNS:
                self._columns.append(
                    (self._column_styles, attributes.get(f"{TABLE}default-cell-style-name", ""))
                )
            if attributes.get(f"{TABLE}visibility") in ("collapse", "filter"):
                self._facts.hidden_columns += times

    def _start_style(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{DATES}date-style":
            self._date_style = attributes.get(f"{STYLE}name", "")
            self._shows[self._date_style] = ""
        elif tag in PARTS_OF_DATE and self._date_style in self._shows:
            self._shows[self._date_style] += PARTS_OF_DATE[tag]
        elif tag == f"{STYLE}style" and attributes.get(f"{STYLE}family") == "table-cell":
            self._style_of_cells[attributes.get(f"{STYLE}name", "")] = attributes.get(
                f"{STYLE}data-style-name", ""
            )
        if len(self._shows) + len(self._style_of_cells) > MOST_STYLES:
            raise self._package.refused("it has more styles than any true list")

    def _repeats(self, attributes: dict[str, str], what: str) -> int:
        said = attributes.get(f"{TABLE}number-{what}-repeated", "1")
        if not (said.isascii() and said.isdigit() and 0 < len(said) < 10 and int(said) > 0):
            raise self._package.damaged("a row or a cell says that it stands there no number of times")
        return int(said)

    def _start_in_cell(self, cell: _Cell, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{TEXT}p":
            cell.paragraphs.append([])
        elif cell.paragraphs:
            if tag == f"{TEXT}s":
                said = attributes.get(f"{TEXT}c", "1")
                count = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1
                self._add(cell, " " * count)
            elif tag in SPACES:
                self._add(cell, SPACES[tag])

    def text(self, letters: str) -> None:
        if self._cell is not None and not self._aside and self._cell.paragraphs:
            self._add(self._cell, letters)

    def _add(self, cell: _Cell, letters: str) -> None:
        if cell.length <= LONGEST_CELL:
            cell.paragraphs[-1].append(letters)
            cell.length += len(letters)

    def end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
        elif self._cell is not None and tag in CELLS:
            self._end_cell(self._cell)
            self._cell = None
        elif self._cell is not None:
            return
        elif tag == f"{TABLE}table":
            self._depth -= 1
            self._is_here = self._is_here and self._depth > 0
        elif tag == f"{TABLE}table-row" and self._in_row:
            self._end_row()
        elif tag == f"{DATES}date-style":
            self._date_style = ""

    def _end_row(self) -> None:
        self._in_row = False
        if self._cells or self._areas:
            self._facts.hidden_rows += self._is_row_hidden
            self._rows.append(RawRow(self._number, self._cells, self._times, tuple(self._areas)))
        self._number += self._times
        if self._number > LAST_ROW + 1 and self._cells:
            self._number = LAST_ROW + 2

    def _end_cell(self, cell: _Cell) -> None:
        column, self._column = self._column, self._column + cell.times
        if cell.is_covered:
            return
        self._span(cell, column)
        words = "\n".join("".join(pieces) for pieces in cell.paragraphs)
        found = self._words(cell, words, column)
        if found == ("", ""):
            return
        if f"{TABLE}formula" in cell.attributes and found[1] != FORMULA:
            self._facts.formulas += cell.times
        # what stands beyond the last column that a list can have is only known to be there
        for place in range(column, min(column + cell.times, MOST_COLUMNS)):
            self._cells[place] = found
        if column + cell.times > MOST_COLUMNS:
            self._cells[MOST_COLUMNS] = found

    def _span(self, cell: _Cell, column: int) -> None:
        spans = [cell.attributes.get(f"{TABLE}number-{what}-spanned", "1") for what in ("rows", "columns")]
        if not all(said.isascii() and said.isdigit() and 0 < len(said) < 10 for said in spans):
            raise self._package.damaged("it has a merged area that is no area")
        rows, columns = max(int(spans[0]), 1), max(int(spans[1]), 1)
        if (rows, columns) != (1, 1):
            self._areas.append(Area(self._number, self._number + rows - 1, column, column + columns - 1))

    def _words(self, cell: _Cell, words: str, column: int) -> CellText:
        said = cell.attributes
        kind = said.get(f"{OFFICE}value-type", "")
        if f"{TABLE}formula" in said and not kind and words == "":
            return "", FORMULA
        if said.get(CALC_TYPE) == "error" or (f"{TABLE}formula" in said and ERROR_WORDS.fullmatch(words)):
            return words, ERROR
        try:
            return self._typed(kind, cell, words, column)
        except NoSuchCell:
            return words, DAMAGED

    def _typed(self, kind: str, cell: _Cell, words: str, column: int) -> CellText:
        said = cell.attributes
        match kind:
            case "string" | "":
                return said.get(f"{OFFICE}string-value", words) if words == "" else words, ""
            case "float" | "currency" | "percentage":
                number = number_words(said.get(f"{OFFICE}value", ""))
                # shown with zeros before it, as identifiers are
                is_padded = words.isascii() and words.isdigit() and words.lstrip("0") == number.lstrip("0")
                return words if is_padded else number, ""
            case "boolean":
                truth = said.get(f"{OFFICE}boolean-value", "")
                return (truth.upper(), "") if truth in ("true", "false") else (words, DAMAGED)
            case "date":
                return self._date(said, words, column)
            case "time":
                match = HOURS.fullmatch(said.get(f"{OFFICE}time-value", ""))
                return (f"{match[1]}:{match[2]}:{match[3]}", "") if match else (words, DAMAGED)
            case _:
                return words, DAMAGED

    def _date(self, said: dict[str, str], words: str, column: int) -> CellText:
        match = DATE.fullmatch(said.get(f"{OFFICE}date-value", ""))
        if match is None:
            return words, NO_DAY
        style = said.get(f"{TABLE}style-name") or self._default_style(column)
        shows = self._shows.get(self._style_of_cells.get(style, ""), "ymd")
        day, hour = "-".join(match.group(1, 2, 3)), match[4]
        if "y" not in shows and ("m" in shows or "d" in shows):
            self._facts.years_hidden += 1
        if "d" in shows or not {"y", "m"} & set(shows):
            return f"{day}T{hour}" if hour and hour != "00:00:00" else day, ""
        return day[:7] if "m" in shows else day[:4], ""

    def _default_style(self, column: int) -> str:
        return next((style for last, style in self._columns if column < last), "")
