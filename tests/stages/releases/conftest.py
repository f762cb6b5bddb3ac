"""What the tests of this stage may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, take_in, told, words

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.two_person import Profile
from tawthiq.adapters.storage.releases import ReleaseFolders
from tawthiq.journey.cases.actions import link
from tawthiq.journey.cases.words import Words
from tawthiq.journey.releases.actions import Frozen, Method, freeze
from tawthiq.journey.verification.actions import accept

__all__ = ["take_in", "words"]

AS_OF = date(2022, 10, 21)
FREEZING = datetime(2022, 10, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def method() -> Method:
    return Method.shipped(("syria",), profile="small", invented=True)


@pytest.fixture
def store(tmp_path: Path) -> ReleaseFolders:
    return ReleaseFolders(tmp_path / "releases")


@pytest.fixture
def accepted(
    take_in: Import, amal: Actor, basil: Actor, words: Words, occasion_for: Any
) -> Callable[..., None]:
    """Take accounts in, give each a person, and accept every act."""

    def run(*accounts: Any, **how: Any) -> None:
        take_in(*accounts, **how)
        link("none", occasion=occasion_for(amal), words=words)
        accept(occasion=occasion_for(basil), profile=Profile.SMALL)

    return run


@pytest.fixture
def frozen(store: ReleaseFolders, method: Method, basil: Actor, occasion_for: Any) -> Callable[..., Frozen]:
    """Freeze as of 21 October 2022, at noon of that day, unless told otherwise."""

    def run(name: str = "r1", *, as_of: date = AS_OF, at: datetime = FREEZING, **how: Any) -> Frozen:
        actor = how.pop("actor", basil)
        using = {"store": store, "method": method} | how
        return freeze(as_of=as_of, name=name, occasion=occasion_for(actor, at=at), **using)

    return run


@pytest.fixture
def three(accepted: Callable[..., None]) -> None:
    """Two killed and one held, all accepted."""
    held = {
        "violation": "arbitrary-detention",
        "date": "2013-01-02",
        "place": "SY01",
        "spell-1/status": "forcibly-disappeared",
        "spell-1/begin": "2013-01-02",
    }
    accepted(
        told("a", killing(party="syrian-regime"), person={"name": "Salma Invented", "sex": "female"}),
        told("b", killing(date=None), person={"name": "Rami Invented"}),
        told("c", held, person={"name": "Hadi Invented"}),
    )
