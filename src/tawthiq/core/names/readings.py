"""How a name reads in a language that writes its vowels: Vázquez and Vasquez, Esther and Ester meet, and
Mario and María do not.

Skeletons and sounds leave vowels out, since Arabic does. Among names that come from Spanish, Portuguese,
French or English that makes one of many: brothers and sisters first. What one of these languages spells in
several ways is made one here; what two of them read differently (a Spanish and a French ch) is not settled.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tawthiq.core.names.folding import CACHED_NAMES

# Spellings of one reading, in this order; capitals stand for what must not be respelt again.
_SPELLINGS = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        ("sch|sh|ch", "X"),
        ("ph", "f"),
        ("qu(?=[eiy])|ck", "K"),
        ("gu(?=[eiy])", "G"),
        ("g(?=[eiy])", "j"),
        ("c(?=[eiy])", "s"),
        ("[cq]", "K"),
        ("ll", "i"),
        ("h", ""),
        ("z", "s"),
        ("[vw]", "b"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=CACHED_NAMES)
def token_reading(token: str) -> str:
    """Return how one folded token reads; a token of h alone reads like itself."""
    reading = token
    for spelling, made in _SPELLINGS:
        reading = spelling.sub(made, reading)
    return reading.lower() or token
