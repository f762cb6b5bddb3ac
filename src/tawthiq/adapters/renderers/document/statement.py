"""A statement as a document: the words of its pages, and an annex for what a page would open."""

from __future__ import annotations

from tawthiq.adapters.renderers.document.annex import annex
from tawthiq.adapters.renderers.document.model import Band, BandStyle, Document, PageWords, Run
from tawthiq.adapters.renderers.document.reader import (
    FindDrawing,
    cited_works,
    read_blocks,
    read_words,
)
from tawthiq.adapters.renderers.html.drawings import drawings_by_address
from tawthiq.adapters.renderers.html.frame import Sheet
from tawthiq.adapters.renderers.html.markup import Html, el, isolated, joined
from tawthiq.adapters.renderers.html.speaking import Speaker
from tawthiq.adapters.renderers.html.statement import statement_parts
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.statements.edition import Edition


def statement_document(edition: Edition, lang: str, *, find_drawing: FindDrawing | None = None) -> Document:
    """Return an edition in one language as a document that stands alone.

    Raises:
        ValueError: A page holds what a document does not know.
        KeyError: A drawing is missing.
    """
    wording = Wording(lang, edition.draft.outline.style)
    sheet = Sheet(edition, wording)
    find_drawing = find_drawing or drawings_by_address(sheet, Speaker(sheet).show).__getitem__
    parts = statement_parts(sheet, opening=wording.say("method_annex"))
    sources = cited_works(parts.sources or "")
    deck = el("p", parts.deck, class_="deck") if parts.deck else None
    dateline = el("p", parts.dateline, class_="dateline")
    text = joined([deck, dateline, parts.body, parts.methodology, annex(sheet)])
    return Document(
        lang=lang,
        direction=wording.direction,
        kicker=_words(parts.kicker, lang),
        title=read_words(parts.title, lang=lang, sources=sources),
        blocks=read_blocks(text, lang=lang, sources=sources, find_drawing=find_drawing),
        foot=read_blocks(sheet.marks(edition.numbers.mark), lang=lang),
        pages=PageWords(wording.plain("page_of", n="{n}", m="{m}"), indic=wording.digits("0") != "0"),
        table_label=wording.plain("table_label"),
        picture_label=wording.plain("picture_label"),
        publisher=_words(isolated(edition.draft.outline.publisher[lang]), lang),
        published=edition.published,
        bands=_bands(sheet),
    )


def _words(markup: Html, lang: str) -> tuple[Run, ...]:
    return read_words(markup, lang=lang)


def _bands(sheet: Sheet) -> tuple[Band, ...]:
    say, found = sheet.wording.say, []
    if sheet.edition.invented:
        words = joined([el("strong", say("invented")), " ", say("invented_more")])
        found.append(Band(_words(words, sheet.lang)))
    if sheet.edition.is_internal:
        found.append(Band(_words(say("internal"), sheet.lang), BandStyle.ALARM))
    return tuple(found)
