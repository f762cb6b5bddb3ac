"""Freezing for a date before a correction: what was known then, as far as it was accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.two_person import Profile
from tawthiq.core.claims import Account
from tawthiq.journey.cases.actions import judge, link
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.queries import reported_acts
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import records_in_force
from tawthiq.journey.releases.actions import Frozen
from tawthiq.journey.verification.actions import accept, assess
from tawthiq.journey.verification.rules import Opinion
from tawthiq.methods.checking.verify import verify_release
from tawthiq.methods.counting.schema import ACTS
from tawthiq.methods.counting.tables import read_rows

pytestmark = pytest.mark.django_db

THEN, SINCE = date(2016, 1, 1), date(2020, 1, 1)
DETAINED = {"violation": "arbitrary-detention", "date": "2012-03"}
Acts = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def linked(take_in: Import, amal: Actor, words: Words, occasion_for: Any) -> Callable[..., None]:
    """Take accounts in and give each a person; accept nothing."""

    def run(*accounts: Account, **how: Any) -> None:
        take_in(*accounts, **how)
        link("none", occasion=occasion_for(amal), words=words)

    return run


@pytest.fixture
def acts(frozen: Callable[..., Frozen]) -> Acts:
    """Freeze for a date, and return some columns of the acts."""
    names = iter(f"r{number}" for number in range(100))

    def read(*columns: str, as_of: date = THEN) -> list[tuple[Any, ...]]:
        folder = frozen(next(names), as_of=as_of).folder or Path()
        assert verify_release(folder).agrees
        return [
            tuple(row[column] for column in columns)
            for row in read_rows(ACTS, folder / "counting/acts.parquet")
        ]

    return read


def row(*acts: dict[str, Any], documented: str = "2014") -> Account:
    return told("a", *acts, person={"name": "Sami Invented"}, documented=documented)


def test_an_act_accepted_after_its_correction_is_in_it_as_it_was_told_then(
    linked: Any, accepted: Any, acts: Acts
) -> None:
    linked(row(killing("2013-05-01")))
    accepted(row(killing("2013-05-02"), documented="2018"))

    assert acts("date", "certain") == [("2013-05-01", True)]
    assert acts("date", "certain", as_of=SINCE) == [("2013-05-02", True)]
    assert acts("act_id") == acts("act_id", as_of=SINCE)


def test_what_was_frozen_at_the_time_is_what_is_reconstructed(accepted: Any, acts: Acts) -> None:
    columns = ("act_id", "person_id", "date", "party", "attribution", "certain", "documented_end", "source")
    accepted(row(killing("2013-05-01", party="isis")))
    at_the_time = acts(*columns)
    accepted(row(killing("2013-05-02", party="syrian-regime"), documented="2018"))

    assert acts(*columns) == at_the_time


def test_a_correction_changes_no_release_that_it_was_documented_in_time_for(
    accepted: Any, frozen: Any
) -> None:
    accepted(row(killing("2013-05-01")))
    accepted(row(killing("2013-05-02"), documented="2015"))
    first = frozen("before", as_of=THEN).digest
    accepted(told("z", killing(), documented="2019"), source="families")

    assert frozen("after", as_of=THEN).digest == first


def test_an_act_that_nobody_accepted_does_not_come_back(linked: Any, acts: Acts) -> None:
    linked(row(killing("2013-05-01")))
    linked(row(killing("2013-05-02"), documented="2018"))

    assert acts("date") == []


def test_a_killing_that_nobody_accepted_and_that_was_corrected_to_detention_is_left_out(
    linked: Any, accepted: Any, acts: Acts
) -> None:
    linked(row(killing("2013-05-01")))
    accepted(row(DETAINED, documented="2018"))

    assert acts("violation") == []
    assert acts("violation", as_of=SINCE) == [("arbitrary-detention",)]


def test_a_killing_that_was_accepted_before_it_was_corrected_was_known(accepted: Any, acts: Acts) -> None:
    accepted(row(killing("2013-05-01")))
    accepted(row(DETAINED, documented="2018"))

    assert acts("violation") == [("killing",)]


def test_what_was_rejected_before_it_was_corrected_is_left_out(
    linked: Any, accepted: Any, acts: Acts, basil: Actor, occasion_for: Any
) -> None:
    linked(row(killing("2013-05-01")))
    (act,) = reported_acts(basil)
    assess(
        act.act_id,
        Opinion.NOT_MET,
        standard="reasonable-grounds",
        occasion=occasion_for(basil),
        profile=Profile.SOLO,
    )
    accepted(row(killing("2013-05-02"), documented="2018"))

    assert acts("date") == []
    assert acts("date", as_of=SINCE) == [("2013-05-02",)]


@pytest.mark.parametrize(
    ("party", "is_accepted", "attribution"),
    [("isis", False, "confirmed"), ("hezbollah", False, "alleged"), ("hezbollah", True, "confirmed")],
)
def test_a_party_that_nobody_accepted_is_alleged(
    linked: Any,
    acts: Acts,
    basil: Actor,
    amal: Actor,
    words: Words,
    occasion_for: Any,
    party: str,
    is_accepted: bool,
    attribution: str,
) -> None:
    def confirmed() -> None:
        accept("corroborated", occasion=occasion_for(basil), profile=Profile.SMALL)

    linked(row(killing(party=party)))
    linked(told("b", killing(party=party), documented="2018"), source="families")
    left, right = (facts.id for facts in records_in_force(amal))
    judge(left, right, Verdict.SAME, occasion=occasion_for(amal), words=words)
    if is_accepted:
        confirmed()
    linked(row(killing("2013-05-02", party="isis"), documented="2018"))
    linked(told("b", killing("2013-05-02", party="isis"), documented="2018"), source="families")
    confirmed()

    assert acts("party", "attribution") == [(party, attribution)]
    assert acts("party", "attribution", as_of=SINCE) == [("isis", "confirmed")]
