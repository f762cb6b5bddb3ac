"""Stopped at any moment, link, accept and freeze leave the archive as it was, and go well the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.two_person import Profile
from tawthiq.adapters.storage.releases import ReleaseFolders
from tawthiq.audit import bulk
from tawthiq.audit.queries import head
from tawthiq.journey.cases.actions import link
from tawthiq.journey.cases.queries import reported_acts
from tawthiq.journey.cases.words import Words
from tawthiq.journey.releases.actions import Frozen
from tawthiq.journey.verification.actions import accept

pytestmark = pytest.mark.usefixtures("archive")


def stop(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def two(take_in: Import) -> None:
    take_in(told("a", killing(), person={"name": "Salma Invented"}), told("b", killing()))


@pytest.fixture(params=["reading", "writing"])
def stopping(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stop while something is read, or with the write door open after the first rows went in."""
    if request.param == "reading":
        return {"progress": stop}
    write, gone_in = bulk.insert_values, []

    def insert_once(*args: Any) -> None:
        if gone_in:
            stop()
        write(*args)
        gone_in.append(1)

    monkeypatch.setattr(bulk, "insert_values", insert_once)
    return {}


def test_a_stopped_link_leaves_nothing(
    two: None,
    stopping: dict[str, Any],
    amal: Actor,
    occasion_for: Any,
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = head()
    with pytest.raises(KeyboardInterrupt):
        link(occasion=occasion_for(amal), words=words, **stopping)
    assert (head(), list(reported_acts(amal))) == (before, [])
    monkeypatch.undo()

    again = link(occasion=occasion_for(amal), words=words)

    assert (again.persons, again.acts) == (2, 2)


def test_a_stopped_acceptance_leaves_nothing(
    two: None,
    amal: Actor,
    basil: Actor,
    occasion_for: Any,
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link("none", occasion=occasion_for(amal), words=words)
    before = head()
    with pytest.raises(KeyboardInterrupt):
        accept(occasion=occasion_for(basil), profile=Profile.SMALL, progress=stop)
    monkeypatch.setattr(bulk, "insert_values", stop)
    with pytest.raises(KeyboardInterrupt):
        accept(occasion=occasion_for(basil), profile=Profile.SMALL)
    assert head() == before
    monkeypatch.undo()

    assert accept(occasion=occasion_for(basil), profile=Profile.SMALL).accepted == 2


def test_a_stopped_freeze_leaves_no_folder(
    three: None, frozen: Callable[..., Frozen], store: ReleaseFolders
) -> None:
    before = head()
    with pytest.raises(KeyboardInterrupt):
        frozen(progress=stop)
    assert head() == before
    assert list(store.root.iterdir()) == []

    assert frozen().counts["persons"] == 3
