"""Days that may be meant: closed intervals whose ends may be open, and what lies within what."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from tawthiq.core.dates import parse_edtf
from tawthiq.methods.counting.schema import ALTERNATIVE

FIRST, LAST = date.min, date.max
_POINT: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from `first` to `last`, both included; `date.min` and `date.max` are open ends."""

    first: date
    last: date

    @classmethod
    def between(cls, first: date | None, last: date | None) -> Span:
        """Return the span between two bounds, None being open."""
        return cls(FIRST if first is None else first, LAST if last is None else last)

    @property
    def is_open(self) -> bool:
        """Return whether an end is open, so that its days cannot be listed."""
        return self.first == FIRST or self.last == LAST

    def meets(self, other: Span) -> bool:
        """Return whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Span) -> bool:
        """Return whether every day lies in the other as well."""
        return other.first <= self.first and self.last <= other.last

    def common(self, other: Span) -> Span:
        """Return the days in both, which must meet."""
        return Span(max(self.first, other.first), min(self.last, other.last))


EVER: Final = Span(FIRST, LAST)


def parse_span(text: str) -> Span:
    """Return the days meant by a year, month or day, or by ``FROM..TO`` of them with an end left out.

    Raises:
        ValueError: The text is none of these, or ends before it begins.
    """
    if ".." not in text:
        return _point(text)
    begin, _, end = text.partition("..")
    span = Span(_point(begin).first if begin else FIRST, _point(end).last if end else LAST)
    if span.first > span.last:
        raise ValueError(f"{text} ends before it begins")
    return span


def _point(text: str) -> Span:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is not a year, a month or a day")
    year, month, day = (int(part) if part else None for part in found.groups())
    return month_span(f"{year:04d}-{month or 0:02d}", day) if month else year_span(f"{year:04d}")


def year_span(year: str) -> Span:
    """Return the days of a year such as ``2014``."""
    return Span(date(int(year), 1, 1), date(int(year), 12, 31))


def month_span(month: str, day: int | None = None) -> Span:
    """Return the days of a month such as ``2014-03``, or one day of it."""
    year, number = int(month[:4]), int(month[5:7])
    if day is not None:
        return Span(date(year, number, day), date(year, number, day))
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as disjoint spans in order, neighbours joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and (joined[-1].last == LAST or span.first <= joined[-1].last + DAY):
            joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return tuple(joined)


def in_both(one: Iterable[Span], other: Iterable[Span]) -> tuple[Span, ...]:
    """Return the days that lie in both, as disjoint spans in order."""
    others = tuple(other)
    return united(a.common(b) for a in one for b in others if a.meets(b))


def outside(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the days that lie in none of the spans, as disjoint spans in order."""
    return tuple(_gaps(united(spans)))


def _gaps(spans: tuple[Span, ...]) -> Iterator[Span]:
    begin = FIRST
    for span in spans:
        if span.first > begin:
            yield Span(begin, span.first - DAY)
        if span.last == LAST:
            return
        begin = span.last + DAY
    yield Span(begin, LAST)


@cache
def stated_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of a set of EDTF dates."""
    dated = (parse_edtf(part) for part in text.split(ALTERNATIVE))
    return tuple(dict.fromkeys(Span.between(d.earliest, d.latest) for d in dated))
