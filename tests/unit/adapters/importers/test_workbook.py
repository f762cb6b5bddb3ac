"""XLSX is read as a person sees it, and no further than that it can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.made import packed, sheet_xml, xlsx, xlsx_members
from tests.unit.adapters.importers.reading import everything, lines, refusal

from tawthiq.adapters.importers.table import Flaw, Line


def number(reference: str, value: str, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def shown(folder: Path, value: str, form: str, *, is_1904: bool = False) -> tuple[str, list[Flaw]]:
    """Return what a number shows in one format."""
    sheet = sheet_xml([("id", "x"), ("1", number("B2", value, 1))])
    (line,) = lines(folder, packed(xlsx_members({"A": sheet}, formats=[form], is_1904=is_1904)))
    return line.cells[1], list(line.flaws)


def test_a_workbook_is_told_by_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    found = lines(tmp_path, xlsx([("id", "name"), ("1", "Salma Ward")]), name="list.csv")

    assert found == [Line(2, ["1", "Salma Ward"])]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("12", "12"),
        ("12.0", "12"),
        ("1.2E1", "12"),
        ("0.30000000000000004", "0.3"),
        ("123456789012345", "123456789012345"),
        ("12345678901234567", "12345678901234567"),
        ("-3.50", "-3.5"),
        ("1.5E+20", "150000000000000000000"),
        ("2.5E-30", "2.5E-30"),
        ("0.000", "0"),
    ],
)
def test_a_number_is_written_as_a_person_sees_it(tmp_path: Path, value: str, words: str) -> None:
    sheet = sheet_xml([("id", "x"), ("1", number("B2", value))])

    (line,) = lines(tmp_path, packed(xlsx_members({"A": sheet})))

    assert line.cells == ["1", words]


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        ("7", "0000", "0007"),
        ("40972", "dd/mm/yyyy", "2012-03-04"),
        ("40972", "[$-409]d\\-mmm\\-yy;@", "2012-03-04"),
        ("40972", "mmm-yy", "2012-03"),
        ("40972", "yyyy", "2012"),
        ("40972.5", "dd/mm/yyyy", "2012-03-04"),
        ("40972.5", "yyyy-mm-dd hh:mm", "2012-03-04T12:00:00"),
        ("0.75", "h:mm AM/PM", "18:00:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("12.5", '0.00 "days"', "12.5"),
        ("1.5", "[h]:mm", "1.5"),
        ("12", "General", "12"),
        ("12", "[Red]0.0", "12"),
    ],
)
def test_the_format_of_a_number_decides_what_it_is(tmp_path: Path, value: str, form: str, words: str) -> None:
    assert shown(tmp_path, value, form) == (words, [])


def test_the_other_calendar_of_days_begins_in_1904(tmp_path: Path) -> None:
    assert shown(tmp_path, "0", "yyyy-mm-dd", is_1904=True) == ("1904-01-01", [])
    assert shown(tmp_path, "39510", "yyyy-mm-dd", is_1904=True) == ("2012-03-04", [])


@pytest.mark.parametrize("value", ["60", "0", "-1", "2958466", "1e300"])
def test_a_day_that_never_was_is_a_flaw_of_its_cell(tmp_path: Path, value: str) -> None:
    assert shown(tmp_path, value, "yyyy-mm-dd") == ("", [Flaw(1, "impossible-date", value)])


def test_a_date_shown_without_its_year_is_noted(tmp_path: Path) -> None:
    sheet = sheet_xml([("id", "x"), ("1", number("B2", "40972", 1))])

    found, _, notes = everything(tmp_path, packed(xlsx_members({"A": sheet}, formats=["d-mmm"])))

    assert found[0].cells[1] == "2012-03-04"
    assert notes == ["Dates shown without their year, read with the year that the workbook holds: 1."]


def test_shared_strings_runs_and_escapes_are_read(tmp_path: Path) -> None:
    members = xlsx_members(
        {"A": sheet_xml([("id", "x"), ("1", '<c r="B2" t="s"><v>1</v></c>')])}, strings=["a", "سلمى_x000D_"]
    )
    rich = '<si><r><t>Rim </t></r><r><t>Haddad</t></r><rPh sb="0" eb="1"><t>rim</t></rPh></si>'
    members["xl/sharedStrings.xml"] = str(members["xl/sharedStrings.xml"]).replace("</sst>", f"{rich}</sst>")
    other = {**members, "xl/worksheets/sheet1.xml": sheet_xml([("id",), ('<c r="A2" t="s"><v>2</v></c>',)])}

    assert lines(tmp_path, packed(members))[0].cells == ["1", "سلمى\r"]
    assert lines(tmp_path, packed(other))[0].cells == ["Rim Haddad"]


def test_many_shared_strings_leave_memory(tmp_path: Path) -> None:
    strings = [f"{n:07d}" * 100 for n in range(15_000)]
    sheet = sheet_xml([("id",), *((f'<c r="A{n}" t="s"><v>{n}</v></c>',) for n in range(2, 15_000, 997))])

    found = lines(tmp_path, packed(xlsx_members({"A": sheet}, strings=strings)))

    assert [line.cells[0] for line in found] == [strings[n] for n in range(2, 15_000, 997)]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="B2" t="e"><v>#REF!</v></c>', "error-cell"),
        ('<c r="B2"><f>A1+1</f></c>', "formula-without-value"),
        ('<c r="B2"><f>A1+1</f><v></v></c>', "formula-without-value"),
        ('<c r="B2" t="s"><v>99</v></c>', "damaged-cell"),
        ('<c r="B2" t="s"><v>x</v></c>', "damaged-cell"),
        ('<c r="B2"><v>twelve</v></c>', "damaged-cell"),
        ('<c r="B2"><v>nan</v></c>', "damaged-cell"),
        ('<c r="B2" t="b"><v>7</v></c>', "damaged-cell"),
        ('<c r="B2" t="odd"><v>7</v></c>', "damaged-cell"),
        ('<c r="B2" s="99"><v>7</v></c>', "damaged-cell"),
    ],
)
def test_a_cell_that_cannot_be_trusted_is_a_flaw(tmp_path: Path, cell: str, reason: str) -> None:
    (line,) = lines(tmp_path, xlsx([("id", "x"), ("1", cell)]))

    assert (line.damage, [(flaw.column, flaw.reason) for flaw in line.flaws]) == ("", [(1, reason)])


def test_formulas_with_their_values_are_read_and_counted(tmp_path: Path) -> None:
    found, _, notes = everything(
        tmp_path,
        xlsx(
            [
                ("id", "x"),
                ("1", '<c r="B2"><f>6*7</f><v>42</v></c>'),
                ("2", '<c r="B3" t="str"><f>""</f><v></v></c>'),
                ("3", '<c r="B4" t="b"><v>1</v></c>'),
            ]
        ),
    )

    assert [line.cells[1] for line in found] == ["42", "", "TRUE"]
    assert notes == ["Cells with a formula, read as the value stored with it: 2."]


def test_a_merged_area_over_rows_keeps_them_out(tmp_path: Path) -> None:
    book = xlsx(
        [("id", "x"), ("1", "a"), ("2", ""), ("3", "b")],
        after='<mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="A1:A1"/></mergeCells>',
    )

    assert [line.damage for line in lines(tmp_path, book)] == ["merged-cells", "merged-cells", ""]
    filled, _, notes = everything(tmp_path, book, merged="fill")
    assert [line.cells for line in filled] == [["1", "a"], ["2", "a"], ["3", "b"]]
    assert [line.damage for line in filled] == ["", "", ""]
    assert notes == ["Rows filled from a merged area, as the mapping says: 2."]


def test_a_merged_area_of_the_header_never_fills_rows(tmp_path: Path) -> None:
    book = xlsx([("id", "x"), ("1", "")], after='<mergeCells><mergeCell ref="B1:B2"/></mergeCells>')

    assert lines(tmp_path, book, merged="fill")[0].damage == "merged-cells"


def test_a_title_above_the_header_is_passed_over_and_said(tmp_path: Path) -> None:
    book = xlsx(
        [("Our list",), (), ("id", "x"), ("1", "a")],
        after='<mergeCells><mergeCell ref="A1:D1"/></mergeCells>',
    )

    found, columns, notes = everything(tmp_path, book, header=3)

    assert (columns, found) == (("id", "x"), [Line(4, ["1", "a"])])
    assert notes == ["Rows before the header, not read: 2."]
    assert "header" in refusal(tmp_path, book, header=2).message


def test_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    sheet = sheet_xml([("id", "x"), ("1", "a")], before='<cols><col min="1" max="1" hidden="1"/></cols>')
    sheet = sheet.replace('<row r="2">', '<row r="2" hidden="1">')

    found, _, notes = everything(tmp_path, packed(xlsx_members({"A": sheet}, hidden=["A"])))

    assert found == [Line(2, ["1", "a"])]
    assert notes == [
        "The sheet 'A' is hidden in the workbook; it was read.",
        "Hidden rows, which were read: 1.",
        "Hidden columns, which were read: 1.",
    ]


def test_of_several_sheets_with_rows_one_must_be_chosen(tmp_path: Path) -> None:
    one, two, none = sheet_xml([("id",), ("1",)]), sheet_xml([("id",), ("2",)]), sheet_xml([])
    book = packed(xlsx_members({"One": one, "Two": two, "Empty": none}, hidden=["Two"]))

    error = refusal(tmp_path, book)

    assert "More than one sheet" in error.message
    assert "'One', 'Two' (hidden)." in error.hint
    assert lines(tmp_path, book, sheet="Two")[0].cells == ["2"]
    assert "no sheet 'Three'" in refusal(tmp_path, book, sheet="Three").message
    only = packed(xlsx_members({"Empty": none, "Two": two}))
    assert lines(tmp_path, only)[0].cells == ["2"]
    assert "No sheet" in refusal(tmp_path, packed(xlsx_members({"Empty": none}))).message


def test_a_cell_at_the_end_of_the_sheet_costs_what_one_cell_costs(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = sheet_xml([("id", "x"), ("1", "a")]).replace("</sheetData>", f"{far}</sheetData>")

    first, last = lines(tmp_path, packed(xlsx_members({"A": sheet})))

    assert first == Line(2, ["1", "a"])
    assert (last.number, last.cells, last.damage) == (1_048_576, ["", "", "1"], "wrong-number-of-cells")


def test_short_rows_are_padded_and_blank_ones_passed_over(tmp_path: Path) -> None:
    found = lines(tmp_path, xlsx([("id", "x", "y"), ("1",), (), ("2", "", "c")]))

    assert found == [Line(2, ["1", "", ""]), Line(4, ["2", "", "c"])]


@pytest.mark.parametrize(
    "data",
    [
        '<row r="3"/><row r="2"/>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row r="-1"/>',
    ],
)
def test_rows_out_of_order_stop_the_sheet(tmp_path: Path, data: str) -> None:
    sheet = sheet_xml([("id",)]).replace("</sheetData>", f"{data}</sheetData>")

    assert "out of order" in refusal(tmp_path, packed(xlsx_members({"A": sheet}))).message


@pytest.mark.parametrize("reference", ["B2", "A3", "XFE2", "A1048577", "a2", ""])
def test_a_cell_that_stands_where_it_cannot_damages_its_row(tmp_path: Path, reference: str) -> None:
    row = f'<row r="2"><c r="B2"><v>1</v></c><c r="{reference}"><v>2</v></c></row>'
    sheet = sheet_xml([("id", "x")]).replace("</sheetData>", f"{row}</sheetData>")

    (line,) = lines(tmp_path, packed(xlsx_members({"A": sheet})))

    assert line.damage in ("damaged-cell", "wrong-number-of-cells")


def test_the_locator_names_the_sheet(tmp_path: Path) -> None:
    from tawthiq.adapters.importers.table import Layout
    from tawthiq.adapters.importers.tables.opening import opened

    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx([("id",), ("1",)], sheet="قائمة A&B\u202e"))

    with opened(path, Layout()) as found:
        assert found.grid.locator(17) == "book.xlsx#sheet=قائمة A%26B%E2%80%AE&row=17"
        assert found.media_type.endswith("spreadsheetml.sheet")


def test_a_macro_workbook_is_read_for_its_cells_alone(tmp_path: Path) -> None:
    members = xlsx_members({"A": sheet_xml([("id",), ("1",)])}) | {"xl/vbaProject.bin": b"\x00" * 10}

    assert lines(tmp_path, packed(members)) == [Line(2, ["1"])]


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/workbook.xml", "<workbook/>", "lists no sheet"),
        ("xl/workbook.xml", "<workbook", "is not XML"),
        ("xl/worksheets/sheet1.xml", None, "lacks its part"),
        ("xl/_rels/workbook.xml.rels", None, "lacks its part"),
        ("_rels/.rels", None, "archive of other files"),
        ("_rels/.rels", "<Relationships/>", "does not say where its sheets are"),
        ("xl/worksheets/sheet1.xml", "<a>" * 300, "nested too deeply"),
        ("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type"),
        ("xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="utf-7"?><a/>', "not XML"),
    ],
)
def test_a_workbook_that_is_not_whole_is_refused(
    tmp_path: Path, part: str, content: str | None, words: str
) -> None:
    members = xlsx_members({"A": sheet_xml([("id",), ("1",)])})
    members = {name: found for name, found in members.items() if name != part}
    if content is not None:
        members[part] = content

    assert words in refusal(tmp_path, packed(members)).message


def test_relations_that_lead_in_a_circle_or_outside_are_refused(tmp_path: Path) -> None:
    members = xlsx_members({"A": sheet_xml([("id",), ("1",)])})
    relations = str(members["xl/_rels/workbook.xml.rels"])
    circle = {**members, "xl/_rels/workbook.xml.rels": relations.replace("worksheets/sheet1", "workbook")}
    outside = relations.replace('Target="worksheets', 'TargetMode="External" Target="http://x.invalid')

    assert "No sheet" in refusal(tmp_path, packed(circle)).message
    assert "No sheet" in refusal(tmp_path, packed({**members, "xl/_rels/workbook.xml.rels": outside})).message
