"""What a linkage misses between an Arabic and a Latin report of one person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.names import Script, script


def missed_between_scripts(
    clusters: NDArray[np.int64], people: NDArray[np.int64], names: Sequence[str]
) -> float:
    """Return the share of true pairs of an Arabic and a Latin name that are in two clusters."""
    is_latin = np.array([script(name) is Script.LATIN for name in names])
    is_arabic = np.array([script(name) is Script.ARABIC for name in names])
    together = _between(np.column_stack([people, clusters]), is_arabic, is_latin)
    return 1 - together / max(_between(people[:, None], is_arabic, is_latin), 1)


def _between(groups: NDArray[np.int64], some: NDArray[np.bool_], others: NDArray[np.bool_]) -> int:
    """Return how many pairs of one of some and one of others are in one group."""
    which = np.unique(groups, axis=0, return_inverse=True)[1].ravel()
    counted = (np.bincount(which[kind], minlength=len(which)) for kind in (some, others))
    return int(np.prod(np.vstack([*counted]), axis=0).sum())
