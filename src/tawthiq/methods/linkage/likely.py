"""The likely linkage from end to end: records in, people out, each with how sure it is.

What is compared, which pairs are worth it, how alike they are, what that makes of their odds, and who is
joined: each step is a module of its own, named in that order below. The answer does not depend on the order
of the records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.errors import UsageProblem
from tawthiq.core.names import FOLD_VERSION, SOUND_VERSION
from tawthiq.methods.linkage.blocking import Crowded, blocks, pairs
from tawthiq.methods.linkage.calibration import (
    Calibration,
    PeopleCount,
    calibrated,
    people_count,
    probability,
)
from tawthiq.methods.linkage.clustering import NEVER, NOBODY, UNCOMPARED, Joins, joins
from tawthiq.methods.linkage.columns import columns
from tawthiq.methods.linkage.compared import Compared, compared
from tawthiq.methods.linkage.contraction import Contraction, contracted
from tawthiq.methods.linkage.engine import Likenesses, compare
from tawthiq.methods.linkage.guard import guarded, two_people
from tawthiq.methods.linkage.model import Candidate, Judgements
from tawthiq.methods.linkage.rarity import Rarity, rarity
from tawthiq.methods.linkage.scoring import Learned, Odds, Scorer, shipped

LEAST_BITS = 9.0
"""Pairs that Splink weighs more than so many bits below even are not looked at again."""
NO_JUDGEMENTS = Judgements()
Step = Callable[[str, int], None]
"""Told what is being done, and how much more of it is done."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Records compared with one another: what of them was compared, the pairs with their log-odds, what was
    crowded.
    """

    table: Compared
    rare: Rarity
    found: Likenesses
    odds: Odds
    crowded: Crowded
    scorer: str

    @classmethod
    def by(cls, scorer: Scorer, table: Compared, rare: Rarity, found: Likenesses, crowded: Crowded) -> Scored:
        """Return pairs with the odds that a scorer gives them, guarded."""
        odds = guarded(found, scorer.score(found), writes_vowels=rare.writes_vowels)
        return cls(table, rare, found, odds, crowded, scorer.name)

    @property
    def rule(self) -> str:
        """The name of the linkage with the versions of all that it rests on, as judgements carry it."""
        return f"likely-1/{self.scorer}/fold-{FOLD_VERSION}/sound-{SOUND_VERSION}"


@dataclass(frozen=True, eq=False)
class LikelyPeople:
    """Who the records are about. `cluster` holds for each record the place of the smallest record of its
    person, and `confidence` how likely it belongs there (for a record alone: how likely it belongs to nobody
    else). `apart` holds for records those that people keep them apart from.
    """

    scored: Scored
    joins: Joins
    calibration: Calibration
    cluster: NDArray[np.int64]
    confidence: NDArray[np.float64]
    apart: Mapping[int, frozenset[int]] = field(default_factory=lambda: NOBODY)

    @property
    def count(self) -> PeopleCount:
        """How many people there are, between the merge-happy and the wary end."""
        return people_count(self.joins, self.calibration.threshold)


def scored(
    candidates: Sequence[Candidate],
    *,
    scorer: Scorer | None = None,
    threads: int | None = None,
    step: Step | None = None,
) -> Scored:
    """Compare candidates with one another.

    Raises:
        UsageProblem: Two candidates carry the same record identifier.
    """
    tell = step or (lambda _what, _more: None)
    used = scorer or Learned(shipped())
    ordered = sorted(candidates, key=lambda candidate: candidate.record_id)
    for one, following in pairwise(ordered):
        if one.record_id == following.record_id:
            raise UsageProblem(f"Record {one.record_id} was given twice for linkage.", where=one.record_id)
    table = compared(ordered)
    tell("names", len(table))
    rare = rarity(table)
    shared = blocks(table, rare)
    worth, crowded = pairs(shared, len(table)), shared.crowded
    del shared  # of a million records it is half a gigabyte
    tell("pairs", len(worth))
    found = compare(
        columns(table, rare),
        worth,
        shipped().weights,
        least_bits=least_bits(),
        threads=threads,
        progress=lambda more: tell("compared", more),
    )
    return Scored.by(used, table, rare, found, crowded)


def least_bits() -> float:
    """Return what a pair must weigh to be looked at."""
    return -shipped().prior - LEAST_BITS


def people(known: Scored, judgements: Judgements = NO_JUDGEMENTS) -> LikelyPeople:
    """Return who scored records are about; what people judged goes first and is never undone."""
    together, apart = _by_place(known.table.record_ids, contracted(judgements))
    is_two = two_people(known.found, writes_vowels=known.rare.writes_vowels)
    odds = np.where(is_two, NEVER, known.odds)
    found = joins(len(known.table), known.found.pairs, odds, together=together, apart=apart)
    calibration = calibrated(known.odds, found)
    cluster = found.clusters(calibration.threshold)
    return LikelyPeople(known, found, calibration, cluster, _confidence(known, cluster), apart)


def _by_place(
    record_ids: Sequence[str], judged: Contraction
) -> tuple[list[tuple[int, int]], dict[int, frozenset[int]]]:
    """Return what people judged the same, and what they held apart, by the places of the records.

    A person is known by a record that need not be here; the first one that is stands for it.
    """
    first: dict[str, int] = {}
    together = []
    for at, record in enumerate(record_ids):
        if (stands := first.setdefault(judged.person(record), at)) != at:
            together.append((stands, at))
    apart = {
        first[one]: frozenset(first[other] for other in others if other in first)
        for one, others in judged.barriers.items()
        if one in first
    }
    return together, apart


def _confidence(known: Scored, cluster: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each record how likely it belongs to its cluster, by its average odds with the others of
    it.
    """
    left, right, odds = known.found.pairs.left, known.found.pairs.right, known.odds
    is_inside = cluster[left] == cluster[right]
    size = np.bincount(cluster, minlength=len(cluster))[cluster]
    gained = np.zeros(len(cluster))
    highest = np.full(len(cluster), -np.inf)
    for end in (left, right):
        np.add.at(gained, end[is_inside], odds[is_inside] - UNCOMPARED)
        np.maximum.at(highest, end[~is_inside], odds[~is_inside])
    inside = probability(gained / np.maximum(size - 1, 1) + UNCOMPARED)
    return np.where(size > 1, inside, 1 - probability(highest))
