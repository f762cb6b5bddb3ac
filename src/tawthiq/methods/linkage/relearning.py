"""What people's judgements teach: a correction of the shipped scorer, used only where it does better.

Every list errs in its own way, and some thousand judged pairs show how. The shipped log-odds are kept and
corrected: stretched, shifted, and moved for each level of likeness, each held to no correction by a penalty,
so that few judgements correct little. Pairs that nobody would ask about, because they are plainly two people,
are added as such: a correction learned from hard pairs alone would forget them (reference:
`docs/reference/linkage.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.calibration import probability
from tawthiq.methods.linkage.comparisons import COMPARISONS
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.guard import guarded
from tawthiq.methods.linkage.likely import Scored
from tawthiq.methods.linkage.model import Pair
from tawthiq.methods.linkage.scoring import Learned, Odds, Scorer, shipped

FEWEST = 200
"""Judged pairs from which something can be learned, and held out to see whether it was."""
PARTS = 5
STEPS, ENOUGH = 30, 1e-6
"""How many steps a fit may take, and how small the last one is."""
LOOSE, TIGHT = 1.0, 12.0
"""Penalties: of the stretch and the shift, and of the correction of each level."""
PLAIN_ODDS = -5.0
"""Below so much a pair is plainly two people."""
PLAIN_SHARE = 0.5
"""Plain pairs added, for each judged one."""
BETTER_BY = 0.5
"""By how many standard errors the loss on held-out pairs must fall before a correction is used."""
Features = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Judged:
    """Pairs that people judged the same or different: their likenesses, the shipped odds, and the verdicts.

    `plain` are pairs that nobody judged and that are plainly two people.
    """

    found: Likenesses
    odds: Odds
    is_same: NDArray[np.bool_]
    plain: Likenesses
    plain_odds: Odds


@dataclass(frozen=True, eq=False)
class Relearned:
    """The shipped scorer with a correction; its name tells from how many judgements it was learned."""

    usual: Scorer
    coefficients: Features
    judgements: int

    @property
    def name(self) -> str:
        """The name of the shipped scorer and of what was learned on top of it."""
        return f"{self.usual.name}/relearned-{self.judgements}"

    def score(self, found: Likenesses) -> Odds:
        """Return the corrected log-odds of each pair."""
        return _corrected(self.coefficients, found, self.usual.score(found))


def relearned(judged: Judged, usual: Scorer) -> Relearned | None:
    """Return a corrected scorer; None where the judgements are too few, or it does no better on held-out
    ones.
    """
    if len(judged.is_same) < FEWEST or judged.is_same.all() or not judged.is_same.any():
        return None
    if not _does_better(judged):
        return None
    return Relearned(usual, _fitted(judged), len(judged.is_same))


def _does_better(judged: Judged) -> bool:
    """Say whether held-out pairs are likelier under a correction learned from the others."""
    part = np.arange(len(judged.is_same)) % PARTS
    gain = np.empty(len(part))
    for out in range(PARTS):
        is_out = part == out
        held = _some(judged, is_out)
        corrected = _corrected(_fitted(_some(judged, ~is_out)), held.found, held.odds)
        gain[is_out] = _loss(held.odds, held.is_same) - _loss(corrected, held.is_same)
    return bool(gain.mean() > BETTER_BY * gain.std() / np.sqrt(len(gain)))


def _some(judged: Judged, which: NDArray[np.bool_]) -> Judged:
    some = _part(judged.found, np.flatnonzero(which))
    return replace(judged, found=some, odds=judged.odds[which], is_same=judged.is_same[which])


def _loss(odds: Odds, is_same: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.asarray(np.logaddexp(0.0, np.where(is_same, -odds, odds)), np.float64)


def _fitted(judged: Judged) -> Features:
    """Return the coefficients by Newton's method: penalised logistic regression with the shipped odds as
    offset.
    """
    plain = min(len(judged.plain), int(PLAIN_SHARE * len(judged.is_same)))
    features = np.vstack(
        [_features(judged.found, judged.odds), _features(judged.plain, judged.plain_odds)[:plain]]
    )
    offset = np.concatenate([judged.odds, judged.plain_odds[:plain]])
    truth = np.concatenate([judged.is_same, np.zeros(plain, np.bool_)]).astype(np.float64)
    penalty = np.full(features.shape[1], TIGHT)
    penalty[:2] = LOOSE
    coefficients = np.zeros(features.shape[1])

    def cost(tried: Features) -> float:
        loss = _loss(offset + features @ tried, truth > 0.5).sum()
        return float(loss + (penalty * tried**2).sum() / 2)

    for _ in range(STEPS):
        likely = probability(offset + features @ coefficients)
        slope = features.T @ (truth - likely) - penalty * coefficients
        bend = (features * (likely * (1 - likely))[:, None]).T @ features + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        # a whole step can lead too far: then half of it, and half of that
        while np.abs(step).max() >= ENOUGH and cost(coefficients + step) > cost(coefficients):
            step /= 2
        coefficients += step
        if np.abs(step).max() < ENOUGH:
            break
    return coefficients


def _corrected(coefficients: Features, found: Likenesses, odds: Odds) -> Odds:
    return np.asarray(odds + _features(found, odds) @ coefficients, np.float64)


def _features(found: Likenesses, odds: Odds) -> Features:
    """Return a shift, a stretch, and a column for each level of each comparison that says something."""
    columns = [np.ones(len(odds)), np.clip(odds, -8.0, 8.0) / 4]
    for at, comparison in enumerate(COMPARISONS):
        columns += [found.likeness[:, at] == level for level in range(len(comparison.levels) + 1)]
    return np.column_stack(columns).astype(np.float64)


def corrected(known: Scored, verdicts: Mapping[Pair, bool]) -> Scored:
    """Return records scored by what people judged as well, where that does better.

    `verdicts` say of pairs of records (the smaller first) whether they are the same person. A pair that was
    not compared teaches nothing.
    """
    return rescored(known, learned_from(known, verdicts))


def learned_from(known: Scored, verdicts: Mapping[Pair, bool]) -> Relearned | None:
    """Return the scorer that verdicts correct; None where it would do no better."""
    at, is_same = _asked(known, verdicts)
    found, odds = known.found, known.odds
    plain = np.flatnonzero(odds < PLAIN_ODDS)[: len(at)]
    judged = Judged(_part(found, at), odds[at], is_same, _part(found, plain), odds[plain])
    return relearned(judged, Learned(shipped()))


def rescored(known: Scored, learned: Relearned | None) -> Scored:
    """Return records as a corrected scorer sees them; as they were where there is none."""
    if learned is None:
        return known
    odds = guarded(known.found, learned.score(known.found), writes_vowels=known.rare.writes_vowels)
    return replace(known, odds=odds, scorer=learned.name)


def _asked(known: Scored, verdicts: Mapping[Pair, bool]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the places of the judged pairs among those compared, and their verdicts."""
    place = {record: number for number, record in enumerate(known.table.record_ids)}
    records = len(place)
    codes = known.found.pairs.left * records + known.found.pairs.right
    said = {
        min(one, other) * records + max(one, other): is_same
        for (left, right), is_same in verdicts.items()
        if (one := place.get(left)) is not None and (other := place.get(right)) is not None
    }
    wanted = np.array(sorted(said), np.int64)
    at = np.searchsorted(codes, wanted)
    is_there = (at < len(codes)) & (codes[np.minimum(at, len(codes) - 1)] == wanted if len(codes) else False)
    return at[is_there], np.array([said[code] for code in wanted[is_there].tolist()], np.bool_)


def _part(found: Likenesses, at: NDArray[np.int64]) -> Likenesses:
    pairs = replace(found.pairs, left=found.pairs.left[at], right=found.pairs.right[at])
    return replace(found, pairs=pairs, likeness=found.likeness[at], bits=found.bits[at])
