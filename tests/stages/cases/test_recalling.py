"""What was known on a date is answered from the record that was in force then, not from its correction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.core.claims import Account
from tawthiq.journey.cases.actions import judge, link
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.persons import PersonCase
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import undo_batch, withdraw_records
from tawthiq.journey.records.queries import records_in_force

pytestmark = pytest.mark.django_db

DETAINED = {"violation": "arbitrary-detention", "date": "2012-03"}
THEN, SINCE = date(2016, 1, 1), date(2020, 1, 1)
Known = Callable[..., list[PersonCase]]


@pytest.fixture
def linked(amal: Actor, words: Words, occasion_for: Any) -> Callable[[], Any]:
    return lambda: link("none", occasion=occasion_for(amal), words=words)


@pytest.fixture
def editions(take_in: Import, linked: Any) -> Callable[..., None]:
    """Take editions of one list in, each of one row, and link after each."""

    def run(*accounts: Account) -> None:
        for account in accounts:
            take_in(account)
            linked()

    return run


@pytest.fixture
def known(amal: Actor, words: Words) -> Known:
    def read(as_of: date = THEN, **how: Any) -> list[PersonCase]:
        return list(persons_for_release(amal, as_of=as_of, words=words, **how))

    return read


def row(*acts: dict[str, Any], documented: str = "2014", name: str = "Sami Invented", **how: Any) -> Account:
    return told("a", *acts, person={"name": name}, documented=documented, **how)


def dates(persons: list[PersonCase]) -> list[Any]:
    return [(act.certain, act.possibilities.date) for person in persons for act in person.acts]


def test_the_record_in_force_then_tells_of_the_same_person_and_act(editions: Any, known: Known) -> None:
    editions(
        row(killing("2013-05-01")),
        row(killing("2013-05-02"), documented="2018", name="Samir Invented"),
    )

    (then,), (since,) = known(), known(SINCE)

    assert (then.names, since.names) == (("Sami Invented",), ("Samir Invented",))
    assert dates([then]) == [(True, (("2013-05-01",),))]
    assert dates([since]) == [(True, (("2013-05-02",),))]
    assert then.person_id == since.person_id
    assert [act.act_id for act in then.acts] == [act.act_id for act in since.acts]
    ((part,),) = (act.parts for act in then.acts)
    assert part == (then.records[0].facts.id, "act-1")


def test_of_several_corrections_the_last_that_may_have_been_in_time_speaks(
    editions: Any, known: Known
) -> None:
    editions(
        row(killing("2013-05-01")),
        row(killing("2013-05-02"), documented="2015/2017"),
        row(killing("2013-05-03"), documented="2018"),
        row(killing("2013-05-04"), documented="2019"),
    )

    assert dates(known()) == [(False, (("2013-05-02",),))]
    assert dates(known(date(2014, 12, 31))) == [(True, (("2013-05-01",),))]
    assert dates(known(date(2018, 12, 31))) == [(True, (("2013-05-03",),))]
    assert known(date(2013, 12, 31)) == []


def test_another_source_speaks_beside_the_record_in_force_then(
    editions: Any, take_in: Import, linked: Any, known: Known, amal: Actor, words: Words, occasion_for: Any
) -> None:
    editions(row(killing("2013-05-01")), row(killing("2013-05-02"), documented="2018"))
    take_in(told("b", killing("2013-05-09"), documented="2015"), source="families")
    linked()
    left, right = (facts.id for facts in records_in_force(amal))
    judge(left, right, Verdict.SAME, occasion=occasion_for(amal), words=words)

    assert dates(known()) == [(True, (("2013-05-01",), ("2013-05-09",)))]


def test_a_group_was_as_large_as_it_was_said_to_be(editions: Any, known: Known) -> None:
    editions(
        row(killing(), kind="group", count_min=3, count_max=9),
        row(killing(), kind="group", count_min=7, count_max=7, documented="2018"),
    )

    sizes = [(person.count_min, person.count_max) for person in (*known(), *known(SINCE))]

    assert sizes == [(3, 9), (7, 7)]


def test_what_comes_back_is_as_secret_as_it_was(take_in: Import, linked: Any, known: Known) -> None:
    take_in(row(killing()), level="restricted")
    linked()
    take_in(row(killing("2013-05-02"), documented="2018"))
    linked()

    levels = [(p.level, *(act.level for act in p.acts)) for p in (*known(), *known(SINCE))]

    assert levels == [(5, 5), (4, 4)]


def test_an_act_that_the_record_in_force_then_does_not_tell_is_left_out(editions: Any, known: Known) -> None:
    editions(row(DETAINED), row(DETAINED, killing(), documented="2018"))

    assert dates(known()) == [(True, (("2012-03",),))]
    assert len(dates(known(SINCE))) == 2


def test_a_name_that_stood_for_another_kind_of_violation_is_another_act(editions: Any, known: Known) -> None:
    editions(row(killing(), killing()), row(killing(), DETAINED, documented="2018"))

    (person,) = known()

    assert [act.possibilities.violation for act in person.acts] == [(("killing",),)]


def test_a_withdrawn_record_does_not_come_back(
    editions: Any, known: Known, amal: Actor, occasion_for: Any
) -> None:
    editions(row(killing()))
    (record,) = (facts.id for facts in records_in_force(amal))
    withdraw_records([record], occasion=occasion_for(amal))
    editions(row(killing("2013-05-02"), documented="2018"))

    assert known() == []
    assert len(known(SINCE)) == 1


def test_a_record_of_an_undone_batch_does_not_come_back(
    take_in: Import, editions: Any, known: Known, amal: Actor, occasion_for: Any
) -> None:
    batch = take_in(row(killing()))
    undo_batch(batch, occasion=occasion_for(amal))
    editions(row(killing("2013-05-02"), documented="2018"))

    assert known() == []


def test_an_undone_correction_leaves_the_record_in_force(
    take_in: Import, editions: Any, known: Known, linked: Any, amal: Actor, occasion_for: Any
) -> None:
    editions(row(killing("2013-05-01")))
    before = known()
    batch = take_in(row(killing("2013-05-02"), documented="2018"))
    undo_batch(batch, occasion=occasion_for(amal))
    linked()

    assert known() == before
    assert dates(known(SINCE)) == [(True, (("2013-05-01",),))]


def test_decisions_are_asked_for_only_where_a_record_gives_way(editions: Any, known: Known) -> None:
    asked: list[str] = []

    def decided() -> dict[str, dict[int, bool]]:
        asked.append("decisions")
        return {}

    editions(row(killing("2013-05-01")))
    known(decided=decided)
    known(date(2013, 1, 1), decided=decided)
    assert asked == []

    editions(row(killing("2013-05-02"), documented="2018"))
    known(SINCE, decided=decided)
    assert asked == []

    known(decided=decided)
    assert asked == ["decisions"]
