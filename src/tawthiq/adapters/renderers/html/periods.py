"""Points in time along an axis: every one between the first and the last, and which were counted in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.journey.figures.facts import Figure
from tawthiq.methods.counting.spans import FIRST, LAST, Span, month_span, parse_span, year_span


@dataclass(frozen=True, slots=True)
class Period:
    """A year (``2014``) or a month (``2014-03``).

    `partly` is the part of it that was counted, as an interval with an open end (``2011-03/..``); empty where
    it was counted whole.
    """

    value: str
    partly: str


def periods(figure: Figure, field: str) -> list[Period]:
    """Return every year or month from the first to the last: the ends of the question, or of its cells.

    A flow is counted up to the day that its release answers for, so that day's own period is one in part.
    """
    values = sorted({cell.key[field] for cell in figure.cells})
    counted = _counted(figure)
    first, last = values[0], values[-1]
    if counted.first != FIRST:
        first = min(first, _value(counted.first.isoformat(), field))
    if figure.rule.get("period") and counted.last != LAST:
        last = max(last, _value(counted.last.isoformat(), field))
    return [Period(value, _partly(value, field, counted, figure)) for value in _along(first, last, field)]


def _counted(figure: Figure) -> Span:
    asked = figure.rule.get("period")
    span = parse_span(str(asked)) if asked else Span(FIRST, LAST)
    return Span(span.first, min(span.last, figure.release.as_of))


def _value(day: str, field: str) -> str:
    return day[:4] if field == "year" else day[:7]


def _along(first: str, last: str, field: str) -> Iterator[str]:
    if field == "year":
        yield from (f"{year:04d}" for year in range(int(first), int(last) + 1))
        return
    begin, end = (int(value[:4]) * 12 + int(value[5:7]) - 1 for value in (first, last))
    yield from (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(begin, end + 1))


def _partly(value: str, field: str, counted: Span, figure: Figure) -> str:
    whole = year_span(value) if field == "year" else month_span(value)
    begins_late = whole.first < counted.first <= whole.last
    ends_early = whole.first <= counted.last < whole.last
    begin = str(figure.rule.get("period") or "").partition("..")[0] if begins_late else ""
    end = _end(figure, counted) if ends_early else ""
    return f"{begin or '..'}/{end or '..'}" if begin or end else ""


def _end(figure: Figure, counted: Span) -> str:
    """Return the last day that was counted, as the question wrote it where it is the question's."""
    written = str(figure.rule.get("period") or "").rpartition("..")[2]
    is_asked = bool(written) and parse_span(written).last == counted.last
    return written if is_asked else counted.last.isoformat()
