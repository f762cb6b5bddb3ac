"""One plain date taken apart into day, month and year, in either calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from tawthiq.core.dates import words
from tawthiq.core.dates.days import existing_day
from tawthiq.core.dates.errors import AmbiguousDate, UnreadableDate
from tawthiq.core.dates.hijri import FIRST_YEAR, LAST_YEAR, hijri_edtf

Order = Literal["dmy", "mdy", "ymd"]
Calendar = Literal["gregorian", "hijri"]
EARLIEST_YEAR = 1800
"""An older year in a list of victims is a slip of the pen, or a Hijri year that nobody marked."""


def whole_words(entries: Iterable[str]) -> str:
    """Return a pattern for any of the entries as a whole word; digits may touch it ("5أيار2014")."""
    spelt = "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", entry))) for entry in entries)
    return rf"(?<![^\W\d_])(?:{spelt})(?![^\W\d_])"


def _one_space(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name)


_NAMES = {
    # The moons first: "ربيع الأول" is a month, "ربيع" alone is spring.
    kind: (re.compile(whole_words(names)), {_one_space(name): n for name, n in names.items()})
    for kind, names in (
        ("h", words.numbered(words.HIJRI_MONTHS)),
        ("m", words.numbered(words.GREGORIAN_MONTHS)),
        ("s", words.numbered(words.SEASONS)),
    )
}
_FILLERS = re.compile(whole_words(words.listed(words.FILLERS) + words.listed(words.PARTS_OF_A_TIME)))
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?![a-z])")
_MARKS: dict[Calendar, re.Pattern[str]] = {
    "hijri": re.compile(whole_words(words.listed(words.HIJRI_MARKS))),
    "gregorian": re.compile(whole_words(words.listed(words.GREGORIAN_MARKS))),
}
_PIECE = re.compile(r"[hms]\d\d|\d{1,2}|\d{4}")
_SPACED = re.compile(r"\d+ +\d+")
_SEPARATORS = re.compile(r"[\s/.,،\-–—]+")


def edtf_of_pieces(text: str, *, order: Order | None, calendar: Calendar) -> str:
    """Return the EDTF of one date in plain letters: numbers, with or without the name of a month or season.

    What the text itself says of its calendar (a Hijri month, هـ, AD) goes before `calendar`.

    Raises:
        AmbiguousDate: Day and month are numbers that could be either, and no order is given.
        UnreadableDate: It is not a date, or there is no such day.
    """
    for stated, pattern in _MARKS.items():
        text, found = pattern.subn(" ", text)
        calendar = stated if found else calendar
    pieces = _pieces(text)
    kinds = "".join(piece[0] if not piece.isdigit() else "y" if len(piece) == 4 else "n" for piece in pieces)
    numbers = [int(piece.lstrip("hms")) for piece in pieces]
    if "h" in kinds:
        calendar = "hijri"
    elif "m" in kinds:
        calendar = "gregorian"
    shape = kinds.replace("h", "m")
    if shape in ("ny", "yn") and _SPACED.fullmatch(text):
        raise UnreadableDate.of(text, "a month in figures is joined to its year by / or -")
    if shape in ("sy", "ys"):
        return _season(text, numbers, kinds, calendar)
    year, month, day = _year_month_day(text, shape, numbers, order)
    return hijri_edtf(year, month, day) if calendar == "hijri" else _gregorian(text, year, month, day)


def _pieces(text: str) -> list[str]:
    """Return the numbers of a date and its named parts, such as ``5``, ``m04`` and ``2014``."""
    marked = text
    for kind in _NAMES:
        marked = _with_names_marked(marked, kind)
    marked = _FILLERS.sub(" ", _ORDINAL.sub("", marked))
    pieces: list[str] = []
    for piece in filter(None, _SEPARATORS.split(marked)):
        if not _PIECE.fullmatch(piece):
            raise UnreadableDate.of(text)
        # "آذار/مارس": the United Nations write both names of a month.
        if not (pieces and piece == pieces[-1] and piece[0] in "hm"):
            pieces.append(piece)
    return pieces


def _with_names_marked(text: str, kind: str) -> str:
    pattern, numbers = _NAMES[kind]

    def mark(match: re.Match[str]) -> str:
        return f" {kind}{numbers[_one_space(match[0])]:02d} "

    return pattern.sub(mark, text)


def _season(text: str, numbers: list[int], kinds: str, calendar: Calendar) -> str:
    if calendar == "hijri":
        raise UnreadableDate.of(text, "a season has no place in a Hijri year")
    year, season = numbers[kinds.index("y")], numbers[kinds.index("s")]
    return f"{_plausible(text, year):04d}-{season}"


def _year_month_day(
    text: str, shape: str, numbers: list[int], order: Order | None
) -> tuple[int, int | None, int | None]:
    match shape:
        case "y":
            return numbers[0], None, None
        case "my" | "ny":
            return numbers[1], numbers[0], None
        case "ym" | "yn":
            return numbers[0], numbers[1], None
        case "nmy":
            return numbers[2], numbers[1], numbers[0]
        case "mny":
            return numbers[2], numbers[0], numbers[1]
        case "ymn" | "ynn":
            return numbers[0], numbers[1], numbers[2]
        case "nny":
            return numbers[2], *_month_and_day(text, numbers[0], numbers[1], order)
        case "nnn":
            raise AmbiguousDate.of(text, "its year has two digits or fewer, so the century is not said")
        case _:
            raise UnreadableDate.of(text)


def _month_and_day(text: str, first: int, second: int, order: Order | None) -> tuple[int, int]:
    """Return the month and the day of two numbers; a 0 stands for a day that is not known."""
    if order == "ymd":
        raise UnreadableDate.of(text, "it ends with the year, and the order given is ymd")
    if order == "dmy":
        return second, first
    if order == "mdy":
        return first, second
    if first == second or first > 12 or first == 0:
        return second, first
    if second > 12 or second == 0:
        return first, second
    raise AmbiguousDate.of(text, "either number could be the day")


def _gregorian(text: str, year: int, month: int | None, day: int | None) -> str:
    _plausible(text, year)
    if not month:
        if day:
            raise UnreadableDate.of(text, "it names a day of no month")
        return f"{year:04d}"
    if month > 12:
        raise UnreadableDate.of(text, "there is no such month")
    if not day:
        return f"{year:04d}-{month:02d}"
    return existing_day(year, month, day).isoformat()


def _plausible(text: str, year: int) -> int:
    if year < EARLIEST_YEAR:
        is_hijri = FIRST_YEAR <= year <= LAST_YEAR
        why = "looks Hijri; say `calendar: hijri`" if is_hijri else f"is before {EARLIEST_YEAR}"
        raise UnreadableDate.of(text, f"its year {why}")
    return year
