"""ODS is read as a person sees it; what stands there a million times is held once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.made import ods, ods_members, ods_row, packed
from tests.unit.adapters.importers.reading import everything, lines, refusal

from tawthiq.adapters.importers.table import Line


def typed(kind: str, said: str, words: str = "", style: str = "") -> str:
    style = f' table:style-name="{style}"' if style else ""
    begin = f'<table:table-cell office:value-type="{kind}" {said}{style}>'
    return f"{begin}<text:p>{words}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (typed("float", 'office:value="12.0"', "12"), "12"),
        (typed("float", 'office:value="7"', "0007"), "0007"),
        (typed("percentage", 'office:value="0.5"', "50%"), "0.5"),
        (typed("date", 'office:date-value="2012-03-04"', "04/03/12"), "2012-03-04"),
        (typed("date", 'office:date-value="2012-03-04T12:00:00"', "x"), "2012-03-04T12:00:00"),
        (typed("date", 'office:date-value="2012-03-04"', "Mar 2012", "month"), "2012-03"),
        (typed("boolean", 'office:boolean-value="true"', "YES"), "TRUE"),
        (typed("time", 'office:time-value="PT14H30M00S"', "14:30"), "14:30:00"),
        (typed("string", "", 'Rim<text:s text:c="2"/>Haddad<text:line-break/>x'), "Rim  Haddad\nx"),
        (
            '<table:table-cell office:value-type="string"><office:annotation><text:p>aside</text:p>'
            "</office:annotation><text:p>said</text:p></table:table-cell>",
            "said",
        ),
    ],
)
def test_a_cell_is_what_a_person_sees(tmp_path: Path, cell: str, words: str) -> None:
    styles = (
        '<number:date-style style:name="N1"><number:month/><number:year/></number:date-style>'
        '<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>'
    )

    (line,) = lines(tmp_path, ods([("id", "x"), ("1", cell)], styles=styles))

    assert (line.cells, line.flaws) == (["1", words], ())


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<table:table-cell table:formula="of:=1+1"/>', "formula-without-value"),
        (
            '<table:table-cell table:formula="of:=A1" office:value-type="string"><text:p>#REF!</text:p>'
            "</table:table-cell>",
            "error-cell",
        ),
        (
            '<table:table-cell calcext:value-type="error" office:value-type="string"><text:p>Err:502</text:p>'
            "</table:table-cell>",
            "error-cell",
        ),
        (typed("float", 'office:value="x"', "x"), "damaged-cell"),
        (typed("odd", "", "x"), "damaged-cell"),
        (typed("date", 'office:date-value="31/02"', "x"), "impossible-date"),
    ],
)
def test_a_cell_that_cannot_be_trusted_is_a_flaw(tmp_path: Path, cell: str, reason: str) -> None:
    (line,) = lines(tmp_path, ods([("id", "x"), ("1", cell)]))

    assert [(flaw.column, flaw.reason) for flaw in line.flaws] == [(1, reason)]


def test_an_empty_million_costs_nothing(tmp_path: Path) -> None:
    padding = '<table:table-cell table:number-columns-repeated="16000"/>'
    after = ods_row((padding,), said=' table:number-rows-repeated="1000000"') + ods_row(("2", "b", padding))

    found = lines(tmp_path, ods([("id", "x", padding), ("1", "a", padding)], after=after))

    assert found == [Line(2, ["1", "a"]), Line(1_000_003, ["2", "b"])]


def test_a_row_that_says_that_it_stands_there_a_million_times_is_refused(tmp_path: Path) -> None:
    after = ods_row(("2", "b"), said=' table:number-rows-repeated="1000000"')

    error = refusal(tmp_path, ods([("id", "x")], after=after))

    assert "stands there 1000000 times" in error.message
    assert "row 2" in error.where


def test_a_row_that_stands_there_twice_is_two_rows(tmp_path: Path) -> None:
    after = ods_row(("2", "b"), said=' table:number-rows-repeated="2"')

    assert [line.number for line in lines(tmp_path, ods([("id", "x")], after=after))] == [2, 3]


def test_a_cell_repeated_beyond_the_header_is_damage(tmp_path: Path) -> None:
    wide = '<table:table-cell table:number-columns-repeated="900000000" office:value-type="string">'
    wide += "<text:p>a</text:p></table:table-cell>"

    (line,) = lines(tmp_path, ods([("id", "x"), ("1", wide)]))

    assert line.damage == "wrong-number-of-cells"
    assert "columns" in refusal(tmp_path, ods([("id", wide), ("1", "a")])).message


def test_merged_areas_are_rejected_or_filled(tmp_path: Path) -> None:
    top = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>a</text:p>'
    top += "</table:table-cell>"
    covered = "<table:covered-table-cell><text:p>hidden</text:p></table:covered-table-cell>"
    document = ods([("id", "x"), ("1", top), ("2", covered), ("3", "b")])

    assert [line.damage for line in lines(tmp_path, document)] == ["merged-cells", "merged-cells", ""]
    filled = lines(tmp_path, document, merged="fill")
    assert [line.cells for line in filled] == [["1", "a"], ["2", "a"], ["3", "b"]]


def test_formulas_hidden_rows_and_hidden_sheets_are_said(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta" style:family="table"><style:table-properties table:display="false"/>'
    )
    formula = '<table:table-cell table:formula="of:=6*7" office:value-type="float" office:value="42"/>'
    members = ods_members({"A": ods_row(("id", "x"))}, styles=f"{styles}</style:style>")
    rows = ods_row(("1", formula), said=' table:visibility="filter"')
    members["content.xml"] = (
        str(members["content.xml"])
        .replace('table:name="A"', 'table:name="A" table:style-name="ta"')
        .replace("</table:table>", f"{rows}</table:table>")
    )

    found, _, notes = everything(tmp_path, packed(members))

    assert found == [Line(2, ["1", "42"])]
    assert notes == [
        "The sheet 'A' is hidden in the workbook; it was read.",
        "Hidden rows, which were read: 1.",
        "Cells with a formula, read as the value stored with it: 1.",
    ]


def test_of_several_sheets_one_must_be_chosen(tmp_path: Path) -> None:
    rows = ods_row(("id",)) + ods_row(("1",))
    document = packed(ods_members({"One": rows, "Two": rows.replace("1<", "2<"), "Empty": ""}))

    assert "'One', 'Two'" in refusal(tmp_path, document).hint
    assert lines(tmp_path, document, sheet="Two")[0].cells == ["2"]


def test_a_locked_document_is_refused_with_a_hint(tmp_path: Path) -> None:
    members = ods_members({"A": ods_row(("id",))})
    members["META-INF/manifest.xml"] = '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'

    assert "password" in refusal(tmp_path, packed(members)).message


def test_a_text_document_is_no_list(tmp_path: Path) -> None:
    members = ods_members({"A": ""}) | {"mimetype": "application/vnd.oasis.opendocument.text"}

    assert "another kind" in refusal(tmp_path, packed(members)).message


@pytest.mark.parametrize("said", ["0", "-1", "x", "", "99999999999999999999"])
def test_a_number_of_times_that_is_none_is_damage(tmp_path: Path, said: str) -> None:
    after = ods_row(("2", "b"), said=f' table:number-rows-repeated="{said}"')

    assert "no number of times" in refusal(tmp_path, ods([("id", "x")], after=after)).message
