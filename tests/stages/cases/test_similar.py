"""Whom a record may be the same person as: what a run over everything finds of it, and what people said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.core.claims import Account
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.cases.actions import judge, link
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.queue import queue
from tawthiq.journey.cases.reading import read_comparable
from tawthiq.journey.cases.similar import Similar, similar
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import records_in_force
from tawthiq.methods.linkage.blocking import MOST
from tawthiq.methods.linkage.likely import scored

pytestmark = pytest.mark.django_db

HASAN, SWAPPED, HASSUN = "حسن سامي يوسف الحداد", "حسن يوسف سامي الحداد", "حسون سامي يوسف الحداد"
STRANGER = "نزار كريم الشامي"


def named(key: str, name: str = HASAN, born: str = "1990-03-04", **fields: Any) -> Account:
    person = {"name": name, "sex": "male", "birth_date": born}
    return told(key, killing(), person=person, **fields)


@pytest.fixture
def found(amal: Actor, words: Words, ids: Any) -> Callable[..., list[tuple[str, bool, bool]]]:
    """What is similar to the record of a key: by its key, whether it is one person, and whether judged."""

    def read(key: str, actor: Actor = amal) -> list[tuple[str, bool, bool]]:
        keys = {facts.id: facts.source_key for facts in records_in_force(amal)}
        outcome = similar(ids(key), actor=actor, words=words)
        return [(keys[one.similar], one.is_one_person, one.is_judged) for one in outcome.found]

    return read


def test_the_likeliest_comes_first_with_the_reasons_in_both_languages(
    take_in: Import, amal: Actor, words: Words, ids: Any
) -> None:
    take_in(named("a"), named("b", HASSUN, "1993-07-09"), named("c", SWAPPED), named("d", STRANGER))

    one, other = similar(ids("a"), actor=amal, words=words).found

    assert [one.record, one.similar, other.similar] == ids("a", "c", "b")
    assert 1 > one.probability > 0.9 > other.probability
    assert one.reasons[0][0] == "Their first names are written alike." and "مكتوبان" in one.reasons[0][1]
    assert other.reasons[-1][0].startswith("Against it: ")


def test_the_odds_are_those_of_a_run_over_everything(
    take_in: Import, amal: Actor, words: Words, ids: Any
) -> None:
    take_in(*(named(f"a{at}", name) for at, name in enumerate([HASAN, SWAPPED, HASSUN, STRANGER, ""] * 3)))
    of = ids("a0")[0]

    asked = similar([of], actor=amal, words=words).found

    every = scored(read_comparable(amal, words).candidates)
    names, pairs = every.table.record_ids, every.found.pairs
    whole = {
        (names[one], names[other]): odds
        for one, other, odds in zip(pairs.left, pairs.right, every.odds.tolist(), strict=True)
    }
    assert len(asked) > 3
    for pair in asked:
        odds = whole[min(of, pair.similar), max(of, pair.similar)]
        assert pair.probability == pytest.approx(1 / (1 + 2.718281828459045**-odds), abs=1e-4)


def test_who_is_one_person_already_is_told(
    take_in: Import, found: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(named("a"), named("b"))
    before = found("a")

    link(occasion=occasion_for(amal), words=words)

    assert (before, found("a")) == ([("b", False, False)], [("b", True, False)])


@pytest.mark.parametrize("verdict", list(Verdict))
def test_whether_people_judged_the_two_is_told(
    take_in: Import, found: Any, ids: Any, amal: Actor, words: Words, occasion_for: Any, verdict: Verdict
) -> None:
    take_in(named("a"), named("b", SWAPPED))
    occasion = occasion_for(amal, reason="their mother said so")

    judge(*ids("a", "b"), verdict, occasion=occasion, words=words)

    assert found("a") == [("b", verdict is Verdict.SAME, True)]


def test_several_are_asked_about_at_once_and_each_once(
    take_in: Import, amal: Actor, words: Words, ids: Any
) -> None:
    take_in(named("a"), named("b", SWAPPED), named("c", STRANGER))

    outcome = similar([*ids("c", "b", "a"), *ids("b")], actor=amal, words=words)

    assert [(one.record, one.similar) for one in outcome.found] == [
        tuple(ids("b", "a")),
        tuple(ids("a", "b")),
    ]


def test_a_group_is_compared_with_nobody(take_in: Import, amal: Actor, words: Words, ids: Any) -> None:
    take_in(named("a"), told("g", killing(), kind="group", count_min=3, count_max=4))

    assert similar(ids("g"), actor=amal, words=words) == Similar((), tuple(ids("g")), 0)


def test_a_crowd_is_told(take_in: Import, amal: Actor, words: Words, ids: Any) -> None:
    take_in(*(named(f"a{at}") for at in range(MOST + 1)))

    outcome = similar(ids("a0"), actor=amal, words=words)

    assert (outcome.found, outcome.crowded) == ((), MOST + 1)


def test_a_later_edition_speaks_for_a_record(take_in: Import, amal: Actor, words: Words, ids: Any) -> None:
    take_in(named("a"), named("b"))
    (before,) = ids("a")
    take_in(named("a", SWAPPED), named("b"))

    (one,) = similar([before], actor=amal, words=words).found

    assert before not in ids("a", "b")
    assert [one.record, one.similar] == ids("a", "b")


def test_what_is_too_secret_is_neither_compared_nor_there(
    take_in: Import, amal: Actor, words: Words, ids: Any
) -> None:
    keeper = Actor.with_roles("U-ELI", "eli", frozenset(Role), os_login="eli")
    take_in(named("a"))
    take_in(named("b", SWAPPED), level="sealed", source="witness", actor=keeper)
    (sealed,) = {facts.id for facts in records_in_force(keeper)} - set(ids("a"))

    assert len(similar(ids("a"), actor=keeper, words=words).found) == 1
    assert similar(ids("a"), actor=amal, words=words).found == ()
    with pytest.raises(NotPermittedOrAbsent):
        similar([sealed], actor=amal, words=words)


def test_a_record_that_was_joined_with_something_more_secret_is_not_there(
    take_in: Import, amal: Actor, words: Words, ids: Any, occasion_for: Any
) -> None:
    keeper = Actor.with_roles("U-ELI", "eli", frozenset(Role), os_login="eli")
    take_in(named("a"), named("c"))
    (before,) = ids("a")
    take_in(named("a", SWAPPED), named("c"))
    (now,) = ids("a")
    take_in(named("b", SWAPPED), level="sealed", source="witness", actor=keeper)
    (sealed,) = {facts.id for facts in records_in_force(keeper)} - set(ids("a", "c"))
    link("none", occasion=occasion_for(keeper), words=words)
    judge(now, sealed, Verdict.SAME, occasion=occasion_for(keeper, reason="one man"), words=words)

    assert similar(ids("c"), actor=amal, words=words).found == ()
    for record in (before, now):
        with pytest.raises(NotPermittedOrAbsent):
            similar([record], actor=amal, words=words)


def test_what_is_not_likely_is_left_out(take_in: Import, amal: Actor, words: Words, ids: Any) -> None:
    take_in(named("a"), named("b", "حسن كريم نزار الحداد", "1951-08-09"), named("c", SWAPPED))
    read = read_comparable(amal, words)

    (one,) = similar(ids("a"), actor=amal, words=words).found

    assert len(scored(read.candidates).found) == 3
    assert one.similar == ids("c")[0]


def test_a_record_that_is_not_there_is_refused(take_in: Import, amal: Actor, words: Words) -> None:
    take_in(named("a"))

    with pytest.raises(NotPermittedOrAbsent, match="no such record"):
        similar(["R-NOBODY"], actor=amal, words=words)


def test_a_stranger_may_not_ask_and_who_sees_the_queue_may(
    take_in: Import, amal: Actor, basil: Actor, carla: Actor, words: Words, ids: Any
) -> None:
    take_in(named("a"), named("b", SWAPPED))

    assert list(queue(basil, words)) and similar(ids("a"), actor=basil, words=words).found
    with pytest.raises(NotPermittedOrAbsent):
        similar(ids("a"), actor=carla, words=words)
