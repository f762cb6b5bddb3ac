"""A set of tables as a document that knows no file format."""

from __future__ import annotations

from tawthiq.adapters.renderers.document.model import Band, Document, PageWords, text
from tawthiq.adapters.renderers.document.reader import read_blocks, read_words
from tawthiq.adapters.renderers.html.markup import el, isolated, joined
from tawthiq.adapters.renderers.tables.page import tables_text
from tawthiq.adapters.renderers.tables.sheet import TableSheet


def tables_document(sheet: TableSheet) -> Document:
    """Return the tables of a set in one language."""
    wording, mark = sheet.wording, sheet.filled.release
    invented = joined([el("strong", wording.say("invented")), " ", wording.say("invented_more")])
    return Document(
        lang=sheet.lang,
        direction=wording.direction,
        title=read_words(isolated(sheet.title), lang=sheet.lang),
        blocks=read_blocks(tables_text(sheet), lang=sheet.lang),
        pages=PageWords(wording.plain("page_of", n="{n}", m="{m}"), indic=wording.digits("0") != "0"),
        table_label=wording.plain("table_label"),
        picture_label=wording.plain("picture_label"),
        publisher=text(sheet.publisher),
        published=mark.as_of,
        bands=(Band(read_words(invented, lang=sheet.lang)),) if mark.invented else (),
    )
