"""Joining what several accounts tell of: by a rule that says only what it must, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, told

from tawthiq.accounts.actors import Actor
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.cases.actions import JoinOutcome, join_told_twice, link, undo_judgement
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.queue import judgements_in_order
from tawthiq.journey.cases.told_twice import RULE
from tawthiq.journey.cases.words import Words

pytestmark = pytest.mark.django_db

SAMER = {"name": "Samer Nabil Firouzani", "sex": "male", "birth_date": "1980-05-04"}
ARREST = {"violation": "arbitrary-detention", "date": "2013-04-02"}


@pytest.fixture
def acts(amal: Actor, words: Words) -> Callable[[], list[int]]:
    """How many accounts tell of each act, the most first."""

    def read() -> list[int]:
        found = persons_for_release(amal, as_of=None, words=words)
        return sorted((len(act.parts) for person in found for act in person.acts), reverse=True)

    return read


@pytest.fixture
def joined(amal: Actor, words: Words, occasion_for: Any) -> Callable[..., Any]:
    """Link the people of some lists, then join their acts."""

    def run(**options: Any) -> Any:
        link(occasion=occasion_for(amal), words=words)
        return join_told_twice(occasion=occasion_for(amal), words=words, **options)

    return run


def test_an_arrest_that_two_lists_tell_of_is_one_act(take_in: Import, joined: Any, acts: Any) -> None:
    take_in(told("m1", ARREST, person=SAMER), source="monitor")
    take_in(told("f1", {**ARREST, "violation": "detention"}, person=SAMER), source="families")

    joined()

    assert acts() == [2]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({**ARREST, "date": "2013-04-03"}, id="another day"),
        pytest.param({**ARREST, "date": "2013-04"}, id="no single day"),
        pytest.param({**ARREST, "violation": "torture"}, id="another kind"),
        pytest.param({"violation": "arbitrary-detention"}, id="no date at all"),
    ],
)
def test_what_is_not_surely_the_same_stays_apart(
    take_in: Import, joined: Any, acts: Any, other: dict[str, Any]
) -> None:
    take_in(told("m1", ARREST, person=SAMER), source="monitor")
    take_in(told("f1", other, person=SAMER), source="families")

    outcome = joined()

    assert (outcome.joined, acts()) == (0, [1, 1])


def test_two_people_arrested_on_one_day_keep_their_own_acts(take_in: Import, joined: Any, acts: Any) -> None:
    take_in(told("m1", ARREST, person=SAMER), source="monitor")
    take_in(told("f1", ARREST, person={**SAMER, "name": "Basel Nabil Firouzani"}), source="families")

    joined()

    assert acts() == [1, 1]


def test_one_account_that_tells_of_two_arrests_on_a_day_is_left_alone(
    take_in: Import, joined: Any, acts: Any
) -> None:
    take_in(told("m1", ARREST, ARREST, person=SAMER), source="monitor")
    take_in(told("f1", ARREST, person=SAMER), source="families")

    joined()

    assert acts() == [1, 1, 1]


def test_a_second_run_finds_nothing(take_in: Import, joined: Any) -> None:
    take_in(told("m1", ARREST, person=SAMER), source="monitor")
    take_in(told("f1", ARREST, person=SAMER), source="families")
    joined()

    assert joined() == JoinOutcome(RULE, joined=0, entry=None)


def test_what_was_taken_back_is_not_joined_again(
    take_in: Import, joined: Any, acts: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(told("m1", ARREST, person=SAMER), source="monitor")
    take_in(told("f1", ARREST, person=SAMER), source="families")
    joined()
    (judgement,) = [fact for fact, _ in judgements_in_order(amal) if fact.rule == RULE]

    undo_judgement(judgement.id, occasion=occasion_for(amal, reason="two arrests"), words=words)
    joined()

    assert acts() == [1, 1]


def test_a_dry_run_writes_nothing(take_in: Import, joined: Any, acts: Any) -> None:
    take_in(told("m1", ARREST, person=SAMER), source="monitor")
    take_in(told("f1", ARREST, person=SAMER), source="families")

    outcome = joined(dry_run=True)

    assert (outcome.joined, acts()) == (1, [1, 1])


def test_a_stranger_may_not_join(carla: Actor, words: Words, occasion_for: Any) -> None:
    with pytest.raises(NotPermittedOrAbsent):
        join_told_twice(occasion=occasion_for(carla), words=words)
