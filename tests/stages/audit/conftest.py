"""Invented rows, and a hand that reaches past the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.behind import drop_triggers, second_connection

from tawthiq.accounts.confidentiality import Level
from tawthiq.audit import triggers
from tawthiq.audit.door import write
from tawthiq.journey.sources.models import Source

Tamper = Callable[..., None]


def source(code: str, *, words: str = "what was said", level: int = Level.INTERNAL) -> Source:
    """A row of the source layer that says something."""
    return Source.of(id=f"S-{code}", body={"code": code, "words": words}, level=level)


@pytest.fixture
def filled(archive, amal, basil, occasion_for):
    """An archive whose log has five entries: two users, two changes of sources, one user deactivated."""
    from tawthiq.accounts.actions import deactivate

    with write("sources.add", occasion=occasion_for(amal, key="once"), subject="the first") as change:
        change.insert([source("one"), source("two"), source("three")])
        change.say(sources=3)
    deactivate("intake", occasion=occasion_for(basil))
    with write("sources.add", occasion=occasion_for(amal)) as change:
        change.insert([source("four")])
    return archive


@pytest.fixture
def tamper(filled) -> Tamper:
    """Change the database behind everybody's back, with the triggers away meanwhile."""

    def run(*statements: str | tuple[str, list[Any]], restore: bool = True) -> None:
        with second_connection() as hand:
            drop_triggers(hand)
            for statement in statements:
                sql, parameters = (statement, []) if isinstance(statement, str) else statement
                hand.execute(sql, parameters)
                assert hand.rowcount != 0, "the tampering touched nothing"
        if restore:
            triggers.install()

    return run
