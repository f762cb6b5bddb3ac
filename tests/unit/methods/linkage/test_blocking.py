"""Which pairs are worth comparing, and what is too crowded. Everybody is invented."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.linkage.drawn import FAMILY, GIVEN, numbered, someone, told

from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.blocking import MOST, Blocks, Crowded, blocks, pairs
from tawthiq.methods.linkage.compared import NONE

COMMON = "أمل باسل الحلبي"


def blocked(*records: Candidate, most: int = MOST) -> Blocks:
    return blocks(*told(*records), most=most)


def met(*records: Candidate, most: int = MOST) -> set[tuple[str, str]]:
    """Return the pairs of records that are to be compared."""
    found = pairs(blocked(*records, most=most), len(records))
    ids = [record.record_id for record in records]
    return {(ids[one], ids[other]) for one, other in zip(found.left, found.right, strict=True)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمل باسل كريم الحلبي", "أمل الحلبي"),
        ("أمل باسل كريم الحلبي", "أمل باسل"),
        ("أمل باسل كريم الحلبي", "Amal Basel Karim al-Halabi"),
        ("أمل باسل كريم الحلبي", "باسل أمل"),
        ("Inés Robledo Vidal", "Robledo, Ines"),
        ("Zoé Dubois Lefèvre", "Zoe Dubois"),
        ("Mohd Basil Karim", "محمد باسل"),
    ],
)
def test_two_names_in_common_are_worth_comparing(one: str, other: str) -> None:
    assert met(someone("A", one), someone("B", other)) == {("A", "B")}


def test_one_name_in_common_is_not() -> None:
    assert met(someone("A", "أمل باسل الحلبي"), someone("B", "أمل كريم الشامي")) == set()
    assert met(someone("A", "أمل"), someone("B", "أمل")) == set()


@pytest.mark.parametrize(
    ("facts", "is_met"),
    [
        ({"born": "1990-05-06"}, True),
        ({"born": "1990"}, False),
        ({"died": "2013-04-05", "place": "SY-DI"}, True),
        ({"died": "2013-04", "place": "SY-DI"}, False),
        ({"died": "2013-04-05"}, False),
        ({"place": "SY-DI"}, False),
    ],
)
def test_one_name_and_a_day_are_worth_comparing(facts: dict[str, str], is_met: bool) -> None:
    records = (someone("A", "أمل باسل", **facts), someone("B", "أمل كريم الشامي", **facts))

    assert bool(met(*records)) is is_met


def test_a_name_borne_twice_is_one_name() -> None:
    assert met(someone("A", "أمل أمل"), someone("B", "أمل أمل")) == set()


def test_a_name_and_a_day_of_another_kind_are_not() -> None:
    records = (someone("A", "أمل باسل", born="1990-05-06"), someone("B", "كريم أمل", born="1990-05-06"))

    assert met(*records) == set()


def test_a_family_name_and_a_day_of_birth_are_worth_comparing() -> None:
    records = (
        someone("A", "أمل الشامي", born="1990-05-06"),
        someone("B", "ليلى كريم الشامي", born="1990-05-06"),
    )

    assert met(*records) == {("A", "B")}


def test_names_of_nobody_meet_nobody() -> None:
    facts = {"born": "1990-05-06", "died": "2013-04-05", "place": "SY-DI"}

    assert met(*numbered("", "", "مجهول الهوية", "مجهول الهوية", "Unidentified 1", **facts)) == set()


def test_a_crowded_key_is_made_narrower_by_a_further_name() -> None:
    crowd = [f"{COMMON} {family}" for family in FAMILY for _ in range(2)]
    alike = {(f"R-{at:05}", f"R-{at + 1:05}") for at in range(0, len(crowd), 2)}

    assert len(crowd) > MOST
    assert met(*numbered(*crowd)) == alike


def test_a_crowded_key_is_made_narrower_by_the_birth_across_a_border() -> None:
    # every two years somebody; each is within half a span of the next, on whichever side of a border
    records = [someone(f"R-{at:05}", COMMON, born=f"{1950 + at // 2 * 5 + at % 2}") for at in range(30)]

    found = met(*records)

    assert {(f"R-{at:05}", f"R-{at + 1:05}") for at in range(0, 30, 2)} <= found
    assert ("R-00000", "R-00029") not in found


def test_a_crowded_key_is_made_narrower_by_the_event_across_a_border() -> None:
    days = [10 * (at // 2) + 3 * (at % 2) for at in range(30)]
    records = [
        someone(f"R-{at:05}", COMMON, died=str(np.datetime64("2013-04-05") + day))
        for at, day in enumerate(days)
    ]

    assert {(f"R-{at:05}", f"R-{at + 1:05}") for at in range(0, 30, 2)} <= met(*records)


def test_a_crowded_key_is_made_narrower_by_who_is_first() -> None:
    crowd = [COMMON] * 10 + ["باسل الحلبي أمل"] * 10

    found = met(*numbered(*crowd))

    assert len(found) == 2 * 45
    assert ("R-00000", "R-00010") not in found


@pytest.mark.parametrize("size", [MOST, MOST + 1])
def test_so_many_are_compared_and_more_alike_in_all_are_counted(size: int) -> None:
    records = numbered(*[COMMON] * size)
    is_crowded = size > MOST

    assert len(met(*records)) == (0 if is_crowded else size * (size - 1) // 2)
    assert blocked(*records).crowded.records == (size if is_crowded else 0)
    assert (blocked(*records).crowded.keys > 0) is is_crowded


def test_a_crowd_of_one_name_and_one_day_is_counted() -> None:
    births = numbered(*["أمل"] * (MOST + 1), born="1990-05-06")
    deaths = numbered(*["أمل"] * (MOST + 1), died="2013-04-05", place="SY-DI")

    assert blocked(*births).crowded == Crowded(records=MOST + 1, keys=1)
    assert blocked(*deaths).crowded == Crowded(records=MOST + 1, keys=1)


def test_a_crowded_day_of_those_who_have_further_names_is_no_crowd() -> None:
    names = [f"أمل {family}" for family in FAMILY] * 2

    found = blocked(*numbered(*names, born="1990-05-06"))

    assert found.crowded == Crowded(0, 0)
    assert len(pairs(found, len(names))) == len(FAMILY)


def test_ten_thousand_called_the_same_are_told_and_bounded() -> None:
    births = [f"{1930 + at % 80}-01-01" for at in range(10_000)]
    records = [someone(f"R-{at:05}", COMMON, born=birth) for at, birth in enumerate(births)]
    records += [someone("X-1", f"{COMMON} الصباغ"), someone("X-2", f"{COMMON} الصباغ")]

    found = blocked(*records)

    assert found.crowded.records >= 10_000
    assert len(pairs(found, len(records))) < 10_000
    assert ("X-1", "X-2") in met(*records)


def test_nothing_has_no_pairs() -> None:
    assert blocked().crowded == Crowded(0, 0)
    assert len(pairs(blocked(), 0)) == 0
    assert met(someone("A", "")) == set()


NAME = st.lists(st.sampled_from([*GIVEN[:4], *FAMILY[:3]]), max_size=4).map(" ".join)
RECORDS = st.lists(
    st.builds(
        someone,
        st.just(""),
        NAME,
        born=st.sampled_from([None, "1990-05-06", "1991", "1990-01-01"]),
        died=st.sampled_from([None, "2013-04-05", "2013-04-07"]),
        place=st.sampled_from(["", "SY-DI"]),
    ),
    max_size=20,
).map(lambda found: [one._replace(record_id=f"R-{at:02}") for at, one in enumerate(found)])


@given(RECORDS, st.integers(2, 8))
def test_each_pair_comes_once_the_smaller_first_and_in_order(records: list[Candidate], most: int) -> None:
    found = pairs(blocked(*records, most=most), len(records))

    listed = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert listed == sorted(set(listed))
    assert all(one < other for one, other in listed)


@given(RECORDS, st.integers(2, 8), st.integers())
def test_the_order_of_records_does_not_matter(records: list[Candidate], most: int, seed: int) -> None:
    turned = Random(seed).sample(records, len(records))

    found, other = (blocked(*order, most=most) for order in (records, turned))

    assert found.crowded == other.crowded
    as_sets = [{frozenset(pair) for pair in met(*order, most=most)} for order in (records, turned)]
    assert as_sets[0] == as_sets[1]


@given(RECORDS)
def test_a_pair_of_two_names_in_common_is_compared_unless_it_is_crowded(records: list[Candidate]) -> None:
    table, rare = told(*records)
    found = pairs(blocks(table, rare, most=len(records) + 2), len(records))
    compared = set(zip(found.left.tolist(), found.right.tolist(), strict=True))

    for one, other in combinations(range(len(records)), 2):
        shared = set(rare.sounds[one].tolist()) & set(rare.sounds[other].tolist()) - {NONE}
        assert len(shared) < 2 or (one, other) in compared


@given(RECORDS, st.integers(2, 5))
def test_two_alike_in_all_that_they_say_are_compared_or_counted(records: list[Candidate], most: int) -> None:
    table, rare = told(*records)
    shared = blocks(table, rare, most=most)
    found = pairs(shared, len(records))
    compared = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    said = np.column_stack([rare.sounds, table.born_from, table.event_from])

    for one, other in combinations(range(len(records)), 2):
        has_two_names = len(set(rare.sounds[one].tolist()) - {NONE}) > 1
        if has_two_names and (said[one] == said[other]).all() and shared.crowded.records == 0:
            assert (one, other) in compared
