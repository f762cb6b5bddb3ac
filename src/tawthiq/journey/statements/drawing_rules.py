"""What a chart or a map must hold before it is drawn: a drawing may say no more than its table."""

from __future__ import annotations

from tawthiq.core.errors import InputRejected, RefusedByRule
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.drawing_specs import is_time
from tawthiq.journey.statements.nodes import nearest
from tawthiq.journey.statements.outline import ChartKind, ChartSpec, DrawingSpec, Outline

MOST_BARS = 40
MOST_COLUMNS = 16
MOST_SIDE_BY_SIDE = 4
"""More cannot be told apart in print, or without colour."""


def check_drawing_names(outline: Outline) -> None:
    """Refuse a chart and a map of one name: their files would be one.

    Raises:
        InputRejected: With the name.
    """
    for name in outline.charts.keys() & outline.maps.keys():
        raise InputRejected(
            f"A chart and a map are both called '{name}'.",
            hint="Give one of them another name.",
            where=outline.maps[name].place,
        )


def check_drawing_references(drawing: DrawingSpec, outline: Outline) -> None:
    """Refuse a drawing of something that is no figure of ours.

    Raises:
        InputRejected: The figure is not declared.
        RefusedByRule: It is somebody else's statistic, or a figure that cannot be recounted.
    """
    name = drawing.figure
    if name.partition("#")[0] in outline.citations:
        raise RefusedByRule(
            f"'{drawing.id}' draws '{name}', which is somebody else's statistic.",
            hint="Only what we counted is drawn: cite it in the text.",
            where=drawing.place,
        )
    if name not in outline.figures:
        raise InputRejected(
            f"'{drawing.id}' draws the figure '{name}', which is not declared.",
            hint=nearest(name, outline.figures),
            where=drawing.place,
        )
    if outline.figures[name].is_ours_elsewhere:
        raise RefusedByRule(
            f"'{drawing.id}' draws '{name}', which cannot be recounted in this archive.", where=drawing.place
        )


def check_drawing(drawing: DrawingSpec, counted: Figure) -> None:
    """Refuse a drawing whose parts do not make the whole, that adds what overlaps, or that cannot be read.

    Raises:
        RefusedByRule: With what stands against it.
    """
    _check_sum(drawing, counted)
    if not counted.cells:
        _refuse(drawing, "there is nothing to draw: no cell was counted", "Say the number in the text.")
    if isinstance(drawing, ChartSpec):
        _check_overlap(drawing, counted)
        _check_size(drawing, counted)


def _check_sum(drawing: DrawingSpec, counted: Figure) -> None:
    total = sum(cell.at_least for cell in counted.cells) + counted.undetermined.total - counted.repeated
    if total != counted.at_least:
        _refuse(drawing, f"its parts make {total}, not {counted.at_least}")


def _check_overlap(chart: ChartSpec, counted: Figure) -> None:
    if chart.top is not None and counted.repeated:
        _refuse(
            chart,
            f"'other' would add up cells that {counted.repeated} stand in more than once",
            "Leave 'top' out: every cell is then drawn for itself.",
        )


def _check_size(chart: ChartSpec, counted: Figure) -> None:
    firsts = {cell.key[chart.by[0]] for cell in counted.cells}
    shown = len(firsts) if chart.top is None else min(chart.top + 1, len(firsts))
    if len(chart.by) == 2 and len({cell.key[chart.by[1]] for cell in counted.cells}) > MOST_SIDE_BY_SIDE:
        _refuse(
            chart,
            f"'{chart.by[1]}' has more than {MOST_SIDE_BY_SIDE} values, too many to tell apart",
            "Show it as a table, or narrow the figure with 'where'.",
        )
    if chart.kind is ChartKind.BARS and shown > MOST_BARS:
        hint = "Take 'kind: line'." if is_time(chart.by[0]) else "Add 'top: 12', or show it as a table."
        _refuse(chart, f"{shown} bars are too many to read; {MOST_BARS} fit", hint)
    if chart.kind is ChartKind.COLUMNS and _years(firsts) > MOST_COLUMNS:
        _refuse(
            chart,
            f"more than {MOST_COLUMNS} years do not fit as columns",
            "Take 'kind: bars' or 'kind: line'.",
        )


def _years(values: set[str]) -> int:
    years = [int(value) for value in values]
    return max(years) - min(years) + 1


def _refuse(drawing: DrawingSpec, why: str, hint: str = "") -> None:
    raise RefusedByRule(f"'{drawing.id}' was not drawn: {why}.", hint=hint, where=drawing.place)
