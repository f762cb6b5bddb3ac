"""XLSX: which sheets a workbook has, how its numbers are shown, and its shared strings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tawthiq.adapters.importers.table import LONGEST_CELL
from tawthiq.adapters.importers.tables.cells import PLAIN, NumberFormat, built_in_format, number_format
from tawthiq.adapters.importers.tables.package import Package
from tawthiq.adapters.importers.tables.strings import SharedStrings, unescaped
from tawthiq.core.errors import InputRejected

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
ROOT_RELATIONS = "_rels/.rels"
MOST_SHEETS = 1000
MOST_FORMATS = 100_000
VISIBLE = "visible"
YES = ("1", "true")


def names(*wanted: str) -> dict[str, str]:
    """Return the full names of elements, in both dialects, with the short name of each."""
    return {f"{namespace} {name}": name for namespace in MAIN for name in wanted}


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute whatever its namespace, or nothing."""
    found = attributes.get(name)
    if found is not None:
        return found
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it; `part` is its member, or nothing for a sheet of another kind."""

    name: str
    part: str
    is_hidden: bool


class Workbook:
    """An XLSX workbook, opened: everything but the rows."""

    def __init__(self, package: Package, *, folder: Path | None) -> None:
        """Read the list of sheets, and how numbers are shown.

        Raises:
            InputRejected: It is damaged or has no sheet of cells.
        """
        self.package = package
        self.is_1904 = False
        self._folder = folder
        self._formats: list[NumberFormat] = []
        self._strings: SharedStrings | None = None
        main = self._main_part()
        self._relations = self._related(main)
        self.sheets = tuple(self._sheets(main))
        self._read_formats()

    def _main_part(self) -> str:
        for kind, target in self._related("").values():
            if kind == "officeDocument" and target.endswith(".bin"):
                raise self.package.refused("it is a binary workbook (.xlsb)")
            if kind == "officeDocument" and target.startswith(("word/", "ppt/")):
                raise self.package.refused("it is a text document or slides, not a workbook")
            if kind == "officeDocument":
                return target
        raise self.package.damaged("it does not say where its sheets are")

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part points to inside the archive: by its identifier the kind and the member."""
        folder, name = posixpath.split(part)
        member = posixpath.join(folder, "_rels", f"{name}.rels") if part else ROOT_RELATIONS
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" Relationship") and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        self.package.read_xml(member, start=start)
        return found

    def _sheets(self, main: str) -> Iterator[SheetPart]:
        found: list[SheetPart] = []
        known = names("sheet", "workbookPr")

        def start(tag: str, attributes: dict[str, str]) -> None:
            match known.get(tag):
                case "workbookPr":
                    self.is_1904 = attributes.get("date1904", "") in YES
                case "sheet":
                    kind, target = self._relations.get(attribute(attributes, "id"), ("", ""))
                    state = attributes.get("state", VISIBLE)
                    part = target if kind == "worksheet" else ""
                    found.append(SheetPart(attributes.get("name", ""), part, state != VISIBLE))

        self.package.read_xml(main, start=start)
        if not 0 < len(found) <= MOST_SHEETS:
            raise self.package.damaged("it lists no sheet, or too many")
        if len({sheet.name for sheet in found}) != len(found):
            raise self.package.damaged("two of its sheets have one name")
        yield from found

    def _target(self, kind: str) -> str:
        return next((target for found, target in self._relations.values() if found == kind), "")

    def _read_formats(self) -> None:
        part = self._target("styles")
        if not part:
            return
        own: dict[str, NumberFormat] = {}
        known = names("numFmt", "cellXfs", "xf")
        in_cells = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal in_cells
            match known.get(tag):
                case "numFmt":
                    own[attributes.get("numFmtId", "")] = number_format(attributes.get("formatCode", ""))
                case "cellXfs":
                    in_cells = True
                case "xf" if in_cells:
                    self._formats.append(self._format(attributes.get("numFmtId", "0"), own))
            if len(own) + len(self._formats) > MOST_FORMATS:
                raise self.package.refused("it has more ways of showing numbers than any true list")

        def end(tag: str) -> None:
            nonlocal in_cells
            in_cells = in_cells and known.get(tag) != "cellXfs"

        self.package.read_xml(part, start=start, end=end)

    def _format(self, number: str, own: dict[str, NumberFormat]) -> NumberFormat:
        if number in own:
            return own[number]
        return (
            built_in_format(int(number))
            if number.isascii() and number.isdigit() and len(number) < 9
            else PLAIN
        )

    def format_of(self, style: str) -> NumberFormat | None:
        """Return how a cell of a style shows a number, or None where the workbook has no such style."""
        if style == "":
            return self._formats[0] if self._formats else PLAIN
        if not (style.isascii() and style.isdigit() and len(style) < 9):
            return None
        if not self._formats and style == "0":
            return PLAIN
        return self._formats[int(style)] if int(style) < len(self._formats) else None

    @property
    def strings(self) -> SharedStrings:
        """Return the shared strings, read when they are first asked for."""
        if self._strings is None:
            self._strings = SharedStrings(self._folder)
            part = self._target("sharedStrings")
            if part:
                self._read_strings(part, self._strings)
        return self._strings

    def _read_strings(self, part: str, strings: SharedStrings) -> None:
        texts = TextOfCell()

        def end(tag: str) -> None:
            if texts.end(tag) == "si":
                strings.add(texts.taken())

        self.package.read_xml(part, start=texts.start, end=end, text=texts.text)

    def close(self) -> None:
        """Forget the shared strings."""
        if self._strings is not None:
            self._strings.close()


class TextOfCell:
    """Gathers the visible letters of a text with its runs; how a reading is pronounced is no part of it."""

    KNOWN = names("t", "rPh", "si", "is")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pieces: list[str] = []
        self._length = 0
        self._is_text = self._is_spoken = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        match self.KNOWN.get(tag):
            case "t":
                self._is_text = not self._is_spoken
            case "rPh":
                self._is_spoken = True

    def end(self, tag: str) -> str:
        """Take the end of an element; return its short name."""
        name = self.KNOWN.get(tag, "")
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_spoken = False
        return name

    def text(self, letters: str) -> None:
        """Take letters; no more are held than one over what a cell may have."""
        if self._is_text and self._length <= LONGEST_CELL:
            self._pieces.append(letters)
            self._length += len(letters)

    def taken(self) -> str:
        """Return the text gathered, and begin with nothing again."""
        found = unescaped("".join(self._pieces))
        self._pieces, self._length = [], 0
        self._is_text = self._is_spoken = False
        return found


def choose_sheet(package: Package, wanted: str, sheets: dict[str, bool], with_rows: list[str]) -> str:
    """Return the sheet to read: the one wanted, else the only one with rows.

    `sheets` gives for every name whether it is hidden.

    Raises:
        InputRejected: There is no such sheet, none has rows, or more than one has and none was chosen.
    """
    if wanted:
        if wanted not in sheets:
            raise InputRejected(
                f"The workbook has no sheet {wanted!r}; nothing was imported.",
                hint=f"It has: {_listed(list(sheets), sheets)}.",
                where=package.file,
            )
        return wanted
    if not with_rows:
        raise InputRejected("No sheet of the workbook has a row; nothing was imported.", where=package.file)
    if len(with_rows) > 1:
        raise InputRejected(
            "More than one sheet of the workbook has rows, and the mapping does not say which is the list; "
            "nothing was imported.",
            hint=f"Write `file: {{sheet: NAME}}` into the mapping. With rows: {_listed(with_rows, sheets)}.",
            where=package.file,
        )
    return with_rows[0]


def _listed(names_of_sheets: list[str], hidden: dict[str, bool]) -> str:
    return ", ".join(f"{name!r}{' (hidden)' if hidden[name] else ''}" for name in names_of_sheets[:40])
