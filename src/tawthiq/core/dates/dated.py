"""A date as far as it is known, and the first and last day that it can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tawthiq.core.dates.days import shift_days, shift_years


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; None is open."""

    start: date | None
    end: date | None

    def contains(self, day: date) -> bool:
        """Return whether the day lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in EDTF (ISO 8601-2) with its bounds; a bound of None is open.

    The date is one day that lies somewhere from `earliest` to `latest`, both included.
    """

    edtf: str
    earliest: date | None
    latest: date | None

    @property
    def is_exact(self) -> bool:
        """Return whether the day is known."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def bounds(self) -> Period:
        """Return the days that the date can be."""
        return Period(self.earliest, self.latest)

    def within(self, period: Period) -> bool:
        """Return whether the date certainly lies in the period."""
        starts = period.start is None or (self.earliest is not None and self.earliest >= period.start)
        ends = period.end is None or (self.latest is not None and self.latest <= period.end)
        return starts and ends

    def possibly_within(self, period: Period) -> bool:
        """Return whether the date can lie in the period."""
        too_late = period.end is not None and self.earliest is not None and self.earliest > period.end
        too_early = period.start is not None and self.latest is not None and self.latest < period.start
        return not (too_late or too_early)

    def certainly_before(self, other: Dated) -> bool:
        """Return whether this date lies before the other, whatever days the two are."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


def month_of(dated: Dated) -> str | None:
    """Return the month that the date certainly lies in (``2013-04``), or None."""
    first, last = dated.earliest, dated.latest
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return f"{first.year:04d}-{first.month:02d}"


def year_of(dated: Dated) -> str | None:
    """Return the year that the date certainly lies in (``2013``), or None."""
    first, last = dated.earliest, dated.latest
    return f"{first.year:04d}" if first is not None and last is not None and first.year == last.year else None


def age_at(birth: Dated, on: Dated) -> tuple[int | None, int | None]:
    """Return the youngest and the oldest possible age in completed years; None is open.

    A birth that certainly follows the date gives no age at all: (None, None). Somebody born on 29 February
    completes a year on 1 March of a common year.
    """
    oldest = _completed_years(birth.earliest, on.latest)
    if oldest is not None and oldest < 0:
        return None, None
    youngest = _completed_years(birth.latest, on.earliest)
    return None if youngest is None else max(youngest, 0), oldest


def _completed_years(born: date | None, day: date | None) -> int | None:
    if born is None or day is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birth_from_age(youngest: int | None, oldest: int | None, on: Dated) -> Period:
    """Return when somebody was born who had completed from `youngest` to `oldest` years on a date."""
    start = None if oldest is None or on.earliest is None else shift_years(on.earliest, -oldest - 1)
    end = None if youngest is None or on.latest is None else shift_years(on.latest, -youngest)
    # Born on `start` itself they would have completed one year more on that very day.
    return Period(None if start is None else shift_days(start, 1), end)
