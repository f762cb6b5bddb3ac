"""Linking: every record gets a person, what is linked stays linked, and what is undone is as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.audit.models import Version
from tawthiq.audit.queries import head
from tawthiq.core.claims import Account
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.cases import actions
from tawthiq.journey.cases.actions import join_acts, judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Undone, Verdict
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.persons import PersonCase, documented
from tawthiq.journey.cases.queries import tombstones
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import undo_batch

pytestmark = pytest.mark.django_db

DETAINED = {"violation": "arbitrary-detention", "date": "2012-03"}


@pytest.fixture
def persons(amal: Actor, words: Words) -> Callable[[], dict[str, PersonCase]]:
    """The persons as they stand, by the key of their first record."""

    def read() -> dict[str, PersonCase]:
        found = persons_for_release(amal, as_of=None, words=words)
        by_key = {min(r.facts.source_key for r in person.records): person for person in found}
        return dict(sorted(by_key.items()))

    return read


@pytest.fixture
def linked(amal: Actor, words: Words, occasion_for: Any) -> Callable[..., Any]:
    def run(level: str = "none", **options: Any) -> Any:
        return link(level, occasion=occasion_for(amal), words=words, **options)

    return run


@pytest.fixture
def judged(amal: Actor, words: Words, occasion_for: Any, persons: Any) -> Callable[..., Any]:
    """Judge two persons' first records by their keys."""

    def run(left: str, right: str, verdict: Verdict = Verdict.SAME, reason: str = "same mother") -> Any:
        records = {r.facts.source_key: r.facts.id for p in persons().values() for r in p.records}
        occasion = occasion_for(amal, reason=reason)
        return judge(records[left], records[right], verdict, occasion=occasion, words=words)

    return run


def shape(persons: dict[str, PersonCase]) -> Any:
    """Who is who, and which acts they have: everything but versions."""
    return [
        (p.person_id, [r.facts.id for r in p.records], [(a.act_id, a.parts) for a in p.acts])
        for p in persons.values()
    ]


def named(key: str, name: str = "Sami Invented", **act: Any) -> Account:
    return told(key, killing(**act), person={"name": name, "sex": "male"})


def test_every_record_gets_a_person_and_its_acts(take_in: Import, linked: Any, persons: Any) -> None:
    take_in(told("a", killing(), DETAINED, person={"name": "Sami"}), told("b", DETAINED))

    outcome = linked()

    assert (outcome.records, outcome.persons, outcome.acts) == (2, 2, 3)
    assert [len(person.acts) for person in persons().values()] == [2, 1]


def test_a_second_link_changes_nothing_and_leaves_no_entry(take_in: Import, linked: Any) -> None:
    take_in(named("a"), named("b", "Rima Invented"))
    linked()
    before = head()

    outcome = linked()

    assert outcome.entry is None
    assert head() == before


def test_what_is_new_is_written_in_the_order_of_its_identifiers(take_in: Import, linked: Any) -> None:
    take_in(*(told(f"{n}", killing(), DETAINED) for n in range(20)))

    outcome = linked()

    versions = Version.objects.filter(entry=outcome.entry).order_by("position")
    written = [*versions.values_list("kind", "object_id")]
    persons, acts = written[:20], written[20:]
    assert [kind for kind, _ in written] == ["person"] * 20 + ["act"] * 40
    assert (persons, acts) == (sorted(persons), sorted(acts))


def test_a_dry_run_says_the_same_and_writes_nothing(take_in: Import, linked: Any, persons: Any) -> None:
    take_in(named("a"))
    before = head()

    foreseen = linked(dry_run=True)

    assert (foreseen.persons, foreseen.acts, foreseen.entry) == (1, 1, None)
    assert head() == before
    assert persons() == {}


def test_killings_of_one_person_become_one_act(
    take_in: Import, linked: Any, persons: Any, judged: Any
) -> None:
    take_in(told("a", killing(), DETAINED), told("b", killing(date="2014-05"), DETAINED))
    linked()

    judged("a", "b")

    (person,) = persons().values()
    killings = [act for act in person.acts if act.possibilities.violation == (("killing",),)]
    assert [len(act.parts) for act in killings] == [2]
    assert len(person.acts) == 3


def test_undoing_a_judgement_restores_persons_and_acts(
    take_in: Import, linked: Any, persons: Any, judged: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(told("a", killing(), DETAINED), told("b", killing()), told("c", killing()))
    linked()
    judged("b", "c")
    before = shape(persons())

    made = judged("a", "b")
    undo_judgement(made.id, occasion=occasion_for(amal, reason="two cousins"), words=words)

    assert shape(persons()) == before


def test_it_is_noticed_where_only_the_retired_return(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "entry_undone", lambda entry, _actor: Undone(entry))
    fixtures = "take_in linked persons judged amal words occasion_for".split()

    with pytest.raises(AssertionError):
        test_undoing_what_moved_a_record_gives_everybody_their_identifier_back(
            1, True, **{name: request.getfixturevalue(name) for name in fixtures}
        )


@pytest.mark.parametrize("is_known_for_longer", [False, True], ids=["as old", "older"])
@pytest.mark.parametrize("others", [0, 1, 2, 3])
def test_undoing_what_moved_a_record_gives_everybody_their_identifier_back(
    others: int,
    is_known_for_longer: bool,
    take_in: Import,
    linked: Any,
    persons: Any,
    judged: Any,
    amal: Actor,
    words: Words,
    occasion_for: Any,
) -> None:
    """Somebody's word outweighs the rule that joined a and b: b goes over to c, and comes back."""

    def taken_back(made: Any) -> None:
        undo_judgement(made.id, occasion=occasion_for(amal, reason="two cousins"), words=words)

    keys = [f"x{at}" for at in range(others)]  # with which the others get other identifiers
    take_in(*(named(key, name=f"نبيل {key}") for key in keys), named("c", name="رامي القاضي"))
    linked()
    if is_known_for_longer and others:
        taken_back(judged("c", "x0"))
    take_in(named("a"), named("b"), source="families")
    linked("exact")
    judged("a", "c", Verdict.DIFFERENT)
    before = shape(persons())
    assert len(before) == others + 2

    taken_back(judged("b", "c"))

    assert shape(persons()) == before


def test_a_merge_leaves_a_tombstone_that_names_where_it_went(
    take_in: Import, linked: Any, persons: Any, judged: Any, amal: Actor
) -> None:
    take_in(named("a"), named("b"))
    linked()
    ids = {p.person_id for p in persons().values()}

    judged("a", "b")

    (person,) = persons().values()
    (stone,) = tombstones(amal)
    assert person.person_id == min(ids)
    assert (stone.person_id, stone.into_id, stone.reason) == (max(ids), min(ids), "merged")


def test_the_person_with_more_records_keeps_the_identifier(
    take_in: Import, linked: Any, persons: Any, judged: Any
) -> None:
    take_in(*(named(key) for key in "abcdef"))
    linked()
    judged("b", "c")
    larger = persons()["b"].person_id

    judged("a", "b")

    assert persons()["a"].person_id == larger


def test_a_batch_taken_back_leaves_its_person(
    take_in: Import, linked: Any, persons: Any, judged: Any, amal: Actor, occasion_for: Any
) -> None:
    take_in(named("a"), source="hospital")
    second = take_in(named("b"), named("c"), source="families")
    linked()
    judged("a", "b")
    before = persons()["a"].person_id

    undo_batch(second, occasion=occasion_for(amal, reason="wrong file"))
    linked()

    left = persons()
    assert {key: [r.facts.source_key for r in p.records] for key, p in left.items()} == {"a": ["a"]}
    assert left["a"].person_id == before
    assert sorted(stone.reason for stone in tombstones(amal)) == ["merged", "retracted"]


def test_a_list_taken_back_and_in_again_finds_its_person_and_judgements(
    take_in: Import, linked: Any, persons: Any, judged: Any, amal: Actor, occasion_for: Any
) -> None:
    take_in(named("a"), source="hospital")
    batch = take_in(named("b"), named("c"), source="families")
    linked()
    judged("a", "b")
    before = {key: person.person_id for key, person in persons().items()}

    undo_batch(batch, occasion=occasion_for(amal, reason="wrong file"))
    linked()
    take_in(named("b"), named("c"), source="families")
    linked()

    assert {key: person.person_id for key, person in persons().items()} == before


def test_a_corrected_row_keeps_its_person_and_its_judgements(
    take_in: Import, linked: Any, persons: Any, judged: Any
) -> None:
    take_in(named("a"), source="hospital")
    take_in(named("b"), source="families")
    linked()
    judged("a", "b")
    before = [(p.person_id, [a.act_id for a in p.acts]) for p in persons().values()]

    take_in(named("b", date="2014-05-02"), source="families")
    linked()

    assert [(p.person_id, [a.act_id for a in p.acts]) for p in persons().values()] == before
    assert persons()["a"].acts[0].possibilities.date == (("2014-05-01",), ("2014-05-02",))


def test_joined_acts_are_one_act_until_it_is_undone(
    take_in: Import, linked: Any, persons: Any, judged: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(told("a", DETAINED), told("b", DETAINED))
    linked()
    judged("a", "b")
    before = shape(persons())
    acts = [act.act_id for act in persons()["a"].acts]

    made = join_acts(*acts, occasion=occasion_for(amal, reason="the same arrest"), words=words)
    joined = persons()["a"].acts
    undo_judgement(made.id, occasion=occasion_for(amal, reason="two arrests"), words=words)

    assert [len(act.parts) for act in joined] == [2]
    assert shape(persons()) == before


def test_acts_of_two_persons_are_not_joined(
    take_in: Import, linked: Any, persons: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(told("a", DETAINED), told("b", DETAINED))
    linked()
    acts = [act.act_id for person in persons().values() for act in person.acts]

    with pytest.raises(RefusedByRule, match="two persons"):
        join_acts(*acts, occasion=occasion_for(amal), words=words)


def test_a_pair_that_a_person_judged_is_not_judged_again(take_in: Import, linked: Any, judged: Any) -> None:
    take_in(named("a"), named("b"))
    linked()
    judged("a", "b")

    with pytest.raises(RefusedByRule, match="in force"):
        judged("b", "a", Verdict.DIFFERENT)


def test_nobody_is_called_different_whom_people_made_the_same(
    take_in: Import, linked: Any, judged: Any
) -> None:
    take_in(named("a"), named("b"), named("c"))
    linked()
    judged("a", "b")
    judged("b", "c")

    with pytest.raises(RefusedByRule, match="make them the same"):
        judged("a", "c", Verdict.DIFFERENT)


def test_a_judgement_needs_a_reason(take_in: Import, linked: Any, judged: Any) -> None:
    take_in(named("a"), named("b"))
    linked()

    with pytest.raises(RefusedByRule, match="reason"):
        judged("a", "b", reason=" ")


def test_a_judgement_is_undone_once(
    take_in: Import, linked: Any, judged: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b"))
    linked()
    made = judged("a", "b")
    undo_judgement(made.id, occasion=occasion_for(amal), words=words)

    with pytest.raises(RefusedByRule, match="no longer holds"):
        undo_judgement(made.id, occasion=occasion_for(amal), words=words)


def test_a_level_that_there_is_not_is_refused(linked: Any) -> None:
    with pytest.raises(UsageProblem):
        linked("some")


def test_a_stranger_may_not_link(carla: Actor, basil: Actor, words: Words, occasion_for: Any) -> None:
    for actor in (carla, basil):
        with pytest.raises(NotPermittedOrAbsent):
            link("none", occasion=occasion_for(actor), words=words)


@pytest.fixture
def clerk() -> Actor:
    """Dina enters data: cleared up to internal, and no further."""
    return Actor.with_roles("U-DINA", "dina", frozenset({Role.DATA_ENTRY}), os_login="dina")


@pytest.mark.parametrize("secret", [("b",), ("b", "c")])
def test_a_person_is_as_secret_as_their_most_secret_record(
    take_in: Import,
    linked: Any,
    judged: Any,
    persons: Any,
    clerk: Actor,
    words: Words,
    secret: tuple[str, ...],
) -> None:
    """Whichever identifier stays, who may not see the secret record sees the person as before it came."""
    take_in(named("a"), level="internal", source="hospital")
    take_in(*map(named, secret), level="restricted", source="court")
    linked()
    before = shape({p.person_id: p for p in persons_for_release(clerk, as_of=None, words=words)})
    for left, right in pairwise(("a", *secret)[::-1]):
        judged(left, right)

    (whole,) = persons().values()
    seen = list(persons_for_release(clerk, as_of=None, words=words))

    assert (whole.level, len(whole.records)) == (5, 1 + len(secret))
    assert shape({p.person_id: p for p in seen}) == before
    assert [(p.level, [r.facts.source_key for r in p.records]) for p in seen] == [(4, ["a"])]


def test_linking_leaves_alone_what_was_joined_with_something_more_secret(
    take_in: Import, linked: Any, judged: Any, persons: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    keeper = Actor.with_roles("U-ELI", "eli", frozenset(Role), os_login="eli")
    take_in(named("a"), source="hospital")
    take_in(named("b"), level="sealed", source="witness", actor=keeper)
    link("none", occasion=occasion_for(keeper), words=words)
    found = {
        r.facts.source_key: r.facts.id
        for p in persons_for_release(keeper, as_of=None, words=words)
        for r in p.records
    }
    judge(found["a"], found["b"], Verdict.SAME, occasion=occasion_for(keeper), words=words)

    outcome = linked()

    assert (outcome.records, outcome.entry) == (0, None)
    with pytest.raises(NotPermittedOrAbsent):
        judge(found["a"], found["b"], Verdict.DIFFERENT, occasion=occasion_for(amal), words=words)


def test_a_release_holds_what_was_documented_by_its_date(
    take_in: Import, linked: Any, judged: Any, amal: Actor, words: Words
) -> None:
    take_in(
        told("a", killing("2014-05"), documented="2014-06-01"),
        told("b", killing("2014-05-03"), documented="../2019-05-14"),
        told("c", killing(), documented="2016"),
        told("d", killing(), documented="2018-01"),
    )
    linked()
    judged("a", "b")

    found = persons_for_release(amal, as_of=date(2016, 6, 1), words=words)
    seen = {
        min(r.facts.source_key for r in p.records): [(a.certain, a.possibilities.date) for a in p.acts]
        for p in found
    }

    assert seen == {
        "a": [(True, (("2014-05",), ("2014-05-03",)))],
        "c": [(False, (("2014-05-01",),))],
    }


@pytest.mark.parametrize(
    ("stated", "by"),
    [
        ("2016-05-31", True),
        ("2016-06-01", True),
        ("2016-06-02", None),
        ("2016-06", False),
        ("../2019", False),
    ],
)
def test_an_interval_that_ends_after_the_date_is_only_possibly_in_time(stated: str, by: bool | None) -> None:
    assert documented(stated, date(2016, 6, 1)) is by


def test_an_act_that_a_correction_no_longer_tells_of_is_retracted(
    take_in: Import, linked: Any, persons: Any
) -> None:
    take_in(told("1", killing(), {"violation": "torture"}))
    linked()

    take_in(told("1", killing()))
    linked()

    assert [act.possibilities.violation for act in persons()["1"].acts] == [(("killing",),)]
