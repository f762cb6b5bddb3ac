"""Linkage by exact keys: what joins, what never does, and whose word goes first."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.dates import parse_edtf
from tawthiq.core.errors import UsageProblem
from tawthiq.core.names import is_placeholder
from tawthiq.methods.linkage import AgeAt, Candidate, Conflict, ExactKeys, Judgements, Linkage

NAME = "أمل باسل الحلبي"


def candidate(record_id: str, name: str = NAME, **facts: Any) -> Candidate:
    """Return a candidate who died on 5 April 2013 unless something else is said; dates are given in EDTF."""
    facts.setdefault("deaths", ("2013-04-05",))
    dates = {field: tuple(map(parse_edtf, facts.pop(field, ()))) for field in ("deaths", "arrests")}
    if isinstance(facts.get("birth"), str):
        facts["birth"] = parse_edtf(facts["birth"])
    return Candidate(record_id, name, **facts, **dates)


def aged(youngest: int | None, oldest: int | None, on: str) -> tuple[AgeAt, ...]:
    return (AgeAt(youngest, oldest, parse_edtf(on)),)


def link(*candidates: Candidate, **judged: set[tuple[str, str]]) -> Linkage:
    return ExactKeys().link(
        candidates, Judgements(**{kind: frozenset(pairs) for kind, pairs in judged.items()})
    )


def joined(*candidates: Candidate) -> tuple[tuple[str, ...], ...]:
    return link(*candidates).joined


def codes(linkage: Linkage) -> set[str]:
    return {reason.code for refusal in linkage.refused for reason in refusal.reasons}


def test_one_name_and_one_day_of_death_are_one_person() -> None:
    linkage = link(candidate("R-1"), candidate("R-2"), candidate("R-3", name="رامي كريم"))

    assert linkage.clusters == (("R-1", "R-2"), ("R-3",))
    (match,) = linkage.matches
    assert (match.left, match.right, match.score) == ("R-1", "R-2", 1000)
    assert match.rule == ExactKeys().rule == "exact-keys-1/fold-1"


def test_a_match_gives_its_reasons_in_both_languages_and_no_name() -> None:
    linkage = link(candidate("R-1", birth="1990-05-06"), candidate("R-2", birth="1990-05-06"))

    (match,) = linkage.matches
    assert [reason.code for reason in match.reasons] == ["same-name", "same-birth-date", "same-death-date"]
    assert match.reasons[2].en == "Both died on 2013-04-05."
    assert "2013-04-05" in match.reasons[2].ar
    assert not any("أمل" in text for reason in match.reasons for text in reason.as_json().values())


@pytest.mark.parametrize(
    "spelling", ["امل باسل حلبي", "أَمَل باسِل الحلبى", "\u200fأمل  باسل  الحلبي", "أمل بنت باسل الحلبي"]
)
def test_spellings_of_one_name_join(spelling: str) -> None:
    assert joined(candidate("R-1"), candidate("R-2", name=spelling)) == (("R-1", "R-2"),)


def test_a_skeleton_is_not_enough() -> None:
    assert joined(candidate("R-1", name="محمد الحلبي"), candidate("R-2", name="Mohammed Halabi")) == ()
    assert joined(candidate("R-1", name="حسن الحلبي"), candidate("R-2", name="حسين الحلبي")) == ()


@pytest.mark.parametrize(
    "facts", [{"birth": "1990-05-06"}, {"deaths": ("2013-04-05",)}, {"arrests": ("2013-04-05",)}]
)
def test_any_one_day_in_common_is_enough(facts: dict[str, Any]) -> None:
    facts = {"deaths": ()} | facts

    assert joined(candidate("R-1", **facts), candidate("R-2", **facts)) == (("R-1", "R-2"),)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"birth": "1990-05"},
        {"birth": "1990-01-01"},
        {"deaths": ("2013-04",)},
        {"deaths": ("2013-04-05~",)},
        {"arrests": ("2013-04-05/2013-04-06",)},
        {"sex": "female", "mother_name": "هدى كريم", "source": "invented", "places": frozenset({"SY01"})},
    ],
    ids=str,
)
def test_without_a_known_day_nothing_joins(facts: dict[str, Any]) -> None:
    facts = {"deaths": ()} | facts

    linkage = link(candidate("R-1", **facts), candidate("R-2", **facts))

    assert linkage.joined == ()
    assert linkage.left_alone == {"no-known-day": 2}


def test_a_birth_and_a_death_on_one_day_are_no_day_in_common() -> None:
    born = candidate("R-1", deaths=(), birth="2013-04-05")

    assert joined(born, candidate("R-2", deaths=("2013-04-05",))) == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Unidentified 12", "placeholder-name"),
        ("مجهول الهوية", "placeholder-name"),
        ("son of Basil Karim", "placeholder-name"),
        ("", "placeholder-name"),
        ("أمل", "one-name"),
        ("أمل 2", "one-name"),
        ("عبد الله", "one-name"),
        ("Amal B.", "one-name"),
        ("Amal unknown", "one-name"),
    ],
)
def test_what_names_nobody_fully_never_joins(name: str, reason: str) -> None:
    linkage = link(candidate("R-1", name=name), candidate("R-2", name=name))

    assert linkage.joined == ()
    assert linkage.left_alone == {reason: 2}


def test_people_whom_a_list_numbers_stay_apart() -> None:
    assert joined(candidate("R-1", name="أمل باسل 1"), candidate("R-2", name="أمل باسل 2")) == ()


BORN = {"birth": "1990-05-06", "deaths": ()}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"sex": "male"}, {"sex": "female"}, "different-sex"),
        ({"mother_name": "هدى كريم"}, {"mother_name": "منى كريم"}, "different-mother"),
        ({"birth": "1990-05-06"}, {"birth": "1990-05-07"}, "different-birth"),
        ({"birth": "1990"}, {"birth": "1991"}, "different-birth"),
        ({"birth": "1990-01-01"}, {"birth": "1991-06-07"}, "different-birth"),
        ({"ages": aged(20, 20, "2013-04-05")}, {"ages": aged(30, 30, "2013-04-05")}, "different-birth"),
        ({"ages": aged(None, 17, "2013-04-05")}, {"ages": aged(18, None, "2013-04-05")}, "different-birth"),
        ({"birth": "1990-05-06"}, {"ages": aged(40, 45, "2013")}, "different-birth"),
        (BORN | {"deaths": ("2013-04-05",)}, BORN | {"deaths": ("2013-04-06",)}, "two-deaths"),
        (BORN | {"deaths": ("2013-04",)}, BORN | {"deaths": ("2014",)}, "two-deaths"),
        (BORN | {"deaths": ("2013-04",)}, BORN | {"arrests": ("2013-05-01",)}, "arrest-after-death"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_contradiction_keeps_two_apart_and_is_said(
    one: dict[str, Any], other: dict[str, Any], reason: str
) -> None:
    linkage = link(candidate("R-1", **one), candidate("R-2", **other))

    assert linkage.joined == ()
    assert [(refusal.left, refusal.right) for refusal in linkage.refused] == [("R-1", "R-2")]
    assert codes(linkage) == {reason}


def test_two_who_share_several_keys_are_asked_about_once() -> None:
    shared = {"birth": "1990-05-06", "arrests": ("2012-01-01",)}

    linkage = link(candidate("R-1", sex="male", **shared), candidate("R-2", sex="female", **shared))

    assert len(linkage.refused) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"sex": "male"}, {}),
        ({"mother_name": "هدى كريم"}, {"mother_name": "هُدى الكريم"}),
        ({"mother_name": "هدى كريم"}, {"mother_name": "unknown"}),
        ({"birth": "1990-01-01"}, {"birth": "1990-06-07"}),
        ({"birth": "1990"}, {"ages": aged(22, 23, "2013-04-05")}),
        (BORN | {"deaths": ("2013-04",)}, BORN | {"deaths": ("2013-04-05",)}),
        (BORN | {"arrests": ("2012-01-01",)}, BORN | {"arrests": ("2012-06-01",)}),
    ],
)
def test_what_can_be_true_together_does_not_keep_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert joined(candidate("R-1", **one), candidate("R-2", **other)) == (("R-1", "R-2"),)


@pytest.mark.parametrize(
    "facts",
    [
        {"deaths": ("2013-04-05", "2013-04-06")},
        {"birth": "1990-05-06", "ages": aged(40, 40, "2013-04-05")},
        {"arrests": ("2014-01-01",)},
    ],
)
def test_a_record_that_contradicts_itself_is_left_alone(facts: dict[str, Any]) -> None:
    linkage = link(candidate("R-1", **facts), candidate("R-2", **facts), candidate("R-3"))

    assert linkage.joined == ()
    assert linkage.left_alone == {"contradicts-itself": 2}


def test_who_fits_two_people_is_joined_to_neither() -> None:
    linkage = link(
        candidate("R-1"),
        candidate("R-2", mother_name="هدى كريم"),
        candidate("R-3", mother_name="منى كريم"),
    )

    assert linkage.joined == ()
    assert codes(linkage) == {"fits-several", "different-mother"}


def test_two_who_agree_against_a_third_are_joined() -> None:
    huda = {"mother_name": "هدى كريم"}

    assert joined(
        candidate("R-1", **huda), candidate("R-2", mother_name="منى كريم"), candidate("R-3", **huda)
    ) == (("R-1", "R-3"),)


def test_no_chain_leads_to_two_dates_of_death() -> None:
    linkage = link(
        candidate("R-1", birth="1990-05-06", deaths=("2013-04-05",)),
        candidate("R-2", birth="1990-05-06", deaths=(), arrests=("2012-01-01",)),
        candidate("R-3", arrests=("2012-01-01",), deaths=("2014-08-09",)),
    )

    assert linkage.joined == ()
    assert codes(linkage) == {"fits-several"}


def test_keys_may_lead_from_record_to_record_where_nothing_speaks_against_it() -> None:
    linkage = link(
        candidate("R-1", birth="1990-05-06"),
        candidate("R-2", birth="1990-05-06", deaths=(), arrests=("2012-01-01",)),
        candidate("R-3", deaths=(), arrests=("2012-01-01",)),
    )

    assert linkage.joined == (("R-1", "R-2", "R-3"),)
    assert len(linkage.matches) == 2


def test_a_record_given_twice_is_a_usage_problem() -> None:
    with pytest.raises(UsageProblem):
        link(candidate("R-1"), candidate("R-1", name="رامي كريم"))


def test_nothing_gives_nothing() -> None:
    assert link() == Linkage(rule=ExactKeys().rule, clusters=())


# Judgements


def test_people_may_join_what_no_rule_would() -> None:
    linkage = link(candidate("R-1"), candidate("R-2", name="Amal"), same={("R-2", "R-1")})

    assert linkage.joined == (("R-1", "R-2"),)
    assert linkage.matches == ()
    assert linkage.conflicts == ()


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_no_rule_joins_what_people_kept_apart_or_open_and_none_asks_again(verdict: str) -> None:
    linkage = link(candidate("R-1"), candidate("R-2"), **{verdict: {("R-1", "R-2")}})

    assert linkage.joined == ()
    assert linkage.refused == ()


def test_different_people_are_not_joined_through_a_third_record() -> None:
    linkage = link(candidate("R-1"), candidate("R-2"), candidate("R-3"), different={("R-1", "R-3")})

    assert linkage.joined == ()
    assert codes(linkage) == {"fits-several"}


def test_a_judgement_given_twice_over_is_one() -> None:
    same = {("R-1", "R-2"), ("R-2", "R-1")}

    assert link(candidate("R-1"), candidate("R-2", name="رامي"), same=same).joined == (("R-1", "R-2"),)


def test_a_judgement_holds_through_records_that_are_not_there() -> None:
    linkage = link(
        candidate("R-1", name="رامي كريم"),
        candidate("R-3", name="هدى كريم"),
        same={("R-1", "R-2"), ("R-2", "R-3")},
    )

    assert linkage.joined == (("R-1", "R-3"),)


def test_judgements_at_odds_keep_apart_and_are_reported() -> None:
    linkage = link(
        candidate("R-1"),
        candidate("R-2"),
        candidate("R-3"),
        same={("R-1", "R-2"), ("R-2", "R-3")},
        different={("R-3", "R-1")},
    )

    assert linkage.joined == (("R-1", "R-2"),)
    assert [(conflict.left, conflict.right) for conflict in linkage.conflicts] == [("R-2", "R-3")]


def test_facts_at_odds_inside_a_judged_person_are_reported_and_attract_nobody() -> None:
    linkage = link(
        candidate("R-1"),
        candidate("R-2", deaths=("2014-08-09",)),
        candidate("R-3"),
        same={("R-1", "R-2")},
    )

    assert linkage.joined == (("R-1", "R-2"),)
    assert [(type(c), c.left, c.right, c.reasons[0].code) for c in linkage.conflicts] == [
        (Conflict, "R-1", "R-2", "two-deaths")
    ]
    assert codes(linkage) == {"two-deaths"}


def test_a_judged_person_brings_all_their_names_and_days() -> None:
    linkage = link(
        candidate("R-1", name="Amal Halabi", deaths=(), birth="1990-05-06"),
        candidate("R-2"),
        candidate("R-3", name="Amal al-Halabi", deaths=(), birth="1990-05-06"),
        same={("R-1", "R-2")},
    )

    assert linkage.joined == (("R-1", "R-2", "R-3"),)


# What holds for any records at all

DAYS = st.sampled_from(["2013-04-05", "2013-04-06", "2013-04", "2013", "../2013-04-05", "2014-01-02"])
CANDIDATES = st.builds(
    candidate,
    record_id=st.just("R"),
    name=st.sampled_from([NAME, "امل باسل حلبي", "رامي كريم", "Unidentified 12", "أمل", "", "مجهول الهوية"]),
    sex=st.sampled_from([None, None, "male", "female"]),
    mother_name=st.sampled_from(["", "", "هدى كريم", "منى كريم", "unknown"]),
    birth=st.sampled_from([None, "1990-05-06", "1990-05-07", "1990", "1991-01-01"]),
    ages=st.sampled_from([(), aged(22, 22, "2013-04-05"), aged(None, 17, "2013"), aged(18, None, "2013")]),
    deaths=st.lists(DAYS, max_size=1),
    arrests=st.lists(DAYS, max_size=2),
)
LISTS = st.lists(CANDIDATES, max_size=9).map(
    lambda found: [one._replace(record_id=f"R-{number}") for number, one in enumerate(found)]
)
PAIRS = st.sets(
    st.tuples(*[st.sampled_from([f"R-{n}" for n in range(9)])] * 2).filter(lambda p: p[0] < p[1]), max_size=3
)
JUDGED = st.builds(
    Judgements, same=PAIRS.map(frozenset), different=PAIRS.map(frozenset), unsure=PAIRS.map(frozenset)
)


@given(LISTS, JUDGED, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    found: list[Candidate], judged: Judgements, draw: Any
) -> None:
    shuffled = draw.sample(found, len(found))

    assert ExactKeys().link(shuffled, judged) == ExactKeys().link(found, judged)


@given(LISTS, JUDGED)
def test_every_record_is_in_one_cluster(found: list[Candidate], judged: Judgements) -> None:
    linkage = ExactKeys().link(found, judged)

    records = [record for cluster in linkage.clusters for record in cluster]
    assert sorted(records) == sorted(one.record_id for one in found)
    assert all(list(cluster) == sorted(cluster) for cluster in linkage.clusters)


@given(LISTS)
def test_a_cluster_of_a_rule_never_contradicts_itself(found: list[Candidate]) -> None:
    by_record = {one.record_id: one for one in found}

    for cluster in ExactKeys().link(found).joined:
        members = [by_record[record] for record in cluster]
        assert len({one.sex for one in members} - {None}) <= 1
        assert len({one.mother_name for one in members} - {"", "unknown"}) <= 1
        for one, other in combinations([death for member in members for death in member.deaths], 2):
            assert one.possibly_within(other.bounds)
        for one, other in combinations([member.birth for member in members if member.birth is not None], 2):
            assert one.possibly_within(other.bounds) or one.edtf[:4] == other.edtf[:4]
        assert all(len(member.name.split()) > 1 and not is_placeholder(member.name) for member in members)


@given(LISTS, JUDGED)
def test_people_judged_different_are_never_in_one_cluster(found: list[Candidate], judged: Judgements) -> None:
    linkage = ExactKeys().link(found, judged)

    assert not any(set(pair) <= set(cluster) for cluster in linkage.clusters for pair in judged.different)


@given(LISTS)
def test_matches_are_a_reason_for_every_join(found: list[Candidate]) -> None:
    linkage = ExactKeys().link(found)

    assert len(linkage.matches) == len(found) - len(linkage.clusters)
    for match in linkage.matches:
        assert any({match.left, match.right} <= set(cluster) for cluster in linkage.joined)
        assert len(match.reasons) >= 2


@given(LISTS, JUDGED)
def test_linking_again_with_its_own_answer_as_judgements_changes_nothing(
    found: list[Candidate], judged: Judgements
) -> None:
    first = ExactKeys().link(found, judged)
    made = frozenset((match.left, match.right) for match in first.matches)

    again = ExactKeys().link(found, replace(judged, same=judged.same | made))

    assert again.clusters == first.clusters
    assert again.matches == ()
