"""Tables of figures: what stands in a cell, and why the cells do not silently add up."""

from __future__ import annotations

from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.markup import Child, Html, code, el, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import Figure, FigureCell
from tawthiq.methods.counting.fields import DATE_AXIS, FIELDS

REASONS = ("unknown", "unidentified", "imprecise", "conflict")


def figure_table(figure: Figure, describer: Describer, wording: Wording, *, caption: Child = None) -> Html:
    """Return one breakdown: its cells, what is undetermined and why, and the whole."""
    say = wording.say
    heads = [el("th", describer.field(name), scope="col") for name in figure.by]
    rows = [_row(cell, figure, describer, wording) for cell in _ordered(figure)]
    width = len(figure.by)
    return _table(
        caption,
        el("tr", *heads, el("th", say(figure.unit), scope="col", class_="number")),
        rows,
        [
            *_undetermined(figure, wording, width),
            _foot(say("repeated"), f"−{wording.number(figure.repeated)}", width) if figure.repeated else None,
            _foot(say("total"), wording.number(figure.at_least), width, class_="total"),
        ],
    )


def subset_table(
    rows: list[tuple[Html, Html]],
    whole: tuple[Html, Html],
    wording: Wording,
    *,
    unit: str,
    caption: Child = None,
) -> Html:
    """Return a whole and its subsets, which overlap: no sum stands under them."""
    head = el("tr", el("th", "", scope="col"), el("th", wording.say(unit), scope="col", class_="number"))
    body = [
        el("tr", el("th", name, scope="row"), el("td", number, class_="number"), class_="subset")
        for name, number in rows
    ]
    first = el("tr", el("th", whole[0], scope="row"), el("td", whole[1], class_="number"), class_="whole")
    return _table(caption, head, [first, *body], [])


def sums(figure: Figure, wording: Wording) -> Html:
    """Return how an exhaustive breakdown makes its whole."""
    return wording.say(
        "exhaustive_note",
        cells=wording.number(sum(cell.at_least for cell in figure.cells)),
        undetermined=wording.number(figure.undetermined.total),
        repeated=wording.number(figure.repeated),
    )


def release_line(figure: Figure, wording: Wording) -> Html:
    """Return which release the numbers of a table come from."""
    return wording.say("table_release", release=code(figure.release.name))


def _table(caption: Child, head: Html, rows: list[Html], feet: list[Html | None]) -> Html:
    inside = (
        el("caption", caption) if caption else None,
        el("thead", head),
        el("tbody", *rows),
        el("tfoot", *feet) if feet else None,
    )
    return el("div", el("table", *inside), class_="scroll", tabindex=0)


def _ordered(figure: Figure) -> list[FigureCell]:
    """Return time in its order, and everything else with the greatest number first."""
    if any(name in FIELDS and FIELDS[name].axis == DATE_AXIS for name in figure.by):
        return sorted(figure.cells, key=lambda cell: tuple(cell.key[name] for name in figure.by))
    return sorted(figure.cells, key=lambda cell: (-cell.at_least, tuple(cell.key.values())))


def _row(cell: FigureCell, figure: Figure, describer: Describer, wording: Wording) -> Html:
    names = [describer.cell(name, cell.key[name]) for name in figure.by]
    first = el("th", names[0], scope="row")
    return el(
        "tr",
        first,
        *(el("td", name) for name in names[1:]),
        el("td", wording.n(cell.at_least), class_="number"),
    )


def _undetermined(figure: Figure, wording: Wording, width: int) -> list[Html | None]:
    if not figure.undetermined.total:
        return []
    reasons = [
        joined([wording.say(f"why_{reason}"), wording.say("colon"), wording.n(count)])
        for reason in REASONS
        if (count := getattr(figure.undetermined, reason))
    ]
    named = joined(
        [
            wording.say("undetermined"),
            el("small", " ", wording.listed("semicolon", reasons), class_="reasons"),
        ]
    )
    return [_foot(named, wording.number(figure.undetermined.total), width)]


def _foot(name: Html, number: str, width: int, class_: str | None = None) -> Html:
    head = el("th", name, scope="row", colspan=width if width > 1 else None)
    return el("tr", head, el("td", el("bdi", number), class_="number"), class_=class_)
