"""Dates that are weighed by their bounds: a comparison in SQL, where no table asks for the days.

A release holds thousands of different dates, and weighing each takes longer than the count. Under conditions
alone a date certainly holds where its bounds lie within the asked days, and possibly where they meet them.
Only what sources left open, or disagree on, is read and weighed as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tawthiq.methods.counting.spans import FIRST, LAST, Span

NEVER: Final = "FALSE"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The columns of a date's bounds, the days that are asked, and SQL of the dates that may stand otherwise.

    `doubtful` is empty where none may but an unknown one.
    """

    first: str
    last: str
    asked: tuple[Span, ...]
    doubtful: str

    def level(self, begin: date | None, end: date | None) -> int:
        """Return how the days between two bounds stand: 2 all are asked for, 1 some, 0 none."""
        days = Span.between(begin, end)
        if any(days.within(span) for span in self.asked):
            return 2
        return int(any(days.meets(span) for span in self.asked))

    @property
    def certain(self) -> str:
        """Return SQL that is true where all days are asked for."""
        return _either(
            _both(
                f"{self.first} >= {_day(span.first)}" if span.first != FIRST else "",
                f"{self.last} <= {_day(span.last)}" if span.last != LAST else "",
            )
            for span in self.asked
        )

    @property
    def possible(self) -> str:
        """Return SQL that is true where some day is asked for: not all before, nor all after."""
        # An open bound is NULL, which is not before anything: DuckDB reads this twice as fast as an OR.
        return _either(
            _both(
                f"({self.last} < {_day(span.first)}) IS NOT TRUE" if span.first != FIRST else "",
                f"({self.first} > {_day(span.last)}) IS NOT TRUE" if span.last != LAST else "",
            )
            for span in self.asked
        )


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _both(*compared: str) -> str:
    return " AND ".join(one for one in compared if one) or "TRUE"


def _either(compared: Iterable[str]) -> str:
    return f"({' OR '.join(compared) or NEVER})"
