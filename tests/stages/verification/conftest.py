"""What the tests of this stage may use."""

from __future__ import annotations

from tests.stages.cases.telling import take_in, words

__all__ = ["take_in", "words"]
