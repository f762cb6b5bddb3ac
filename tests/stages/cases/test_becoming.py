"""A tombstone is followed to where the records are now; what contradicts itself is told, and joins nobody.

The machine beside these found what they hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.core.claims import Account
from tawthiq.journey.cases.actions import judge, link, undo_judgement
from tawthiq.journey.cases.becoming import became_acts, became_persons
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.current import current, retired
from tawthiq.journey.cases.models import Act, Person
from tawthiq.journey.cases.queries import persons_of_records, tombstones
from tawthiq.journey.cases.queue import Waiting, queue
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import undo_batch, withdraw_records
from tawthiq.journey.records.queries import records_in_force
from tawthiq.methods.linkage import shares

pytestmark = pytest.mark.django_db

SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def named(key: str, name: str = "Sami Ward Invented") -> Account:
    return told(key, killing(), person={"name": name, "sex": "male"})


@pytest.fixture
def linked(amal: Actor, words: Words, occasion_for: Any) -> Callable[..., Any]:
    return lambda level="none": link(level, occasion=occasion_for(amal), words=words)


@pytest.fixture
def ids(amal: Actor) -> Callable[[], dict[str, str]]:
    return lambda: {facts.source_key: facts.id for facts in records_in_force(amal)}


@pytest.fixture
def judged(amal: Actor, words: Words, occasion_for: Any, ids: Any) -> Callable[..., str]:
    def run(left: str, right: str, verdict: Verdict = SAME, by: Actor = amal) -> str:
        known = ids()
        return judge(known[left], known[right], verdict, occasion=occasion_for(by), words=words).id

    return run


@pytest.fixture
def person_of(amal: Actor, ids: Any) -> Callable[[], dict[str, str]]:
    def read() -> dict[str, str]:
        where = persons_of_records(amal)
        return {key: where[record] for key, record in ids().items()}

    return read


@pytest.fixture
def gone_on(
    take_in: Import, linked: Any, judged: Any, person_of: Any, amal: Actor, words: Words, occasion_for: Any
) -> tuple[str, str]:
    """One is joined with another and then with three more, and the first joining is taken back.

    Returns its key, and the identifier that retired first: its tombstone names the other, alone again.
    """
    take_in(*map(named, "abcde"))
    linked()
    ids = person_of()
    goes, stays = ("a", "b") if ids["a"] > ids["b"] else ("b", "a")
    first = judged(goes, stays)
    judged("c", "d")
    judged("d", "e")
    judged(goes, "c")
    undo_judgement(first, occasion=occasion_for(amal), words=words)
    assert person_of()[stays] == ids[stays]
    return goes, ids[goes]


def test_a_tombstone_leads_to_where_the_records_are_now(
    gone_on: tuple[str, str], person_of: Any, amal: Actor
) -> None:
    goes, stone = gone_on

    led = {stone.person_id: stone.into_id for stone in tombstones(amal)}

    assert led[stone] == person_of()[goes] == person_of()["c"]


def test_an_act_that_retired_is_followed_too(gone_on: tuple[str, str], ids: Any, amal: Actor) -> None:
    record = ids()[gone_on[0]]
    gone = [one for one in retired(Act, amal) if one.body["retired"]["held"] == [f"{record}/act-1"]]

    became = became_acts(gone, amal)

    acts = {one.id: one.body["parts"] for one in current(Act, amal) if one.body["retired"] is None}
    assert [[record, "act-1"] in acts[into or ""] for _, into in became.values()] == [True]


def test_where_nothing_is_left_the_tombstone_is_believed(
    take_in: Import, linked: Any, judged: Any, amal: Actor, occasion_for: Any
) -> None:
    take_in(named("a"), source="hospital")
    batch = take_in(named("b"), source="families")
    linked()
    judged("a", "b")
    undo_batch(batch, occasion=occasion_for(amal))
    linked()
    gone = list(retired(Person, amal))

    became = became_persons(gone, amal)

    of_b = [s for s in gone if became[s.id] == (s.body["retired"]["reason"], s.body["retired"]["into"])]
    assert len(of_b) == len(gone) == 1


def test_a_corrected_row_is_where_a_tombstone_leads(
    take_in: Import, linked: Any, judged: Any, person_of: Any, amal: Actor
) -> None:
    take_in(named("a"), named("b"))
    linked()
    judged("a", "b")
    take_in(named("a", "Sami Ward"), named("b", "Sami Ward"))
    linked()

    assert [stone.into_id for stone in tombstones(amal)] == [person_of()["a"]]


@pytest.fixture
def dina() -> Actor:
    """Dina judges too."""
    return Actor.with_roles("U-DINA", "dina", frozenset({Role.ANALYST}), os_login="dina")


def test_what_two_people_say_against_others_is_told(
    take_in: Import,
    linked: Any,
    judged: Any,
    ids: Any,
    amal: Actor,
    dina: Actor,
    words: Words,
    occasion_for: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two agree on each of two pairs; the ends are called different while the one between is away."""
    monkeypatch.setattr(shares, "DOUBLE", 1000)
    take_in(named("a"), named("c", "Hadi Nour Saleh"), source="hospital")
    take_in(named("b", "Omar Kassar"), source="families")
    for by in (amal, dina):
        judged("a", "b", by=by)
        judged("b", "c", by=by)
    withdraw_records([ids()["b"]], occasion=occasion_for(amal))
    judged("a", "c", DIFFERENT)

    take_in(named("b", "Omar Kassar"), named("z", "Rima Jamil"), source="families")
    linked()

    told_of = [one for one in queue(amal, words) if one.waiting is Waiting.CONFLICT]
    keys = {record: key for key, record in ids().items()}
    assert [{keys[one.left], keys[one.right]} for one in told_of] == [{"b", "c"}]


@pytest.mark.parametrize("turn", range(3))  # in each the identifiers come in another order
def test_a_rule_sees_the_people_who_are_there(
    take_in: Import, linked: Any, judged: Any, person_of: Any, ids: Any, turn: int
) -> None:
    """A rule joined two whom people have parted through a third: who fits both of them fits several."""
    take_in(named("a"), named("b"), named("c", "Hadi Nour Saleh"))
    linked("exact")
    low, high = sorted("ab", key=ids().__getitem__)
    judged(high, "c")
    judged(low, "c", DIFFERENT)
    take_in(named("y"), source="families")

    outcome = linked("exact")

    found = person_of()
    assert (outcome.matched, found[high] == found["c"], len(set(found.values()))) == (0, True, 3)
