"""The annex of a document: where its numbers open, since a number on paper cannot."""

from __future__ import annotations

from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.frame import Sheet
from tawthiq.adapters.renderers.html.markup import Html, code, el, joined
from tawthiq.adapters.renderers.html.speaking import Speaker
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.numbers import OpenRelease, OwnFigure

Pair = tuple[Html, Html]
"""One thing that a figure was counted over, and what holds of it."""


def annex(sheet: Sheet) -> Html:
    """Return every figure of the edition with its rule, its bounds, and the digest of the acts behind it."""
    say, edition = sheet.wording.say, sheet.edition
    lists = say("annex_internal" if edition.is_internal else "annex_public")
    return el(
        "section",
        el("h2", say("annex")),
        el("p", say("annex_open"), " ", lists),
        *(_of_release(sheet, release) for release in edition.numbers.releases.values()),
        _elsewhere(sheet),
    )


def _of_release(sheet: Sheet, release: OpenRelease) -> Html:
    say, mark = sheet.wording.say, release.mark
    figures = [
        (figure, figure.counted)
        for figure in sheet.edition.numbers.figures.values()
        if figure.counted and figure.counted.release.name == mark.name
    ]
    describer = Describer(release, sheet.wording)
    scopes = [describer.scope(counted) for _, counted in figures]
    shared = [pair for pair in scopes[0] if all(pair in scope for scope in scopes)] if scopes else []
    rows = [
        _row(sheet, figure, counted, [pair for pair in scope if pair not in shared])
        for (figure, counted), scope in zip(figures, scopes, strict=True)
    ]
    head = el(
        "tr",
        el("th", say("counts_what"), scope="col"),
        el("th", say("at_least"), scope="col", class_="number"),
        el("th", say("at_most"), scope="col", class_="number"),
    )
    digest = joined([sheet.as_of(mark), ". ", say("release_digest"), say("colon"), code(mark.digest)])
    return joined(
        [
            el("h3", say("release"), " ", el("bdi", mark.name)),
            el("p", digest, class_="small"),
            *(el("p", words, class_="small") for words in sheet.cautions(mark)),
            el("p", say("annex_shared"), " ", _said(sheet, shared), ".", class_="small") if shared else None,
            el("table", el("thead", head), el("tbody", *rows)) if rows else None,
        ]
    )


def _row(sheet: Sheet, figure: OwnFigure, counted: Figure, scope: list[Pair]) -> Html:
    say, wording, speaker = sheet.wording.say, sheet.wording, Speaker(sheet)
    name = el("strong", _name(speaker, figure, say("colon")))
    digest = joined([say("acts_digest"), say("colon"), code(counted.digest)])
    lines = [_said(sheet, scope), digest] if scope else [digest]
    most = say("at_most_none") if counted.at_most is None else wording.n(counted.at_most)
    return el(
        "tr",
        el("th", name, *([el("br"), el("small", line)] for line in lines), scope="row"),
        el("td", wording.n(counted.at_least), class_="number"),
        el("td", most, class_="number"),
    )


def _name(speaker: Speaker, figure: OwnFigure, colon: Html) -> Html:
    """Return what a figure counts, and the number with its noun, which may be all that there is to say."""
    named, counted = speaker.named(figure), speaker.counted(figure)
    return counted if named == counted else joined([named, colon, counted])


def _said(sheet: Sheet, scope: list[Pair]) -> Html:
    say = sheet.wording.say
    return sheet.wording.listed(
        "semicolon", [joined([name, say("colon"), meaning]) for name, meaning in scope]
    )


def _elsewhere(sheet: Sheet) -> Html | None:
    """Return our figures of earlier publications that cannot be counted in this archive."""
    say, speaker = sheet.wording.say, Speaker(sheet)
    citations = sheet.edition.draft.outline.citations
    figures = [figure for figure in sheet.edition.numbers.figures.values() if figure.counted is None]
    if not figures:
        return None
    items = [
        el(
            "li",
            [_name(speaker, figure, say("colon")), ". "],
            speaker.source(citations[figure.spec.cite or ""]),
        )
        for figure in figures
    ]
    return joined([el("h3", say("annex_elsewhere")), el("p", say("annex_elsewhere_more")), el("ul", *items)])
