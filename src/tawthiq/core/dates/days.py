"""Days, months and years counted: the arithmetic under every date."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from tawthiq.core.dates.errors import UnreadableDate

Bounds = tuple[date | None, date | None]
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_YEAR_OR_MONTH = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)


def simple_bounds(text: str) -> tuple[date, date] | None:
    """Return the first and last day of ``2013-04-05``, ``2013-04`` or ``2013``; None for any other form.

    Raises:
        UnreadableDate: There is no such day or year.
    """
    if match := _DAY.fullmatch(text):
        day = existing_day(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    match = _YEAR_OR_MONTH.fullmatch(text)
    if match is None:
        return None
    return month_bounds(int(match[1]), int(match[2])) if match[2] else month_bounds(int(match[1]), 1, 12)


def existing_day(year: int, month: int, day: int) -> date:
    """Return the day.

    Raises:
        UnreadableDate: There is no such day.
    """
    try:
        return date(year, month, day)
    except ValueError as err:
        raise UnreadableDate.of(f"{year:04d}-{month:02d}-{day:02d}", "there is no such day") from err


def month_bounds(year: int, month: int, months: int = 1) -> tuple[date, date]:
    """Return the first and last day of so many months from the month on.

    Raises:
        UnreadableDate: They do not lie in the years 1 to 9999.
    """
    last_year, last_month = divmod(year * 12 + month - 1 + months - 1, 12)
    if not 1 <= year <= last_year <= 9999:
        raise UnreadableDate.of(f"{year:04d}", "only the years 1 to 9999 are kept")
    return date(year, month, 1), date(last_year, last_month + 1, month_length(last_year, last_month + 1))


def month_length(year: int, month: int) -> int:
    """Return how many days the month has."""
    return calendar.monthrange(year, month)[1]


def shift_days(day: date, days: int) -> date | None:
    """Return the day so many days later; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int, *, to_end: bool = False) -> date | None:
    """Return the day so many months later, or the last of that month; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    length = month_length(year, month + 1)
    return date(year, month + 1, length if to_end else min(day.day, length))


def shift_years(day: date, years: int) -> date | None:
    """Return the same day so many years later (29 February becomes the 28th); None beyond the calendar."""
    year = day.year + years
    if not 1 <= year <= 9999:
        return None
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)
