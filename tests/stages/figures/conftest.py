"""What the tests of this stage may use."""

from __future__ import annotations

from tests.stages.cases.telling import take_in, words
from tests.stages.releases.conftest import accepted, frozen, method, store, three

__all__ = ["accepted", "frozen", "method", "store", "take_in", "three", "words"]
