"""Dirty files: what can be read is read, what had to be guessed is said, nothing is repaired in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.adapters.importers.table import Columns, Layout, Line
from tawthiq.adapters.importers.tables.opening import opened
from tawthiq.adapters.importers.tables.text import decoding
from tawthiq.core.errors import InputRejected

ARABIC = "المعرف,الاسم\n1,سلمى ورد الشام\n2,هادي نور الدين\n" * 40


def lines(path: Path, *, delimiter: str = ",", encoding: str = "") -> list[Line]:
    with opened(path, Layout(delimiter=delimiter, encoding=encoding)) as found:
        return list(found.grid.lines())


def columns_of(path: Path) -> Columns:
    with opened(path, Layout()) as found:
        return found.grid.columns


def file(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, "id,الاسم\n1,سلمى\n".encode(encoding))

    assert lines(path) == [Line(2, ["1", "سلمى"])]


def test_a_guessed_encoding_is_marked_as_assumed(tmp_path: Path) -> None:
    old, new = file(tmp_path, ARABIC.encode("cp1256")), tmp_path / "new.csv"
    new.write_text(ARABIC, encoding="utf-8")

    assert decoding(old).assumed
    assert lines(old)[0].cells == ["1", "سلمى ورد الشام"]
    assert not decoding(new).assumed


def test_a_stated_encoding_is_not_guessed(tmp_path: Path) -> None:
    path = file(tmp_path, "id,name\n1,Zoë\n".encode("cp1252"))

    found = decoding(path, encoding="cp1252")

    assert (found.encoding, found.assumed) == ("cp1252", False)


def test_rows_are_numbered_as_in_a_spreadsheet_also_across_line_breaks(tmp_path: Path) -> None:
    path = file(tmp_path, 'id,note\n1,"two\nlines"\n\n2,one\n')

    assert [(line.number, line.cells[0]) for line in lines(path)] == [(2, "1"), (4, "2")]


def test_ragged_rows_and_control_characters_are_damage(tmp_path: Path) -> None:
    path = file(tmp_path, "id,name\n1\n2,a,b\n3,\x00\n4,ok\n")

    assert [line.damage for line in lines(path)] == [
        "wrong-number-of-cells",
        "wrong-number-of-cells",
        "control-character",
        "",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n\n", "no header"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"id,name,id\n1,a,b\n", "twice"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(InputRejected, match=message):
        lines(file(tmp_path, content))


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected):
        decoding(tmp_path / "absent.csv")


def test_a_quotation_that_never_ends_stops_the_file_with_its_row(tmp_path: Path) -> None:
    path = file(tmp_path, 'id,name\n1,a\n2,"' + "x" * 1_100_000 + "\n")

    with pytest.raises(InputRejected) as caught:
        lines(path)
    assert caught.value.where == "list.csv: row 3"


def test_bytes_of_another_encoding_stop_the_file_with_a_row(tmp_path: Path) -> None:
    path = file(tmp_path, b"id,name\n1,\xff\n")

    with pytest.raises(InputRejected, match="not in the encoding"):
        lines(path, encoding="utf-8")


def test_a_column_that_is_not_there_is_named_and_the_header_is_not(tmp_path: Path) -> None:
    path = file(tmp_path, "Salma Ward,sexx\n1,f\n")
    columns = columns_of(path)

    with pytest.raises(InputRejected) as caught:
        columns.index("sex")
    assert caught.value.where == "list.csv: row 1, column 'sex'"
    assert caught.value.hint == "Did you mean 'sexx'?"
    with pytest.raises(InputRejected) as caught:
        columns.index("uid")
    assert "Salma" not in caught.value.message + caught.value.hint


def test_a_file_divided_by_another_mark_says_so(tmp_path: Path) -> None:
    path = file(tmp_path, "id;name\n1;a\n")
    columns = columns_of(path)

    with pytest.raises(InputRejected) as caught:
        columns.index("id")
    assert "delimiter" in caught.value.hint
    assert lines(path, delimiter=";") == [Line(2, ["1", "a"])]
