"""How secret a thing is: seven levels, each including those below it."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """Who may see a thing; a reader sees what is at or below their clearance."""

    PUBLIC = 0
    ANONYMISED = 1
    PARTNERS = 2
    ACCOUNTABILITY = 3
    INTERNAL = 4
    RESTRICTED = 5
    SEALED = 6

    @property
    def code(self) -> str:
        """Return the vocabulary's code, such as ``partners``."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> Level:
        """Return the level of a vocabulary code.

        Raises:
            KeyError: The vocabulary has no such code.
        """
        for level in cls:
            if level.code == code:
                return level
        raise KeyError(code)
