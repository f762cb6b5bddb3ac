"""What of a record is compared. Everybody is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.linkage.drawn import FAMILY as FAMILIES
from tests.unit.methods.linkage.drawn import GIVEN as NAMES
from tests.unit.methods.linkage.drawn import someone

from tawthiq.methods.linkage.compared import (
    FAMILY,
    GIVEN,
    MIDDLES,
    NONE,
    UNKNOWN_DAY,
    Compared,
    compared,
)


def names_of(table: Compared, record: int = 0) -> list[str]:
    """Return the tokens of a name in their places; a dash where there is none."""
    return ["-" if number == NONE else table.words.fold[number] for number in table.tokens[record].tolist()]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def one(*given: Any, **facts: Any) -> Compared:
    return compared([someone("R-1", *given, **facts)])


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("أمل", ["امل", "-", "-", "-", "-", "-"]),
        ("أمل الحلبي", ["امل", "-", "-", "-", "-", "حلبي"]),
        ("أمل باسل الحلبي", ["امل", "باسل", "-", "-", "-", "حلبي"]),
        ("عبد الله باسل الحلبي", ["عبدالله", "باسل", "-", "-", "-", "حلبي"]),
        ("Carla de la Cruz", ["carla", "de", "la", "-", "-", "cruz"]),
        ("CRUZ, Carla Inés", ["carla", "ines", "-", "-", "-", "cruz"]),
    ],
)
def test_each_name_has_its_place(name: str, places: list[str]) -> None:
    assert names_of(one(name)) == places


def test_a_long_chain_keeps_the_first_the_next_four_and_the_last() -> None:
    assert names_of(one(" ".join([*NAMES, "الحلبي"]))) == [
        *(names_of(one(name))[GIVEN] for name in NAMES[: MIDDLES + 1]),
        "حلبي",
    ]


@pytest.mark.parametrize(
    "name", ["", "   ", "مجهول الهوية", "Unidentified 12", "123", "son of Basil", ",", "أ ب"]
)
def test_what_names_nobody_has_no_names(name: str) -> None:
    assert set(names_of(one(name))) == {"-"}


def test_one_word_is_worked_out_once_for_all_names() -> None:
    table = compared([someone(f"R-{at}", "أمل باسل أمل") for at in range(3)])

    assert table.words.fold == ("امل", "باسل")
    assert table.words.skeleton == ("aml", "bsl")
    assert table.words.sound == ("ml", "bsl")
    assert table.words.letters == ("lm", "bls")


def test_a_stated_day_of_birth_is_known_to_the_day() -> None:
    table = one(born="1990-05-06")

    assert table.born_on.tolist() == table.born_from.tolist() == table.born_to.tolist() == [day("1990-05-06")]
    assert table.born_year[0] - one(born="1980-05-06").born_year[0] == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize(
    ("facts", "first", "last"),
    [
        ({"born": "1990-05"}, "1990-05-01", "1990-05-31"),
        ({"born": "1990"}, "1990-01-01", "1990-12-31"),
        ({"age": 30, "died": "2013-04-05"}, "1982-04-06", "1983-04-05"),
    ],
)
def test_a_month_a_year_or_an_age_bounds_the_birth(facts: dict[str, Any], first: str, last: str) -> None:
    table = one(**facts)

    assert table.born_on.tolist() == [UNKNOWN_DAY]
    assert (table.born_from.tolist(), table.born_to.tolist()) == ([day(first)], [day(last)])


def test_what_is_stated_of_the_birth_goes_before_an_age() -> None:
    assert one(born="1990-05-06", age=77).born_on.tolist() == [day("1990-05-06")]


def test_a_death_goes_before_an_arrest_and_an_arrest_before_nothing() -> None:
    assert one(died="2013-04-05", arrested="2012-01-02").event_from.tolist() == [day("2013-04-05")]
    assert one(arrested="2012-01").event_to.tolist() == [day("2012-01-31")]
    assert one().event_from.tolist() == [UNKNOWN_DAY]


def test_an_open_date_bounds_nothing() -> None:
    table = one(died="../2013-04-05")

    assert (table.event_from[0], table.event_to[0]) == (UNKNOWN_DAY, UNKNOWN_DAY)


def test_everything_unknown_says_nothing() -> None:
    table = one("")

    days = (table.born_on, table.born_from, table.born_to, table.event_from, table.event_to)
    assert [known.tolist() for known in days] == [[UNKNOWN_DAY]] * 5
    assert np.isnan(table.born_year).all()
    assert (table.place[0], table.mother[0], table.sex[0]) == (NONE, NONE, "")


def test_a_mother_who_is_not_named_is_no_mother() -> None:
    table = compared([someone("R-1", mother="منى كريم"), someone("R-2", mother="مجهولة"), someone("R-3")])

    assert table.mother.tolist() == [0, NONE, NONE]
    assert table.mothers == ("مني كريم",)


def test_no_records_have_columns_too() -> None:
    assert len(compared([])) == 0


PEOPLE = st.lists(
    st.builds(
        someone,
        st.just("R"),
        st.lists(st.sampled_from([*NAMES, *FAMILIES]), max_size=7).map(" ".join),
        born=st.sampled_from([None, "1990-05-06", "1990"]),
        died=st.sampled_from([None, "2013-04-05"]),
        place=st.sampled_from(["", "SY-DI", "SY-HM"]),
    ),
    max_size=6,
)


@given(PEOPLE)
def test_a_record_says_the_same_whatever_stands_around_it(records: list[Any]) -> None:
    table = compared(records)

    for at, record in enumerate(records):
        alone = compared([record])
        assert names_of(table, at) == names_of(alone)
        assert (table.born_from[at], table.event_to[at]) == (alone.born_from[0], alone.event_to[0])
        assert (table.place[at] == NONE) == (not record.place)
        assert (table.tokens[at, FAMILY] == NONE) == (alone.tokens[0, FAMILY] == NONE)
