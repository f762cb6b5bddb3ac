"""Workbooks written by hand, so that a test can put anything into them; nobody in them exists."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tawthiq.adapters.importers.tables.opendocument import OF
from tawthiq.adapters.importers.tables.opening import ODS
from tawthiq.adapters.importers.tables.workbook import MAIN

HEADER = ("id", "name", "sex", "died", "by", "remark")
Row = Sequence[str]
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = MAIN[0]


def packed(members: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    """Return an archive of the members, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, None if stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def letters(column: int) -> str:
    """Return the letters of a column that counts from 0."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def cell(reference: str, text: str) -> str:
    """Return a cell of XLSX with its text inside."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row(number: int, cells: Iterable[str | None]) -> str:
    """Return a row of XLSX; a text that begins with ``<`` is a cell as it stands."""
    written = [
        words if words.startswith("<c ") else cell(f"{letters(column)}{number}", words)
        for column, words in enumerate(cells)
        if words
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def sheet_xml(rows: Sequence[Row], *, after: str = "", before: str = "") -> str:
    """Return the XML of a sheet; `before` stands before its rows and `after` behind them."""
    body = "".join(row(number, cells) for number, cells in enumerate(rows, 1))
    return f'<worksheet xmlns="{SPREADSHEET}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def xlsx_members(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    hidden: Sequence[str] = (),
    is_1904: bool = False,
) -> dict[str, str | bytes]:
    """Return the members of an XLSX workbook of sheets given by their XML."""
    states = dict.fromkeys(hidden, 'state="hidden"')
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="s{n}" {states.get(name, "")}/>'
        for n, name in enumerate(sheets, 1)
    )
    system = 'date1904="1"' if is_1904 else ""
    related = "".join(
        f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    own = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(formats)
    )
    xfs = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    members: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}">'
        f"<workbookPr {system}/><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}'
        f'<Relationship Id="t" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="u" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{SPREADSHEET}"><numFmts>{own}</numFmts>'
        f"<cellXfs>{xfs}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{SPREADSHEET}">'
        + "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        + "</sst>",
    }
    members |= {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)}
    return members


def xlsx(rows: Sequence[Row], *, sheet: str = "List", after: str = "", before: str = "") -> bytes:
    """Return an XLSX workbook of one sheet."""
    return packed(xlsx_members({sheet: sheet_xml(rows, after=after, before=before)}))


def ods_cell(text: str | None) -> str:
    """Return a cell of ODS; a text that begins with ``<`` is a cell as it stands."""
    if not text:
        return "<table:table-cell/>"
    if text.startswith("<table:"):
        return text
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_row(cells: Iterable[str | None], *, said: str = "") -> str:
    """Return a row of ODS."""
    return f"<table:table-row{said}>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_members(sheets: Mapping[str, str], *, styles: str = "") -> dict[str, str | bytes]:
    """Return the members of an ODS document of sheets given by the XML of their rows."""
    parts = "table office text style".split()
    spaces = " ".join(f'xmlns:{part}="{OF}{part}:1.0"' for part in parts)
    spaces += f' xmlns:number="{OF}datastyle:1.0"'
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>" for name, rows in sheets.items()
    )
    return {
        "mimetype": ODS,
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:manifest"/>',
    }


def ods(rows: Sequence[Row], *, sheet: str = "List", after: str = "", styles: str = "") -> bytes:
    """Return an ODS document of one sheet; `after` is XML behind its rows."""
    return packed(ods_members({sheet: "".join(map(ods_row, rows)) + after}, styles=styles))
