"""Judgements to clusters to identifiers: people before rules, and an undo that restores."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.journey.cases.clusters import Retired, Tie, Verdict, forest, inherit

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def clusters(items: str, *ties: Tie) -> list[str]:
    return ["".join(cluster) for cluster in forest(items, ties).clusters()]


def test_what_is_the_same_is_together_through_others() -> None:
    assert clusters("abcd", Tie("a", "b", SAME), Tie("b", "c", SAME)) == ["abc", "d"]


def test_unsure_joins_nothing() -> None:
    assert clusters("ab", Tie("a", "b", UNSURE)) == ["a", "b"]


def test_a_person_who_parts_two_records_overrules_the_rules_around_them() -> None:
    rules = (Tie("a", "b", SAME, by_rule=True), Tie("b", "c", SAME, by_rule=True))

    assert clusters("abc", *rules, Tie("a", "c", DIFFERENT)) == ["ab", "c"]


def test_a_person_who_could_not_tell_holds_back_the_rule_for_that_pair() -> None:
    assert clusters("ab", Tie("a", "b", SAME, by_rule=True), Tie("a", "b", UNSURE)) == ["a", "b"]


def test_people_are_replayed_before_rules_whatever_the_order() -> None:
    ties = [Tie("a", "b", SAME, by_rule=True), Tie("a", "c", DIFFERENT), Tie("b", "c", SAME)]

    assert clusters("abc", *ties) == clusters("abc", *reversed(ties)) == ["a", "bc"]


def test_a_judgement_on_a_record_that_is_not_there_rests() -> None:
    assert clusters("ab", Tie("a", "gone", SAME), Tie("b", "gone", DIFFERENT)) == ["a", "b"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from(Verdict))))
def test_no_rule_joins_what_a_person_called_different(said: list[tuple[str, str, Verdict]]) -> None:
    people = [Tie(left, right, v) for left, right, v in said if left != right and v is DIFFERENT]
    rules = [Tie(left, right, v, by_rule=True) for left, right, v in said if left != right and v is SAME]

    found = forest("abcdef", [*rules, *people])

    assert not any(found.together(tie.left, tie.right) for tie in people)


def test_the_identifier_goes_with_the_largest_overlap_then_the_smallest() -> None:
    living = {"P1": "ab", "P2": "cde", "P3": "f"}

    assert inherit([tuple("abcde"), tuple("f")], living, {}) == ["P2", "P3"]
    assert inherit([tuple("abcd"), tuple("e"), tuple("f")], {"P1": "ab", "P2": "cd"}, {}) == [
        "P1",
        None,
        None,
    ]


def test_of_two_that_overlap_as_much_the_one_that_stood_longer_stays() -> None:
    living = {"P1": "a", "P2": "b"}

    assert inherit([("a", "b")], living, {}, versions={"P1": 1, "P2": 2}) == ["P2"]


def test_a_group_without_an_identifier_takes_back_the_one_last_retired() -> None:
    retired = {"P1": Retired(frozenset("ab"), since=3), "P2": Retired(frozenset("a"), since=7)}

    assert inherit([tuple("ab")], {}, retired) == ["P1"]
    assert inherit([tuple("a"), tuple("b")], {}, retired) == ["P2", "P1"]


def test_what_one_entry_retired_returns_to_exactly_what_it_held() -> None:
    living = {"P1": "ab"}
    retired = {"P2": Retired(frozenset("a"), since=3), "P3": Retired(frozenset("b"), since=9)}

    assert inherit([("a",), ("b",)], living, retired, returning={"P3": frozenset("b")}) == ["P1", "P3"]


def test_what_one_entry_changed_returns_to_exactly_what_it_held() -> None:
    living, versions = {"P1": "bc", "P2": "a"}, {"P1": 1, "P2": 9}
    before = {"P1": frozenset("ab"), "P2": frozenset("c")}

    assert inherit([("a", "b"), ("c",)], living, {}, versions=versions) == ["P2", "P1"]
    assert inherit([("a", "b"), ("c",)], living, {}, versions=versions, returning=before) == ["P1", None]


def test_what_has_gone_elsewhere_since_does_not_return() -> None:
    living = {"P1": "c", "P2": "a"}

    assert inherit([("a",), ("c",)], living, {}, returning={"P1": frozenset("a")}) == ["P2", "P1"]


def test_new_things_have_no_identifier_yet() -> None:
    assert inherit([("x",)], {"P1": "a"}, {}) == [None]
