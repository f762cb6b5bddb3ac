"""The neutral document."""

from __future__ import annotations

from tawthiq.adapters.renderers.document.model import Cell, Row, Run, Table, number, plain, text


def test_plain_words_are_one_line_without_notes_and_breaks() -> None:
    said = (Run("At least\n"), Run("12", isolated=True), Run(" people  ", bold=True))

    assert plain(said) == "At least 12 people"


def test_a_number_keeps_its_own_direction() -> None:
    (run,) = number("1,234")

    assert run.isolated


def test_no_words_are_no_runs() -> None:
    assert text("") == ()


def test_a_table_is_as_wide_as_its_widest_row_with_spans() -> None:
    head = Row((Cell(text("Sex"), header=True), Cell(text("Year"), header=True), Cell(text("Persons"))))
    foot = Row((Cell(text("Total"), span=2), Cell(number("12"), number=True)))

    table = Table(caption=(), head=(head,), rows=(), feet=(foot,))

    assert foot.width == 3
    assert table.width == 3
    assert Table(caption=(), head=(), rows=()).width == 0
