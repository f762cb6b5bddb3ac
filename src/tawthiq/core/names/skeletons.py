"""The consonants of a name, the same in Arabic and in Latin script: محمد, Mohammed and Muhamad meet.

A skeleton is for finding what is worth comparing, never for saying that two names are one: Hasan and
Hussein have the same skeleton. Arabic letters are first written as Latin writers write them, so that
ambiguities of Latin spelling (is "th" one letter, as in Haitham, or two, as in Fathi?) fall alike in both.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tawthiq.core.names import spellings as known
from tawthiq.core.names.folding import CACHED_NAMES, tokens

ROMAN = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "o", "ي": "i", "ا": "a", "ع": "a", "ء": "",
}  # fmt: skip
_TABLE = str.maketrans(ROMAN)
# Latin spellings of one consonant, by one sign each; the order matters.
_SOUNDS = (
    ("tch", "x"), ("sch", "x"), ("sh", "x"), ("ch", "x"),
    ("kh", "c"), ("gh", "g"), ("dj", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"),
)  # fmt: skip
# ذ is written dh, th, d or z, and th is also ث: one sign for all of d and t keeps them together.
_LETTERS = str.maketrans({"q": "k", "j": "g", "p": "b", "v": "f", "t": "d"})
_DROPPED = frozenset("aeiouwy")
_OPENINGS = {"w": "w", "y": "y"} | dict.fromkeys("aeiou", "a")
_DOUBLED = re.compile(r"(.)\1+")
_OPENING_W = re.compile(r"\Aou(?=[aeiy])")  # Ouassim, as French writes Wassim
_JOINED_ARTICLE = re.compile(r"\A[ae]l(?=[^aeioul].{3})")
_CLOSING_H = re.compile(r"(?<![sckgdtp])h\Z")
_SOFT_C, _HARD_C = re.compile(r"c(?=[eiy])"), re.compile(r"c(?!h)")


@lru_cache(maxsize=CACHED_NAMES)
def skeleton(name: str) -> str:
    """Return the skeletons of the name's tokens, in their order, separated by single spaces.

    A token that begins with a vowel (or ع) keeps one "a" there; other vowels, و and ي, a closing h and
    doubled letters fall away. Numbers stay.
    """
    return " ".join(filter(None, map(token_skeleton, tokens(name))))


@lru_cache(maxsize=CACHED_NAMES)
def token_skeleton(token: str) -> str:
    """Return the skeleton of one folded token."""
    if token.isdigit():
        return token
    token = known.ABBREVIATED.get(token, token)
    roman = _respelt(token) if token.isascii() else _romanised(token)
    consonants = "".join(letter for letter in roman if letter not in _DROPPED)
    # Vowels first: طه does not say whether its two letters are one sound, so neither may "Taha".
    for spelling, sound in _SOUNDS:
        consonants = consonants.replace(spelling, sound)
    return _OPENINGS.get(roman[:1], "") + _DOUBLED.sub(r"\1", consonants.translate(_LETTERS))


def _romanised(token: str) -> str:
    opening = {"و": "w", "ي": "y"}.get(token[0], "")
    closing = len(token) - (token[-1] in "هح")
    return opening + token[len(opening) : closing].translate(_TABLE)


def _respelt(token: str) -> str:
    """Settle a Latin token's opening, its c, its closing h, and an article grown onto it ("alhariri")."""
    token = _HARD_C.sub("k", _SOFT_C.sub("s", _OPENING_W.sub("w", token)))
    token = _CLOSING_H.sub("", token)
    return token if token in known.LATIN_NOT_AN_ARTICLE else _JOINED_ARTICLE.sub("", token)
