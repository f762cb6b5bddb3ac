"""How drawings look: quiet, legible on a telephone, and the same in print without colour."""

from __future__ import annotations

import re
import unicodedata

_UNBROKEN = re.compile("(?:\u2066[^\u2069]*\u2069|[^ ])+")
"""A word, or words that are kept together in their own direction."""
FONTS = (
    "'IBM Plex Sans Arabic', 'Noto Sans', 'Noto Sans Arabic', 'Segoe UI', 'Helvetica Neue', 'Geeza Pro', "
    "Tahoma, Arial, sans-serif"
)
INK, QUIET, GRID, PAPER = "#1b1d21", "#565b64", "#d9d6cf", "#ffffff"
BAR = "#2f5d7c"
SERIES = ("#24485f", "#5f8fac", "#c9b48f", "#e9e2d5")
"""Dark to light, so that they stay apart in grey."""
SHADES = ("#f0e3d5", "#dcb592", "#bb7550", "#7c2f1c")
"""The classes of a map: one hue, from light to dark."""
ON_SHADE = (INK, INK, PAPER, PAPER)
NONE_DOCUMENTED, BORDER = "#fbfaf8", "#8d8a84"

WIDTH = 440.0
"""Narrow on purpose: on a telephone the words must stay legible."""
MARGIN = 6.0
TITLE, LABEL, NUMBER, SMALL = 15.0, 12.5, 12.5, 11.0

# How wide a letter is, in parts of its size: measured on IBM Plex Sans Arabic, rounded up, because the
# reader's own font may be wider.
_WIDE, _USUAL, _NARROW, _ARABIC = 0.86, 0.58, 0.33, 0.6
_NARROW_LETTERS = frozenset("iljtfrI.,:;'!|()[]- –\u00a0ادذرزوأإآ،؛")
_WIDE_LETTERS = frozenset("mwMW%@—")


# A last letter of these is drawn out.
_WIDE_AT_THE_END, _FINAL = re.compile(r"[بتثسشصضفقكيىن](?![ء-ي])"), 0.32


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, rather too much than too little."""
    return size * (sum(_letter(each) for each in text) + _FINAL * len(_WIDE_AT_THE_END.findall(text)))


def _letter(letter: str) -> float:
    if unicodedata.category(letter) in ("Cf", "Mn"):
        return 0.0
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _WIDE_LETTERS:
        return _WIDE
    if unicodedata.bidirectional(letter) == "AL":
        return _ARABIC
    return 0.68 if letter.isupper() else _USUAL


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return the text in lines that fit the width; a word that does not fit stands alone."""
    lines: list[str] = []
    for word in _UNBROKEN.findall(text):
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]
