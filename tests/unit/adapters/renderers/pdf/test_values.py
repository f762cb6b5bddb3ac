"""A document as the values that the layout shows."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.adapters.renderers.documents import HOSTILE, NOTE, document, everything, table

from tawthiq.adapters.renderers.document.model import Cell, Paragraph, Row, Run, Table, text
from tawthiq.adapters.renderers.pdf.values import FSI, LRI, PDI, Layout, columns, isolated


def values(*runs: Run, lang: str = "en") -> list[dict[str, Any]]:
    found = Layout(document(Paragraph(runs), lang=lang)).values()
    paragraph = found["blocks"][0]
    assert isinstance(paragraph["runs"], list)
    return paragraph["runs"]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_go_in_as_they_are(words: str) -> None:
    (run,) = values(Run(words))

    assert run["text"] == words


def test_numbers_and_codes_are_isolated_from_right_to_left_text() -> None:
    assert isolated(Run("12–14", isolated=True), is_rtl=True) == f"{FSI}12–14{PDI}"
    assert isolated(Run("ab12", code=True), is_rtl=True) == f"{LRI}ab12{PDI}"
    assert isolated(Run("قال"), is_rtl=True) == "قال"


def test_only_words_of_the_other_direction_are_isolated_from_left_to_right_text() -> None:
    assert isolated(Run("12–14", isolated=True), is_rtl=False) == "12–14"
    assert isolated(Run("دمشق", isolated=True), is_rtl=False) == f"{FSI}دمشق{PDI}"


def test_a_note_is_said_once_and_pointed_to_after_that() -> None:
    first, _, second = values(Run("", note=NOTE), Run(" and "), Run("", note=NOTE))

    assert first["note"]["first"]
    assert len(first["note"]["runs"]) == 3
    assert not second["note"]["first"]
    assert second["note"]["runs"] == []


def test_a_line_with_a_long_code_is_not_stretched() -> None:
    found = Layout(document(Paragraph((Run("ab" * 32, code=True),)), Paragraph(text("short")))).values()

    assert [block["ragged"] for block in found["blocks"]] == [True, False]


def test_columns_of_numbers_are_narrow() -> None:
    assert columns(table()) == ["wide", "narrow"]


def test_a_table_of_words_shares_its_width() -> None:
    assert columns(Table((), (), (Row((Cell(text("a")), Cell(text("b")))),))) == ["wide", "wide"]


def test_every_kind_of_block_has_values() -> None:
    found = Layout(everything()).values()

    kinds = {block["kind"] for block in found["blocks"]}
    assert kinds == {"paragraph", "heading", "items", "terms", "quote", "table", "picture"}
    assert len(found["drawings"]) == 1
