"""From scored pairs to people, beside a slow clustering that reads as the rule does. People are numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.clustering import CLEAREST, LOWEST, UNCOMPARED, Joins, joins

Pair = tuple[int, int]
Odds = dict[Pair, float]
PEOPLE = 7


@dataclass(frozen=True)
class Scene:
    """Pairs of a few records with their log-odds, and what people judged."""

    odds: Odds
    same: set[Pair] = field(default_factory=set)
    different: set[Pair] = field(default_factory=set)


def joined(scene: Scene, records: int = PEOPLE) -> Joins:
    ends = np.array(sorted(scene.odds), np.int64).reshape(-1, 2)
    odds = np.array([scene.odds[pair] for pair in sorted(scene.odds)], np.float64)
    apart: dict[int, set[int]] = {}
    for one, other in scene.different:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    frozen = {one: frozenset(others) for one, others in apart.items()}
    return joins(records, Pairs(ends[:, 0], ends[:, 1]), odds, together=scene.same, apart=frozen)


def groups(found: Joins, threshold: float = 0.0) -> set[frozenset[int]]:
    members: dict[int, set[int]] = {}
    for record, cluster in enumerate(found.clusters(threshold).tolist()):
        members.setdefault(cluster, set()).add(record)
    return {frozenset(some) for some in members.values()}


def together(found: Joins, threshold: float = 0.0) -> set[Pair]:
    return {pair for group in groups(found, threshold) for pair in combinations(sorted(group), 2)}


def slowly(scene: Scene, threshold: float, records: int = PEOPLE) -> set[frozenset[int]]:
    """Join the two groups of the best average, again and again, while it reaches the threshold."""
    found = [{record} for record in range(records)]
    for one, other in sorted(scene.same):
        _put_together(found, _of(found, one), _of(found, other))
    while True:
        possible = [
            (-_average(scene, one, other), min(one), min(other), one, other)
            for one, other in combinations(sorted(found, key=min), 2)
            if not _is_barred(scene, one, other)
        ]
        best = min(possible, default=None, key=lambda join: join[:3])
        if best is None or -best[0] < threshold:
            return {frozenset(group) for group in found}
        _put_together(found, best[3], best[4])


def _of(found: list[set[int]], record: int) -> set[int]:
    return next(group for group in found if record in group)


def _put_together(found: list[set[int]], one: set[int], other: set[int]) -> None:
    if one is not other:
        found.remove(other)
        one |= other


def _average(scene: Scene, one: Iterable[int], other: Iterable[int]) -> float:
    between = [min(scene.odds.get(_pair(a, b), UNCOMPARED), CLEAREST) for a in one for b in other]
    return sum(max(odds, UNCOMPARED) for odds in between) / len(between)


def _is_barred(scene: Scene, one: set[int], other: set[int]) -> bool:
    return any(_pair(a, b) in scene.different for a in one for b in other)


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def test_what_is_likely_is_joined_and_what_is_not_stays_apart() -> None:
    assert groups(joined(Scene({(0, 1): 2.0, (2, 3): -2.0})), 0.0) == {
        frozenset({0, 1}), *(frozenset({n}) for n in range(2, PEOPLE))
    }  # fmt: skip


def test_a_chain_of_likely_pairs_is_not_one_person() -> None:
    chain = {(at, at + 1): 3.0 for at in range(PEOPLE - 1)}

    assert max(map(len, groups(joined(Scene(chain))))) == 2


def test_a_pair_that_was_not_compared_speaks_against_a_group() -> None:
    seen = {(0, 1): 6.0, (1, 2): 5.0}

    assert frozenset({0, 1, 2}) not in groups(joined(Scene(seen)))
    assert frozenset({0, 1, 2}) in groups(joined(Scene(seen | {(0, 2): -4.0})))


def test_one_very_clear_pair_does_not_carry_two_families() -> None:
    unlike = {(0, 2): 40.0, (0, 3): -5.0, (1, 2): -5.0, (1, 3): -5.0}

    found = groups(joined(Scene(unlike, same={(0, 1), (2, 3)})))

    assert {frozenset({0, 1}), frozenset({2, 3})} <= found


def test_what_speaks_for_a_third_is_put_together_when_two_are_joined() -> None:
    # by each of the two alone the third would be too little like them
    assert frozenset({0, 1, 2}) in groups(joined(Scene({(0, 1): 8.0, (0, 2): -1.0, (1, 2): 3.0})), 0.5)


def test_a_group_that_grows_downwards_is_named_by_its_smallest() -> None:
    grown = (
        {(2, 3): 8.0} | dict.fromkeys([(1, 2), (1, 3)], 7.0) | dict.fromkeys([(0, 1), (0, 2), (0, 3)], 6.0)
    )

    assert joined(Scene(grown), 4).clusters(0.0).tolist() == [0, 0, 0, 0]


def test_what_people_judged_the_same_is_one_from_the_beginning() -> None:
    found = joined(Scene({(1, 2): -5.0}, same={(0, 1), (1, 2)}))

    assert frozenset({0, 1, 2}) in groups(found, 100.0)
    assert found.average.tolist() == [inf, inf]
    assert found.pairs.tolist() == [1, 2]


def test_judged_the_same_without_any_compared_pair_holds_too() -> None:
    assert frozenset({2, 5}) in groups(joined(Scene({}, same={(5, 2)})))


def test_what_people_told_apart_is_never_joined_directly_or_through_others() -> None:
    odds = dict.fromkeys(combinations(range(4), 2), 5.0)

    found = groups(joined(Scene(odds, different={(0, 3)})))

    assert not any({0, 3} <= group for group in found)
    assert max(map(len, found)) > 1


def test_a_judgement_bars_the_whole_of_what_was_judged_the_same() -> None:
    odds = {(0, 1): 5.0, (1, 2): 5.0, (0, 2): 5.0}

    found = groups(joined(Scene(odds, same={(0, 1)}, different={(1, 2)})))

    assert {frozenset({0, 1}), frozenset({2})} <= found


def test_a_judgement_elsewhere_changes_nothing() -> None:
    scene = Scene({(0, 1): 2.0, (2, 3): 2.0}, different={(5, 6)})

    assert together(joined(scene)) == {(0, 1), (2, 3)}


def test_no_pairs_are_nobody_joined() -> None:
    found = joined(Scene({}))

    assert len(found.average) == 0
    assert groups(found) == {frozenset({n}) for n in range(PEOPLE)}
    assert joined(Scene({}), 0).clusters(0.0).tolist() == []


@pytest.mark.parametrize("threshold", [-2.5, 0.0, 1.0])
def test_pairs_together_are_counted(threshold: float) -> None:
    odds = {(0, 1): 4.0, (1, 2): 3.0, (0, 2): 2.0, (4, 5): 0.5}
    found = joined(Scene(odds))

    assert found.pairs_together(threshold) == len(together(found, threshold))


NUMBERS = st.integers(0, PEOPLE - 1)
PAIRS = st.tuples(NUMBERS, NUMBERS).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(tuple)
# whole quarters: sums of these are exact, so that two ways to the same average give the same number
ODDS = st.dictionaries(PAIRS, st.integers(-28, 40).map(lambda number: number / 4), max_size=18)
SCENES = st.builds(Scene, ODDS)
JUDGED = st.builds(Scene, ODDS, st.sets(PAIRS, max_size=3), st.sets(PAIRS, max_size=3)).map(
    lambda scene: Scene(scene.odds, scene.same, _consistent(scene))
)
THRESHOLDS = st.integers(-20, 20).map(lambda number: number / 8)


def _consistent(scene: Scene) -> set[Pair]:
    """Return what was told apart without what was also judged the same, as contraction gives it."""
    together = slowly(Scene({}, scene.same), inf)
    return {pair for pair in scene.different if not any(set(pair) <= group for group in together)}


@given(SCENES, THRESHOLDS)
def test_it_joins_as_the_slow_one_does(scene: Scene, threshold: float) -> None:
    assert groups(joined(scene), threshold) == slowly(scene, threshold)


@given(JUDGED, THRESHOLDS)
def test_it_joins_as_the_slow_one_does_under_judgements(scene: Scene, threshold: float) -> None:
    assert groups(joined(scene), threshold) == slowly(scene, threshold)


@given(SCENES, THRESHOLDS, THRESHOLDS)
def test_a_higher_threshold_only_parts(scene: Scene, one: float, other: float) -> None:
    found = joined(scene)

    assert together(found, max(one, other)) <= together(found, min(one, other))


@given(JUDGED, THRESHOLDS)
def test_clusters_hold_what_was_judged_and_are_named_by_their_smallest(
    scene: Scene, threshold: float
) -> None:
    found = joined(scene)

    assert scene.same <= together(found, threshold)
    assert not scene.different & together(found, threshold)
    for group in groups(found, threshold):
        assert {int(found.clusters(threshold)[record]) for record in group} == {min(group)}


@given(SCENES, THRESHOLDS, st.permutations(range(PEOPLE)))
def test_the_numbers_of_records_do_not_matter(scene: Scene, threshold: float, named: list[int]) -> None:
    # of two as likely the smaller goes first: here no two sets of pairs are as likely
    odds = {pair: odds + 2.0 ** -(10 + at) for at, (pair, odds) in enumerate(scene.odds.items())}
    turned: Odds = {_pair(named[one], named[other]): much for (one, other), much in odds.items()}

    found = {frozenset(named[record] for record in group) for group in groups(joined(Scene(odds)), threshold)}

    assert found == groups(joined(Scene(turned)), threshold)


@given(JUDGED)
def test_the_joins_come_likeliest_first_and_none_below_the_lowest(scene: Scene) -> None:
    average = joined(scene).average

    assert sorted(average.tolist(), reverse=True) == average.tolist()
    assert (average >= LOWEST).all()
