"""What stands in a cell of a spreadsheet, in the words that a person sees there.

A spreadsheet holds a number and shows something else: 12 for 12.0, a date for 41000, 007 for 7. What it
shows is what the source wrote, so the number's format decides: a month is not a day because the program
filled one in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
WHOLE = re.compile(r"-?\d+")
SHOWN_DIGITS = 15
"""How many digits of a number a spreadsheet program keeps and shows."""
LAST_SERIAL = 2_958_465  # 9999-12-31
NOT_OF_A_FORMAT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)
BUILT_IN_DATES = {
    14: "d/m/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "d/m/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys([*range(27, 32), 36, *range(50, 55), 57, 58], "d/m/yyyy"),
    **dict.fromkeys([32, 33, 34, 35, 55, 56], "h:mm:ss"),
}


class NoSuchCell(ValueError):
    """What stands in a cell is no number, or no day."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number's format makes of it: a date as far as `shows` goes, or a number of so many `digits`.

    `shows` holds of the letters y, m, d and t (the hour) those that are seen; empty is a plain number.
    """

    shows: str = ""
    digits: int = 0

    @property
    def is_date(self) -> bool:
        """Return whether the number is shown as a date or an hour."""
        return self.shows != ""

    @property
    def hides_year(self) -> bool:
        """Return whether a day or a month is shown without its year, which the program then made up."""
        return self.shows != "" and "y" not in self.shows and ("d" in self.shows or "m" in self.shows)


PLAIN = NumberFormat()


def number_format(code: str) -> NumberFormat:
    """Return what a format such as ``dd/mm/yyyy`` or ``0000`` shows."""
    shown = NOT_OF_A_FORMAT.sub("", code.split(";", maxsplit=1)[0]).lower()
    if shown and set(shown) == {"0"}:
        return NumberFormat(digits=len(shown))
    if "general" in shown or "@" in shown:
        return PLAIN
    has_hour = "h" in shown or "s" in shown
    # beside an hour and without a day or a year, m is minutes
    has_month = "m" in shown and (not has_hour or "d" in shown or "y" in shown)
    seen = [
        letter for letter, there in zip("ymd", ("y" in shown, has_month, "d" in shown), strict=True) if there
    ]
    return NumberFormat("".join([*seen, "t" if has_hour else ""]))


def built_in_format(number: int) -> NumberFormat:
    """Return one of the formats that have a number and no text."""
    return number_format(BUILT_IN_DATES.get(number, ""))


def number_words(raw: str, form: NumberFormat = PLAIN) -> str:
    """Return a number as a person sees it: 12 for 12.0, 0012 where the format fills up to four digits.

    Raises:
        NoSuchCell: It is not a number.
    """
    raw = raw.strip()
    if not NUMBER.fullmatch(raw):
        raise NoSuchCell("not a number")
    # an identifier of many digits is kept as it stands; everything else has as many digits as are shown
    words = raw if WHOLE.fullmatch(raw) else _decimal_words(raw)
    return words.zfill(form.digits) if form.digits and words.isdigit() else words


def _decimal_words(raw: str) -> str:
    exact = Decimal(raw)
    if not -300 < exact.adjusted() < 300:
        raise NoSuchCell("no number of a spreadsheet")
    shown = Decimal(format(float(raw), f".{SHOWN_DIGITS}g"))
    if shown == 0:
        return "0"
    if not -SHOWN_DIGITS < shown.adjusted() < 2 * SHOWN_DIGITS:
        return f"{shown.normalize():E}"
    words = format(shown, "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def date_words(raw: str, form: NumberFormat, *, is_1904: bool) -> str:
    """Return the ISO date, as far as the format shows it, of a day's number in one of the two systems.

    Raises:
        NoSuchCell: There is no such day.
    """
    raw = raw.strip()
    if not NUMBER.fullmatch(raw):
        raise NoSuchCell("not a number")
    serial = float(raw)
    days, seconds = divmod(round(serial * 86_400), 86_400) if 0 <= serial <= LAST_SERIAL + 1 else (-1, 0)
    if days < 0 or days > LAST_SERIAL:
        raise NoSuchCell("no such day")
    hour = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if form.shows == "t":
        return hour if days == 0 else number_words(raw)
    day = _day(days, is_1904=is_1904)
    if "d" in form.shows:
        return f"{day.isoformat()}T{hour}" if "t" in form.shows and seconds else day.isoformat()
    return f"{day:%Y-%m}" if "m" in form.shows else f"{day.year:04d}"


def _day(days: int, *, is_1904: bool) -> date:
    if is_1904:
        try:
            return date(1904, 1, 1) + timedelta(days)
        except OverflowError as error:
            raise NoSuchCell("no such day") from error
    if days in (0, 60):
        # the system of 1900 counts 0 January and 29 February 1900, which never were
        raise NoSuchCell("no such day")
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)
