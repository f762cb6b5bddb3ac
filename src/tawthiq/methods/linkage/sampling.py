"""How good a linkage is, estimated from a sample of pairs that people judged.

Only a random sample tells of the pairs that nobody looked at. A pair has a *chance*: the probability with
which it was drawn into the sample. What was drawn with half the chance stands for twice as many pairs
(Horvitz and Thompson, 1952), and shares are ratios of such sums (Hajek, 1971). A pair that was chosen,
because it was hard to tell or because somebody came upon it, has no chance. Hard pairs are wrong more often
than others, so it never enters an estimate.

An interval is what the middle 95 % of resamples give (Efron's percentile bootstrap). Pairs that share records
stand or fall together, so they are drawn together. Where all pairs of the sample agree every resample does
too, which would pass for certainty: the interval is then the exact one of Clopper and Pearson (1934).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.evaluation import Share
from tawthiq.methods.linkage.unions import Unions

LEVEL = 0.95
"""How often intervals made like these hold the true value."""
DRAWS = 2000
SEED = 1934
"""Fixed, so that the same judgements give the same interval to everybody."""
FEW = 100
"""Pairs below which a figure is told with a warning: its interval is then some ten points wide at best."""
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """What people said of two records (None: they could not tell), whether the linkage joins them, and the
    chance with which the pair was drawn (None: it was chosen, and not at random).
    """

    left: str
    right: str
    is_same: bool | None
    is_joined: bool
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its interval, and the number of pairs that it rests on; None is unknown."""

    value: float | None
    low: float | None
    high: float | None
    pairs: int

    @property
    def is_of_few(self) -> bool:
        """Say whether it rests on so few pairs that it must not be told without a warning."""
        return self.pairs < FEW


@dataclass(frozen=True, slots=True)
class Estimates:
    """What the random sample says of the pairs that it was drawn from: precision rests on pairs that the
    linkage joins, recall on pairs that are one person. `unsure` pairs enter neither.
    """

    pairs: int
    unsure: int
    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True)
class Judged:
    """How the linkage and people agree on some pairs, told as it is: it stands for no others."""

    joined_right: Share
    found: Share
    unsure: int


def judged(pairs: Sequence[JudgedPair]) -> Judged:
    """Count how linkage and people agree, on any pairs."""
    told = [pair for pair in pairs if pair.is_same is not None]
    right = sum(pair.is_joined and pair.is_same is True for pair in told)
    return Judged(
        joined_right=Share(right, sum(pair.is_joined for pair in told)),
        found=Share(right, sum(pair.is_same is True for pair in told)),
        unsure=len(pairs) - len(told),
    )


def estimates(pairs: Sequence[JudgedPair], *, draws: int = DRAWS, seed: int = SEED) -> Estimates:
    """Estimate precision and recall from the pairs that were drawn at random; the others are passed over."""
    drawn = sorted((pair for pair in pairs if pair.chance), key=lambda pair: (pair.left, pair.right))
    told = [pair for pair in drawn if pair.is_same is not None]
    weight = np.array([1 / (pair.chance or 1) for pair in told])
    is_same = np.array([pair.is_same is True for pair in told], np.bool_)
    is_joined = np.array([pair.is_joined for pair in told], np.bool_)
    group = _groups(told)
    right = weight * (is_same & is_joined)
    return Estimates(
        pairs=len(drawn),
        unsure=len(drawn) - len(told),
        precision=_estimate(right, weight * is_joined, group, draws=draws, seed=seed),
        recall=_estimate(right, weight * is_same, group, draws=draws, seed=seed),
    )


def _groups(pairs: Sequence[JudgedPair]) -> NDArray[np.int64]:
    """Return for each pair the number of its group: pairs that share records, directly or through others."""
    unions = Unions()
    for pair in pairs:
        unions.join(pair.left, pair.right)
    number: dict[str, int] = {}
    return np.array([number.setdefault(unions.root(p.left), len(number)) for p in pairs], np.int64)


def _estimate(part: Weights, whole: Weights, group: NDArray[np.int64], *, draws: int, seed: int) -> Estimate:
    """Return the ratio of two sums over pairs, where `part` of each pair is some or none of its `whole`."""
    pairs, total = int((whole > 0).sum()), float(whole.sum())
    if not pairs:
        return Estimate(None, None, None, 0)
    value = float(part.sum()) / total
    parts, wholes = _summed(part, group), _summed(whole, group)
    if value in (0.0, 1.0):
        low, high = _all_alike(value, wholes)
    else:
        low, high = _resampled(parts, wholes, draws=draws, seed=seed)
    # a single group, or groups that are all alike, cannot say how far chance went
    return Estimate(value, low, high, pairs) if low < high else Estimate(value, None, None, pairs)


def _summed(sums: Weights, group: NDArray[np.int64]) -> Weights:
    return np.bincount(group, weights=sums).astype(np.float64)


def _resampled(parts: Weights, wholes: Weights, *, draws: int, seed: int) -> tuple[float, float]:
    """Return the interval of the ratio over resamples of groups; one without any pair says nothing."""
    random = np.random.default_rng(seed)
    ratios = []
    for _ in range(draws):
        drawn = random.integers(len(wholes), size=len(wholes))
        if (below := wholes[drawn].sum()) > 0:
            ratios.append(parts[drawn].sum() / below)
    low, high = np.quantile(ratios, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _all_alike(value: float, wholes: Weights) -> tuple[float, float]:
    """Return the exact interval where all pairs agree, by as many groups as unequal weights leave (Kish)."""
    effective = float(wholes.sum() ** 2 / (wholes**2).sum())
    far = ((1 - LEVEL) / 2) ** (1 / effective)
    return (far, 1.0) if value == 1.0 else (0.0, 1 - far)
