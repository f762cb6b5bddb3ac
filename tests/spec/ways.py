"""The ways in which the fast engine gathers a person's acts; whichever it takes, the answer is one."""

from __future__ import annotations

from typing import Final

import pytest

from tawthiq.methods.counting import alike
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine

WAYS: Final = ("bitmaps", "kinds")


def gather(way: str, patch: pytest.MonkeyPatch) -> None:
    """Have the acts of every person gathered, even where everybody has one, and in that way."""
    patch.setattr(alike, "has_one_row_each", lambda *given, **more: False)
    patch.setattr(DuckDBEngine, "_has_many_groups", lambda *given: way == "kinds")
