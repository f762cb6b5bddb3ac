"""Events, relations, identifications and turning points: proposed by one, decided by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.accounts.two_person import Profile
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.cases import registers
from tawthiq.journey.cases.actions import judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.persons import PersonCase
from tawthiq.journey.cases.registering import (
    add_event,
    add_facility,
    add_law,
    add_property_loss,
    add_relation,
    decide_identifications,
    identify,
)
from tawthiq.journey.cases.rules import Standing
from tawthiq.journey.cases.settling import settle
from tawthiq.journey.cases.turning import (
    Selection,
    TurningPoint,
    decide_transitions,
    declare_turning_point,
    propose,
)
from tawthiq.journey.cases.words import Words

pytestmark = pytest.mark.django_db

TITLE = {"en": "A prison opens", "ar": "فتح سجن"}


def held(key: str, *, holder: str = "syrian-regime", facility: str | None = "prison-x", **spell: Any) -> Any:
    stay = {"spell-1/status": "forcibly-disappeared", "spell-1/begin": "2013-01", "spell-1/holder": holder}
    where = {} if facility is None else {"spell-1/facility": facility}
    return told(key, {"violation": "enforced-disappearance", "date": "2013-01", **stay, **where, **spell})


@pytest.fixture
def both() -> Actor:
    """Dina holds every role; still she is one person."""
    return Actor.with_roles("U-DINA", "dina", frozenset(Role), os_login="dina")


@pytest.fixture
def linked(amal: Actor, words: Words, occasion_for: Any) -> Callable[[], Any]:
    return lambda: link("none", occasion=occasion_for(amal), words=words)


@pytest.fixture
def persons(amal: Actor, words: Words) -> Callable[[], dict[str, PersonCase]]:
    def read() -> dict[str, PersonCase]:
        found = persons_for_release(amal, as_of=None, words=words)
        return dict(sorted((p.records[0].facts.source_key, p) for p in found))

    return read


@pytest.fixture
def opened(amal: Actor, words: Words, occasion_for: Any) -> Callable[..., TurningPoint]:
    def run(actor: Actor = amal, **selection: Any) -> TurningPoint:
        return declare_turning_point(
            "opening",
            type="facility-opening",
            title=TITLE,
            on="2024-12-08",
            selection=Selection(**(selection or {"facility": "prison-x"})),
            occasion=occasion_for(actor, reason="the doors were opened"),
            words=words,
        )

    return run


def statuses(person: PersonCase) -> list[str]:
    return [status for act in person.acts for s in act.possibilities.spells for (status,) in s.status]


def test_a_turning_point_selects_open_stays_and_changes_none(
    take_in: Import, linked: Any, persons: Any, opened: Any, amal: Actor
) -> None:
    take_in(
        held("a"),
        held("b", facility="prison-y"),
        held("c", **{"spell-1/end": "2014-02-01"}),
        held("d", **{"spell-1/status": "released"}),
        held("e", **{"spell-1/begin": "2024-12-20"}),
        held("f", facility=None),
    )
    linked()

    made = opened()

    proposed = registers.transitions(amal, turning_point=made.event_id)
    assert [t.act for t in proposed] == [persons()["a"].acts[0].act_id]
    assert statuses(persons()["a"]) == ["forcibly-disappeared"]


def test_the_holder_is_the_acts_party_where_the_stay_does_not_say(
    take_in: Import, linked: Any, opened: Any
) -> None:
    take_in(told("a", {"violation": "detention", "party": "isis", "spell-1/status": "acknowledged"}))
    linked()

    assert len(opened(holder="isis").transitions) == 1


def test_a_turning_point_that_selects_nothing_by_anything_is_refused(opened: Any) -> None:
    with pytest.raises(UsageProblem, match="selects by"):
        opened(holder=None)


def test_another_person_decides_and_the_act_gets_a_further_stay(
    take_in: Import,
    linked: Any,
    persons: Any,
    opened: Any,
    basil: Actor,
    amal: Actor,
    occasion_for: Any,
    words: Words,
) -> None:
    take_in(held("a"), held("b"))
    linked()
    made = opened()
    (freed,) = (t for t in registers.transitions(amal) if t.act == persons()["a"].acts[0].act_id)
    propose([freed.id], "freed", occasion=occasion_for(amal, reason="seen at home"), words=words)

    decided = decide_transitions(
        made.transitions, Standing.CONFIRMED, occasion=occasion_for(basil), profile=Profile.SMALL
    )
    again = decide_transitions(
        made.transitions, Standing.CONFIRMED, occasion=occasion_for(basil), profile=Profile.SMALL
    )

    assert (decided, again) == (2, 0)
    assert statuses(persons()["a"]) == ["forcibly-disappeared", "freed"]
    assert statuses(persons()["b"]) == ["forcibly-disappeared", "unaccounted-for"]
    last = persons()["a"].acts[0].possibilities.spells[-1]
    assert (last.begin, last.turning_point) == ((("2024-12-08",),), made.event_id)


def test_a_refused_transition_changes_no_act(
    take_in: Import, linked: Any, persons: Any, opened: Any, basil: Actor, occasion_for: Any
) -> None:
    take_in(held("a"))
    linked()
    before = persons()["a"].acts[0].version

    decide_transitions(
        opened().transitions, Standing.REFUSED, occasion=occasion_for(basil), profile=Profile.SMALL
    )

    assert persons()["a"].acts[0].version == before


def test_nobody_decides_what_they_proposed(
    take_in: Import, linked: Any, opened: Any, both: Actor, occasion_for: Any
) -> None:
    take_in(held("a"))
    linked()
    made = opened(actor=both, facility="prison-x")

    with pytest.raises(RefusedByRule, match="own work"):
        decide_transitions(
            made.transitions, Standing.CONFIRMED, occasion=occasion_for(both), profile=Profile.SMALL
        )


def test_an_added_stay_goes_with_its_record_through_a_merge_and_back(
    take_in: Import,
    linked: Any,
    persons: Any,
    opened: Any,
    amal: Actor,
    basil: Actor,
    occasion_for: Any,
    words: Words,
) -> None:
    take_in(held("a"), held("b"))
    linked()
    decide_transitions(
        opened().transitions, Standing.CONFIRMED, occasion=occasion_for(basil), profile=Profile.SMALL
    )
    before = {key: (p.person_id, [a.act_id for a in p.acts], statuses(p)) for key, p in persons().items()}
    left, right = (p.records[0].facts.id for p in persons().values())

    made = judge(left, right, Verdict.SAME, occasion=occasion_for(amal), words=words)
    merged = persons()
    undo_judgement(made.id, occasion=occasion_for(amal), words=words)

    assert [statuses(p).count("unaccounted-for") for p in merged.values()] == [2]
    assert {k: (p.person_id, [a.act_id for a in p.acts], statuses(p)) for k, p in persons().items()} == before


def test_an_identification_counts_once_another_person_confirmed_it(
    take_in: Import, linked: Any, persons: Any, amal: Actor, basil: Actor, both: Actor, occasion_for: Any
) -> None:
    take_in(told("a", killing()))
    linked()
    person = persons()["a"].person_id
    made = identify(
        person,
        collection="photographs",
        method="family-recognition",
        confidence="confirmed",
        occasion=occasion_for(both),
    )

    assert registers.identifications(amal) == []
    with pytest.raises(RefusedByRule, match="own work"):
        decide_identifications([made], Standing.CONFIRMED, occasion=occasion_for(both), profile=Profile.SMALL)
    decide_identifications([made], Standing.CONFIRMED, occasion=occasion_for(basil), profile=Profile.SMALL)
    assert [i.person for i in registers.identifications(amal)] == [person]


def test_relations_follow_their_persons_through_a_merge(
    take_in: Import, linked: Any, persons: Any, amal: Actor, occasion_for: Any, words: Words
) -> None:
    take_in(told("a", killing()), told("b", killing()), told("c", killing()))
    linked()
    a, b, c = (p.person_id for p in persons().values())
    add_relation(c, max(a, b), kind="sibling", occasion=occasion_for(amal), words=words)
    left, right = (persons()[key].records[0].facts.id for key in "ab")

    judge(left, right, Verdict.SAME, occasion=occasion_for(amal), words=words)

    (relation,) = registers.relations(amal)
    assert (relation.left, relation.right) == (c, min(a, b))


def test_what_surrounds_the_cases_is_kept_by_code(amal: Actor, occasion_for: Any, words: Words) -> None:
    siege = add_event(
        "siege-1",
        type="siege",
        title=TITLE,
        dates=["2013-07/2014-02"],
        occasion=occasion_for(amal),
        words=words,
    )
    law = add_law(
        "law-10", type="law", title=TITLE, number="10", date="2018-04-02", occasion=occasion_for(amal)
    )
    add_facility("prison-x", names=[{"text": "X", "lang": "en"}], occasion=occasion_for(amal))
    add_property_loss(
        "looted", event=siege, law=law, count_max=None, occasion=occasion_for(amal), words=words
    )

    (event,), (act,), (place,) = (
        registers.events(amal),
        registers.laws(amal),
        registers.facilities(amal),
    )
    (loss,) = registers.losses(amal)
    assert (event.code, event.dates, act.number, place.code) == (
        "siege-1",
        (("2013-07/2014-02",),),
        "10",
        "prison-x",
    )
    assert (loss.event, loss.law, loss.count_min, loss.count_max) == (siege, law, 1, None)


def test_a_code_is_taken_once_and_an_unknown_word_is_refused(
    amal: Actor, carla: Actor, occasion_for: Any, words: Words
) -> None:
    def event(actor: Actor = amal, type: str = "siege") -> str:
        return add_event("s", type=type, title=TITLE, occasion=occasion_for(actor), words=words)

    event()
    with pytest.raises(RefusedByRule, match="taken"):
        event()
    with pytest.raises(UsageProblem):
        event(type="seige")
    with pytest.raises(NotPermittedOrAbsent):
        event(actor=carla)


def test_what_a_person_settles_stands_over_the_claims_until_it_is_taken_back(
    take_in: Import, linked: Any, persons: Any, amal: Actor, occasion_for: Any, words: Words
) -> None:
    take_in(told("a", killing("2014-05-01")), told("b", killing("2014-05-02")))
    linked()
    left, right = (p.records[0].facts.id for p in persons().values())
    judge(left, right, Verdict.SAME, occasion=occasion_for(amal), words=words)
    (act,) = persons()["a"].acts

    def settled(*dates: str) -> Any:
        value = [[date] for date in dates] or None
        changed = settle(act.act_id, "date", value, occasion=occasion_for(amal), words=words)
        return changed, [date for (date,) in persons()["a"].acts[0].possibilities.date]

    assert settled("2014-05-02") == (True, ["2014-05-02"])
    assert settled("2014-05-02") == (False, ["2014-05-02"])
    assert settled() == (True, ["2014-05-01", "2014-05-02"])


def test_a_killing_is_not_settled_into_something_else(
    take_in: Import, linked: Any, persons: Any, amal: Actor, occasion_for: Any, words: Words
) -> None:
    take_in(told("a", killing()))
    linked()
    (act,) = persons()["a"].acts

    def settled(code: str) -> bool:
        return settle(act.act_id, "violation", [[code]], occasion=occasion_for(amal), words=words)

    assert settled("death-due-to-torture")
    with pytest.raises(RefusedByRule, match="killing"):
        settled("torture")
    with pytest.raises(UsageProblem):
        settled("tortur")
