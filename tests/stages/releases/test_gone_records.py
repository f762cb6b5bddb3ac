"""What a release makes of records that the last edition of their list lacks. Everyone is invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.stages.cases.telling import killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.accounts.two_person import Profile
from tawthiq.core.claims import Account
from tawthiq.journey.cases.actions import link
from tawthiq.journey.cases.queries import persons_of_records, reported_acts
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records import waiting
from tawthiq.journey.records.answering import Decided, decide, keep
from tawthiq.journey.records.queries import records_in_force
from tawthiq.journey.records.succession import Verdict
from tawthiq.journey.releases.actions import Frozen
from tawthiq.journey.verification.actions import accept
from tawthiq.methods.checking.manifest import read_manifest
from tawthiq.methods.checking.verify import verify_release
from tawthiq.methods.counting.schema import ACTS
from tawthiq.methods.counting.tables import read_rows

pytestmark = pytest.mark.django_db

BEFORE = date(2016, 1, 1)
"""After the rows were documented, and before the second edition was."""


def row(key: str, name: str) -> Account:
    return told(key, killing(), person={"name": name})


SALMA, SALMA_AGAIN = row("a", "Salma Invented"), row("z", "Salma Invente")
RAMI = row("b", "Rami Invented")


@pytest.fixture
def two_editions(accepted: Callable[..., None]) -> None:
    """The second edition spells one name anew, under another key; everything is accepted."""
    accepted(SALMA, RAMI)
    accepted(SALMA_AGAIN, RAMI)


@pytest.fixture
def released(frozen: Callable[..., Frozen]) -> Callable[..., tuple[list[bool], int]]:
    """Freeze, and return which acts are certain and how many records were gone and undecided."""
    names = iter(f"r{number}" for number in range(100))

    def read(**how: Any) -> tuple[list[bool], int]:
        folder = frozen(next(names), **how).folder or Path()
        assert verify_release(folder).agrees
        certain = sorted(bool(act["certain"]) for act in read_rows(ACTS, folder / "counting/acts.parquet"))
        undecided = read_manifest(folder).gone_undecided
        assert ("nobody has decided" in (folder / "README.txt").read_text("utf-8")) is (undecided > 0)
        return certain, undecided

    return read


def ids(actor: Actor) -> dict[str, str]:
    return {facts.source_key: facts.id for facts in records_in_force(actor)}


def test_what_only_a_gone_record_tells_of_is_uncertain(two_editions: None, released: Any) -> None:
    assert released() == ([False, True, True], 1)


def test_before_the_edition_that_lacks_it_a_record_is_as_certain_as_ever(
    two_editions: None, released: Any
) -> None:
    assert released(as_of=BEFORE) == ([True, True, True], 0)


def test_a_kept_record_is_certain_again(
    two_editions: None, released: Any, amal: Actor, occasion_for: Any
) -> None:
    keep([ids(amal)["a"]], occasion=occasion_for(amal))

    assert released() == ([True, True, True], 0)


def test_the_same_becomes_one_person_and_one_act(
    two_editions: None, released: Any, amal: Actor, basil: Actor, words: Words, occasion_for: Any
) -> None:
    found = ids(amal)
    persons = persons_of_records(amal)
    decide([Decided(found["a"], found["z"], Verdict.SAME)], occasion=occasion_for(amal))

    link("none", occasion=occasion_for(amal), words=words)
    accept(occasion=occasion_for(basil), profile=Profile.SMALL)

    assert released() == ([True, True], 0)
    now = persons_of_records(amal)
    assert now.keys() == {found["z"], found["b"]}
    assert now[found["z"]] in {persons[found["a"]], persons[found["z"]]}
    assert now[found["b"]] == persons[found["b"]]
    assert waiting.gone(amal) == []


def test_who_decided_does_not_accept_what_came_of_it(
    two_editions: None, amal: Actor, words: Words, occasion_for: Any
) -> None:
    dina = Actor.with_roles("U-DINA", "dina", frozenset({Role.ANALYST, Role.REVIEWER}), os_login="dina")
    found = ids(amal)
    decide([Decided(found["a"], found["z"], Verdict.SAME)], occasion=occasion_for(dina))
    link("none", occasion=occasion_for(amal), words=words)

    told = {one.told[0][0].id: one for one in reported_acts(amal)}

    assert told[found["z"]].authors == {"U-AMAL", "U-DINA"}
    assert told[found["b"]].authors == {"U-AMAL"}


def test_the_same_counts_once_even_before_it_is_accepted_anew(
    two_editions: None, released: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    found = ids(amal)
    decide([Decided(found["a"], found["z"], Verdict.SAME)], occasion=occasion_for(amal))
    link("none", occasion=occasion_for(amal), words=words)

    assert released() == ([True, True], 0)
