"""Documents for tests: every kind of block, words that look like markup, and a whole invented statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.unit.adapters.renderers.invented import MARK, Shelf, whole_story
from tests.unit.journey.statements.drafts import write_draft

from tawthiq.adapters.renderers.document.model import (
    Band,
    BandStyle,
    Block,
    Cell,
    Document,
    Heading,
    Items,
    Note,
    PageWords,
    Paragraph,
    Picture,
    Quote,
    Row,
    RowStyle,
    Run,
    Style,
    Table,
    Term,
    Terms,
    number,
    text,
)
from tawthiq.journey.statements.edition import Audience, Edition
from tawthiq.journey.statements.numbers import count
from tawthiq.journey.statements.outline import LANGUAGES
from tawthiq.journey.statements.reading import read_statement

HOSTILE = (
    '#panic("a")',
    "#let x = 1; #x",
    "$ x^2 $",
    "@nobody",
    "*bold* _slanted_ `raw`",
    "back\\slash \\u{41} \\n",
    "\"quoted\" and 'single'",
    "// a comment",
    "/* another */",
    "[content] (brackets) {code}",
    "<label> <script>alert(1)</script> &amp;",
    "= A heading",
    "- an item",
    "]]> --> <!-- ?>",
    "~ -- ... --- %",
)
"""Words that are markup to somebody; all of them must come out as they went in."""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" viewBox="0 0 200 80">'
    '<rect width="120" height="40" fill="#17496b"/>'
    '<text x="10" y="70" font-family="IBM Plex Sans Arabic" font-size="14">Damascus 12</text></svg>'
)
NOTE = Note("agency", (Run("Appeal", italic=True), Run(", "), Run("2021-02-11", isolated=True)))


def document(*blocks: Block, lang: str = "en", indic: bool = False) -> Document:
    """Return a document of these blocks."""
    return Document(
        lang=lang,
        direction="rtl" if lang == "ar" else "ltr",
        title=(Run("Killed: "), Run("3,207", isolated=True)),
        blocks=blocks,
        pages=PageWords("Page {n} of {m}" if lang == "en" else "الصفحة {n} من {m}", indic=indic),
        table_label="Table" if lang == "en" else "الجدول",
        picture_label="Figure" if lang == "en" else "الشكل",
        kicker=text("Statement"),
        publisher=text("Network of the Invented"),
        published=date(2022, 10, 21),
        bands=(Band(text("Invented")), Band(text("Internal use"), BandStyle.ALARM)),
        foot=(Paragraph((Run("Digest "), Run("ab" * 32, code=True)), Style.SMALL),),
    )


def table(rows: int = 2) -> Table:
    """Return a table with a head, a whole, subsets and a foot."""
    head = Row((Cell(text("Sex"), header=True), Cell(text("Persons"), number=True, header=True)))
    whole = Row((Cell(text("All"), header=True), Cell(number("3,207"), number=True)), RowStyle.WHOLE)
    parts = tuple(
        Row((Cell(text(f"Part {n}"), header=True), Cell(number(str(n)), number=True)), RowStyle.SUBSET)
        for n in range(rows)
    )
    foot = Row((Cell(text("Total"), header=True), Cell(number("3,207"), number=True)), RowStyle.TOTAL)
    return Table(text("By sex"), (head,), (whole, *parts), (foot,), note=text("Never added up."))


def everything(lang: str = "en", *, indic: bool = False) -> Document:
    """Return a document with every kind of block."""
    item = (Paragraph(text("An item")), Items(((Paragraph(text("Within it")),),)))
    return document(
        Paragraph(text("A demand"), Style.DECK),
        Paragraph(text("21 October"), Style.DATELINE),
        Heading(1, text("One")),
        Paragraph((Run("Said"), Run("", note=NOTE), Run(" and again"), Run("", note=NOTE))),
        Paragraph((Run("See "), Run("https://agency.example", code=True, link="https://agency.example"))),
        Items((item, (Paragraph(text("Another")),))),
        Items(((Paragraph(text("Third")),),), ordered=True, start=3),
        Terms((Term(text("Killed"), (Paragraph(text("whatever the kind")),)),)),
        Quote((Paragraph(text("In their words")),)),
        table(),
        Heading(2, text("Within")),
        Picture(SVG, "A drawing of twelve", text("Twelve")),
        Paragraph((Run("a\n  b", code=True),), Style.CODE),
        lang=lang,
        indic=indic,
    )


def edition(folder: Path, audience: Audience = Audience.PUBLIC, **files: str) -> Edition:
    """Return the invented statement, counted."""
    draft = read_statement(write_draft(folder, **files))
    story = replace(whole_story(undetermined=46), mark=MARK)
    numbers = count(draft.outline, releases=Shelf({MARK.name: story}), name=MARK.name)
    return Edition(draft, numbers, audience, date(2022, 10, 21), LANGUAGES)
