"""Spans written into one word: `JUL-AGO/1975`, `12-13/05/1976`, `2ª quinc/11/1977`, `AÑOS/1976-77`.

Lists in Spanish write so. A span is one day somewhere in it, as everywhere. The text is in plain letters
(`core.letters`), where `1º` is ``1o``, `2ª` is ``2a`` and `AÑO` is ``ano``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tawthiq.core.dates import words
from tawthiq.core.dates.dated import Dated, month_of
from tawthiq.core.dates.days import month_bounds
from tawthiq.core.dates.errors import UnreadableDate

Read = Callable[[str], Dated]

_FIRST = re.compile(r"(?<!\w)1o(?=[/\s-])")
_WORD = r"[^\W\d_]+"
_MONTHS = re.compile(rf"({_WORD})-({_WORD})[/ ](\d{{4}})")
_MONTHS_OF_TWO_YEARS = re.compile(rf"({_WORD}/\d{{4}})-({_WORD}/\d{{4}})")
_YEARS = re.compile(r"anos[/ ](\d{2})(\d{2})-(\d{2})")
_HALF = re.compile(r"([12])a quinc(?:ena)?\.?[/ ](?:de )?(.+)")
_DAYS = re.compile(r"(\d{1,2})-(\d{1,2})/(\d{1,2}/\d{4})")
_DAYS_OF_TWO_MONTHS = re.compile(r"(\d{1,2}/\d{1,2})-(\d{1,2}/\d{1,2})/(\d{4})")
_NAMED = frozenset(words.numbered(words.GREGORIAN_MONTHS))
_YEAR = frozenset({"ano"})
HALF_OF_A_MONTH = 15
"""The last day of the first *quincena*; the second runs from the next to the end of the month."""


def first_of_month(text: str) -> str:
    """Return the text with the first of a month, which Spanish writes `1º`, as a number."""
    return _FIRST.sub("1", text)


def compact(text: str, read: Read, *, is_day_first: bool) -> str | None:
    """Return the EDTF of a span written into one word, or None where the text is none.

    Args:
        text: Plain letters, after `first_of_month`.
        read: How each end is read.
        is_day_first: Days without a month (`12-13/05/1976`) are read only where the day comes first.

    Raises:
        UnreadableDate: It is a span, and an end of it is no date.
    """
    if match := _MONTHS.fullmatch(text):
        if not {match[1], match[2]} <= _NAMED:
            return None
        return _span(read(f"{match[1]} {match[3]}"), read(f"{match[2]} {match[3]}"))
    if match := _MONTHS_OF_TWO_YEARS.fullmatch(text):
        ends = match[1], match[2]
        return _span(*map(read, ends)) if all(end.split("/")[0] in _NAMED | _YEAR for end in ends) else None
    if match := _YEARS.fullmatch(text):
        return _years(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _HALF.fullmatch(text):
        return _half(text, match[1], read(match[2]))
    if is_day_first and (match := _DAYS.fullmatch(text)):
        return _span(read(f"{match[1]}/{match[3]}"), read(f"{match[2]}/{match[3]}"))
    if is_day_first and (match := _DAYS_OF_TWO_MONTHS.fullmatch(text)):
        return _span(read(f"{match[1]}/{match[3]}"), read(f"{match[2]}/{match[3]}"))
    return None


def _span(first: Dated, last: Dated) -> str:
    return first.edtf if first.edtf == last.edtf else f"{first.edtf}/{last.edtf}"


def _years(text: str, century: int, first: int, last: int) -> str:
    if last <= first:
        raise UnreadableDate.of(text, "its second year does not follow the first in the same century")
    return f"{century:02d}{first:02d}/{century:02d}{last:02d}"


def _half(text: str, half: str, month: Dated) -> str:
    if month_of(month) != month.edtf:
        raise UnreadableDate.of(text, "half a month is read with its month")
    year, number = map(int, month.edtf.split("-"))
    _, last = month_bounds(year, number)
    ends = (1, HALF_OF_A_MONTH) if half == "1" else (HALF_OF_A_MONTH + 1, last.day)
    return "/".join(f"{month.edtf}-{day:02d}" for day in ends)
