"""A source's words for a date, read into EDTF."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from tawthiq.core.dates import words
from tawthiq.core.dates.compact import compact, first_of_month
from tawthiq.core.dates.dated import Dated, year_of
from tawthiq.core.dates.days import shift_days, simple_bounds
from tawthiq.core.dates.errors import AmbiguousDate, UnreadableDate
from tawthiq.core.dates.parsing import CACHED_DATES, parse_edtf
from tawthiq.core.dates.pieces import EARLIEST_YEAR, Calendar, Order, edtf_of_pieces, whole_words
from tawthiq.core.errors import UsageProblem
from tawthiq.core.letters import plain


def _leading(entries: str) -> re.Pattern[str]:
    return re.compile(rf"{whole_words(words.listed(entries))}[\s.]*(.+)")


_TIME_OF_DAY = re.compile(r"(?<=\d)[t\s]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*([ap]m|z|[+-]\d\d:?\d\d)?$")
_EDTF = re.compile(r"(?:\.\.|[\[{/~?%]|[\dx]{4})[\dx~?%.,\[\]{}/-]*")
_NUMBERS = re.compile(r"\d+(?:[\s/.,،\-–—]+\d+){0,2}")
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")
_BETWEEN, _AND = whole_words(words.listed(words.BETWEEN)), whole_words(words.listed(words.AND))
_RANGES = (
    re.compile(rf"{_BETWEEN}\s*(.+?)\s+(?:{_AND}|و)\s*(.+)"),
    re.compile(rf"(.+?)(?:\s+[-–—]\s+|\s*[–—]\s*|\s+{_AND}\s*)(.+)"),
)
_BEFORE, _AFTER, _UNTIL, _SINCE = map(_leading, (words.BEFORE, words.AFTER, words.UNTIL, words.SINCE))
_ABOUT = re.compile(rf"{whole_words(words.listed(words.ABOUT))}\.?")


@lru_cache(maxsize=CACHED_DATES)
def read_date(
    text: str, *, order: Order | None = None, formats: tuple[str, ...] = (), calendar: Calendar = "gregorian"
) -> Dated:
    """Read a date as a source wrote it, in Arabic, English or Spanish, and return it as EDTF with its bounds.

    Args:
        text: The source's words.
        order: Where the day stands in 03/04/2012: ``dmy``, ``mdy`` or ``ymd``. Without it such a date is
            ambiguous, and 13/04/2012 is not.
        formats: Forms of `datetime.strptime` that are tried before everything else; one without a day or
            without a month gives a month or a year.
        calendar: What a number without a mark means. A Hijri date becomes an interval of Gregorian days,
            one day wider on each side.

    Raises:
        AmbiguousDate: It can be two dates and nothing says which.
        UnreadableDate: It is not a date in a form known here, or there is no such day.
        UsageProblem: The order or the calendar has no such value.
    """
    if order not in (None, "dmy", "mdy", "ymd") or calendar not in ("gregorian", "hijri"):
        raise UsageProblem("A date's order is dmy, mdy or ymd, and its calendar gregorian or hijri.")
    clean = " ".join(plain(text).replace("؟", "?").split())
    if not clean:
        raise UnreadableDate.of(text, "it is blank")
    for form in formats:
        with suppress(ValueError):
            return parse_edtf(_by_format(clean, form))
    clean = first_of_month(_TIME_OF_DAY.sub("", clean))
    return parse_edtf(_edtf(clean, order, calendar))


def _by_format(text: str, form: str) -> str:
    """Return the EDTF of a text in one form, as precise as the form.

    Raises:
        ValueError: The text does not have that form.
    """
    moment = datetime.strptime(text, form)  # noqa: DTZ007  # a date, of which no hour is taken
    directives = set(re.findall(r"%(.)", form.replace("%%", "")))
    if directives & set("djxcD"):
        return moment.date().isoformat()
    return f"{moment:%Y-%m}" if directives & set("mbB") else f"{moment.year:04d}"


def _edtf(text: str, order: Order | None, calendar: Calendar) -> str:
    if calendar == "gregorian" and (standard := _standard(text)) is not None:
        return standard
    if (spoken := _spoken(text, order, calendar)) is not None:
        return spoken
    return edtf_of_pieces(text, order=order, calendar=calendar)


def _standard(text: str) -> str | None:
    """Return the text itself where it is EDTF already."""
    if not _EDTF.fullmatch(text):
        return None
    try:
        dated = parse_edtf(text.upper())
    except UnreadableDate:
        return None
    return dated.edtf if dated.latest is None or dated.latest.year >= EARLIEST_YEAR else None


def _spoken(text: str, order: Order | None, calendar: Calendar) -> str | None:
    """Return the EDTF of a range or of words around a date, or None where the text is one plain date."""

    def read(words_of_date: str) -> Dated:
        return parse_edtf(_edtf(words_of_date.strip(), order, calendar))

    if match := _YEARS.fullmatch(text):
        return _range(read(match[1]), read(match[2]))
    if _NUMBERS.fullmatch(text):
        return None
    if (span := compact(text, read, is_day_first=order == "dmy")) is not None:
        return span
    bare, about = _ABOUT.subn("", text)
    if about:
        return _about(text, read(bare))
    for pattern in _RANGES:
        if match := pattern.fullmatch(text):
            last = read(match[2])
            return _range(_beginning(match[1], last, read), last)
    if match := _BEFORE.fullmatch(text):
        return f"../{shift_days(_known(text, read(match[1]).earliest), -1)}"
    if match := _AFTER.fullmatch(text):
        return f"{shift_days(_known(text, read(match[1]).latest), 1)}/.."
    if match := _UNTIL.fullmatch(text):
        return f"../{_known(text, read(match[1]).latest)}"
    if match := _SINCE.fullmatch(text):
        return f"{_known(text, read(match[1]).earliest)}/.."
    return None


def _about(text: str, dated: Dated) -> str:
    if simple_bounds(dated.edtf) is None:
        raise UnreadableDate.of(text, "'about' is read with a day, a month or a year")
    return f"{dated.edtf}~"


def _range(first: Dated, last: Dated) -> str:
    if simple_bounds(first.edtf) and simple_bounds(last.edtf):
        return f"{first.edtf}/{last.edtf}"
    return f"{first.earliest or '..'}/{last.latest or '..'}"


def _beginning(text: str, last: Dated, read: Callable[[str], Dated]) -> Dated:
    """Read the beginning of a range, which may leave its year to the end: "March to May 2014"."""
    try:
        return read(text)
    except AmbiguousDate:
        raise
    except UnreadableDate:
        year = year_of(last)
        if year is None or not re.search(r"[^\W\d_]{3}", text):
            raise
        return read(f"{text} {year}")


def _known(text: str, day: date | None) -> date:
    if day is None:
        raise UnreadableDate.of(text, "it has no beginning or no end to count from")
    return day
