"""Bars and columns, each with its number beside it."""

from __future__ import annotations

from tawthiq.adapters.renderers.drawings.frames import finished, heading
from tawthiq.adapters.renderers.drawings.looks import (
    BAR,
    INK,
    LABEL,
    MARGIN,
    NUMBER,
    PAPER,
    QUIET,
    SERIES,
    SMALL,
    WIDTH,
    width_of,
    wrapped,
)
from tawthiq.adapters.renderers.drawings.model import Chart, Part, Row
from tawthiq.adapters.renderers.drawings.scene import Line, Mark, Rect, Text

_LABELS_AT_MOST = 0.42 * WIDTH
_GAP = 8.0
_NO_CELL = "–"
_COLUMNS_HEIGHT = 168.0
_LINE, _APART = 15.0, 9.5


def draw_bars(chart: Chart) -> str:
    """Return bars as SVG: names at the side where reading begins, numbers at the ends of the bars."""
    marks, top = heading(chart.frame)
    if chart.series:
        marks += legend(chart.series, top)
        top += 24
    rows = [*chart.rows, *([chart.undetermined] if chart.undetermined else [])]
    labels = min(_LABELS_AT_MOST, max(width_of(row.label, LABEL) for row in rows))
    start = MARGIN + labels + _GAP
    numbers = max(width_of(part.number, NUMBER) for row in rows for part in row.parts)
    scale = (WIDTH - MARGIN - numbers - 6 - start) / _greatest(rows)
    first = top
    for row in chart.rows:
        more, top = _bar_row(row, top, start=start, labels=labels, scale=scale, many=bool(chart.series))
        marks += more
    marks.append(Line(((start, first), (start, top)), QUIET))
    if chart.undetermined:
        top += 5
        more, top = _bar_row(
            chart.undetermined,
            top,
            start=start,
            labels=labels,
            scale=scale,
            many=bool(chart.series),
            apart=True,
        )
        marks += more
    return finished(chart.frame, marks, top + 4)


def _bar_row(
    row: Row,
    top: float,
    *,
    start: float,
    labels: float,
    scale: float,
    many: bool = False,
    apart: bool = False,
) -> tuple[list[Mark], float]:
    lines = wrapped(row.label, LABEL, labels + 1)
    thick, pitch = (10.0, 13.5) if many else (15.0, 21.0)
    height = max(len(row.parts) * pitch + (6 if many else 1), len(lines) * _LINE + 6)
    ink = QUIET if apart else INK
    marks: list[Mark] = [
        Text(MARGIN, top + (11.5 if many else 14.8) + i * _LINE, line, LABEL, fill=ink)
        for i, line in enumerate(lines)
    ]
    for index, part in enumerate(row.parts):
        y = top + index * pitch + 2
        length = scale * (part.amount or 0)
        if length:
            fill = PAPER if apart else SERIES[index] if many else BAR
            marks.append(Rect(start, y, length, thick, fill, QUIET if apart else ""))
        written = part.number if part.amount is not None else _NO_CELL
        size = SMALL if many else NUMBER
        marks.append(Text(start + length + 5, y + thick / 2 + size * 0.35, written, size, fill=ink))
    return marks, top + height


def draw_columns(chart: Chart) -> str:
    """Return columns along the years as SVG; a year without a cell keeps its place, with a dash."""
    marks, top = heading(chart.frame)
    rows = list(chart.rows)
    undetermined = chart.undetermined
    beside = width_of(undetermined.label, _APART) + 14 if undetermined else 0.0
    pitch = min((WIDTH - 2 * MARGIN - beside) / len(rows), 54.0)
    size = min(
        NUMBER, *(SMALL * pitch / max(width_of(p.number, SMALL) + 1, 1) for r in rows for p in r.parts)
    )
    named = min(SMALL, *(SMALL * pitch * 0.98 / max(width_of(row.label, SMALL), 1) for row in rows))
    base = top + 18 + _COLUMNS_HEIGHT
    scale = _COLUMNS_HEIGHT / _greatest([*rows, *([undetermined] if undetermined else [])])
    for index, row in enumerate(rows):
        centre = MARGIN + pitch * (index + 0.5)
        marks += _column(
            row, row.parts[0], centre, base, scale=scale, thick=pitch * 0.68, size=size, named=named
        )
    marks.append(Line(((MARGIN, base), (MARGIN + pitch * len(rows), base)), QUIET))
    if undetermined:
        centre = MARGIN + pitch * len(rows) + 10 + (beside - 14) / 2
        marks += _column(
            undetermined,
            undetermined.parts[0],
            centre,
            base,
            scale=scale,
            thick=pitch * 0.68,
            size=size,
            named=named,
            apart=True,
        )
    return finished(chart.frame, marks, base + 24)


def _column(
    row: Row,
    part: Part,
    centre: float,
    base: float,
    *,
    scale: float,
    thick: float,
    size: float,
    named: float,
    apart: bool = False,
) -> list[Mark]:
    height = scale * (part.amount or 0)
    ink = QUIET if apart or part.amount is None else INK
    marks: list[Mark] = [
        Text(centre, base + 14, row.label, _APART if apart else named, "middle", fill=ink),
        Text(
            centre,
            base - height - 4,
            part.number if part.amount is not None else _NO_CELL,
            size,
            "middle",
            fill=ink,
        ),
    ]
    if height:
        fill = PAPER if apart else BAR
        marks.insert(0, Rect(centre - thick / 2, base - height, thick, height, fill, QUIET if apart else ""))
    return marks


def legend(series: tuple[str, ...], top: float) -> list[Mark]:
    """Return the names of what stands side by side, each with its colour."""
    marks: list[Mark] = []
    x = MARGIN
    for index, name in enumerate(series):
        if index and x + 16 + width_of(name, SMALL) > WIDTH - MARGIN:
            break
        marks.append(Rect(x, top + 2, 10, 10, SERIES[index]))
        marks.append(Text(x + 15, top + 10.8, name, 11.0))
        x += 15 + width_of(name, 11.0) + 16
    return marks


def _greatest(rows: list[Row]) -> int:
    return max([part.amount or 0 for row in rows for part in row.parts] + [1])
