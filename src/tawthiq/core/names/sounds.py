"""How a name sounds to somebody who writes it down by ear: a skeleton with what writers mix up made one.

`skeletons` keeps apart what careful transliterations keep apart; this keeps less, so that more spellings of
one name meet and more different names do. It finds records worth comparing and weighs how alike two names
are; it never says that two names are one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tawthiq.core.names.folding import CACHED_NAMES
from tawthiq.core.names.skeletons import token_skeleton

SOUND_VERSION = "1"
"""Changes whenever any name sounds differently: keys and rarities of a linkage are kept by it."""

# ق is written q, k or g; ظ and ذ are written z, dh or th, which skeletons write z or d.
_MIXED_UP = str.maketrans({"k": "g", "z": "d"})
_OPENING = re.compile(r"\A[awy](?=.)")
# An article heard inside a compound (Abadolkarim, Abulkhair) or grown onto a name (Lnamrouti).
_HEARD_ARTICLE = (
    (re.compile(r"\Abdl(?=..)"), "bd"),
    (re.compile(r"\Abl(?=..)"), "b"),
    (re.compile(r"\Al(?=...)"), ""),
)
_DOUBLED = re.compile(r"(.)\1+")
_ARABIC_PREFIX = re.compile(r"\A(عبد(ال)?|ابو(ال)?|ام(ال)?|ال|اعل|ل)(?=..)")
_LATIN_PREFIX = re.compile(
    r"\A(abe?d[aeiou]{0,2}l?|ab[uo]+[aeiou]{0,2}l?|[aeu]l|[aeu]d(?=[dl])|l(?=[^aeiou]))(?=.{3})"
)


@lru_cache(maxsize=CACHED_NAMES)
def token_sound(token: str) -> str:
    """Return the sound of one folded token: its skeleton without an opening vowel, and what is mixed up made
    one.

    A number sounds like itself; a token of vowels alone keeps what its skeleton keeps.
    """
    return _sound(token_skeleton(token))


@lru_cache(maxsize=CACHED_NAMES)
def token_stem(token: str) -> str:
    """Return the sound of a token without عبد, أبو or أم before it, and without an article that grew onto it.

    Lists join "عبد" to a family name that follows it, and leave out "أبو" where another list writes it.
    """
    prefix = _LATIN_PREFIX if token.isascii() else _ARABIC_PREFIX
    return _sound(token_skeleton(prefix.sub("", token)))


def _sound(skeleton: str) -> str:
    if skeleton.isdigit():
        return skeleton
    sound = _OPENING.sub("", skeleton)
    for article, left in _HEARD_ARTICLE:
        sound = article.sub(left, sound)
    return _DOUBLED.sub(r"\1", sound.translate(_MIXED_UP))
