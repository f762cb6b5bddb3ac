"""From likenesses to log-odds that two records are one person: with shipped weights, or a shipped learned
scorer.

Both are plain numbers in a file, trained on a development set and on nobody's archive;
`docs/reference/linkage.md` tells how. `Weighed` adds one weight for each level, as Fellegi and Sunter do and
Splink computes. `Learned` also knows what pairs of levels say together: that a rare name says less where the
first names differ, as brothers' do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses, Weights

SHIPPED = "parameters/reports.json"
FORMAT = 1
BIT = float(np.log(2))
PORTION = 500_000
Odds = NDArray[np.float64]
"""Natural logarithms of odds, one for each pair."""


class Scorer(Protocol):
    """What turns likenesses into log-odds."""

    @property
    def name(self) -> str:
        """The name and version of the scorer, as judgements carry it."""

    def score(self, found: Likenesses) -> Odds:
        """Return the log-odds of each pair."""


@dataclass(frozen=True, eq=False)
class Parameters:
    """What is shipped: a weight in bits for each level, a prior, and the tables of the learned scorer.

    `alone` holds for each comparison a value for each likeness from unknown on, `together` the same for two
    comparisons at once; they add up to natural log-odds with `base`.
    """

    name: str
    weights: Weights
    prior: float
    base: float
    alone: Mapping[str, Sequence[float]]
    together: Mapping[tuple[str, str], Sequence[Sequence[float]]]


@lru_cache(maxsize=1)
def shipped() -> Parameters:
    """Return the parameters that come with this version.

    Raises:
        IntegrityFailure: The file is not of this version, or does not fit the comparisons.
    """
    body = json.loads(files("tawthiq.methods.linkage").joinpath(SHIPPED).read_text("utf-8"))
    return read_parameters(body)


def read_parameters(body: Mapping[str, Any]) -> Parameters:
    """Return parameters from what their file holds.

    Raises:
        IntegrityFailure: They are of another format, or do not fit the comparisons.
    """
    if body.get("format") != FORMAT:
        raise IntegrityFailure(
            f"The parameters of the linkage are not of format {FORMAT}.", hint="Install Tawthiq again."
        )
    learned = body["learned"]
    found = Parameters(
        name=body["name"],
        weights=body["weights"],
        prior=body["prior"],
        base=learned["base"],
        alone=learned["alone"],
        together={(one, other): table for one, other, table in learned["together"]},
    )
    for comparison in COMPARISONS:
        levels = len(comparison.levels) + 1
        if (
            len(found.weights.get(comparison.name, ())) != levels
            or len(found.alone.get(comparison.name, ())) != levels + 1
        ):
            raise IntegrityFailure(
                f"The parameters of the linkage do not fit the comparison '{comparison.name}'.",
                hint="Install Tawthiq again.",
            )
    return found


@dataclass(frozen=True, eq=False)
class Weighed:
    """Adds a weight for each level, as Splink has done already."""

    parameters: Parameters

    @property
    def name(self) -> str:
        """The name of the parameters."""
        return f"{self.parameters.name}/weighed"

    def score(self, found: Likenesses) -> Odds:
        """Return Splink's weights with the prior."""
        return (found.bits + self.parameters.prior) * BIT


@dataclass(frozen=True, eq=False)
class Learned:
    """Adds a value for each level and for each two levels together."""

    parameters: Parameters

    @property
    def name(self) -> str:
        """The name of the parameters."""
        return f"{self.parameters.name}/learned"

    def score(self, found: Likenesses) -> Odds:
        """Return the sum of the tables for each pair."""
        scores = [self._of(found.likeness[at : at + PORTION]) for at in range(0, len(found), PORTION)]
        return np.concatenate(scores) if scores else np.zeros(0)

    def _of(self, likeness: NDArray[np.int8]) -> Odds:
        place = {name: likeness[:, at].astype(np.intp) + 1 for at, name in enumerate(NAMES)}
        total = np.full(len(likeness), self.parameters.base)
        for name, values in self.parameters.alone.items():
            total += np.asarray(values)[place[name]]
        for (one, other), table in self.parameters.together.items():
            total += np.asarray(table)[place[one], place[other]]
        return total
