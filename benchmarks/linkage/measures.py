"""How good a linkage is, against what is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Measured:
    """Pairwise precision, recall and F1 of clusters, and by what share they count too many people."""

    precision: float
    recall: float
    f1: float
    bias: float

    def __str__(self) -> str:
        """Return the measures in a line."""
        return f"F1 {self.f1:.4f} (P {self.precision:.4f}, R {self.recall:.4f}), people {self.bias:+.2%}"


def measured(clusters: NDArray[np.int64], people: NDArray[np.int64]) -> Measured:
    """Compare clusters with people; both name for each record what it belongs to."""
    joined, true = _pairs(clusters), _pairs(people)
    _, together = np.unique(np.column_stack([clusters, people]), axis=0, return_counts=True)
    both = int((together * (together - 1) // 2).sum())
    precision, recall = both / max(joined, 1), both / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    return Measured(precision, recall, f1, len(np.unique(clusters)) / len(np.unique(people)) - 1)


def _pairs(groups: NDArray[np.int64]) -> int:
    _, sizes = np.unique(groups, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def wilson(hits: int, tried: int, *, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 per cent interval of a share that so many of so many showed, after Wilson."""
    if not tried:
        return 0.0, 1.0
    share, spread = hits / tried, z * z / tried
    middle = (share + spread / 2) / (1 + spread)
    half = z * ((share * (1 - share) + spread / 4) / tried) ** 0.5 / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)
