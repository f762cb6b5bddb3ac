"""What the tests of this stage may use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.stages.cases.telling import take_in, words

from tawthiq.accounts.actors import Actor
from tawthiq.journey.records.queries import records_in_force

__all__ = ["take_in", "words"]


@pytest.fixture
def ids(amal: Actor) -> Callable[..., list[str]]:
    """The records of some keys."""

    def read(*keys: str) -> list[str]:
        known = {facts.source_key: facts.id for facts in records_in_force(amal)}
        return [known[key] for key in keys]

    return read
