"""Which pairs are drawn for the audit, and which are asked of two people: by the two identifiers alone.

So everybody draws the same pairs, nobody can choose them, and what comes in later changes nothing.
"""

from __future__ import annotations

import hashlib

from tawthiq.methods.linkage.model import pair

AUDIT, DOUBLE = 50, 100
"""Of 1,000 pairs, how many are drawn for the audit, and how many are asked of two people."""


def audit_turn(left: str, right: str) -> float:
    """Return where a pair comes in the audit, between 0 and 1; it is drawn if it comes before its share."""
    text = "\n".join(("audit", *pair(left, right)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48


def is_drawn(left: str, right: str) -> bool:
    """Say whether a pair is one of the audit."""
    return audit_turn(left, right) < AUDIT / 1000


def is_double(left: str, right: str) -> bool:
    """Say whether a pair is asked of two people, neither of whom sees what the other said."""
    text = "\n".join(("double", *pair(left, right)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48 < DOUBLE / 1000
