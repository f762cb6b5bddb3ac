"""What is said where linking could not compare all: the same words wherever it links."""

from __future__ import annotations


def too_many_alike(count: int, *, of: str = "records") -> str:
    """Return the sentence about records (or rows) of which too many are alike."""
    return (
        f"{count} {of} are alike in all that they say with too many others: not all of those were compared."
    )
