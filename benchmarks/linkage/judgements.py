"""What a thousand judgements bring: how good the rest of a list is before them and after.

    .venv/bin/python benchmarks/linkage/judgements.py SET.csv ... [--judgements 1000]

A reviewer who knows the truth judges the pairs nearest to the threshold, as the queue asks them. Pairs judged
are left out of every measure. Told are the list untouched, with the judgements as links only, and with the
scorer corrected by them as well. SET.csv has its truth beside it (`corruptor.py` writes both).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))
from reports import read_reports, read_truth

from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.calibration import calibrated
from tawthiq.methods.linkage.clustering import joins
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.guard import guarded
from tawthiq.methods.linkage.likely import Scored, people, scored
from tawthiq.methods.linkage.relearning import PLAIN_ODDS, Judged, relearned
from tawthiq.methods.linkage.scoring import Learned, shipped

SEED = 1
Places = NDArray[np.int64]


def some(found: Likenesses, at: Places) -> Likenesses:
    """Return some of the pairs."""
    return Likenesses(Pairs(found.pairs.left[at], found.pairs.right[at]), found.likeness[at], found.bits[at])


def judged(known: Scored, asked: Places, is_same: NDArray[np.bool_]) -> Judged:
    """Return what the reviewer said, with pairs that are plainly two people."""
    plain = np.random.default_rng(SEED).permutation(np.flatnonzero(known.odds < PLAIN_ODDS))
    found = known.found
    return Judged(
        some(found, asked), known.odds[asked], is_same[asked], some(found, plain), known.odds[plain]
    )


def clusters(known: Scored, odds: NDArray[np.float64], asked: Places, is_same: NDArray[np.bool_]) -> Places:
    """Return the clusters with the judgements as links."""
    left, right = known.found.pairs.left[asked], known.found.pairs.right[asked]
    pairs = list(zip(left.tolist(), right.tolist(), is_same[asked].tolist(), strict=True))
    apart: dict[int, set[int]] = {}
    for one, other, same in pairs:
        if not same:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
    tree = joins(
        len(known.table),
        known.found.pairs,
        odds,
        together=[(one, other) for one, other, same in pairs if same],
        apart={one: frozenset(others) for one, others in apart.items()},
    )
    return tree.clusters(calibrated(odds, tree).threshold)


def f1_of_the_rest(found: Places, truth: Places, known: Scored, asked: Places) -> float:
    """Return F1 over all pairs of records but those judged."""
    left, right = known.found.pairs.left[asked], known.found.pairs.right[asked]
    together, same = found[left] == found[right], truth[left] == truth[right]
    both = _pairs(np.unique(np.column_stack([found, truth]), axis=0, return_counts=True)[1])
    both -= int((together & same).sum())
    joined = _pairs(np.unique(found, return_counts=True)[1]) - int(together.sum())
    true = _pairs(np.unique(truth, return_counts=True)[1]) - int(same.sum())
    return 2 * both / (joined + true)


def _pairs(sizes: Places) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def tell(path: Path, judgements: int) -> None:
    """Print what judgements bring on one set."""
    reports, truth = read_reports(path), read_truth(path)
    order = sorted(range(len(reports)), key=lambda at: reports[at].record_id)
    truth = truth[order]
    known = scored(reports)
    before = people(known)
    pairs = known.found.pairs
    is_same = truth[pairs.left] == truth[pairs.right]
    nearest = np.argsort(np.abs(known.odds - before.calibration.threshold), kind="stable")[:judgements]
    said = judged(known, nearest, is_same)
    corrected = relearned(said, Learned(shipped()))
    print(f"{path.name}, {judgements} judgements; F1 of the rest:")
    print(f"  {f1_of_the_rest(before.cluster, truth, known, nearest):.4f}  before")
    links = clusters(known, known.odds, nearest, is_same)
    print(f"  {f1_of_the_rest(links, truth, known, nearest):.4f}  with the judgements as links")
    if corrected is None:
        print("          a correction does no better on held-out judgements, and is not used")
        return
    odds = guarded(known.found, corrected.score(known.found), writes_vowels=known.rare.writes_vowels)
    both = clusters(known, odds, nearest, is_same)
    print(f"  {f1_of_the_rest(both, truth, known, nearest):.4f}  with the corrected scorer as well")


def main() -> None:
    """Tell of each set."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("sets", nargs="+", type=Path)
    asked.add_argument("--judgements", type=int, default=1000)
    given = asked.parse_args()
    for path in given.sets:
        tell(path, given.judgements)


if __name__ == "__main__":
    main()
