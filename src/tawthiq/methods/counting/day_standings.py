"""How a date stands to a question: its days, under every alternative, against the days that are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tawthiq.methods.counting.conditions import Condition, allowed_days
from tawthiq.methods.counting.schema import ALTERNATIVE, UNIDENTIFIED
from tawthiq.methods.counting.sets import NOT_KNOWABLE, NOT_STATED, Members
from tawthiq.methods.counting.spans import DAY, Span, in_both, month_span, stated_spans, year_span
from tawthiq.methods.counting.standings import IMPOSSIBLE, NOWHERE, Key, Standing, settles


@dataclass(frozen=True)
class DateAxis:
    """Weighs dates under the conditions on days, and the fields ``year``, ``month`` and ``date``."""

    conditions: tuple[Condition, ...]
    by: tuple[str, ...]

    @cached_property
    def allowed(self) -> tuple[Span, ...]:
        """Return the days on which every condition holds, for a date that is stated."""
        return allowed_days(self.conditions)

    def standing(self, text: str | None, first: date | None, last: date | None) -> Standing:
        """Weigh a set of dates (NULL is unknown) whose bounds over all alternatives are given."""
        spans, silences = said_days(text, first, last)
        pieces = [in_both([span], self.allowed) for span in spans]
        quiet = [days for silent in silences if (days := self._days_if(silent))]
        if not any(pieces) and not quiet:
            return IMPOSSIBLE
        is_certain = all(any(span.within(allowed) for allowed in self.allowed) for span in spans) and all(
            settles(condition, silent) is True for silent in silences for condition in self.conditions
        )
        keys = [
            NOWHERE if span.is_open else frozenset(self._keys(piece))
            for span, piece in zip(spans, pieces, strict=True)
        ]
        sure = [found if len(found) == 1 else NOWHERE for found in keys]
        cells = frozenset.intersection(*sure) if is_certain and sure and not silences else NOWHERE
        vague = [piece for span, piece in zip(spans, pieces, strict=True) if span.is_open]
        return Standing(
            is_certain,
            True,
            cells,
            NOWHERE.union(*keys),
            "" if cells else _reason(sure, silences),
            self._covers([*vague, *quiet]) if vague or quiet else None,
        )

    def _days_if(self, silent: Members) -> tuple[Span, ...]:
        if any(settles(condition, silent) is False for condition in self.conditions):
            return ()
        return allowed_days(tuple(c for c in self.conditions if settles(c, silent) is None))

    def _keys(self, pieces: Iterable[Span]) -> Iterator[Key]:
        return (key for piece in pieces for key in keys_within(piece, self.by))

    def _covers(self, pieces: list[tuple[Span, ...]]) -> Callable[[Key], bool]:
        def covers(key: Key) -> bool:
            days = _days_of(max(key, key=len))
            return any(days.meets(span) for piece in pieces for span in piece)

        return covers


def said_days(
    text: str | None, first: date | None, last: date | None
) -> tuple[tuple[Span, ...], tuple[Members, ...]]:
    """Return the spans that a set of dates states, and the silences among its alternatives."""
    if text is None:
        return (), (NOT_STATED,)
    stated = [part for part in text.split(ALTERNATIVE) if part != UNIDENTIFIED]
    silences = (NOT_KNOWABLE,) if UNIDENTIFIED in text.split(ALTERNATIVE) else ()
    if not stated:
        return (), silences
    if len(stated) == 1 and not silences:
        return (Span.between(first, last),), ()
    return stated_spans(ALTERNATIVE.join(stated)), silences


def keys_within(span: Span, by: tuple[str, ...]) -> Iterator[Key]:
    """Yield the cells of the fields, ``2014``, ``2014-03`` or ``2014-03-05``, that a closed span touches."""
    if not by:
        yield ()
        return
    day = span.first
    while day <= span.last:
        yield tuple(_value(name, day) for name in by)
        following = _after(day, by)
        if following is None:
            return
        day = following


def _value(name: str, day: date) -> str:
    return day.isoformat()[: {"year": 4, "month": 7, "date": 10}[name]]


def _after(day: date, by: tuple[str, ...]) -> date | None:
    """Return the first day of the next cell, None at the end of the calendar."""
    if "date" in by:
        end = day
    elif "month" in by:
        end = month_span(day.isoformat()[:7]).last
    else:
        end = year_span(day.isoformat()[:4]).last
    return None if end == date.max else end + DAY


def _days_of(value: str) -> Span:
    if len(value) == 4:
        return year_span(value)
    return month_span(value) if len(value) == 7 else month_span(value[:7], int(value[8:]))


def _reason(sure: list[frozenset[Key]], silences: tuple[Members, ...]) -> str:
    if not sure:
        return "unknown" if silences == (NOT_STATED,) else "unidentified"
    return "conflict" if all(sure) else "imprecise"
