"""How alike two dates of birth are, as typing errors go. Pure."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from tawthiq.methods.editions.rows import Row


class Birth(IntEnum):
    """How two dates of birth differ, the closest first."""

    SAME = 0
    MISSING = 1
    SWAPPED = 2
    ONE_DIGIT = 3
    NEXT_DAY = 4
    SAME_DAY_OF_YEAR = 5
    SAME_YEAR = 6
    OTHER = 7


CORRECTION = frozenset({Birth.SWAPPED, Birth.ONE_DIGIT, Birth.NEXT_DAY, Birth.SAME_YEAR})
"""What slips of the hand do to a date, and what correcting a date that was only guessed does."""


def births(gone: Row, new: Row) -> Birth:
    """Return how the two differ. What is stated in one only contradicts nothing."""
    if not gone.birth or not new.birth:
        return Birth.MISSING
    if gone.birth == new.birth:
        return Birth.SAME
    one, other = gone.birth_day, new.birth_day
    if not one or not other:
        return Birth.SAME_YEAR if gone.birth[:4] == new.birth[:4] else Birth.OTHER
    return _days(one, other)


def _days(one: str, other: str) -> Birth:
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return Birth.SWAPPED
    if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return Birth.ONE_DIGIT
    if abs((date.fromisoformat(one) - date.fromisoformat(other)).days) == 1:
        return Birth.NEXT_DAY
    if one[5:] == other[5:]:
        return Birth.SAME_DAY_OF_YEAR
    return Birth.SAME_YEAR if one[:4] == other[:4] else Birth.OTHER
