"""A name in the order of its chain, where its writing says that the family's name was put first."""

from __future__ import annotations

import re

_COMMA = re.compile(r"[,،]")


def in_order(name: str) -> str:
    """Return the name with the person's own first: from "PEREZ GARCIA, Juan", or "PEREZ GARCIA Juan".

    A comma divides the family's name from the rest, and so do capitals where only the beginning is written in
    them. Every other name is taken to be in order already.
    """
    parts = [part.strip() for part in _COMMA.split(name)]
    if len(parts) == 2 and all(any(map(str.isalpha, part)) for part in parts):
        return f"{parts[1]} {parts[0]}"
    words = name.split()
    shouted = next((at for at, word in enumerate(words) if not _is_shouted(word)), len(words))
    rest = words[shouted:]
    if 0 < shouted < len(words) and not any(map(_is_shouted, rest)):
        return " ".join([*rest, *words[:shouted]])
    return name


def _is_shouted(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)
