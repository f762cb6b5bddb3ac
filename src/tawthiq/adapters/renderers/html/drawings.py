"""Where a drawing stands: on the page with its words and its table, and as a file of the edition."""

from __future__ import annotations

from collections.abc import Mapping

from tawthiq.adapters.renderers.drawings import Drawing
from tawthiq.adapters.renderers.html import tables
from tawthiq.adapters.renderers.html.drawn import Draughtsman
from tawthiq.adapters.renderers.html.frame import Sheet
from tawthiq.adapters.renderers.html.markup import Html, el, joined
from tawthiq.adapters.renderers.html.text import ShowTag, inline
from tawthiq.journey.statements.outline import DrawingSpec, Outline, TableKind
from tawthiq.journey.statements.tags import Kind

ROWS_OPEN = 24
"""A longer table is folded up on the screen, and opens on a click or in print."""


def drawing_path(name: str, lang: str) -> str:
    """Return where a drawing stands in the folder of its edition."""
    return f"drawings/{name}.{lang}.svg"


def drawings_of(sheet: Sheet, show: ShowTag) -> Mapping[str, Drawing]:
    """Return every chart and map of an edition in the language of the sheet, by name.

    `show` says the tags of their titles, as a `Speaker` does.
    """
    outline = sheet.edition.draft.outline
    return {name: Draughtsman(sheet, spec, show).drawing() for name, spec in outline.drawings.items()}


def drawings_by_address(sheet: Sheet, show: ShowTag) -> Mapping[str, str]:
    """Return the SVG of every drawing by the address that the page of the statement gives it."""
    drawn = drawings_of(sheet, show)
    return {drawing_path(name, sheet.lang): drawing.svg for name, drawing in drawn.items()}


def drawn_figure(sheet: Sheet, name: str, show: ShowTag, *, up: str) -> Html:
    """Return a drawing on a page: the picture, what must be said of it, and the table of its numbers."""
    spec = sheet.edition.draft.outline.drawings[name]
    hand = Draughtsman(sheet, spec, show)
    picture = hand.drawing()
    image = el("img", src=f"{up}{drawing_path(name, sheet.lang)}", alt=picture.alternative)
    # the drawing shows its title itself; here it names the figure for those who do not see it
    title = el("strong", hand.title(), ".", class_="unseen")
    said = [title, hand.caption(), tables.sums(hand.counted, sheet.wording)]
    return el(
        "figure",
        image,
        el("figcaption", Html(" ".join(each for each in said if each))),
        _numbers(sheet, spec, hand, show),
        class_="drawing",
        id=f"drawing-{name}",
    )


def _numbers(sheet: Sheet, spec: DrawingSpec, hand: Draughtsman, show: ShowTag) -> Html:
    """Return the table of the same numbers, or where on the page it stands already."""
    say = sheet.wording.say
    shown = table_of(spec, sheet)
    if shown is not None:
        title = inline(sheet.edition.draft.outline.tables[shown].title[sheet.lang], show)
        link = el("a", title, href=f"#table-{shown}")
        return el("p", say("drawing_in_table", table=link), class_="small")
    table = tables.figure_table(hand.counted, hand.describer, sheet.wording, caption=hand.title())
    return joined(
        [
            el(
                "details",
                el("summary", say("drawing_numbers")),
                table,
                open=len(hand.counted.cells) <= ROWS_OPEN,
            )
        ]
    )


def table_of(spec: DrawingSpec, sheet: Sheet) -> str | None:
    """Return the table of the text that holds the same breakdown; None where there is none."""
    outline: Outline = sheet.edition.draft.outline
    used = {t.target for t in sheet.edition.draft.texts[sheet.lang].body.tags if t.kind is Kind.TABLE}
    return next(
        (
            table.id
            for table in outline.tables.values()
            if table.id in used
            and table.kind is TableKind.EXHAUSTIVE
            and (table.figure, table.by) == (spec.figure, spec.by)
        ),
        None,
    )
