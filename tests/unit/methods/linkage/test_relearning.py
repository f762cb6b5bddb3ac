"""Corrections of the shipped scorer: learned from judgements, and used only where they do better."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from tawthiq.interfaces.demo.names import MALE, STEMS
from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.guard import AT_MOST
from tawthiq.methods.linkage.likely import Scored, scored
from tawthiq.methods.linkage.relearning import FEWEST, Judged, corrected, relearned
from tawthiq.methods.linkage.scoring import Odds

PLACE = NAMES.index("place")


@dataclass(frozen=True)
class Even:
    """A scorer that knows nothing."""

    name: str = "even"

    def score(self, found: Likenesses) -> Odds:
        return np.zeros(len(found))


def drawn(count: int, seed: int) -> Likenesses:
    random = np.random.default_rng(seed)
    columns = [random.integers(-1, len(c.levels) + 1, count) for c in COMPARISONS]
    where = np.arange(count)
    return Likenesses(Pairs(where, where + count), np.column_stack(columns).astype(np.int8), np.zeros(count))


def said(found: Likenesses, is_same: NDArray[np.bool_]) -> Judged:
    plain = drawn(len(found), 99)
    return Judged(found, np.zeros(len(found)), is_same, plain, np.full(len(found), -6.0))


def by_place(found: Likenesses, *, wrong: float = 0.1, seed: int = 5) -> NDArray[np.bool_]:
    """Return verdicts that follow the place, but for some."""
    flipped = np.random.default_rng(seed).random(len(found)) < wrong
    return np.asarray((found.likeness[:, PLACE] == 1) ^ flipped)


def test_what_judgements_show_is_learned() -> None:
    found = drawn(600, 1)

    corrected = relearned(said(found, by_place(found)), Even())

    assert corrected is not None
    odds = corrected.score(found)
    is_same_place = found.likeness[:, PLACE] == 1
    assert odds[is_same_place].min() > 0 > odds[~is_same_place].max()


def test_the_name_tells_from_how_many_judgements() -> None:
    found = drawn(600, 1)

    corrected = relearned(said(found, by_place(found)), Even())

    assert corrected is not None
    assert corrected.name == "even/relearned-600"


def test_verdicts_at_random_teach_nothing() -> None:
    found = drawn(600, 2)

    assert relearned(said(found, np.random.default_rng(3).random(600) < 0.5), Even()) is None


def test_too_few_judgements_teach_nothing() -> None:
    found = drawn(FEWEST - 1, 1)

    assert relearned(said(found, by_place(found, wrong=0)), Even()) is None


@pytest.mark.parametrize("verdict", [True, False])
def test_judgements_of_one_kind_teach_nothing(verdict: bool) -> None:
    found = drawn(600, 1)

    assert relearned(said(found, np.full(600, verdict)), Even()) is None


def test_plain_pairs_stay_plainly_two_people() -> None:
    found = drawn(600, 1)
    judged = said(found, by_place(found))

    corrected = relearned(judged, Even())

    assert corrected is not None
    moved = corrected.score(judged.plain) + judged.plain_odds
    assert np.median(moved) < -4


def test_the_same_judgements_teach_the_same() -> None:
    found = drawn(600, 1)
    judged = said(found, by_place(found))

    one, other = relearned(judged, Even()), relearned(judged, Even())

    assert one is not None
    assert other is not None
    assert np.array_equal(one.coefficients, other.coefficients)


def test_records_are_scored_anew_by_what_people_judged_of_them() -> None:
    known = reports(400)
    ids = known.table.record_ids
    pairs = list(zip(known.found.pairs.left.tolist(), known.found.pairs.right.tolist(), strict=True))
    place = {record: known.table.place[at] for at, record in enumerate(ids)}
    verdicts = {(ids[one], ids[other]): bool(place[ids[one]] == place[ids[other]]) for one, other in pairs}

    again = corrected(known, verdicts)

    is_same = np.array([verdicts[ids[one], ids[other]] for one, other in pairs])
    is_free = known.odds > AT_MOST
    assert again.scorer == f"{known.scorer}/relearned-{len(pairs)}"
    assert again.odds[is_same & is_free].min() > again.odds[~is_same].max()
    assert not known.odds[is_same & is_free].min() > known.odds[~is_same].max()


def test_verdicts_on_records_that_are_not_there_teach_nothing() -> None:
    known = reports(30)

    assert corrected(known, {("R-NOWHERE", "R-NOBODY"): True}) is known
    assert corrected(known, {}) is known


def reports(count: int) -> Scored:
    """Return records of pairs of people who share a name, at places of which some are the same."""
    random = Random(4)
    names = [
        f"{random.choice(MALE)} {random.choice(MALE)} {random.choice(MALE)} {stem}" for stem in STEMS * 9
    ]
    return scored(
        [
            Candidate(f"R-{at:03d}", names[at % (count // 4)], sex="male", place=random.choice("AB"))
            for at in range(count)
        ]
    )
