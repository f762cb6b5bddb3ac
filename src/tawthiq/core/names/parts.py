"""A full name taken apart, as far as its order tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tawthiq.core.letters import plain
from tawthiq.core.names import spellings as known
from tawthiq.core.names.folding import CACHED_NAMES, tokens
from tawthiq.core.names.placeholders import is_placeholder


class Script(StrEnum):
    """The script that a text is written in."""

    ARABIC = "arabic"
    LATIN = "latin"
    MIXED = "mixed"
    OTHER = "other"
    NONE = "none"


def script(text: str) -> Script:
    """Return the script of the text's letters; `Script.NONE` where it has none."""
    letters = [letter for letter in plain(text) if letter.isalpha()]
    if not letters:
        return Script.NONE
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in letters)
    latin = sum(letter.isascii() or "\u00c0" <= letter <= "\u024f" for letter in letters)
    if arabic == len(letters):
        return Script.ARABIC
    if latin == len(letters):
        return Script.LATIN
    return Script.MIXED if arabic and latin else Script.OTHER


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name and its parts where they are known, in the source's own spelling; `raw` is always the whole."""

    raw: str
    given: str = ""
    father: str = ""
    grandfather: str = ""
    family: str = ""
    mother: str = ""
    kunya: str = ""
    laqab: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the parts that are known, without the raw name."""
        known = {field: getattr(self, field) for field in self.__slots__ if field != "raw"}
        return {field: value for field, value in known.items() if value}


_ASIDE = re.compile(r"[(\[«\"“]\s*([^)\]»\"”]+?)\s*[)\]»\"”]")
_KUNYA = frozenset({"ابو", "ام"}) | known.ABU | known.UMM


@lru_cache(maxsize=CACHED_NAMES)
def parts(name: str) -> NameParts:
    """Take a full name apart by the order of its names: given, father, grandfather, family.

    This is a reading, not knowledge: of two names the second is taken for the family's, of three the middle
    one for the father's. A leading أبو or أم is the kunya, a closing one the family's name; what stands in
    brackets or quotation marks is a kunya or a laqab. A placeholder has no parts.
    """
    if is_placeholder(name):
        return NameParts(raw=name)
    asides = _ASIDE.findall(name)
    kunya = next((aside for aside in asides if _is_kunya(aside)), "")
    laqab = next((aside for aside in asides if not _is_kunya(aside)), "")
    groups = _groups(_ASIDE.sub(" ", name))
    if len(groups) != 2 and groups and _is_kunya(groups[0]):
        kunya, groups = kunya or groups[0], groups[1:]
    given, *middle = groups or [""]
    family = middle.pop() if middle else ""
    father = middle.pop(0) if middle else ""
    return NameParts(
        raw=name,
        given=given,
        father=father,
        grandfather=" ".join(middle),
        family=family,
        kunya=kunya,
        laqab=laqab,
    )


def _is_kunya(text: str) -> bool:
    first, _, rest = plain(text).partition(" ")
    return bool(rest and first in _KUNYA) or first.startswith("ابو")


def _groups(name: str) -> list[str]:
    """Return the written words of a name with compounds kept together: عبد الله is one."""
    words = [word for word in name.split() if any(map(str.isalpha, word))]
    words = [
        word for at, word in enumerate(words) if at in (0, len(words) - 1) or plain(word) not in known.LINKS
    ]
    groups: list[str] = []
    for word in reversed(words):
        following = groups[-1] if groups else ""
        if following and len(tokens(f"{word} {following}")) < len(tokens(word)) + len(tokens(following)):
            groups[-1] = f"{word} {following}"
        else:
            groups.append(word)
    return groups[::-1]
