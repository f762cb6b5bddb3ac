"""What no score may join: brothers and sisters are told apart by little, and joining them erases somebody."""

from __future__ import annotations

import numpy as np

from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.scoring import Odds

AT_MOST = -3.0
"""The log-odds that a guarded pair has at most: it is joined with nobody, and a person may still be asked."""


def guarded(found: Likenesses, odds: Odds) -> Odds:
    """Return the odds with those of likely brothers and sisters held down.

    In one script, two first names that are not written alike with two sexes are two people (خالد and خلود,
    Juan and Juana), however much else is the same: they may be twins. Across scripts one name can be written
    in many ways.
    """
    likeness = {name: found.likeness[:, at] for at, name in enumerate(NAMES)}
    ladder = {comparison.name: comparison for comparison in COMPARISONS}
    written_alike = ladder["given"].codes.index("written-alike") - 1
    two_scripts = ladder["script"].codes.index("two-scripts") - 1
    different_sex = ladder["sex"].codes.index("different") - 1
    is_guarded = (
        (likeness["given"] < written_alike)
        & (likeness["sex"] == different_sex)
        & (likeness["script"] != two_scripts)
    )
    return np.where(is_guarded, np.minimum(odds, AT_MOST), odds)
