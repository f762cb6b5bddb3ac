"""Our likely linkage on the development set, each pair scored by what was trained without its people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tools import Answer, Clusters, Meter, megabytes
from train import left_out, likenesses, parts_of
from with_tawthiq import SCORERS

from tawthiq.methods.linkage.blocking import MOST
from tawthiq.methods.linkage.calibration import calibrated
from tawthiq.methods.linkage.clustering import NEVER, joins
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.guard import guarded, two_people


def linked(path: Path, truth: Clusters, *, by: str) -> list[Answer]:
    """Train without each part of the people in turn, and link; the threshold comes from the list."""
    meter = Meter()
    found = likenesses(path)
    is_same = truth[found.pairs.left] == truth[found.pairs.right]
    scored = left_out(found, is_same, parts_of(truth), SCORERS[by])
    held = guarded(found, scored, writes_vowels=False)
    odds = np.where(two_people(found, writes_vowels=False), NEVER, held)
    seen = _seen(found, likenesses(path, most=MOST), len(truth))
    tree = joins(len(truth), type(found.pairs)(found.pairs.left[seen], found.pairs.right[seen]), odds[seen])
    threshold = calibrated(odds[seen], tree).threshold
    return [
        Answer(
            f"Tawthiq, {by}, people left out",
            tree.clusters(threshold),
            *meter.spent(),
            megabytes(),
            f"threshold {threshold:+.2f}, found without labels; the cost includes training",
        )
    ]


def _seen(found: Likenesses, usual: Likenesses, records: int) -> NDArray[np.bool_]:
    """Return which pairs linking sees: learning looks at more."""
    codes = [pairs.left * records + pairs.right for pairs in (found.pairs, usual.pairs)]
    return np.isin(*codes)
