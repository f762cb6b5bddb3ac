"""Where to stop joining: a threshold from the list itself, without labels, and how sure a count of people is.

No threshold fits every list. The log-odds of all compared pairs say how many of them are one person; joining
as many pairs as that is where the list itself would stop. Half of the way from the usual threshold to there
is taken, since the odds of a list unlike those that they were learned from are off by something too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.clustering import Joins

USUAL = -1.0
"""The average log-odds between where people are counted best (lower) and pairs are joined best (higher).

It was chosen on the development set with people left out, and on sets of `benchmarks/linkage/corruptor.py`.
"""
LEAST, GREATEST = -1.5, 0.6
MERGE_HAPPY, WARY = -1.0, 1.5
"""How far below and above the threshold a count of people is looked at, for its interval."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A threshold for the average log-odds of a join, and how many pairs the odds say are one person."""

    threshold: float
    expected_pairs: float


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people records tell of: by the threshold, and between the merge-happy and the wary end."""

    people: int
    at_least: int
    at_most: int


def calibrated(odds: NDArray[np.float64], found: Joins) -> Calibration:
    """Return where to stop joining in one list."""
    expected = float(probability(odds).sum())
    steps = np.arange(LEAST, GREATEST + 0.05, 0.1)
    together = np.array([found.pairs_together(step) for step in steps])
    own = float(steps[int(np.argmin(np.abs(together - expected)))]) if len(odds) else USUAL
    return Calibration(threshold=(USUAL + own) / 2, expected_pairs=expected)


def people_count(found: Joins, threshold: float) -> PeopleCount:
    """Return how many people there are, and how many there would be at least and at most."""
    counts = [
        found.records - int((found.average >= at).sum())
        for at in (threshold, threshold + MERGE_HAPPY, threshold + WARY)
    ]
    return PeopleCount(*counts)


def probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that log-odds stand for."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -odds)), np.float64)
