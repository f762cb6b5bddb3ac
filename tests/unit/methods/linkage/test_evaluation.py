"""How good a linkage is, on examples small enough to be worked out by hand.

Seven records and an eighth of whom nothing is known. A is told of by records 0, 1 and 2, B by 3 and 4, C by
5, D by 6. The clusters hold 0 and 1 together, and 2 and 3; the others are alone.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.evaluation import (
    UNKNOWN,
    Agreement,
    Counted,
    Measured,
    Share,
    b_cubed,
    completeness,
    found_by,
    measured,
    pairs_within,
    stability,
)

PEOPLE = np.array([0, 0, 0, 1, 1, 2, 3, UNKNOWN])
CLUSTERS = np.array([0, 0, 2, 2, 4, 5, 6, 6])
SOURCES = ("camp", "camp", "field", "field", "camp", "camp", "field", "field")
SMALL = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from("ab")), max_size=12)


def drawn() -> Measured:
    return measured(CLUSTERS, PEOPLE, told_apart={"source": SOURCES})


def pairs(*some: tuple[int, int]) -> Pairs:
    left, right = np.array(some, np.int64).reshape(-1, 2).T
    return Pairs(left, right)


def columns(
    rows: list[tuple[int, int, str]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    clusters, people = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    return clusters, people, [row[2] for row in rows]


def test_precision_is_of_joined_pairs_and_recall_of_pairs_of_one_person() -> None:
    found = drawn()

    assert (found.joined_right, found.found) == (Share(1, 2), Share(1, 4))
    assert (found.pairwise.precision, found.pairwise.recall) == (1 / 2, 1 / 4)
    assert found.pairwise.f1 == pytest.approx(1 / 3)


def test_b_cubed_is_averaged_over_records() -> None:
    found = drawn().b_cubed

    assert found.precision == pytest.approx(6 / 7)  # 1 + 1 + 1/2 + 1/2 + 1 + 1 + 1
    assert found.recall == pytest.approx(2 / 3)  # 2/3 + 2/3 + 1/3 + 1/2 + 1/2 + 1 + 1
    assert found.f1 == pytest.approx(3 / 4)


def test_b_cubed_of_bagga_and_baldwin_is_as_they_published_it() -> None:
    """Their figure: people of 5, 2 and 5 records; a linkage that joins the last two, and one that joins the
    first and the last.
    """
    people = np.repeat([0, 1, 2], [5, 2, 5])

    assert b_cubed(np.repeat([0, 1, 1], [5, 2, 5]), people).precision == pytest.approx(0.76, abs=0.005)
    assert b_cubed(np.repeat([0, 1, 0], [5, 2, 5]), people).precision == pytest.approx(0.58, abs=0.005)


def test_five_people_counted_where_there_are_four_are_a_quarter_too_many() -> None:
    found = drawn()

    assert (found.counted, found.counted.bias) == (Counted(clusters=5, people=4), 0.25)


def test_the_largest_cluster_and_the_largest_person_are_told() -> None:
    assert (drawn().largest_cluster, drawn().largest_person) == (2, 3)


def test_a_record_whose_person_is_unknown_is_left_out_of_everything() -> None:
    assert drawn().records == 7
    assert drawn() == measured(CLUSTERS[:7], PEOPLE[:7], told_apart={"source": SOURCES[:7]})


def test_recall_is_told_by_what_the_two_records_are() -> None:
    by_source = drawn().found_by["source"]

    assert by_source == {("camp", "camp"): Share(1, 1), ("camp", "field"): Share(0, 3)}


@given(SMALL)
def test_pairs_by_kind_add_up_to_all_pairs(rows: list[tuple[int, int, str]]) -> None:
    clusters, people, kinds = columns(rows)
    by_kind = found_by(clusters, people, kinds).values()
    whole = measured(clusters, people).found

    assert (sum(share.part for share in by_kind), sum(share.of for share in by_kind)) == (
        whole.part,
        whole.of,
    )


@given(SMALL)
def test_the_measures_are_what_going_through_every_pair_gives(rows: list[tuple[int, int, str]]) -> None:
    clusters, people, _ = columns(rows)
    every = [(i, j) for j in range(len(rows)) for i in range(j)]
    joined = {(i, j) for i, j in every if clusters[i] == clusters[j]}
    true = {(i, j) for i, j in every if people[i] == people[j]}

    found = measured(clusters, people)

    assert found.joined_right == Share(len(joined & true), len(joined))
    assert found.found == Share(len(joined & true), len(true))


@given(SMALL)
def test_b_cubed_is_what_going_through_every_record_gives(rows: list[tuple[int, int, str]]) -> None:
    def of(record: int, groups: NDArray[np.int64]) -> set[int]:
        return set(np.flatnonzero(groups == groups[record]).tolist())

    clusters, people, _ = columns(rows)
    shares = [Fraction(len(of(r, clusters) & of(r, people)), len(of(r, clusters))) for r in range(len(rows))]

    expected = float(sum(shares) / len(shares)) if shares else None
    assert b_cubed(clusters, people).precision == pytest.approx(expected)


def test_a_share_of_nothing_is_unknown() -> None:
    nothing = np.zeros(0, np.int64)
    found = measured(nothing, nothing, told_apart={"source": []})

    assert Share(0, 0).value is None
    assert found.pairwise == Agreement(None, None) == found.b_cubed
    assert (found.pairwise.f1, found.counted.bias, found.largest_cluster) == (None, None, 0)
    assert completeness(nothing, {}).compared.value is None


def test_where_nothing_is_joined_precision_is_unknown_and_recall_is_none_at_all() -> None:
    found = measured(np.arange(2), np.zeros(2, np.int64)).pairwise

    assert (found.precision, found.recall, found.f1) == (None, 0.0, None)


def test_where_all_that_is_joined_is_wrong_f1_is_0() -> None:
    assert Agreement(0.0, 0.0).f1 == 0.0


def test_completeness_counts_a_pair_once_however_many_keys_found_it() -> None:
    found = completeness(
        PEOPLE, {"names": pairs((0, 1), (0, 2), (2, 3)), "days": pairs((0, 1), (5, 6), (6, 7))}
    )

    assert found.compared == Share(2, 4)
    assert found.by_kind == {"names": Share(2, 4), "days": Share(1, 4)}
    assert found.only == {"names": Share(1, 4), "days": Share(0, 4)}


def test_pairs_of_records_whose_people_are_unknown_are_no_pairs_of_one_person() -> None:
    unknown = np.array([UNKNOWN, UNKNOWN, 0, 0])

    assert completeness(unknown, {"names": pairs((0, 1), (2, 3))}).compared == Share(1, 1)


def test_stability_tells_pairs_kept_and_people_split_and_merged() -> None:
    found = stability(PEOPLE[:7], CLUSTERS[:7])

    assert (found.records, found.kept, found.new_pairs) == (7, Share(1, 4), 1)
    assert (found.split, found.merged) == (2, 1)


def test_what_changes_nothing_but_the_numbers_is_stable() -> None:
    found = stability(PEOPLE, PEOPLE + 10)

    assert (found.kept.value, found.new_pairs, found.split, found.merged) == (1.0, 0, 0, 0)


def test_ten_thousand_records_in_one_cluster_are_counted_without_going_through_pairs() -> None:
    one = np.zeros(10_000, np.int64)

    assert pairs_within(one) == 49_995_000
    assert found_by(one, one, ["a"] * 4_000 + ["b"] * 6_000)["a", "b"] == Share(24_000_000, 24_000_000)
