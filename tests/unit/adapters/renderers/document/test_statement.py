"""A statement as a document: the words of its page, its notes, and the annex of its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.adapters.renderers.documents import edition, everything
from tests.unit.adapters.renderers.invented import MARK
from tests.unit.journey.statements.drafts import OUTLINE

from tawthiq.adapters.renderers.document.lines import running
from tawthiq.adapters.renderers.document.model import (
    BandStyle,
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    Row,
    Run,
    Style,
    Table,
    Terms,
    plain,
)
from tawthiq.adapters.renderers.document.statement import statement_document
from tawthiq.journey.statements.edition import Audience


def runs_of(blocks: Iterable[Block]) -> Iterator[tuple[Run, ...]]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.runs
            case Items():
                for item in block.items:
                    yield from runs_of(item)
            case Terms():
                for term in block.terms:
                    yield term.name
                    yield from runs_of(term.meaning)
            case Table():
                yield block.caption
                yield from (cell.runs for row in rows_of(block) for cell in row.cells)
                yield block.note
            case _:
                raise AssertionError(block)


def rows_of(table: Table) -> tuple[Row, ...]:
    return (*table.head, *table.rows, *table.feet)


def all_words(document: Document) -> str:
    return "\n".join(plain(runs) for runs in (document.title, *runs_of(document.blocks)))


@pytest.fixture
def english(tmp_path: Path) -> Document:
    return statement_document(edition(tmp_path), "en")


@pytest.fixture
def arabic(tmp_path: Path) -> Document:
    return statement_document(edition(tmp_path), "ar")


def test_a_document_says_what_the_page_says(english: Document, arabic: Document) -> None:
    assert english.plain_title == "Killed: at least 3,207 persons"
    assert "352 children were killed by October 2022. 91% live in want." in all_words(english)
    assert arabic.plain_title == "مقتل ما لا يقل عن 3207 أشخاص"
    assert "قُتل 352 طفلاً حتى تشرين الأول 2022" in all_words(arabic)
    assert (english.direction, arabic.direction) == ("ltr", "rtl")


def test_the_deck_and_the_date_come_first(english: Document) -> None:
    deck, dateline = english.blocks[:2]

    assert isinstance(deck, Paragraph)
    assert isinstance(dateline, Paragraph)
    assert (deck.style, dateline.style) == (Style.DECK, Style.DATELINE)
    assert plain(deck.runs) == "A demand"


def test_a_cited_source_is_a_note_where_it_is_cited(english: Document) -> None:
    notes = [run.note for runs in runs_of(english.blocks) for run in runs if run.note]

    assert [note.key for note in notes] == ["source-appeal"]
    assert "accessed 9 October 2022" in plain(notes[0].runs)
    assert "Sources cited" not in all_words(english)


def test_the_annex_opens_every_number(english: Document) -> None:
    said = all_words(english)
    annex = said[said.index("Annex") :]

    for shown in ("3,207", "3,219", "352 children", MARK.digest, "9c1e" * 16, "Age group: Child"):
        assert shown in annex


def test_a_document_never_says_that_its_numbers_open_on_a_click(english: Document) -> None:
    assert "Every number on this page opens" not in all_words(english)


def test_a_document_for_the_public_says_where_the_lists_are_and_does_not_hold_them(english: Document) -> None:
    assert "names and sources are not published" in all_words(english)
    assert [band.style for band in english.bands] == [BandStyle.NOTICE]


def test_a_document_for_internal_use_says_so_on_every_page(tmp_path: Path) -> None:
    document = statement_document(edition(tmp_path, Audience.INTERNAL), "en")

    assert [band.style for band in document.bands] == [BandStyle.NOTICE, BandStyle.ALARM]
    assert "web edition for internal use" in all_words(document)


def test_a_figure_published_elsewhere_is_listed_with_its_publication(tmp_path: Path) -> None:
    outline = OUTLINE.replace(
        "  held: {rule: held, noun: person}",
        "  held: {rule: held, noun: person}\n"
        "  before: {release: not in this archive, value: 17, noun: person, cite: appeal}",
    )
    document = statement_document(edition(tmp_path, outline=outline), "en")

    assert "Published before" in all_words(document)
    assert "17 persons. 2021 Appeal" in all_words(document)


def test_the_house_style_reaches_the_pages(tmp_path: Path) -> None:
    made = edition(tmp_path, outline=f"{OUTLINE}\nstyle: {{digits: arabic-indic}}\n")

    assert statement_document(made, "ar").pages.indic
    assert not statement_document(made, "en").pages.indic


def test_the_head_of_a_page_is_one_line_and_cuts_no_number() -> None:
    title = (Run("word " * 16), Run("3,207", isolated=True), Run(" more"))
    document = replace(everything(), title=title, publisher=(Run("P" * 17),))

    said = "".join(run.text for run in running(document))

    assert said == f"{'P' * 17} · {'word ' * 16}…"
