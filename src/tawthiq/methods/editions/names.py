"""How alike two names are, part by part, as lists write and rewrite them. Pure."""

from __future__ import annotations

from enum import IntEnum

from tawthiq.methods.editions.rows import Row

ENOUGH = 3
"""Parts of a name that two rows must share where one of them has more or other parts."""


class Name(IntEnum):
    """How two names differ, the closest first; the person's own name comes first in a name."""

    SAME = 0
    SPELLING = 1
    MORE_PARTS = 2
    PART_SPELT = 3
    SOUNDS = 4
    ORDER = 5
    OWN_SPELT = 6
    PART_OTHER = 7


def names(gone: Row, new: Row) -> Name | None:
    """Return how the names differ, or None where they are not alike.

    Two names that differ in the person's own name by more than a letter are not alike: brothers and sisters
    share all the rest.
    """
    one, other = gone.parts, new.parts
    if len(one) < 2 or len(other) < 2:
        return None
    if one == other:
        return Name.SAME if gone.name == new.name else Name.SPELLING
    if one[0] == other[0] and _is_within(one, other):
        return Name.MORE_PARTS
    if len(one) == len(other):
        return _place_by_place(one, other) or _otherwise(gone, new)
    return _otherwise(gone, new)


def _place_by_place(one: tuple[str, ...], other: tuple[str, ...]) -> Name | None:
    differ = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 1 or len(one) < ENOUGH:
        return None
    place = differ[0]
    if is_one_letter(one[place], other[place]):
        return Name.PART_SPELT if place else Name.OWN_SPELT
    return Name.PART_OTHER if place and len(one) > ENOUGH else None


def _otherwise(gone: Row, new: Row) -> Name | None:
    if len(gone.sounds) >= ENOUGH and gone.sounds == new.sounds and all(gone.sounds):
        return Name.SOUNDS
    if len(gone.parts) >= ENOUGH and sorted(gone.parts) == sorted(new.parts):
        return Name.ORDER
    return None


def _is_within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether the shorter name is the longer one with parts left out."""
    short, long = sorted((one, other), key=len)
    if len(short) < ENOUGH or len(short) == len(long):
        return False
    rest = iter(long)
    return all(part in rest for part in short)


def is_one_letter(one: str, other: str) -> bool:
    """Say whether one letter was typed wrongly, left out, added, or changed places with its neighbour."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    first, second = one[start:], other[start:]
    if len(one) == len(other):
        swapped = first[:2] == second[1::-1] and first[2:] == second[2:]
        return first[1:] == second[1:] or (len(first) > 1 and swapped)
    return first[1:] == second if len(one) > len(other) else second[1:] == first
