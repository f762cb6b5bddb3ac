"""The words that stand for a drawing where it cannot be seen: what kind it is, and every number in it."""

from __future__ import annotations

from collections.abc import Iterable

from tawthiq.adapters.renderers.drawings import Part, Row
from tawthiq.adapters.renderers.html.markup import Html, isolated, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.outline import FigureSpec, Modifier

MOST_NAMED = 32
"""More numbers than this are not listened to; the greatest are said, and the table holds the others."""


def alternative(
    wording: Wording,
    *,
    kind: Html,
    title: Html,
    rows: Iterable[Row],
    series: tuple[str, ...],
    counted: Figure,
    figure: FigureSpec,
    notes: Iterable[Html],
) -> Html:
    """Return the drawing in full sentences."""
    there = [row for row in rows if any(part.amount is not None for part in row.parts)]
    absent = [row for row in rows if all(part.amount is None for part in row.parts)]
    undetermined = counted.undetermined.total
    said = [joined([kind, ". ", title, wording.say("colon"), _listed(wording, there, series), "."])]
    if undetermined:
        said.append(joined([wording.say("undetermined"), wording.say("colon"), wording.n(undetermined), "."]))
    if absent and kind == wording.say("drawing_map"):
        names = wording.listed("comma", [isolated(row.label) for row in absent])
        said.append(wording.say("drawing_none_in", parts=names))
    mentioned = joined([wording.say("undetermined"), wording.say("colon"), wording.n(undetermined), "."])
    said += [Html(note.removeprefix("* ")) for note in notes if note != mentioned]
    said.append(wording.say("drawing_in_all", total=in_all(wording, counted, figure)))
    return Html(" ".join(said))


def in_all(wording: Wording, counted: Figure, figure: FigureSpec) -> Html:
    """Return the whole with its noun, and "at least" before it where the figure says so."""
    with_modifier = figure.modifier is Modifier.AT_LEAST
    said = wording.counted(counted.at_least, figure.noun, case="genitive" if with_modifier else "nominative")
    modifier = wording.modifier(Modifier.AT_LEAST) if with_modifier else ""
    return isolated(f"{modifier}{said}")


def _listed(wording: Wording, rows: list[Row], series: tuple[str, ...]) -> Html:
    shown = rows
    if len(rows) > MOST_NAMED:
        order = sorted(rows, key=lambda row: -max(part.amount or 0 for part in row.parts))
        shown = [row for row in rows if row in order[:MOST_NAMED]][:MOST_NAMED]
    said = [_row(wording, row, series) for row in shown]
    if len(rows) > len(shown):
        said.append(wording.say("drawing_further", n=wording.number(len(rows) - len(shown))))
    return wording.listed("semicolon", said)


def _row(wording: Wording, row: Row, series: tuple[str, ...]) -> Html:
    if not series:
        return joined([isolated(row.label), " ", _number(wording, row.parts[0])])
    named = [
        joined([isolated(name), " ", _number(wording, part)])
        for name, part in zip(series, row.parts, strict=True)
        if part.amount is not None
    ]
    return joined([isolated(row.label), wording.say("colon"), wording.listed("comma", named)])


def _number(wording: Wording, part: Part) -> Html:
    return wording.n(part.amount or 0)
