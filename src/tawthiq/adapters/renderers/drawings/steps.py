"""Round steps: the ticks of an axis and the classes of a map, from whole numbers to whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

_CLASSES = 4


def ticks(greatest: int) -> list[int]:
    """Return nought, and equal round steps that reach the greatest number: two to five of them."""
    step = _round(max(-(-greatest // 4), 1))
    return list(range(0, -(-max(greatest, 1) // step) * step + 1, step))


def _round(step: int) -> int:
    """Return the least round number that is not smaller: 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 ..."""
    power = 1
    while True:
        for factor in (1, 2, 5) if power < 10 else (1, 2, 2.5, 5):
            if factor * power >= step:
                return int(factor * power)
        power *= 10


def classes(amounts: Sequence[int]) -> list[tuple[int, int]]:
    """Return up to four classes of numbers from 1 upwards, first and last included, without a gap.

    Equal steps, unless they would put more than half of the numbers into the least class: then powers of ten.
    """
    greatest = max(amounts, default=0)
    if greatest < 1:
        return []
    step = _round(-(-greatest // _CLASSES))
    equal = _cut([step * index for index in range(1, -(-greatest // step) + 1)])
    least = sum(amount <= step for amount in amounts)
    if len(equal) < 3 or 2 * least <= len(amounts):
        return equal
    powers = [10**digits - 1 for digits in range(1, len(str(greatest)) + 1)]
    return _cut([*powers[-_CLASSES:-1], max(powers[-1], greatest)])


def _cut(lasts: list[int]) -> list[tuple[int, int]]:
    return [(before + 1, last) for before, last in zip([0, *lasts], lasts, strict=False)]


def class_of(amount: int, limits: Sequence[tuple[int, int]]) -> int | None:
    """Return which class an amount is in; None where it is in none, as nought is."""
    for index, (first, last) in enumerate(limits):
        if first <= amount <= last:
            return index
    return None
