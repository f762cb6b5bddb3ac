"""What a rule may join of what is likely: what it is certain of, and never brothers, sisters or twins."""

from __future__ import annotations

from typing import Any

import pytest

from tawthiq.core.dates import parse_edtf
from tawthiq.methods.linkage import AgeAt, Candidate, Judgements
from tawthiq.methods.linkage.certain import Certain, certain
from tawthiq.methods.linkage.likely import people, scored

HASAN = "حسن سامي يوسف الحداد"
HASSUN = "حسون سامي يوسف الحداد"
BORN, DIED = "1990-03-04", "2014-05-01"


def someone(record_id: str, name: str = HASAN, *, died: str | None = DIED, **facts: Any) -> Candidate:
    if "birth" in facts:
        facts["birth"] = parse_edtf(facts["birth"])
    if "age" in facts:
        age = facts.pop("age")
        facts["ages"] = (AgeAt(age, age, parse_edtf(DIED)),)
    deaths = () if died is None else (parse_edtf(died),)
    return Candidate(record_id, name, deaths=deaths, **{"sex": "male", **facts})


def joined(*candidates: Candidate, judgements: Judgements | None = None) -> Certain:
    likely = people(scored(candidates, threads=1), judgements or Judgements())
    return certain(likely, {one.record_id: one for one in candidates})


def pairs(found: Certain) -> list[tuple[str, str]]:
    return [(match.left, match.right) for match in found.matches]


def why(found: Certain) -> set[str]:
    return {reason.code for one in found.refused for reason in one.reasons}


TWO = (someone("R-1", birth=BORN), someone("R-2", "حسن يوسف سامي الحداد", birth=BORN))


def test_what_is_certain_is_joined_with_its_rule_its_score_and_its_reasons() -> None:
    (match,) = joined(*TWO).matches

    assert (match.left, match.right) == ("R-1", "R-2")
    assert match.rule.startswith("likely-1/")
    assert 990 <= match.score < 1000
    assert {"given-written-alike", "birth-same-day"} <= {reason.code for reason in match.reasons}


def test_the_order_of_the_records_changes_nothing() -> None:
    others = (someone("R-0", HASSUN), someone("R-3", "سلمى ورد الصالح", sex="female"))

    assert joined(*TWO, *others) == joined(*reversed((*TWO, *others)))


def test_twins_with_names_of_one_skeleton_go_to_people() -> None:
    found = joined(someone("R-1", birth=BORN), someone("R-2", HASSUN, birth=BORN))

    assert (pairs(found), why(found)) == ([], {"twins"})


def test_a_name_in_the_other_script_on_the_same_birth_day_goes_to_people() -> None:
    found = joined(someone("R-1", birth=BORN), someone("R-2", "Hasan Sami Yousef Haddad", birth=BORN))

    assert (pairs(found), why(found)) == ([], {"twins"})


def test_a_first_name_written_otherwise_is_never_joined_in_one_script() -> None:
    rare = "القنيطراوي"
    found = joined(
        someone("R-1", f"سليم زهران ميلاد {rare}", age=24),
        someone("R-2", f"سالم زهران ميلاد {rare}", age=24),
    )

    assert pairs(found) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param({"died": "2014-05-02"}, "two-deaths", id="two deaths"),
        pytest.param({"mother_name": "ليلى"}, "different-mother", id="another mother"),
    ],
)
def test_what_cannot_be_true_of_one_person_goes_to_people(facts: dict[str, Any], code: str) -> None:
    found = joined(someone("R-1", birth=BORN, mother_name="مريم"), someone("R-2", HASAN, birth=BORN, **facts))

    assert (pairs(found), why(found)) == ([], {code})


def test_an_age_a_year_off_is_no_contradiction_and_two_years_are_one() -> None:
    a_year, two_years = (
        joined(someone("R-1", birth=BORN, age=age), someone("R-2", HASAN, birth=BORN)) for age in (25, 26)
    )

    assert (pairs(a_year), why(two_years)) == ([("R-1", "R-2")], {"different-birth"})


def test_a_record_that_fits_two_people_who_cannot_be_one_is_joined_to_neither() -> None:
    found = joined(
        someone("R-1", birth=BORN, mother_name="مريم"),
        someone("R-2", birth=BORN, mother_name="ليلى"),
        someone("R-3", birth=BORN),
    )

    assert pairs(found) == []
    assert "fits-several" in why(found)


def test_nobody_is_joined_with_whom_people_called_different() -> None:
    apart = Judgements(different=frozenset({("R-1", "R-2")}))

    found = joined(*TWO, someone("R-3", birth=BORN), judgements=apart)

    assert ("R-1", "R-2") not in pairs(found)
    assert len(pairs(found)) == 0


def test_what_people_joined_is_no_match_of_the_rule() -> None:
    assert pairs(joined(*TWO, judgements=Judgements(same=frozenset({("R-1", "R-2")})))) == []


BAD = {
    "nothing known": Candidate("X", ""),
    "a placeholder": Candidate("X", "مجهول الهوية"),
    "one name": Candidate("X", "حسن"),
    "a name of marks": Candidate("X", "؟؟؟ ..."),
    "only a birth day": Candidate("X", "", birth=parse_edtf(BORN)),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_says_too_little_is_joined_with_nobody(bad: Candidate) -> None:
    many = [bad._replace(record_id=f"X-{n:03}") for n in range(60)]

    found = joined(*TWO, *many)

    assert pairs(found) == [("R-1", "R-2")]


def test_a_crowd_of_one_name_never_becomes_a_person() -> None:
    crowd = [someone(f"R-{n:04}", "محمد علي", died=None) for n in range(500)]
    new_year = [someone(f"S-{n:04}", "محمد علي", died=None, birth="1990-01-01") for n in range(500)]

    found = joined(*crowd, *new_year)

    assert pairs(found) == []
