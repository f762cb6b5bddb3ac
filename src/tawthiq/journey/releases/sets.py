"""How what may be true is written in a release's tables: alternatives, members, and their bounds. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tawthiq.core.claims import UNIDENTIFIED
from tawthiq.core.dates import parse_edtf
from tawthiq.core.places import Gazetteer
from tawthiq.methods.counting.schema import ALTERNATIVE, TOGETHER
from tawthiq.methods.counting.sets import as_set

Alternatives = tuple[tuple[str, ...], ...]
Interval = tuple[date | None, date | None]
OPEN: Interval = (None, None)


@lru_cache(maxsize=65536)
def written(alternatives: Alternatives) -> str | None:
    """Return a set as a release writes it, ``SY01|SY03`` or ``a+b``; None is unknown.

    Raises:
        ValueError: A member holds one of the two marks, and would be read as several.
    """
    return as_set([map(_member, members) for members in alternatives])


def _member(code: str) -> str:
    if ALTERNATIVE in code or TOGETHER in code:
        raise ValueError("a code of a release holds neither | nor +")
    return code


@lru_cache(maxsize=65536)
def day_bounds(edtf: str) -> Interval:
    """Return the earliest and latest day that an EDTF date may mean; None is open.

    Raises:
        UnreadableDate: It is not EDTF.
    """
    if edtf == UNIDENTIFIED:
        return OPEN
    dated = parse_edtf(edtf)
    return dated.earliest, dated.latest


def interval(alternatives: Alternatives) -> Interval:
    """Return the earliest and latest day over all alternatives; unknown is open on both sides."""
    bounds = [day_bounds(edtf) for members in alternatives for edtf in members]
    if not bounds:
        return OPEN
    begins, ends = zip(*bounds, strict=True)
    return _least(begins), _greatest(ends)


def earliest_of(intervals: Iterable[Interval]) -> Interval:
    """Return when the first of several things happened: an open beginning may always have been first."""
    begins, ends = zip(*intervals, strict=True)
    known_ends = [end for end in ends if end is not None]
    return _least(begins), min(known_ends, default=None)


def _least(days: Iterable[date | None]) -> date | None:
    known = list(days)
    return None if None in known else min(day for day in known if day is not None)


def _greatest(days: Iterable[date | None]) -> date | None:
    known = list(days)
    return None if None in known else max(day for day in known if day is not None)


class Regions:
    """Places as governorates or districts. A release asks the same few thousand sets again and again."""

    def __init__(self, places: Gazetteer) -> None:
        """Take the gazetteer that the archive reads its places by."""
        self._places = places
        self._found: dict[tuple[Alternatives, str], Alternatives] = {}

    def of(self, alternatives: Alternatives, level: str) -> Alternatives:
        """Return the regions, at a level, that the places may lie in.

        A place wider than the level may be any of the regions within it; a place in a country without such
        regions is that country itself, which equals no governorate.
        """
        asked = (alternatives, level)
        if asked not in self._found:
            codes = (code for members in alternatives for code in members)
            self._found[asked] = tuple((region,) for code in codes for region in self._look(code, level))
        return self._found[asked]

    def seen(self) -> set[str]:
        """Return the codes of every place that was asked about."""
        return {code for asked, _ in self._found for members in asked for code in members} - {UNIDENTIFIED}

    def _look(self, code: str, level: str) -> tuple[str, ...]:
        if code == UNIDENTIFIED:
            return (code,)
        above = self._places.ancestor(code, level)
        if above is not None:
            return (above,)
        within = tuple(place.code for place in self._places.places(level, within=code))
        return within or (code,)
