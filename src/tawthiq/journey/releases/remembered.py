"""What comes again and again is worked out once, in bounded memory. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MOST = 65536
"""Values of one kind that are remembered: the days of a century and more."""
K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """What was worked out by what it was worked out from; begun again when it is full."""

    def __init__(self, make: Callable[[K], V]) -> None:
        """Take what works a value out."""
        super().__init__()
        self._make = make

    def __missing__(self, asked: K) -> V:
        """Work it out, and remember."""
        if len(self) >= MOST:
            self.clear()
        found = self[asked] = self._make(asked)
        return found
