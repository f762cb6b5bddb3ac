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


def two_people(found: Likenesses, *, writes_vowels: bool) -> NDArray[np.bool_]:
    """Return which pairs are two people whatever others say of them: brothers, or a father and his son.

    In one script, two first names that are not even alike, as `comparisons` tells them, are two people.
    Where a list `writes_vowels` (`rarity`), its languages may give a son his father's whole name: two ages or
    births years apart are two people there.
    """
    is_two = _differs(found, "given") & ~_is(found, "script", "two-scripts")
    return is_two | _is(found, "birth", *FAR_APART) if writes_vowels else is_two


def guarded(found: Likenesses, odds: Odds, *, writes_vowels: bool) -> Odds:
    """Return the odds with those of likely brothers and sisters held down, and of a father and his son.

    Besides `two_people`: in one script, two first names that are not written alike with two sexes (خالد and
    خلود, Juan and Juana), however much else is the same: they may be twins. Across scripts one name can be
    written in many ways.
    """
    is_pair = _differs(found, "sex") & ~_is(found, "given", "written-alike")
    is_pair &= ~_is(found, "script", "two-scripts")
    is_held = is_pair | two_people(found, writes_vowels=writes_vowels)
    return np.where(is_held, np.minimum(odds, AT_MOST), odds)


def _differs(found: Likenesses, name: str) -> NDArray[np.bool_]:
    return np.asarray(found.likeness[:, NAMES.index(name)] == 0, np.bool_)


def _is(found: Likenesses, name: str, *codes: str) -> NDArray[np.bool_]:
    at = NAMES.index(name)
    levels = [COMPARISONS[at].codes.index(code) - 1 for code in codes]
    return np.isin(found.likeness[:, at], levels)
