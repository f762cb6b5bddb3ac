"""What no score may join: brothers and sisters, a father and his son, are told apart by little, and joining
them erases somebody.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.scoring import Odds

AT_MOST = -3.0
"""The log-odds that a guarded pair has at most: it is not joined, and a person may still be asked."""
FAR_APART = ("years-apart", "ages-far-apart")


def is_guarded(found: Likenesses, *, writes_vowels: bool) -> NDArray[np.bool_]:
    """Return which pairs are likely brothers and sisters, or a father and his son.

    In one script, two first names that are not written alike with two sexes are two people (خالد and خلود,
    Juan and Juana), however much else is the same: they may be twins. Across scripts one name can be written
    in many ways. In one script, so are two first names that are not even alike, as `comparisons` tells them.
    Where a list `writes_vowels` (`rarity`), its languages may give a son his father's whole name: two ages or
    births years apart are two people there.
    """
    is_two = _differs(found, "sex") & ~_is(found, "given", "written-alike")
    is_two |= _differs(found, "given")
    is_two &= ~_is(found, "script", "two-scripts")
    if writes_vowels:
        is_two |= _is(found, "birth", *FAR_APART)
    return is_two


def guarded(found: Likenesses, odds: Odds, *, writes_vowels: bool) -> Odds:
    """Return the odds with those of guarded pairs held down."""
    held_down = np.minimum(odds, AT_MOST)
    return np.where(is_guarded(found, writes_vowels=writes_vowels), held_down, odds)


def _differs(found: Likenesses, name: str) -> NDArray[np.bool_]:
    return np.asarray(found.likeness[:, NAMES.index(name)] == 0, np.bool_)


def _is(found: Likenesses, name: str, *codes: str) -> NDArray[np.bool_]:
    at = NAMES.index(name)
    levels = [COMPARISONS[at].codes.index(code) - 1 for code in codes]
    return np.isin(found.likeness[:, at], levels)
