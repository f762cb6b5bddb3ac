"""What several accounts leave possible: conflicts stay, finer words win, and doubt is never resolved."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.claims import Account, Claim
from tawthiq.journey.cases.possibilities import (
    NOT_KNOWABLE,
    UNKNOWN,
    ActPossibilities,
    Part,
    Set,
    combine,
    of_act,
    of_person,
)
from tawthiq.journey.cases.words import Words

WORDS = Words()


def account(*, person: dict[str, Any] | None = None, **act: Any) -> Account:
    claims = [Claim("person", name.replace("_", "-"), value) for name, value in (person or {}).items()]
    claims += [Claim("act-1", name.replace("_", "-"), value) for name, value in act.items()]
    return Account("k", "l", "2014-06-01", tuple(claims))


def act(*accounts: Account, **options: Any) -> ActPossibilities:
    parts = [Part(f"R{n}", "act-1", one) for n, one in enumerate(accounts)]
    return of_act(parts, WORDS, **options)


def one(*values: str) -> Set:
    return tuple((value,) for value in values)


def test_nothing_claimed_is_unknown() -> None:
    assert act(account(violation="killing")).date == UNKNOWN


def test_claims_that_conflict_are_all_possible() -> None:
    found = act(account(date="2014-05-01"), account(date="2014-05-02"))

    assert found.date == one("2014-05-01", "2014-05-02")


def test_a_broader_violation_gives_way_to_a_narrower_one() -> None:
    found = act(account(violation="killing"), account(violation="death-due-to-torture"))

    assert found.violation == one("death-due-to-torture")


def test_two_narrower_violations_conflict() -> None:
    found = act(
        account(violation="killing"),
        account(violation="death-due-to-torture"),
        account(violation="summary-execution"),
    )

    assert found.violation == one("death-due-to-torture", "summary-execution")


def test_a_month_gives_way_to_a_day_in_it_and_not_to_a_day_outside() -> None:
    assert act(account(date="2014-05"), account(date="2014-05-03")).date == one("2014-05-03")
    assert act(account(date="2014-05"), account(date="2014-06-03")).date == one("2014-05", "2014-06-03")


def test_a_governorate_gives_way_to_a_place_in_it() -> None:
    found = act(account(place="SY02"), account(place="SY0200"), account(place="SY03"))

    assert found.place_act == one("SY0200", "SY03")


def test_could_not_be_known_contradicts_nobody() -> None:
    assert act(account(party="unidentified")).party == NOT_KNOWABLE
    assert act(account(party="unidentified"), account(party="isis")).party == one("isis")


def test_a_joint_party_and_one_of_its_members_conflict() -> None:
    found = act(account(party=["russian-forces", "syrian-regime"]), account(party="syrian-regime"))

    assert found.party == (("russian-forces", "syrian-regime"), ("syrian-regime",))


def test_words_that_could_not_be_read_say_nothing() -> None:
    assert act(account(date=None), account(date="2014-05-01")).date == one("2014-05-01")


def test_communities_of_one_account_hold_together() -> None:
    claims = (Claim("person", "community", "palestinian"), Claim("person", "community", "turkmen"))
    part = Part("R", "person", Account("k", "l", "2014", claims))

    assert of_person([part], WORDS).community == (("palestinian", "turkmen"),)


def test_a_persons_status_holds_for_each_act_that_has_none_of_its_own() -> None:
    person = {"person_status": "civilian"}

    assert act(account(person=person)).person_status == one("civilian")
    own = account(person=person, person_status="armed-group-member")
    assert act(own).person_status == one("armed-group-member")


def test_a_settled_field_is_what_was_settled() -> None:
    found = act(account(date="2014-05-01"), account(date="2014-05-02"), resolved={"date": one("2014-05-02")})

    assert found.date == one("2014-05-02")


def test_the_weakest_attribution_is_the_claimed_one() -> None:
    assert act(account(attribution="confirmed"), account(attribution="alleged")).attribution == "alleged"
    assert act(account()).attribution is None


@pytest.mark.parametrize(
    ("accounts", "groups", "bounds"),
    [
        ([account()], UNKNOWN, (None, None)),
        ([account(age={"min": 12, "max": 12})], one("child"), (12, 12)),
        ([account(age_group="adult")], one("adult"), (18, None)),
        ([account(age_group="child"), account(age={"min": 12, "max": 12})], one("child"), (12, 12)),
        ([account(age_group="child"), account(age={"min": 30, "max": 30})], one("adult", "child"), (0, 30)),
        ([account(age={"min": 10, "max": 17}), account(age={"min": 17, "max": 20})], one("child"), (17, 17)),
        ([account(age_group="unidentified")], NOT_KNOWABLE, (None, None)),
        ([account(person={"age": {"min": 40, "max": 40}})], one("adult"), (40, 40)),
        ([account(person={"age_group": "adult"}, age={"min": 9, "max": 9})], one("child"), (9, 9)),
    ],
)
def test_ages_narrow_each_other_where_all_can_be_true(
    accounts: list[Account], groups: Set, bounds: tuple[int | None, int | None]
) -> None:
    found = act(*accounts)

    assert (found.age_group, found.age_min, found.age_max) == (groups, *bounds)


def test_an_age_follows_from_birth_and_act() -> None:
    found = act(account(date="2014-05-01"), birth=one("1996-05-02"))

    assert (found.age_group, found.age_min, found.age_max) == (one("child"), 17, 17)


def test_years_alone_leave_the_age_of_majority_open() -> None:
    found = act(account(date="2014"), birth=one("1996"))

    assert (found.age_group, found.age_min, found.age_max) == (one("adult", "child"), 17, 18)
    assert act(account(date="2014", age_group="child"), birth=one("1996")).age_group == one("child")


def possible(*parts: tuple[Account, bool]) -> ActPossibilities:
    told = [Part(f"R{n}", "act-1", one, certain) for n, (one, certain) in enumerate(parts)]
    return of_act(told, WORDS)


def test_what_was_only_possibly_documented_in_time_makes_nothing_certain() -> None:
    sure, later = account(violation="killing"), account(violation="summary-execution", date="2014-05-01")

    found = possible((sure, True), (later, False))

    assert found.violation == one("killing", "summary-execution")
    assert found.date == UNKNOWN
    assert possible((later, False)).date == one("2014-05-01")


def test_stays_are_told_in_order_and_a_turning_point_adds_one() -> None:
    claims = (
        Claim("act-1", "violation", "detention"),
        Claim("act-1/spell-1", "status", "acknowledged"),
        Claim("act-1/spell-1", "begin", "2013-01-02"),
        Claim("act-1/spell-1", "end", None, "illegible"),
        Claim("act-1/spell-2", "status", "forcibly-disappeared"),
    )
    told = Account("k", "l", "2014", claims)
    added = {"status": "freed", "begin": "2024-12-08", "end": None, "turning_point": "E-1", "facility": None}

    found = act(told, added_spells=[added]).spells

    assert [(s.seq, s.status, s.has_end, s.turning_point) for s in found] == [
        (1, one("acknowledged"), True, None),
        (2, one("forcibly-disappeared"), False, None),
        (3, one("freed"), False, "E-1"),
    ]
    assert found[0].end == UNKNOWN


CODES = st.sampled_from(["killing", "extrajudicial-killing", "summary-execution", "torture", "unidentified"])


@given(st.lists(CODES, max_size=5))
def test_combining_is_a_matter_of_what_is_said_and_not_of_order_or_repetition(said: list[str]) -> None:
    finer = WORDS.finer_in("violation")

    whole = combine([one(code) for code in said], finer)

    assert whole == combine([one(code) for code in reversed(said + said)], finer)
    assert bool(whole) == bool(said)
    assert set(whole) <= {(code,) for code in said}
