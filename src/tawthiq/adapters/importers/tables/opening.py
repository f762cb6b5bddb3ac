"""Which format a file has, told by its bytes, and the open file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tawthiq.adapters.importers.table import Layout, Opened
from tawthiq.adapters.importers.tables import opendocument, worksheet
from tawthiq.adapters.importers.tables.jsonlines import JsonLines
from tawthiq.adapters.importers.tables.package import CHUNK, Package
from tawthiq.adapters.importers.tables.sheet import SheetFacts, SheetTable
from tawthiq.adapters.importers.tables.text import Decoding, TextTable, decoding, opened_text
from tawthiq.adapters.importers.tables.workbook import Workbook, choose_sheet
from tawthiq.core.digests import sha256_file
from tawthiq.core.errors import InputRejected

CSV, JSONL = "text/csv", "application/jsonl"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
LOCKED_INSIDE = "EncryptedPackage".encode("utf-16-le")
AS_LIST = "Open it in a spreadsheet program and save it as .xlsx, .ods or CSV (UTF-8); import that."
OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"7z\xbc\xaf", "a packed archive (7z)"),
    (b"Rar!", "a packed archive (RAR)"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x09\x08", "an old workbook (.xls)"),
)
MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|table|workbook|office:|!--)", re.IGNORECASE)
ARRAY = re.compile(r"\s*\[\s*(?:[{\[]|$)")
LOOKED_AT = 4096


@contextmanager
def opened(path: Path, layout: Layout, *, folder: Path | None = None) -> Iterator[Opened]:
    """Open a file of any known format. What does not fit into memory goes into `folder` for the while.

    Raises:
        InputRejected: It cannot be read, or has no format of a list.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(LOOKED_AT)
    except OSError as error:
        raise InputRejected(f"The file was not read: {error.strerror}.", where=path.name) from error
    if head.startswith(ZIP):
        with _opened_package(path, layout, folder) as found:
            yield found
        return
    _refuse_other_kinds(path, head)
    with _opened_text(path, layout) as found:
        yield found


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    if head.startswith(OLD_OFFICE):
        if _is_locked_inside(path):
            raise InputRejected(
                "The workbook is locked with a password; nothing was imported.",
                hint="Open it with its password, save it without one, and import that.",
                where=path.name,
            )
        raise _no_list(path.name, "an old workbook (.xls) or another old document")
    for mark, kind in OTHER_KINDS:
        if head.startswith(mark):
            raise _no_list(path.name, kind)


def _no_list(name: str, kind: str) -> InputRejected:
    return InputRejected(
        f"The file is {kind}, which is not read as a list; nothing was imported.", hint=AS_LIST, where=name
    )


def _is_locked_inside(path: Path) -> bool:
    """Return whether an old container holds a new workbook that is encrypted."""
    before = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if LOCKED_INSIDE in before + chunk:
                return True
            before = chunk[-len(LOCKED_INSIDE) :]
    return False


@contextmanager
def _opened_text(path: Path, layout: Layout) -> Iterator[Opened]:
    found = decoding(path, encoding=layout.encoding)
    with opened_text(path, found) as stream:
        try:
            head = stream.read(LOOKED_AT).lstrip("\ufeff")
            stream.seek(0)
        except UnicodeError as error:
            raise InputRejected(
                "Row 1 is not in the encoding of the file; nothing was imported.", where=f"{path.name}: row 1"
            ) from error
        if MARKUP.match(head):
            raise _no_list(path.name, "a web page or another document of markup")
        if ARRAY.match(head.split("\n", 1)[0]):
            raise InputRejected(
                "The file is one JSON array; nothing was imported.",
                hint="Write one object on each line (JSON lines), without the brackets around all.",
                where=path.name,
            )
        if head.lstrip().startswith("{"):
            if layout.header != 1:
                raise InputRejected(
                    "JSON lines have no header, and the mapping names its row; nothing was imported.",
                    where=path.name,
                )
            yield _opened_as(JsonLines(path, found), found, JSONL, layout)
        else:
            yield _opened_as(TextTable(stream, file=path.name, layout=layout), found, CSV, layout)


def _opened_as(grid: TextTable | JsonLines, found: Decoding, media_type: str, layout: Layout) -> Opened:
    return Opened(
        grid=grid,
        sha256=found.sha256,
        size=found.size,
        media_type=media_type,
        assumed=found.encoding if found.assumed else "",
        layout=layout,
    )


@contextmanager
def _opened_package(path: Path, layout: Layout, folder: Path | None) -> Iterator[Opened]:
    sha256, size = sha256_file(path), path.stat().st_size
    with path.open("rb") as stream, Package(stream, file=path.name) as package:
        if opendocument.CONTENT in package and "mimetype" in package:
            table = _opendocument(package, layout)
            yield Opened(grid=table, sha256=sha256, size=size, media_type=ODS, layout=layout)
            return
        if "_rels/.rels" not in package:
            raise _no_list(path.name, "an archive of other files (ZIP)")
        workbook = Workbook(package, folder=folder)
        try:
            table = _sheet(workbook, layout)
            yield Opened(grid=table, sha256=sha256, size=size, media_type=XLSX, layout=layout)
        finally:
            workbook.close()


def _sheet(workbook: Workbook, layout: Layout) -> SheetTable:
    package, sheets = workbook.package, {sheet.name: sheet for sheet in workbook.sheets}
    with_rows = [] if layout.sheet else [s.name for s in workbook.sheets if worksheet.has_rows(package, s)]
    hidden = {sheet.name: sheet.is_hidden for sheet in workbook.sheets}
    sheet = sheets[choose_sheet(package, layout.sheet, hidden, with_rows)]
    if not sheet.part:
        raise package.damaged(f"its sheet {sheet.name!r} is no sheet of cells")
    facts = SheetFacts(sheet.name, sheet.is_hidden)
    rows = worksheet.rows_of(workbook, sheet, facts)
    return SheetTable(rows, file=package.file, facts=facts, layout=layout)


def _opendocument(package: Package, layout: Layout) -> SheetTable:
    if opendocument.is_locked(package):
        raise package.locked()
    kind = next(package.chunks("mimetype"), b"")[:100].decode("ascii", "replace").strip()
    if kind not in (ODS, f"{ODS}-template"):
        raise _no_list(package.file, "a document of another kind (OpenDocument)")
    sheets = {sheet.name: sheet for sheet in opendocument.sheets_of(package)}
    hidden = {name: sheet.is_hidden for name, sheet in sheets.items()}
    with_rows = [name for name, sheet in sheets.items() if sheet.has_rows]
    name = choose_sheet(package, layout.sheet, hidden, with_rows)
    facts = SheetFacts(name, hidden[name])
    rows = opendocument.rows_of(package, name, facts)
    return SheetTable(rows, file=package.file, facts=facts, layout=layout)
