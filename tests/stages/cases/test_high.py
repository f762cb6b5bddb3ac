"""Linking what is highly likely: as judgements of the named rule, before which people go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import head
from tawthiq.core.claims import Account
from tawthiq.journey.cases.actions import judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.queries import persons_of_records
from tawthiq.journey.cases.queue import judgements_in_order
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import records_in_force
from tawthiq.methods.linkage.blocking import MOST

pytestmark = pytest.mark.django_db

HASAN, SWAPPED, HASSUN = "حسن سامي يوسف الحداد", "حسن يوسف سامي الحداد", "حسون سامي يوسف الحداد"


def named(key: str, name: str = HASAN, *, born: str = "1990-03-04", **person: Any) -> Account:
    return told(key, killing(), person={"name": name, "sex": "male", "birth_date": born, **person})


@pytest.fixture
def linked(amal: Actor, words: Words, occasion_for: Any) -> Callable[..., Any]:
    def run(level: str = "high", **options: Any) -> Any:
        return link(level, occasion=occasion_for(amal), words=words, **options)

    return run


@pytest.fixture
def people(amal: Actor) -> Callable[[], set[tuple[str, ...]]]:
    """Who is together, by the keys of their records."""

    def read() -> set[tuple[str, ...]]:
        keys = {facts.id: facts.source_key for facts in records_in_force(amal)}
        found: dict[str, list[str]] = {}
        for record, person in persons_of_records(amal).items():
            found.setdefault(person, []).append(keys[record])
        return {tuple(sorted(group)) for group in found.values()}

    return read


@pytest.fixture
def ids(amal: Actor) -> Callable[[], dict[str, str]]:
    return lambda: {facts.source_key: facts.id for facts in records_in_force(amal)}


def test_high_joins_what_exact_keys_do_not_and_says_why(
    take_in: Import, linked: Any, people: Any, amal: Actor
) -> None:
    take_in(named("a"), source="hospital")
    take_in(named("b", SWAPPED), source="families")

    assert linked("exact").matched == 0
    assert linked("high").matched == 1

    assert people() == {("a", "b")}
    ((fact, holds),) = judgements_in_order(amal)
    assert holds and fact.rule is not None and fact.rule.startswith("likely-1/")
    assert fact.by is None and fact.score is not None and 990 <= fact.score < 1000
    assert fact.reason.startswith("Their first names are written alike.")


def test_exact_keys_go_first(take_in: Import, linked: Any, amal: Actor) -> None:
    take_in(named("a"), named("b"), named("c", SWAPPED))

    linked()

    rules = [fact.rule.partition("-")[0] for fact, _ in judgements_in_order(amal) if fact.rule]
    assert rules == ["exact", "likely"]


@pytest.mark.parametrize("level", ["high", "exact"])
def test_a_second_run_writes_nothing(take_in: Import, linked: Any, level: str) -> None:
    take_in(named("a"), named("b", SWAPPED), named("c", HASSUN), named("d"), named("e", born="1990-03-14"))
    linked()
    before = head()

    outcome = linked(level)

    assert (outcome.entry, outcome.matched) == (None, 0)
    assert head() == before


def test_a_crowd_that_cannot_all_be_compared_is_told(take_in: Import, linked: Any, people: Any) -> None:
    undated = {"violation": "killing"}
    crowd = {"name": "محمد أحمد محمد أحمد", "sex": "male"}
    take_in(*(told(f"a{at:02}", undated, person=crowd) for at in range(MOST + 4)))

    outcome = linked()

    assert outcome.crowded == MOST + 4
    assert max(map(len, people())) == 1


def test_twins_are_left_to_people(take_in: Import, linked: Any, people: Any) -> None:
    take_in(named("a"), named("b", HASSUN))

    outcome = linked()

    assert (outcome.matched, outcome.queued) == (0, 1)
    assert people() == {("a",), ("b",)}


def test_what_a_person_took_back_is_not_joined_again(
    take_in: Import, linked: Any, people: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b", SWAPPED))
    linked()
    ((made, _),) = judgements_in_order(amal)

    undo_judgement(made.id, occasion=occasion_for(amal, reason="two cousins"), words=words)
    linked()

    assert people() == {("a",), ("b",)}


def test_a_rule_joins_nobody_with_whom_a_person_called_different(
    take_in: Import, linked: Any, people: Any, ids: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b", SWAPPED), named("c", SWAPPED))
    known = ids()
    occasion = occasion_for(amal, reason="two mothers")
    judge(known["a"], known["b"], Verdict.DIFFERENT, occasion=occasion, words=words)

    linked()

    assert not any({"a", "b"} <= set(group) for group in people())


def test_a_person_overrules_what_the_rule_joined(
    take_in: Import, linked: Any, people: Any, ids: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b", SWAPPED))
    linked()
    known, occasion = ids(), occasion_for(amal, reason="two mothers")

    judge(known["a"], known["b"], Verdict.DIFFERENT, occasion=occasion, words=words)
    linked()

    assert people() == {("a",), ("b",)}


def test_a_corrected_row_is_compared_anew(take_in: Import, linked: Any, people: Any) -> None:
    take_in(named("a"), source="hospital")
    take_in(named("b", SWAPPED), source="families")
    linked()

    take_in(named("b", "سلمى ورد الصالح", sex="female", born="1970-01-02"), source="families")
    linked()

    assert people() == {("a",), ("b",)}


def test_groups_and_the_unnamed_are_compared_with_nobody(take_in: Import, linked: Any, people: Any) -> None:
    take_in(
        told("a", killing(), kind="group", count_min=3, count_max=None),
        told("b", killing(), kind="unnamed"),
        named("c"),
        named("d", SWAPPED),
    )

    linked()

    assert people() == {("a",), ("b",), ("c", "d")}


def test_an_archive_without_records_is_linked(linked: Any) -> None:
    assert linked().records == 0
