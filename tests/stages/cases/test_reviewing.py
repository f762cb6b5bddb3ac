"""The queue and its answers: what waits for whom, blind second looks, and many answers in one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.audit.queries import head
from tawthiq.core.claims import Account
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule
from tawthiq.journey.cases import hearing, judging, reviewing
from tawthiq.journey.cases import queue as queueing
from tawthiq.journey.cases.actions import judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.queries import persons_of_records
from tawthiq.journey.cases.queue import QueuedPair, Waiting, judgements_in_order, queue
from tawthiq.journey.cases.reviewing import Answer, pairs_to_review, review
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage import asking
from tawthiq.methods.linkage.shares import AUDIT

pytestmark = pytest.mark.django_db

HASAN, HASSUN = "حسن سامي يوسف الحداد", "حسون سامي يوسف الحداد"
SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


@pytest.fixture
def dina() -> Actor:
    """Dina judges too."""
    return Actor.with_roles("U-DINA", "dina", frozenset({Role.ANALYST}), os_login="dina")


@pytest.fixture
def no_shares(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No pair is drawn for the audit and none is asked of two people, unless a test says so."""
    return shares(monkeypatch, drawn=False, double=False)


def shares(patch: pytest.MonkeyPatch, *, drawn: bool, double: bool) -> pytest.MonkeyPatch:
    for module in (hearing, judging, queueing):
        patch.setattr(module, "is_double", lambda _left, _right: double)
    for at in (asking, reviewing):
        patch.setattr(at, "is_drawn", lambda _left, _right: drawn)
    patch.setattr(asking, "audit_turn", lambda _left, _right: 0.0 if drawn else 1.0)
    return patch


def named(key: str, name: str = HASAN, date: str = "2014-05-01", **person: Any) -> Account:
    person = {"name": name, "sex": "male", "birth_date": "1990-03-04", **person}
    return told(key, killing(date), person=person)


@pytest.fixture
def waiting(amal: Actor, words: Words) -> Callable[..., list[QueuedPair]]:
    def read(actor: Actor = amal, **options: Any) -> list[QueuedPair]:
        return list(queue(actor, words, **options))

    return read


@pytest.fixture
def answered(amal: Actor, words: Words, occasion_for: Any, ids: Any) -> Callable[..., Any]:
    """Answer pairs by keys: (left, right, verdict)."""

    def run(*given: tuple[str, str, Verdict], actor: Actor = amal, **options: Any) -> Any:
        answers = [
            Answer(*sorted(ids(left, right)), verdict, "their mother said so", f"{left}-{right}")
            for left, right, verdict in given
        ]
        return review(answers, occasion=occasion_for(actor), words=words, **options)

    return run


@pytest.fixture
def twins(take_in: Import, amal: Actor, words: Words, occasion_for: Any) -> None:
    take_in(named("a"), named("b", HASSUN))
    link(occasion=occasion_for(amal), words=words)


def test_twins_wait_with_the_reason_first_in_both_languages(
    twins: None, waiting: Any, no_shares: Any
) -> None:
    (pair,) = waiting()

    assert pair.waiting is Waiting.REFUSED
    assert pair.reasons[0][0].endswith("they may be twins.") and "توأمين" in pair.reasons[0][1]
    assert len(pair.reasons) > 2


def test_what_the_rule_would_join_waits_until_it_is_applied(
    take_in: Import, waiting: Any, no_shares: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b", "حسن يوسف سامي الحداد"))
    link(occasion=occasion_for(amal), words=words)
    before = [pair.waiting for pair in waiting()]

    link("high", occasion=occasion_for(amal), words=words)

    assert (before, waiting()) == ([Waiting.FOUND], [])


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_a_person_answered_no_longer_waits(
    twins: None, waiting: Any, answered: Any, no_shares: Any, verdict: Verdict
) -> None:
    answered(("a", "b", verdict))

    assert waiting() == []


def test_joining_two_whose_killings_are_accepted_changes_a_count(
    twins: None, waiting: Any, no_shares: Any, amal: Actor, words: Words
) -> None:
    acts = [act.act_id for p in persons_for_release(amal, as_of=None, words=words) for act in p.acts]

    changes = [waiting(accepted=accepted)[0].changes_count for accepted in (acts, acts[:1], ())]

    assert changes == [True, False, False]


def test_killed_and_detained_are_counted_apart(
    take_in: Import, waiting: Any, no_shares: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    detained = {"violation": "arbitrary-detention", "date": "2014-05-01"}
    person = {"name": HASSUN, "sex": "male", "birth_date": "1990-03-04"}
    take_in(named("a"), told("b", detained, person=person))
    link(occasion=occasion_for(amal), words=words)
    acts = [act.act_id for p in persons_for_release(amal, as_of=None, words=words) for act in p.acts]

    assert [pair.changes_count for pair in waiting(accepted=acts)] == [False]


def test_many_answers_are_one_entry(
    take_in: Import, answered: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(
        *(
            named(key, f"{name} القصير")
            for key, name in zip("abcd", ("سامي", "رامي", "هادي", "نور"), strict=True)
        )
    )
    link("none", occasion=occasion_for(amal), words=words)
    before = head()

    outcome = answered(("a", "b", SAME), ("c", "d", DIFFERENT), ("b", "c", UNSURE))

    after = head()
    assert before is not None and after is not None
    assert after.tree_size - before.tree_size == 1
    assert [fact.entry for fact in outcome.judged] == [outcome.entry] * 3
    assert {fact.by for fact in outcome.judged} == {amal.user_id}
    assert len(set(persons_of_records(amal).values())) == 3


def test_answers_that_cannot_be_taken_are_said_and_the_rest_is_taken(
    take_in: Import, answered: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b"), named("c"))
    link("none", occasion=occasion_for(amal), words=words)

    outcome = answered(
        ("a", "b", SAME), ("b", "c", SAME), ("a", "c", DIFFERENT), ("a", "b", DIFFERENT), ("a", "a", SAME)
    )

    assert len(outcome.judged) == 2
    assert [one.where for one in outcome.not_taken] == ["a-c", "a-b", "a-a"]
    assert HASAN not in repr(outcome.not_taken)


def test_a_dry_run_writes_nothing(twins: None, answered: Any) -> None:
    before = head()

    outcome = answered(("a", "b", SAME), dry_run=True)

    assert (len(outcome.judged), outcome.entry, head()) == (1, None, before)


def test_where_no_answer_can_be_taken_nothing_is_written(twins: None, answered: Any) -> None:
    before = head()

    outcome = answered(("a", "a", SAME))

    assert (outcome.judged, outcome.entry, head()) == ((), None, before)


def test_an_answer_to_a_pair_drawn_at_random_keeps_its_chance(
    twins: None, waiting: Any, answered: Any, monkeypatch: pytest.MonkeyPatch, amal: Actor
) -> None:
    shares(monkeypatch, drawn=True, double=False)
    assert [pair.waiting for pair in waiting()] == [Waiting.AUDIT]

    answered(("a", "b", DIFFERENT))

    assert [fact.chance for fact, _ in judgements_in_order(amal)] == [AUDIT]


def test_an_answer_to_a_pair_that_was_chosen_has_no_chance(
    twins: None, answered: Any, no_shares: Any, amal: Actor
) -> None:
    answered(("a", "b", DIFFERENT))

    assert [fact.chance for fact, _ in judgements_in_order(amal)] == [None]


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return shares(monkeypatch, drawn=False, double=True)


def test_a_second_person_is_asked_without_seeing_what_the_first_one_said(
    twins: None, waiting: Any, answered: Any, double: Any, dina: Actor
) -> None:
    (before,) = waiting(dina)
    answered(("a", "b", SAME))

    (after,) = waiting(dina)

    assert waiting() == []
    assert (after.left, after.right, after.is_double) == (before.left, before.right, True)
    assert {en for en, _ in after.reasons} <= {en for en, _ in before.reasons}


def test_two_who_agree_settle_it(twins: None, waiting: Any, answered: Any, double: Any, dina: Actor) -> None:
    answered(("a", "b", SAME))
    answered(("a", "b", SAME), actor=dina)

    assert (waiting(), waiting(dina)) == ([], [])


@pytest.mark.parametrize(("first", "second"), [(SAME, DIFFERENT), (DIFFERENT, SAME), (SAME, UNSURE)])
def test_two_who_disagree_join_nobody_and_it_shows(
    twins: None,
    waiting: Any,
    answered: Any,
    double: Any,
    dina: Actor,
    amal: Actor,
    words: Words,
    occasion_for: Any,
    first: Verdict,
    second: Verdict,
) -> None:
    answered(("a", "b", first))
    outcome = answered(("a", "b", second), actor=dina)

    assert len(outcome.judged) == 1
    assert [pair.waiting for pair in waiting()] == [Waiting.CONFLICT]
    link("high", occasion=occasion_for(amal), words=words)
    assert len(set(persons_of_records(amal).values())) == 2


def test_taking_one_back_ends_a_disagreement(
    twins: None,
    waiting: Any,
    answered: Any,
    double: Any,
    dina: Actor,
    amal: Actor,
    words: Words,
    occasion_for: Any,
) -> None:
    answered(("a", "b", SAME))
    (second,) = answered(("a", "b", DIFFERENT), actor=dina).judged

    undo_judgement(second.id, occasion=occasion_for(dina, reason="a slip"), words=words)

    assert waiting() == []
    assert len(set(persons_of_records(amal).values())) == 1


def test_nobody_judges_a_pair_twice_nor_a_third_person(
    twins: None, answered: Any, double: Any, dina: Actor, ids: Any, words: Words, occasion_for: Any
) -> None:
    third = Actor.with_roles("U-ELI", "eli", frozenset({Role.ANALYST}), os_login="eli")
    answered(("a", "b", SAME))
    again = answered(("a", "b", SAME))
    answered(("a", "b", SAME), actor=dina)

    with pytest.raises(RefusedByRule, match="in force"):
        judge(*ids("a", "b"), SAME, occasion=occasion_for(third), words=words)
    assert again.judged == ()


def test_a_pair_outside_the_share_is_judged_by_one(
    twins: None, answered: Any, no_shares: Any, dina: Actor
) -> None:
    answered(("a", "b", SAME))

    assert answered(("a", "b", SAME), actor=dina).judged == ()


def test_a_reviewer_sees_what_both_records_say(
    twins: None, no_shares: Any, amal: Actor, words: Words
) -> None:
    (one,) = pairs_to_review(amal, words)

    said = {facts.account.value("person", "name") for facts in (one.left, one.right)}
    assert said == {HASAN, HASSUN}


def test_pairs_with_a_record_above_the_clearance_do_not_appear(
    take_in: Import, waiting: Any, no_shares: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    keeper = Actor.with_roles("U-ELI", "eli", frozenset(Role), os_login="eli")
    take_in(named("a"), source="hospital")
    take_in(named("b", HASSUN), level="sealed", source="witness", actor=keeper)
    link("none", occasion=occasion_for(keeper), words=words)

    assert (len(waiting(keeper)), waiting(amal)) == (1, [])


def test_who_may_not_judge_is_shown_no_pair(
    basil: Actor, carla: Actor, words: Words, occasion_for: Any
) -> None:
    for actor in (basil, carla):
        with pytest.raises(NotPermittedOrAbsent):
            next(pairs_to_review(actor, words))
        with pytest.raises(NotPermittedOrAbsent):
            review([], occasion=occasion_for(actor), words=words)
