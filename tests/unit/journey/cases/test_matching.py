"""What linking asks of a record, and what it must respect."""

from __future__ import annotations

from typing import Any

from tawthiq.core.claims import Account, Claim
from tawthiq.core.dates import parse_edtf
from tawthiq.journey.cases.clusters import Tie, Verdict
from tawthiq.journey.cases.linking import current_ties
from tawthiq.journey.cases.matching import candidate, respected
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import JudgementFacts, spoken_for
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import RecordFacts
from tawthiq.methods.linkage import AgeAt, Candidate
from tawthiq.methods.linkage.contraction import contracted

WORDS = Words()


def record(*claims: Claim, **options: Any) -> RecordFacts:
    account = Account("7", "list.csv#row=7", "2014", claims, **options)
    return RecordFacts("R-1", "field", "", "B", "7", "B-1", "REP-1", account, "2014", 4, "")


def found(*claims: Claim, **options: Any) -> Candidate:
    one = candidate(record(Claim("person", "name", "Salma Ward"), *claims, **options), WORDS)
    assert one is not None
    return one


def judgement(name: str, verdict: Verdict = Verdict.SAME, undoes: str | None = None) -> JudgementFacts:
    return JudgementFacts(name, 1, About.RECORDS, "a", "b", verdict, "U", None, "why", None, undoes)


def test_deaths_are_the_dates_of_killings_and_arrests_those_of_detentions() -> None:
    one = found(
        Claim("act-1", "violation", "summary-execution"),
        Claim("act-1", "date", "2014-05"),
        Claim("act-2", "violation", "enforced-disappearance"),
        Claim("act-2", "date", "2013-01-02"),
        Claim("act-3", "violation", "torture"),
        Claim("act-3", "date", "2013-02"),
    )

    assert one.deaths == (parse_edtf("2014-05"),)
    assert one.arrests == (parse_edtf("2013-01-02"),)


def test_a_blank_is_left_out_and_so_is_what_may_be_one_of_several() -> None:
    one = found(
        Claim("person", "sex", None, "?"),
        Claim("person", "mother-name", "unidentified"),
        Claim("person", "birth-date", "1990"),
        Claim("person", "birth-date", "1991"),
    )

    assert (one.sex, one.mother_name, one.birth, one.ages, one.deaths) == (None, "", None, (), ())


def test_an_age_helps_where_its_date_is_known() -> None:
    age = Claim("person", "age", {"min": 30, "max": None})

    dated = found(age, Claim("act-1", "violation", "killing"), Claim("act-1", "date", "2014-05-01"))

    assert dated.ages == (AgeAt(30, None, parse_edtf("2014-05-01")),)
    assert found(age, Claim("act-1", "violation", "killing")).ages == ()


def test_groups_and_the_unnamed_are_not_linked_by_rules() -> None:
    assert candidate(record(Claim("person", "name", "x y"), kind="group"), WORDS) is None
    assert candidate(record(), WORDS) is None


def test_what_was_taken_back_is_kept_apart_from_rules() -> None:
    given = [judgement("J1"), judgement("J2", undoes="J1")]

    assert respected(given, [], lambda name: name).different == {("a", "b")}


def test_taking_back_a_difference_keeps_nothing_apart() -> None:
    given = [judgement("J1", Verdict.DIFFERENT), judgement("J2", Verdict.DIFFERENT, undoes="J1")]

    assert respected(given, [], lambda name: name).different == frozenset()


def test_a_later_yes_outweighs_an_earlier_one_taken_back() -> None:
    given = [judgement("J1"), judgement("J2", undoes="J1"), judgement("J3")]

    again = respected(given, [judgement("J3").tie], lambda name: name)

    assert (again.same, again.different) == ({("a", "b")}, frozenset())


def test_a_persons_word_carries_over_to_a_corrected_row_and_a_rules_does_not() -> None:
    current = spoken_for(["a2", "b"], {"a": "a2"})
    person, rule = Tie("a", "b", Verdict.SAME), Tie("a", "b", Verdict.SAME, by_rule=True)

    assert current_ties([person, rule], current) == [Tie("a2", "b", Verdict.SAME)]


def test_a_word_on_a_record_that_was_taken_back_rests() -> None:
    assert current_ties([Tie("a", "gone", Verdict.SAME)], spoken_for(["a"], {})) == []


def test_a_part_is_spoken_for_where_its_record_is() -> None:
    current = spoken_for(["a2"], {"a": "a2"})

    assert [current("a/act-2"), current("a2/act-1"), current("b/act-1")] == ["a2/act-2", "a2/act-1", None]


def test_the_place_is_the_governorate_where_somebody_was_killed_before_any_other() -> None:
    one = found(
        Claim("person", "origin", "SY02"),
        Claim("act-1", "violation", "enforced-disappearance"),
        Claim("act-1", "place", "SY02"),
        Claim("act-2", "violation", "killing"),
        Claim("act-2", "place", "SY0100"),
    )

    assert one.place == "act-killing:SY01"


def test_places_of_different_kinds_are_told_apart() -> None:
    places = [
        found(*claims).place
        for claims in (
            (Claim("act-1", "violation", "killing"), Claim("act-1", "last-seen", "SY03")),
            (Claim("person", "residence", "SY03"), Claim("person", "origin", "SY02")),
            (Claim("person", "origin", "SY03"),),
        )
    ]

    assert places == ["last-seen:SY03", "residence:SY03", "origin:SY03"]


def test_a_place_that_lies_in_no_known_governorate_is_left_out() -> None:
    assert [found(Claim("person", "origin", code)).place for code in ("SY", "OUR-OWN-CODE")] == ["", ""]


def test_what_the_replay_passes_over_joins_nobody_and_is_told() -> None:
    ties = [
        Tie("a", "b", Verdict.SAME, by_rule=True),
        Tie("b", "c", Verdict.SAME),
        Tie("a", "c", Verdict.DIFFERENT),
    ]

    said = respected([], ties, lambda name: name)

    assert (said.same, said.contradicted) == ({("b", "c")}, {("a", "b")})
    assert [(one.left, one.right) for one in contracted(said).conflicts] == [("a", "b")]


def test_what_was_taken_back_and_is_joined_through_others_is_not_different() -> None:
    given = [judgement("J1"), judgement("J2", undoes="J1")]
    ties = [Tie("a", "c", Verdict.SAME), Tie("b", "c", Verdict.SAME)]

    said = respected(given, ties, lambda name: name)

    assert (said.same, said.different) == ({("a", "c"), ("b", "c")}, frozenset())
