"""A few records compared with all others are compared as in a run over everything. Everybody is invented."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.linkage.drawn import FAMILY, GIVEN, numbered, someone, told

from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.blocking import MOST, Crowded, blocks, pairs
from tawthiq.methods.linkage.engine import Engine
from tawthiq.methods.linkage.few import corrected_few, scored_few
from tawthiq.methods.linkage.likely import Scored, scored
from tawthiq.methods.linkage.relearning import FEWEST, corrected
from tawthiq.methods.linkage.scoring import Weighed, shipped

LATIN = ["Amal Basel Halabi", "Basil al-Shami", "Amal"]
SPANISH_GIVEN = "Rodrigo Rodriga Ximena Ezequiel Montserrat Mario María Gonzalo Lucrecia Ignacio Facundo"
SPANISH_FAMILY = "Robledo Villanueva Quiroga Echeverría Zubiría Vázquez Vasques Domínguez"
COMMON = "أمل باسل الحلبي"
BORN = [None, "1990-05-06", "1991", "1990-01-01", "1993-02-03"]
DIED = [None, "2013-04-05", "2013-04-07", "2013-04"]
ARRESTED = [None, None, "2012-04-05", "2014-01-02"]
PLACES = ["", "act-killing:SY-DI", "origin:SY-HM"]
FROM_FEW = st.lists(st.sampled_from([*GIVEN[:4], *FAMILY[:3]]), max_size=6).map(" ".join)
NAMES = st.one_of(FROM_FEW, st.sampled_from([COMMON, "أمل", "", *LATIN]))


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Candidate], list[int]]:
    """Draw a list in which many share their names, and some of it."""
    facts = st.tuples(NAMES, st.sampled_from(BORN), st.sampled_from(DIED), st.sampled_from(PLACES))
    drawn = draw(st.lists(facts, min_size=1, max_size=40))
    records = [
        someone(f"R-{at:02}", name, born=born, died=died, place=place)
        for at, (name, born, died, place) in enumerate(drawn)
    ]
    return records, draw(st.lists(st.integers(0, len(records) - 1), max_size=4))


@lru_cache
def crowded_list(seed: int, count: int = 400) -> tuple[Candidate, ...]:
    """Return records of which many share keys with more than are compared, and some have no name or one."""
    random = Random(seed)
    families = [*FAMILY[:2], *(f"{one}{two}ا" for one in "بتجدرز" for two in "سشفكلمن")]

    def name() -> str:
        parts = [random.choice(GIVEN[:3]), *random.choices(GIVEN[:4], k=random.randrange(3))]
        whole = " ".join([*parts, random.choice(families[: 2 if random.random() < 0.6 else None])])
        return random.choices([whole, COMMON, "أمل", "", random.choice(LATIN)], [30, 2, 2, 1, 2])[0]

    return tuple(
        someone(
            f"R-{at:04}",
            name(),
            born=random.choice(BORN),
            died=random.choice(DIED),
            arrested=random.choice(ARRESTED),
            place=random.choice(PLACES),
            sex=random.choice([None, "male", "female"]),
            age=random.choice([None, 20, 30]),
            mother=random.choice(["", "منى كريم", "منى كريمة"]),
        )
        for at in range(count)
    )


@lru_cache
def whole_run(seed: int, count: int = 400) -> Scored:
    return scored(crowded_list(seed, count))


def shared_keys_are_found(records: Sequence[Candidate], some: Sequence[int], most: int = MOST) -> None:
    """Hold that the pairs of some records are those among the pairs of all."""
    table, rare = told(*records)
    chosen = np.zeros(len(records), np.bool_)
    chosen[list(some)] = True

    every, few = (pairs(blocks(table, rare, most=most, chosen=of), len(table)) for of in (None, chosen))

    wanted = chosen[every.left] | chosen[every.right]
    is_theirs = chosen[few.left] | chosen[few.right]
    assert few.left[is_theirs].tolist() == every.left[wanted].tolist()
    assert few.right[is_theirs].tolist() == every.right[wanted].tolist()


def compared_as_in_the_whole_run(seed: int, some: Sequence[Sequence[int]]) -> None:
    """Hold that records are compared as in the run over everything, by an engine that is used again."""
    compared_as_in(whole_run(seed), some)


def compared_as_in(every: Scored, some: Sequence[Sequence[int]]) -> None:
    left, right = every.found.pairs.left, every.found.pairs.right

    with Engine(shipped().weights) as engine:
        runs = [scored_few(every.table, chosen, engine=engine) for chosen in some]

    for few, chosen in zip(runs, some, strict=True):
        wanted = np.isin(left, chosen) | np.isin(right, chosen)
        assert few.found.pairs.left.tolist() == left[wanted].tolist()
        assert few.found.pairs.right.tolist() == right[wanted].tolist()
        assert few.found.likeness.tolist() == every.found.likeness[wanted].tolist()
        assert few.found.bits.tolist() == every.found.bits[wanted].tolist()
        assert few.odds.tolist() == every.odds[wanted].tolist()
        assert few.rule == every.rule


def test_names_that_write_their_vowels_are_compared_as_in_the_whole_run() -> None:
    random = Random(5)
    given, families = (words.split() for words in (SPANISH_GIVEN, SPANISH_FAMILY))
    every = scored(
        [
            someone(f"R-{at:03}", f"{random.choice(given)} {random.choice(families)}", arrested="1976-08-15")
            for at in range(200)
        ]
    )
    assert every.rare.writes_vowels and len(every.odds)

    compared_as_in(every, [[0], [7, 9, 150]])


@given(lists(), st.integers(2, 13))
def test_who_shares_a_key_with_some_is_found_as_among_all(
    drawn: tuple[list[Candidate], list[int]], most: int
) -> None:
    shared_keys_are_found(*drawn, most=most)


@pytest.mark.parametrize("most", [MOST, 3])
def test_who_shares_a_crowded_key_is_found_too(most: int) -> None:
    records = crowded_list(1)
    table, rare = told(*records)
    assert blocks(table, rare, most=most).crowded.records > MOST

    for at in range(0, len(records), 7):
        shared_keys_are_found(records, [at, (at * 3) % len(records)], most)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_few_are_compared_as_in_the_whole_run(seed: int) -> None:
    compared_as_in_the_whole_run(seed, [[0], [5, 9, 200], [], [399], range(300)])


def test_each_of_a_list_is_compared_as_in_the_whole_run() -> None:
    assert len(whole_run(4).found) > 100

    compared_as_in_the_whole_run(4, [[at] for at in range(0, 400, 40)])


def test_nobody_is_compared_with_a_record_that_has_no_name() -> None:
    records = [*numbered("أمل باسل الحلبي", "أمل باسل الحلبي"), someone("X-1", "")]

    assert len(scored_few(told(*records)[0], [2]).found) == 0


def test_another_scorer_can_weigh_them() -> None:
    records = crowded_list(1)
    every = scored(records, scorer=Weighed(shipped()))

    few = scored_few(every.table, range(len(records)), scorer=Weighed(shipped()))

    assert few.odds.tolist() == every.odds.tolist()
    assert few.rule == every.rule


def test_a_crowd_is_told_to_who_is_in_it_and_not_to_others() -> None:
    crowd = numbered(*[COMMON] * (MOST + 1))
    table, _ = told(*crowd, someone("X-1", "نزار كريم الشامي"), someone("X-2", "نزار كريم الشامي"))

    one_of_many, another = scored_few(table, [0]), scored_few(table, [MOST + 1])

    assert one_of_many.crowded.records == MOST + 1
    assert (another.crowded, len(another.found)) == (Crowded(0, 0), 1)


def verdicts_of(run: Scored, count: int) -> dict[tuple[str, str], bool]:
    """Return judgements of pairs all over a list that follow the place, as its odds do not."""
    ids, pairs = run.table.record_ids, run.found.pairs
    likely = np.argsort(-run.odds, kind="stable")[: 2 * count : 2]
    return {
        (ids[pairs.left[at]], ids[pairs.right[at]]): bool(run.table.place[pairs.left[at]] % 2)
        for at in likely
    }


def corrected_as_in_the_whole_run(every: Scored, count: int) -> None:
    """Hold that judgements correct the odds of a few as they correct those of all."""
    verdicts = verdicts_of(every, count)
    again = corrected(every, verdicts)
    assert again.scorer.endswith(f"relearned-{count}")
    some = [len(every.table) - 7, len(every.table) - 100]

    few = corrected_few(scored_few(every.table, some), verdicts)

    wanted = np.isin(every.found.pairs.left, some) | np.isin(every.found.pairs.right, some)
    assert wanted.any()
    assert few.rule == again.rule
    # sums of products may differ in their last digit
    assert few.odds.tolist() == pytest.approx(again.odds[wanted].tolist(), rel=1e-9)


def test_judgements_correct_the_odds_of_a_few_as_of_all() -> None:
    corrected_as_in_the_whole_run(whole_run(5, 800), FEWEST)


def test_they_do_where_few_pairs_are_plain() -> None:
    corrected_as_in_the_whole_run(whole_run(2), 600)


def test_they_do_where_the_first_records_tell_of_nobody() -> None:
    nobody = numbered(*[""] * (2 * FEWEST + 50), died="2013-04-05")
    records = [one._replace(record_id=f"A-{one.record_id}") for one in nobody]

    corrected_as_in_the_whole_run(scored([*records, *crowded_list(2)]), FEWEST)


def test_too_few_judgements_correct_nothing() -> None:
    few = scored_few(whole_run(2).table, [200])

    assert corrected_few(few, verdicts_of(whole_run(2), FEWEST - 1)) is few
