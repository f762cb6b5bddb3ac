"""Accepting: in bulk by a rule, one by one by people, and never one's own work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.accounts.two_person import Profile
from tawthiq.audit.queries import head
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule
from tawthiq.journey.cases.actions import judge, link
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.queries import reported_acts
from tawthiq.journey.cases.registers import events
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import undo_batch
from tawthiq.journey.verification.actions import accept, assess
from tawthiq.journey.verification.queries import decisions_in_force, undecided
from tawthiq.journey.verification.rules import Opinion, Outcome

pytestmark = pytest.mark.django_db

TWICE = frozenset({Role.DATA_ENTRY, Role.ANALYST, Role.REVIEWER})


@pytest.fixture
def dina() -> Actor:
    """Dina takes in, links and reviews: the two-person rule counts people, not roles."""
    return Actor.with_roles("U-DINA", "dina", TWICE, os_login="dina")


@pytest.fixture
def linked(amal: Actor, words: Words, occasion_for: Any) -> Callable[[], Any]:
    return lambda: link("none", occasion=occasion_for(amal), words=words)


@pytest.fixture
def accepted(basil: Actor, occasion_for: Any) -> Callable[..., Any]:
    def run(
        rule: str = "as-documented", *, actor: Actor = basil, profile: str = "small", **options: Any
    ) -> Any:
        return accept(rule, occasion=occasion_for(actor), profile=Profile(profile), **options)

    return run


@pytest.fixture
def same(amal: Actor, words: Words, occasion_for: Any) -> Callable[..., None]:
    """Judge that the records of two keys are about one person."""

    def run(left: str, right: str, actor: Actor = amal) -> None:
        found = persons_for_release(actor, as_of=None, words=words)
        ids = {record.facts.source_key: record.facts.id for person in found for record in person.records}
        judge(ids[left], ids[right], Verdict.SAME, occasion=occasion_for(actor), words=words)

    return run


def test_every_undecided_act_is_accepted_and_then_none_is_left(
    take_in: Import, linked: Any, accepted: Any, basil: Actor
) -> None:
    take_in(told("a", killing(party="isis")), told("b", killing(), {"violation": "torture"}))
    linked()
    said: list[int] = []

    first = accepted(announce=said.append)
    before = head()
    second = accepted()

    assert (first.accepted, said, second.accepted, second.entry) == (3, [3], 0, None)
    assert head() == before
    decisions = decisions_in_force(basil).values()
    assert {(d.rule, d.standard, d.acceptance) for d in decisions} == {
        ("as-documented", None, "as-documented")
    }
    assert sorted(str(d.attribution) for d in decisions) == ["None", "None", "alleged"]


def test_decisions_rise_with_the_acts_that_they_are_of(
    take_in: Import, linked: Any, accepted: Any, basil: Actor
) -> None:
    take_in(*(told(key, killing()) for key in "abcdef"))
    linked()

    accepted()

    acts = sorted(decisions_in_force(basil).items())
    names = [decision.id for _, decision in acts]
    assert len(names) == 6
    assert names == sorted(names)


def test_a_dry_run_says_the_number_and_accepts_nothing(
    take_in: Import, linked: Any, accepted: Any, basil: Actor
) -> None:
    take_in(told("a", killing()))
    linked()

    assert (accepted(dry_run=True).accepted, decisions_in_force(basil)) == (1, {})


def test_nobody_accepts_their_own_work(take_in: Import, linked: Any, accepted: Any, dina: Actor) -> None:
    take_in(told("a", killing()), actor=dina)
    linked()

    with pytest.raises(RefusedByRule, match="own work"):
        accepted(actor=dina)


def test_what_others_made_is_accepted_and_ones_own_is_left(
    take_in: Import, linked: Any, accepted: Any, dina: Actor
) -> None:
    take_in(told("a", killing()), actor=dina)
    take_in(told("b", killing()), source="families")
    linked()

    outcome = accepted(actor=dina)

    assert (outcome.accepted, outcome.own) == (1, 1)


def test_who_joined_the_records_of_an_act_is_one_of_its_authors(
    take_in: Import, linked: Any, accepted: Any, same: Any, dina: Actor
) -> None:
    take_in(told("a", killing()), told("b", killing()))
    linked()
    same("a", "b", actor=dina)

    with pytest.raises(RefusedByRule, match="own work"):
        accepted(actor=dina)


def test_one_person_alone_may_accept_and_it_is_marked(
    take_in: Import, linked: Any, accepted: Any, dina: Actor
) -> None:
    take_in(told("a", killing()), actor=dina)
    linked()

    accepted(actor=dina, profile="solo")

    (decision,) = decisions_in_force(dina).values()
    assert decision.is_one_reviewer


def test_who_may_not_accept_is_refused(
    take_in: Import, linked: Any, accepted: Any, amal: Actor, carla: Actor
) -> None:
    for actor in (amal, carla):
        with pytest.raises(NotPermittedOrAbsent):
            accepted(actor=actor)


def test_acts_are_chosen_by_source_and_by_batch(take_in: Import, linked: Any, accepted: Any) -> None:
    take_in(told("a", killing()))
    batch = take_in(told("b", killing()), source="families")
    linked()

    assert accepted(source="hospital", dry_run=True).accepted == 1
    assert accepted(batch=batch).accepted == 1
    assert accepted().accepted == 1


@pytest.mark.parametrize(("origins", "met"), [(("one", "one"), 0), (("one", "two"), 1), (("", ""), 1)])
def test_corroboration_needs_two_origins_not_two_sources(
    take_in: Import, linked: Any, accepted: Any, same: Any, origins: tuple[str, str], met: int
) -> None:
    take_in(told("a", killing(party="isis")), source="hospital", origin=origins[0])
    take_in(told("b", killing(party="isis")), source="families", origin=origins[1])
    linked()
    same("a", "b")

    outcome = accepted("corroborated")

    assert (outcome.accepted, outcome.not_met) == (met, 1 - met)


def test_a_stronger_rule_may_follow_a_weaker_one_and_not_the_reverse(
    take_in: Import, linked: Any, accepted: Any, same: Any, basil: Actor
) -> None:
    take_in(told("a", killing(party="isis")), source="hospital")
    take_in(told("b", killing(party="isis")), source="families")
    linked()
    same("a", "b")
    accepted()

    assert [accepted("corroborated").accepted, accepted().accepted] == [1, 0]
    (decision,) = decisions_in_force(basil).values()
    assert (decision.rule, decision.attribution) == ("corroborated", "confirmed")


def test_an_act_that_gains_a_record_stays_accepted_as_it_was_until_it_is_decided_again(
    take_in: Import, linked: Any, accepted: Any, same: Any, basil: Actor, words: Words
) -> None:
    take_in(told("a", killing("2014-05-01")), source="hospital")
    linked()
    accepted()
    take_in(told("b", killing("2014-05-02")), source="families")
    linked()
    same("a", "b")

    def released() -> Any:
        versions = {act: d.act_version for act, d in decisions_in_force(basil).items()}
        (person,) = persons_for_release(basil, as_of=None, words=words, accepted=versions)
        (act,) = person.acts
        return act.possibilities.date

    before = released()
    waiting = len(list(undecided(basil)))
    accepted()

    assert (before, waiting) == ((("2014-05-01",),), 1)
    assert released() == (("2014-05-01",), ("2014-05-02",))


def test_a_corrected_row_stays_accepted_as_it_was_until_it_is_decided_again(
    take_in: Import, linked: Any, accepted: Any, basil: Actor, words: Words
) -> None:
    take_in(told("a", killing("2014-05-01")))
    linked()
    accepted()
    take_in(told("a", killing("2014-05-02")))
    linked()

    def released() -> Any:
        versions = {act: d.act_version for act, d in decisions_in_force(basil).items()}
        (person,) = persons_for_release(basil, as_of=None, words=words, accepted=versions)
        return [act.possibilities.date for act in person.acts]

    before = released()
    accepted()

    assert (before, released()) == ([(("2014-05-01",),)], [(("2014-05-02",),)])


def test_what_was_accepted_of_a_batch_that_was_taken_back_is_gone(
    take_in: Import, linked: Any, accepted: Any, basil: Actor, amal: Actor, words: Words, occasion_for: Any
) -> None:
    batch = take_in(told("a", killing()))
    linked()
    accepted()
    undo_batch(batch, occasion=occasion_for(amal, reason="wrong file"))
    linked()

    versions = {act: d.act_version for act, d in decisions_in_force(basil).items()}

    assert list(persons_for_release(basil, as_of=None, words=words, accepted=versions)) == []


def test_two_people_decide_against_a_standard_and_one_does_not(
    take_in: Import, linked: Any, basil: Actor, dina: Actor, occasion_for: Any
) -> None:
    take_in(told("a", killing(party="isis")))
    linked()
    (act,) = reported_acts(basil)

    def opinion(actor: Actor, attribution: str) -> Outcome | None:
        return assess(
            act.act_id,
            Opinion.MET,
            standard="reasonable-grounds",
            occasion=occasion_for(actor, reason="two witnesses"),
            profile=Profile.SMALL,
            attribution=attribution,
        ).outcome

    assert [opinion(basil, "confirmed"), opinion(basil, "confirmed"), opinion(dina, "probable")] == [
        None,
        None,
        Outcome.ACCEPTED,
    ]
    (decision,) = decisions_in_force(basil).values()
    assert (decision.acceptance, decision.attribution) == ("reasonable-grounds", "probable")


def test_nobody_assesses_their_own_work(take_in: Import, linked: Any, dina: Actor, occasion_for: Any) -> None:
    take_in(told("a", killing()), actor=dina)
    linked()
    (act,) = reported_acts(dina)

    with pytest.raises(RefusedByRule, match="own work"):
        assess(
            act.act_id,
            Opinion.MET,
            standard="reasonable-grounds",
            occasion=occasion_for(dina),
            profile=Profile.SMALL,
        )


def test_a_stranger_reads_no_decisions_and_no_cases(carla: Actor, basil: Actor, words: Words) -> None:
    for read in (
        decisions_in_force,
        lambda actor: list(persons_for_release(actor, as_of=None, words=words)),
        events,
    ):
        with pytest.raises(NotPermittedOrAbsent):
            read(carla)
        assert not read(basil)
