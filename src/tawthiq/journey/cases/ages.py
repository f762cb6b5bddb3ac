"""How old somebody may have been at an act: intervals of completed years. Pure; no database.

An age, "child", "adult", and a birth date beside the date of the act all become intervals. Intervals that
can all be true at once narrow each other; those that cannot are alternatives, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.core.claims import PERSON, UNIDENTIFIED, Account
from tawthiq.journey.cases.words import ages_between

CHILD, ADULT = "child", "adult"
ADULT_FROM = 18
OLDEST = 200  # stands for "no upper bound" inside this module; nobody's age is stated beyond it

Interval = tuple[int, int]
GROUPS: dict[str, Interval] = {CHILD: (0, ADULT_FROM - 1), ADULT: (ADULT_FROM, OLDEST)}


@dataclass(frozen=True, slots=True)
class Ages:
    """The possible ages at an act, as alternatives; none is unknown."""

    alternatives: tuple[Interval, ...]
    unidentified: bool = False

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the set of child and adult; empty where nothing was said."""
        if not self.alternatives:
            return ((UNIDENTIFIED,),) if self.unidentified else ()
        adult = any(greatest >= ADULT_FROM for _, greatest in self.alternatives)
        child = any(least < ADULT_FROM for least, _ in self.alternatives)
        return (*(((ADULT,),) if adult else ()), *(((CHILD,),) if child else ()))

    @property
    def least(self) -> int | None:
        """Return the youngest possible age; None where nothing was said."""
        return min((low for low, _ in self.alternatives), default=None)

    @property
    def greatest(self) -> int | None:
        """Return the oldest possible age; None where it is open or nothing was said."""
        greatest = max((high for _, high in self.alternatives), default=OLDEST)
        return None if greatest >= OLDEST else greatest

    def or_else(self, other: Ages) -> Ages:
        """Return what may be true if either of two readings may be; unknown in one is unknown in both."""
        if not self.alternatives or not other.alternatives:
            return Ages((), self.unidentified and other.unidentified)
        return Ages(tuple(sorted({*self.alternatives, *other.alternatives})))


def ages_of(account: Account, act: str) -> Ages:
    """Return the ages that one account states for one act.

    An act with an age or an age group of its own is not measured by the person's.
    """
    own = [claim for claim in account.on(act) if claim.field in {"age", "age-group"}]
    claims = own or [claim for claim in account.on(PERSON) if claim.field in {"age", "age-group"}]
    return ages_stated([claim.value for claim in claims])


def ages_stated(values: Iterable[object]) -> Ages:
    """Return the ages that one account states: years, bounds, child or adult; None could not be read."""
    stated = [value for value in values if value is not None]
    found = [interval for value in stated if (interval := _interval(value)) is not None]
    return Ages(narrowed(found), unidentified=UNIDENTIFIED in stated)


def _interval(value: object) -> Interval | None:
    if isinstance(value, dict):
        least, greatest = value.get("min"), value.get("max")
        return (0 if least is None else least, OLDEST if greatest is None else greatest)
    if isinstance(value, int):
        return (value, value)
    return GROUPS.get(value) if isinstance(value, str) else None


def possible_ages(
    by_account: Sequence[Ages], birth: Iterable[tuple[str, ...]], dates: Iterable[tuple[str, ...]]
) -> Ages:
    """Return the possible ages over several accounts and over the birth dates and dates of the act."""
    stated = [interval for ages in by_account for interval in ages.alternatives]
    counted = [
        (low or 0, OLDEST if high is None else high)
        for (born,) in birth
        for (on,) in dates
        if UNIDENTIFIED not in (born, on)
        for low, high in (ages_between(born, on),)
    ]
    return Ages(narrowed([*stated, *counted]), unidentified=any(ages.unidentified for ages in by_account))


def narrowed(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return what `_narrowed` returns; most people have one age, and the same ages come again and again."""
    given = tuple(intervals)
    return given if len(given) < 2 else _narrowed(given)


@lru_cache(maxsize=65536)
def _narrowed(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the intersection of each largest set of intervals that can all be true at once.

    On a line, intervals that meet pairwise meet all together, so each such set is found at the end of
    one of them.
    """
    given = sorted(set(intervals))
    meeting = [frozenset(i for i in given if i[0] <= end <= i[1]) for end in {high for _, high in given}]
    largest = {one for one in meeting if not any(one < other for other in meeting)}
    return tuple(sorted((max(low for low, _ in one), min(high for _, high in one)) for one in largest))
