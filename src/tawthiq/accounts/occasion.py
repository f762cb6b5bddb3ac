"""The occasion of a change: who acts, when, why, and with what randomness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tawthiq.accounts.actors import Actor
from tawthiq.core.ids import Draw


@dataclass(frozen=True, slots=True)
class Occasion:
    """One argument for every action, so that none of it is forgotten.

    `at` is a claim of the clock, in UTC; the log's sequence is authority. `key` makes the action happen
    at most once: a second time with the same key does nothing.
    """

    actor: Actor
    at: datetime
    draw: Draw
    reason: str = ""
    key: str | None = None

    def __post_init__(self) -> None:
        """Refuse a moment without a zone or in another one.

        Raises:
            ValueError: `at` is not in UTC.
        """
        if self.at.utcoffset() != timedelta(0):
            raise ValueError("an occasion's moment is in UTC")
