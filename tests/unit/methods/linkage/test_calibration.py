"""Where to stop joining, from the list itself."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.calibration import (
    GREATEST,
    LEAST,
    USUAL,
    calibrated,
    people_count,
    probability,
)
from tawthiq.methods.linkage.clustering import LOWEST, Joins, joins


def apart(odds: list[float]) -> tuple[NDArray[np.float64], Joins]:
    """Return pairs of two records each that share nobody, with their joins."""
    ends = np.arange(2 * len(odds), dtype=np.int64).reshape(-1, 2)
    scored = np.array(odds, np.float64)
    return scored, joins(2 * len(odds), Pairs(ends[:, 0], ends[:, 1]), scored)


def test_as_many_pairs_are_expected_as_their_probabilities_add_up_to() -> None:
    assert calibrated(*apart([0.0, 0.0, -50.0, 50.0])).expected_pairs == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("odds", "own"),
    [
        # the eight hold about two and a half pairs: twenty pairs are nearer to that than twenty-eight
        ([8.0] * 20 + [-0.75] * 8, -0.7),
        # thirty that are more likely than not: rather all of them than none
        ([0.3] * 30, LEAST),
        # thirty that are less likely: rather none of them
        ([-1.15] * 30, -1.1),
    ],
)
def test_a_list_stops_halfway_between_the_usual_and_as_many_pairs_as_it_expects(
    odds: list[float], own: float
) -> None:
    assert calibrated(*apart(odds)).threshold == pytest.approx((USUAL + own) / 2)


def test_no_pairs_stop_where_lists_usually_do() -> None:
    assert calibrated(*apart([])).threshold == USUAL
    assert people_count(apart([])[1], USUAL).people == 0


@given(st.lists(st.floats(-8, 8), max_size=30))
def test_no_list_stops_beyond_the_bounds(odds: list[float]) -> None:
    threshold = calibrated(*apart(odds)).threshold

    assert (USUAL + LEAST) / 2 - 1e-9 <= threshold <= (USUAL + GREATEST) / 2 + 0.06
    assert threshold > LOWEST


@given(st.lists(st.floats(-6, 8), min_size=15, max_size=15), st.sampled_from([-1.2, -0.9, -0.3, 0.4]))
def test_the_count_of_people_is_between_its_ends(odds: list[float], threshold: float) -> None:
    ends = np.array(list(combinations(range(6), 2)), np.int64)
    count = people_count(joins(6, Pairs(ends[:, 0], ends[:, 1]), np.array(odds)), threshold)

    assert 1 <= count.at_least <= count.people <= count.at_most <= 6


def test_people_are_the_clusters_at_the_threshold() -> None:
    odds, found = apart([3.0, 1.0, -1.0, -2.0, -4.0])

    count = people_count(found, 0.0)

    assert count.people == len(np.unique(found.clusters(0.0))) == 8
    assert (count.at_least, count.at_most) == (7, 9)
    assert len(odds) == 5


def test_log_odds_of_nothing_are_even() -> None:
    assert probability(np.array([0.0, np.log(3), -np.log(3)])).tolist() == pytest.approx([0.5, 0.75, 0.25])
