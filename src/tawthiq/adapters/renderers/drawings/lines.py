"""Lines through time, broken where nothing is documented."""

from __future__ import annotations

from tawthiq.adapters.renderers.drawings.charts import legend
from tawthiq.adapters.renderers.drawings.frames import finished, heading
from tawthiq.adapters.renderers.drawings.looks import (
    BAR,
    GRID,
    MARGIN,
    PAPER,
    QUIET,
    SERIES,
    SMALL,
    WIDTH,
    width_of,
)
from tawthiq.adapters.renderers.drawings.model import Chart, Part, Row
from tawthiq.adapters.renderers.drawings.scene import Dot, Line, Mark, Text

_HEIGHT = 180.0
_DASHES = ("", "6 3", "2 3", "8 3 2 3")
Place = tuple[float, float]


def draw_line(chart: Chart) -> str:
    """Return a line for each series as SVG, on an axis whose greatest tick is the last of `ticks`."""
    marks, top = heading(chart.frame)
    if chart.series:
        marks += _legend(chart.series, top)
        top += 24
    base = top + 12 + _HEIGHT
    left = MARGIN + max(width_of(tick.number, SMALL) for tick in chart.ticks) + 6
    right = WIDTH - MARGIN - 16
    scale = _HEIGHT / max(tick.amount or 0 for tick in chart.ticks)
    for tick in chart.ticks:
        y = base - scale * (tick.amount or 0)
        marks.append(Line(((left, y), (WIDTH - MARGIN, y)), GRID if tick.amount else QUIET))
        marks.append(Text(left - 6, y + 3.6, tick.number, SMALL, "end", fill=QUIET))
    step = (right - left - 8) / max(len(chart.rows) - 1, 1)
    across = [left + 8 + step * index for index in range(len(chart.rows))]
    for index in range(max(len(chart.series), 1)):
        marks += _series(
            [row.parts[index] for row in chart.rows], index, across, base, scale=scale, chart=chart
        )
    marks += _times(chart.rows, across, base)
    return finished(chart.frame, marks, base + 22)


def _series(
    parts: list[Part], index: int, across: list[float], base: float, *, scale: float, chart: Chart
) -> list[Mark]:
    colour = SERIES[index] if chart.series else BAR
    marks: list[Mark] = []
    for run in _unbroken(parts):
        places = tuple((across[i], base - scale * (parts[i].amount or 0)) for i in run)
        if len(places) > 1:
            marks.append(Line(places, colour, 2.0, _DASHES[index]))
        if len(places) == 1 or len(parts) <= 24:
            marks += [Dot(x, y, 2.6, colour) for x, y in places]
    if not chart.series:
        marks += _numbers(parts, across, base, scale)
    return marks


def _unbroken(parts: list[Part]) -> list[list[int]]:
    """Return the stretches of time in which every point is documented."""
    runs: list[list[int]] = [[]]
    for index, part in enumerate(parts):
        if part.amount is not None:
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _numbers(parts: list[Part], across: list[float], base: float, scale: float) -> list[Mark]:
    """Return the numbers of the greatest and the last point, and of all where there is room."""
    there = [i for i, part in enumerate(parts) if part.amount is not None]
    greatest = max(there, key=lambda i: (parts[i].amount or 0, -i))
    roomy = len(parts) < 2 or (across[1] - across[0]) > max(width_of(p.number, SMALL) for p in parts) + 4
    marks: list[Mark] = []
    for i in there if roomy else sorted({greatest, there[-1]}):
        y = base - scale * (parts[i].amount or 0) - 7
        marks.append(Text(across[i], y, parts[i].number, SMALL, "middle", weight=600, halo=PAPER))
    return marks


def _times(rows: tuple[Row, ...], across: list[float], base: float) -> list[Mark]:
    """Return the names of the points in time that have one, as many as stand side by side."""
    marks: list[Mark] = []
    free = -WIDTH
    for x, row in zip(across, rows, strict=True):
        half = width_of(row.label, SMALL) / 2
        if row.label and x - half >= free:
            marks.append(Line(((x, base), (x, base + 4)), QUIET))
            marks.append(Text(x, base + 15, row.label, SMALL, "middle"))
            free = x + half + 3
    return marks


def _legend(series: tuple[str, ...], top: float) -> list[Mark]:
    marks = legend(series, top)
    samples = [mark for mark in marks if not isinstance(mark, Text)]
    lines: list[Mark] = []
    for index, sample in enumerate(samples):
        x = getattr(sample, "x", 0.0)
        lines.append(Line(((x - 4, top + 7), (x + 12, top + 7)), SERIES[index], 2.0, _DASHES[index]))
    return [*lines, *(mark for mark in marks if isinstance(mark, Text))]
