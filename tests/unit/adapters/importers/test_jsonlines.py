"""JSON lines: the keys are the columns, and a value keeps its own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.adapters.importers.reading import everything, lines, refusal

from tawthiq.adapters.importers.table import Flaw, Line


def test_the_keys_of_all_lines_are_the_columns(tmp_path: Path) -> None:
    found, columns, _ = everything(tmp_path, '{"id": "1", "name": "Salma"}\n\n{"id": "2", "age": 12}\n')

    assert columns == ("id", "name", "age")
    assert found == [Line(1, ["1", "Salma", ""]), Line(3, ["2", "", "12"])]


def test_values_keep_their_own_words(tmp_path: Path) -> None:
    words = '{"a": 1.10, "b": 123456789012345678901234567890, "c": true, "d": null, "e": 1e5, "f": "\\u0633"}'

    assert lines(tmp_path, words)[0].cells == [
        "1.10",
        "123456789012345678901234567890",
        "true",
        "",
        "1e5",
        "س",
    ]


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ('{"id": 1,}', "not-json"),
        ('{"id": NaN}', "not-json"),
        ("[" * 100_000, "not-json"),
        ('["id"]', "not-an-object"),
        ("12", "not-an-object"),
        ('{"id": 1, "id": 2}', "repeated-key"),
        ('{"id": "\\u0000"}', "control-character"),
        ('{"id": "\\ud800"}', "control-character"),
    ],
)
def test_a_line_that_is_no_row_is_damage_and_the_others_are_read(
    tmp_path: Path, text: str, damage: str
) -> None:
    found = lines(tmp_path, f'{{"id": 0}}\n{text}\n{{"id": 3}}\n')

    assert [line.damage for line in found] == ["", damage, ""]


def test_a_nested_value_is_refused_with_row_and_column(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, '{"id": 1, "names": ["Salma"]}')

    assert line.flaws == (Flaw(1, "nested-value", '["Salma"]'),)


def test_an_array_around_all_is_refused_with_a_hint(tmp_path: Path) -> None:
    error = refusal(tmp_path, '[\n{"id": 1}\n]')

    assert "one JSON array" in error.message
    assert "each line" in error.hint


def test_json_lines_may_have_any_encoding_of_text(tmp_path: Path) -> None:
    assert lines(tmp_path, '{"id": "سلمى"}\n'.encode("utf-16")) == [Line(1, ["سلمى"])]


def test_json_lines_have_no_header_to_be_chosen(tmp_path: Path) -> None:
    assert "header" in refusal(tmp_path, '{"id": 1}', header=2).message


def test_a_line_that_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tawthiq.adapters.importers.tables import jsonlines

    monkeypatch.setattr(jsonlines, "LONGEST_LINE", 100)

    assert refusal(tmp_path, '{"id": 1}\n{"id": "' + "x" * 200 + '"}').where == "list.bin: row 2"
