"""What a set column says: alternatives, of which one is true, each of one or several members together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from tawthiq.methods.counting.schema import ALTERNATIVE, TOGETHER, UNIDENTIFIED

Members = frozenset[str]

UNKNOWN: Final = "unknown"
NONE: Final = "none"
OTHER: Final = "\N{REPLACEMENT CHARACTER}other"
"""Stands for any code that nobody names; it is in no vocabulary."""

NOT_STATED: Final[Members] = frozenset({UNKNOWN})
NOT_KNOWABLE: Final[Members] = frozenset({UNIDENTIFIED})


@cache
def alternatives(text: str | None) -> tuple[Members, ...]:
    """Return the alternatives of a set column.

    NULL, and a code ``unknown``, give `NOT_STATED`; ``unidentified`` gives `NOT_KNOWABLE`.
    """
    if text is None or text == "":
        return (NOT_STATED,)
    return tuple(dict.fromkeys(frozenset(part.split(TOGETHER)) for part in text.split(ALTERNATIVE)))


def as_set(members: Iterable[Iterable[str]]) -> str | None:
    """Return alternatives as the text of a set column: members and alternatives sorted by bytes."""
    parts = {TOGETHER.join(sorted(set(together), key=str.encode)) for together in members}
    return ALTERNATIVE.join(sorted(parts, key=str.encode)) or None


def renamed(members: Members, names: Mapping[str, str]) -> Members:
    """Return the members with some codes read as others."""
    return frozenset(names.get(code, code) for code in members)
