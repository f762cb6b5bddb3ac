"""The rest of EDTF: qualifiers, seasons, unspecified digits, sets. The edtf library says what is well formed.

Two things are decided here because the standard leaves them open.

*How far "about" reaches.* A date marked approximate (`~`) or uncertain (`?`) is not certain to lie in the
year, month or day that it names, so its bounds reach further on each side by one more of what is marked: a
decade, a year, a season (three months), a month, or seven days for a day. Marked as both (`%`), twice as far.

*When a season is.* Seasons 21-24 are those of the northern hemisphere, from the first of March, June,
September and December; 29-32 are the southern ones. "Winter 2014" may be the one before or the one
after, so it reaches from December 2013 to February 2015; so does summer in the south.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date

from tawthiq.core.dates.days import Bounds, month_bounds, shift_days, shift_months, simple_bounds
from tawthiq.core.dates.errors import UnreadableDate

DAYS_AROUND_A_DAY = 7
# Code of EDTF: its first month (0 is December of the year before), and how many months it can reach over.
SEASONS = {
    "21": (3, 3), "22": (6, 3), "23": (9, 3), "24": (0, 15),
    "25": (3, 3), "26": (6, 3), "27": (9, 3), "28": (0, 15),
    "29": (9, 3), "30": (0, 15), "31": (3, 3), "32": (6, 3),
    "33": (1, 3), "34": (4, 3), "35": (7, 3), "36": (10, 3),
    "37": (1, 4), "38": (5, 4), "39": (9, 4),
    "40": (1, 6), "41": (7, 6),
}  # fmt: skip
_MARKS = re.compile(r"[~?%]")
_WELL_FORMED = re.compile(r"[0-9X~?%.,\[\]{}-]{4,200}", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(2[1-9]|3\d|4[01])", re.ASCII)
_UNSPECIFIED = re.compile(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?", re.ASCII)


def bounds(text: str) -> Bounds:
    """Return the first and last possible day of an EDTF date or set that is not an interval.

    Raises:
        UnreadableDate: It is not EDTF, or a form of it that is not kept (long years, significant digits).
    """
    _check(text)
    return _set_bounds(text) if text[0] in "[{" else _date_bounds(text)


def _check(text: str) -> None:
    if not _WELL_FORMED.fullmatch(text):
        raise UnreadableDate.of(text)
    # Imported late: the library takes a tenth of a second to load, and few archives need it at all.
    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415

    try:
        # The library prints what it could not build, and standard output carries results only.
        with contextlib.redirect_stdout(io.StringIO()):
            parse_edtf(text)
    except (EDTFParseException, ValueError) as err:
        raise UnreadableDate.of(text) from err


def _set_bounds(text: str) -> Bounds:
    """Return the bounds of ``[2014,2016]`` or ``{..2014-05}``: the earliest and the latest of its members."""
    first_days: list[date | None] = []
    last_days: list[date | None] = []
    for member in text[1:-1].split(","):
        first, dots, last = member.strip().partition("..")
        first_days.append(_date_bounds(first)[0] if first else None)
        last_days.append(_date_bounds(last if dots else first)[1] if last or not dots else None)
    known_first = [day for day in first_days if day is not None]
    known_last = [day for day in last_days if day is not None]
    return (
        min(known_first) if len(known_first) == len(first_days) else None,
        max(known_last) if len(known_last) == len(last_days) else None,
    )


def _date_bounds(text: str) -> Bounds:
    bare = _MARKS.sub("", text)
    found = simple_bounds(bare) or _season_bounds(bare) or _unspecified_bounds(bare)
    return found if bare == text else _widened(text, bare, found)


def _season_bounds(text: str) -> Bounds | None:
    match = _SEASON.fullmatch(text)
    if match is None:
        return None
    year, (month, months) = int(match[1]), SEASONS[match[2]]
    return month_bounds(year, month, months) if month else month_bounds(year - 1, 12, months)


def _unspecified_bounds(text: str) -> Bounds:
    """Return the first and last day whose digits fit ``199X`` or ``2014-XX-05``; any year is open."""
    match = _UNSPECIFIED.fullmatch(text)
    if match is None:
        raise UnreadableDate.of(text, "this form of EDTF is not kept here")
    year, month, day = match[1], match[2] or "XX", match[3] or "XX"
    if year == "XXXX":
        return None, None
    months = [number for number in range(1, 13) if _fits(number, month)]
    days = [number for number in range(1, 32) if _fits(number, day)]
    years = range(int(year.replace("X", "0")) or 1, int(year.replace("X", "9")) + 1)
    fitting = [candidate for candidate in years if _fits(candidate, year)]
    first = next(_existing(fitting, months, days), None)
    if first is None:
        raise UnreadableDate.of(text, "there is no such day")
    return first, next(_existing(fitting[::-1], months[::-1], days[::-1]))


def _fits(number: int, pattern: str) -> bool:
    digits = f"{number:0{len(pattern)}d}"
    return all(sign in ("X", digit) for digit, sign in zip(digits, pattern, strict=True))


def _existing(years: Iterable[int], months: Iterable[int], days: Iterable[int]) -> Iterator[date]:
    for year in years:
        for month in months:
            for day in days:
                with contextlib.suppress(ValueError):
                    yield date(year, month, day)


def _widened(text: str, bare: str, found: Bounds) -> Bounds:
    # A mark at the very end is on the whole date, and so on its finest part: "2014-04~" is about April.
    parts = text.split("-")
    marked = min(index for index, part in enumerate(parts) if _MARKS.search(part))
    steps = 2 if "%" in text else 1
    earliest, latest = found
    return (
        None if earliest is None else _shifted(earliest, bare, marked, -steps),
        None if latest is None else _shifted(latest, bare, marked, steps, to_end=len(parts) < 3),
    )


def _shifted(day: date, bare: str, marked: int, steps: int, *, to_end: bool = False) -> date | None:
    if marked == 2:
        return shift_days(day, steps * DAYS_AROUND_A_DAY)
    months = 12 * 10 ** bare[:4].count("X")
    if marked == 1:
        months = 3 if _SEASON.fullmatch(bare) else 1
    return shift_months(day, steps * months, to_end=to_end)
