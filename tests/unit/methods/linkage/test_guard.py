"""Brothers and sisters are held apart, whatever the score. Everybody is invented."""

from __future__ import annotations

import pytest

from tawthiq.core.dates import parse_edtf
from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.guard import AT_MOST
from tawthiq.methods.linkage.likely import people, scored

BORN = parse_edtf("2001-02-03")


def someone(record: str, name: str, sex: str) -> Candidate:
    return Candidate(record, name, sex=sex, birth=BORN)


def odds_of(one: Candidate, other: Candidate) -> float:
    (found,) = scored([one, other]).odds
    return float(found)


@pytest.mark.parametrize(
    ("his", "hers"),
    [("خالد يوسف النجار", "خلود يوسف النجار"), ("Juan José Sosa", "Juana José Sosa")],
)
def test_twins_of_two_sexes_are_two_people(his: str, hers: str) -> None:
    boy, girl = someone("R-1", his, "male"), someone("R-2", hers, "female")

    assert odds_of(boy, girl) <= AT_MOST
    assert people(scored([boy, girl])).cluster.tolist() == [0, 1]


@pytest.mark.parametrize("brother", ["سمير يوسف النجار", "وليد يوسف النجار"])
def test_brothers_of_one_sex_are_two_people(brother: str) -> None:
    one, other = someone("R-1", "سامر يوسف النجار", "male"), someone("R-2", brother, "male")

    assert odds_of(one, other) <= AT_MOST
    assert people(scored([one, other])).cluster.tolist() == [0, 1]


def test_brothers_are_not_joined_by_a_record_that_fits_both() -> None:
    names = ("سامر يوسف النجار", "سمير يوسف النجار", "Samer Yousef Najjar")

    found = people(scored([someone(f"R-{at}", name, "male") for at, name in enumerate(names)]))

    assert found.scored.odds.max() > 0
    assert found.cluster[0] != found.cluster[1]


def test_a_slip_of_the_hand_is_left_to_the_score() -> None:
    one, other = someone("R-1", "سامر يوسف النجار", "male"), someone("R-2", "ساامر يوسف النجار", "male")

    assert odds_of(one, other) > AT_MOST


def test_one_name_written_alike_with_two_sexes_is_left_to_the_score() -> None:
    one, other = someone("R-1", "خالد يوسف النجار", "male"), someone("R-2", "خالد يوسف النجار", "female")

    assert odds_of(one, other) > AT_MOST


@pytest.mark.parametrize("sex", ["male", "female"])
def test_one_name_in_two_scripts_is_left_to_the_score(sex: str) -> None:
    one, other = someone("R-1", "خالد يوسف النجار", "male"), someone("R-2", "Khaled Yousef al-Najjar", sex)

    assert odds_of(one, other) > AT_MOST
