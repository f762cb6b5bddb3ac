"""EDTF and periods read into bounds."""

from __future__ import annotations

from functools import lru_cache

from tawthiq.core.dates import extended
from tawthiq.core.dates.dated import Dated, Period
from tawthiq.core.dates.days import Bounds, simple_bounds
from tawthiq.core.dates.errors import UnreadableDate
from tawthiq.core.errors import UsageProblem

OPEN = ".."
CACHED_DATES = 1 << 16
PERIOD_HINT = "Write a period as 2011-03..2022-10, with a day, a month or a year at each end."


@lru_cache(maxsize=CACHED_DATES)
def parse_edtf(text: str) -> Dated:
    """Read a date written in EDTF and return it with its bounds.

    An interval is one day somewhere between its ends; an end that is open (``..``) or blank bounds nothing.

    Raises:
        UnreadableDate: It is not EDTF, no such day exists, an interval ends before it starts, or a year
            lies outside 1 to 9999.
    """
    text = text.strip()
    first, slash, last = text.partition("/")
    if not slash:
        return Dated(text, *_bounds(text))
    if not first and not last:
        raise UnreadableDate.of(text, "an interval has at least one end")
    earliest = None if first in (OPEN, "") else _bounds(first)[0]
    latest = None if last in (OPEN, "") else _bounds(last)[1]
    if earliest is not None and latest is not None and earliest > latest:
        raise UnreadableDate.of(text, "the interval ends before it starts")
    return Dated(text, earliest, latest)


def _bounds(text: str) -> Bounds:
    return simple_bounds(text) or extended.bounds(text)


def parse_period(text: str) -> Period:
    """Read ``2011-03..2022-10``, ``2022-10``, ``2011-03..`` or ``..2022-10-21``.

    Raises:
        UsageProblem: It is not a period, or ends before it starts.
    """
    first, dots, last = text.strip().partition(OPEN)
    try:
        start = parse_edtf(first).earliest if first or not dots else None
        end = parse_edtf(last if dots else first).latest if last or not dots else None
    except UnreadableDate as err:
        raise UsageProblem(f"The period {text!r} could not be read.", hint=PERIOD_HINT) from err
    if start is not None and end is not None and start > end:
        raise UsageProblem(f"The period {text!r} ends before it starts.", hint=PERIOD_HINT)
    return Period(start, end)
