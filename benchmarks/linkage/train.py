"""Train the parameters of the linkage that are shipped, on the development set alone, and say how good they
are.

    .venv/bin/python benchmarks/linkage/train.py [--write]

Trained are one weight for each level (logistic regression) and the tables of the learned scorer (boosted
trees of two levels, added up into tables). What is told first is measured by persons left out: four parts,
each scored by what was trained without any record of its people. With `--write` the parameters from all of it
replace the shipped ones. They hold numbers, and nothing of anybody's name.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent))
from measures import Measured, measured
from reports import read_reports, read_truth

from tawthiq.core.names import FOLD_VERSION, SOUND_VERSION
from tawthiq.methods.linkage.blocking import blocks, pairs
from tawthiq.methods.linkage.clustering import joins
from tawthiq.methods.linkage.columns import columns
from tawthiq.methods.linkage.compared import compared
from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses, compare
from tawthiq.methods.linkage.rarity import rarity
from tawthiq.methods.linkage.scoring import BIT, FORMAT, Learned, Parameters, Scorer, Weighed, read_parameters

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared"))
DEVELOPMENT = SHARED / "data/linkage/hard_dev10k.csv"
TARGET = ROOT / "src/tawthiq/methods/linkage/parameters/reports.json"
NAME = "reports-1"
MOST_TO_LEARN_FROM = 40
"""Records that share a key while learning: more pairs that are not one person, and harder ones, than
linking sees.
"""
PARTS = 4
WEIGHED_PART = 1 / 3
BY_HAND = {"mother": [-2.0, 1.0, 1.5]}
"""Bits for what the development set does not have: brothers and sisters share a mother, so agreeing says
little.
"""
TREES: dict[str, Any] = {
    "n_estimators": 800,
    "max_depth": 2,
    "num_leaves": 4,
    "learning_rate": 0.07,
    "min_child_samples": 20,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.8,
    "random_state": 7,
    "deterministic": True,
    "force_row_wise": True,
    "n_jobs": 1,
    "verbose": -1,
}
Likeness = NDArray[np.int8]
Truth = NDArray[np.bool_]


def likenesses(path: Path, *, most: int = MOST_TO_LEARN_FROM) -> Likenesses:
    """Compare the pairs of a set."""
    table = compared(read_reports(path))
    rare = rarity(table)
    found = pairs(blocks(table, rare, most=most), len(table))
    nothing = {comparison.name: [0.0] * (len(comparison.levels) + 1) for comparison in COMPARISONS}
    return compare(columns(table, rare), found, nothing, least_bits=-1e9)


def trained(likeness: Likeness, is_same: Truth) -> Parameters:
    """Return parameters trained on pairs."""
    return read_parameters(body_of(likeness, is_same))


def body_of(likeness: Likeness, is_same: Truth) -> dict[str, Any]:
    """Return what a file of parameters holds that were trained on pairs."""
    weights, prior = _weights(likeness, is_same)
    return {
        "format": FORMAT,
        "name": NAME,
        "fold": FOLD_VERSION,
        "sound": SOUND_VERSION,
        "weights": weights,
        "prior": prior,
        "learned": _blended(_tables(likeness, is_same), weights, prior),
    }


def _weights(likeness: Likeness, is_same: Truth) -> tuple[dict[str, list[float]], float]:
    one_hot = [
        likeness[:, at] == level for at, c in enumerate(COMPARISONS) for level in range(len(c.levels) + 1)
    ]
    model = LogisticRegression(C=0.5, max_iter=5000, tol=1e-6).fit(np.column_stack(one_hot), is_same)
    bits = iter((model.coef_[0] / BIT).round(3).tolist())
    weights = {c.name: [next(bits) for _ in range(len(c.levels) + 1)] for c in COMPARISONS}
    return weights | BY_HAND, round(float(model.intercept_[0] / BIT), 3)


def _tables(likeness: Likeness, is_same: Truth) -> dict[str, Any]:
    model = lightgbm.LGBMClassifier(**TREES).fit(likeness.astype(np.int32), is_same)
    dumped = model.booster_.dump_model()
    sizes = {c.name: len(c.levels) + 2 for c in COMPARISONS}
    alone = {name: np.zeros(size) for name, size in sizes.items()}
    alone["mother"][1:] += np.array(BY_HAND["mother"]) * BIT  # the trees have never seen a mother's name
    together: dict[tuple[str, str], NDArray[np.float64]] = defaultdict(lambda: np.zeros(0))
    for tree in dumped["tree_info"]:
        _add(tree["tree_structure"], sizes, alone, together)
    return {
        "alone": {name: values.tolist() for name, values in alone.items()},
        "together": [[one, other, table.tolist()] for (one, other), table in sorted(together.items())],
    }


def _blended(learned: dict[str, Any], weights: dict[str, list[float]], prior: float) -> dict[str, Any]:
    """Return tables of two parts trees and one part weights: as good here, and better on lists unlike
    these.
    """
    parts = 1 - WEIGHED_PART
    alone = {
        name: (parts * np.array(values) + WEIGHED_PART * BIT * np.array([0.0, *weights[name]]))
        .round(4)
        .tolist()
        for name, values in learned["alone"].items()
    }
    together = [
        [one, other, (parts * np.array(table)).round(4).tolist()] for one, other, table in learned["together"]
    ]
    return {"base": round(WEIGHED_PART * prior * BIT, 4), "alone": alone, "together": together}


def _add(
    root: dict[str, Any],
    sizes: dict[str, int],
    alone: dict[str, NDArray[np.float64]],
    together: dict[tuple[str, str], NDArray[np.float64]],
) -> None:
    """Add a tree of two levels to the tables: each of its halves looks at two comparisons at most."""
    if "leaf_value" in root:
        return
    name = NAMES[root["split_feature"]]
    for side in ("left_child", "right_child"):
        half, child = _side(root, side, sizes[name]), root[side]
        if "leaf_value" in child:
            alone[name] += half * child["leaf_value"]
            continue
        other = NAMES[child["split_feature"]]
        values = sum(
            _side(child, leaf, sizes[other]) * child[leaf]["leaf_value"]
            for leaf in ("left_child", "right_child")
        )
        if other == name:
            alone[name] += half * values
            continue
        one, two = sorted((name, other), key=NAMES.index)
        table = np.outer(half, values) if one == name else np.outer(values, half)
        before = together[one, two]
        together[one, two] = table if not before.size else before + table


def _side(node: dict[str, Any], side: str, size: int) -> NDArray[np.float64]:
    is_left = np.arange(-1, size - 1) <= node["threshold"]
    return (is_left if side == "left_child" else ~is_left).astype(float)


def parts_of(people: NDArray[np.int64], seed: int = 5) -> NDArray[np.int64]:
    """Return the part that each record is in; all records of a person are in one."""
    order = list(range(int(people.max()) + 1))
    Random(seed).shuffle(order)
    part = np.empty(len(order), np.int64)
    part[order] = np.arange(len(order)) % PARTS
    return part[people]


def left_out(
    found: Likenesses, is_same: Truth, part: NDArray[np.int64], make: Callable[[Parameters], Scorer]
) -> NDArray[np.float64]:
    """Return log-odds of each pair by what was trained without its people (for two parts, the average of
    both).
    """
    left, right = part[found.pairs.left], part[found.pairs.right]
    total, times = np.zeros(len(found)), np.zeros(len(found))
    for out in range(PARTS):
        is_inside = (left != out) & (right != out)
        parameters = trained(found.likeness[is_inside], is_same[is_inside])
        rest = ~is_inside
        total[rest] += make(parameters).score(_weighed(found, parameters, rest))
        times[rest] += 1
    return total / times


def _weighed(found: Likenesses, parameters: Parameters, some: Truth) -> Likenesses:
    likeness = found.likeness[some]
    bits = sum(
        np.array([0.0, *parameters.weights[name]])[likeness[:, at].astype(int) + 1]
        for at, name in enumerate(NAMES)
    )
    pairs_of = type(found.pairs)(found.pairs.left[some], found.pairs.right[some])
    return Likenesses(pairs_of, likeness, np.asarray(bits))


def best(people: NDArray[np.int64], found: Likenesses, odds: NDArray[np.float64]) -> tuple[float, Measured]:
    """Return the threshold under which clusters are best, and how good they are."""
    tree = joins(len(people), found.pairs, odds)
    tried = [
        (threshold, measured(tree.clusters(threshold), people)) for threshold in np.arange(-1.6, 0.9, 0.2)
    ]
    return max(tried, key=lambda one: one[1].f1)


def main() -> None:
    """Train, tell, and with --write replace what is shipped."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    people = read_truth(DEVELOPMENT)
    found = likenesses(DEVELOPMENT)
    is_same = people[found.pairs.left] == people[found.pairs.right]
    for make in (Weighed, Learned):
        threshold, reached = best(people, found, left_out(found, is_same, parts_of(people), make))
        print(f"{make.__name__:8} by persons left out, at {threshold:+.1f}: {reached}")
    if given.write:
        TARGET.write_text(json.dumps(body_of(found.likeness, is_same), separators=(",", ":")) + "\n", "utf-8")
        print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
