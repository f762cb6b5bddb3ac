"""Dates of the Hijri calendar, which began a day earlier or later from place to place."""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Hijri

from tawthiq.core.dates.errors import UnreadableDate

FIRST_YEAR, LAST_YEAR = 1343, 1500
"""The years that the Umm al-Qura tables of hijridate hold."""
UNCERTAINTY = timedelta(days=1)


def hijri_edtf(year: int, month: int | None, day: int | None) -> str:
    """Return a Hijri day, month or year as an interval of Gregorian days, one day wider on each side.

    A month has 29 or 30 days by the sighting of the moon, so the 30th of any month is taken.

    Raises:
        UnreadableDate: There is no such day, or its year lies outside 1343 to 1500.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate.of(str(year), f"Hijri years are known from {FIRST_YEAR} to {LAST_YEAR}")
    if not (1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 30):
        raise UnreadableDate.of(f"{year}-{month}-{day}", "there is no such day in the Hijri calendar")
    first = _first_day(year, month or 1)
    if day is not None:
        first = last = first + timedelta(days=day - 1)
    else:
        last = _last_day(year, month or 12)
    return f"{first - UNCERTAINTY}/{last + UNCERTAINTY}"


def _first_day(year: int, month: int) -> date:
    day = Hijri(year, month, 1).to_gregorian()
    return date(day.year, day.month, day.day)


def _last_day(year: int, month: int) -> date:
    return _first_day(year, month) + timedelta(days=Hijri(year, month, 1).month_length() - 1)
