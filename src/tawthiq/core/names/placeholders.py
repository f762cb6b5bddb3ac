"""What stands where a name should be: "Unidentified 12", مجهول الهوية, "wife of ...", a number, a letter.

Somebody described through another person ("son of ...", "from the ... family") is somebody, but not
somebody whose name is known: two sons of one man may be killed on one day, and are two people.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tawthiq.core.letters import plain
from tawthiq.core.names.folding import CACHED_NAMES, tokens
from tawthiq.core.names.spellings import word_set

UNKNOWN = word_set(
    """
    unidentified unidentifed unidentfied unknown unkown unknow anonymous unnamed nameless noname nn xx
    xxx tbd inconnu inconnue desconocido desconocida مجهول مجهوله مجهولين مجهولون مجهولات
    """
)
UNKNOWN_PHRASES = (
    "not known", "not identified", "not available", "no name", "without name", "john doe", "jane doe",
    "غير معروف", "غير معروفه", "غير معرف", "غير معرفه", "غير محدد", "غير محدده",
    "بدون اسم", "بلا اسم", "لم يعرف", "لا يعرف",
)  # fmt: skip
RELATIVES = word_set(
    """
    son sons daughter daughters wife husband widow child children baby infant fetus foetus newborn
    mother father brother sister grandson granddaughter grandfather grandmother nephew niece cousin
    uncle aunt family
    """
)
# Words that begin a description and are also words of other kinds: only with "of" or "from" after them.
SOMEBODY = word_set(
    """
    man men woman women girl girls boy boys person persons people body bodies corpse remains member
    members martyr martyrs victim victims soldier relative relatives
    """
)
ARABIC_RELATIVES = word_set(
    """
    ابنه زوجه زوج طفل طفله اطفال رضيع رضيعه جنين والده عايله جثه جثمان جثامين شقيق شقيقه حفيد حفيده شخص
    اشخاص امراه رجل فتاه
    """
)
_OF = word_set("of from")
_ARTICLES = word_set("a an the one")
_UNWRITTEN = str.maketrans("", "", "'ء")
_LETTERS = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile("[\\u0621-\\u063a\\u0641-\\u064a]+")
_TELLING = frozenset(
    (
        *UNKNOWN,
        *RELATIVES,
        *SOMEBODY,
        *ARABIC_RELATIVES,
        *_OF,
        *_ARTICLES,
        *(p.split()[0] for p in UNKNOWN_PHRASES),
    )
)


@lru_cache(maxsize=CACHED_NAMES)
def is_placeholder(name: str) -> bool:
    """Return whether the text stands where a name should be and names nobody."""
    written = name.split()
    if written and all(map(_tells_nothing, written)):
        return False
    return _stands_for_nobody(name)


@lru_cache(maxsize=CACHED_NAMES)
def _tells_nothing(word: str) -> bool:
    """Return whether a word, among others like it, can be nothing but a name; names share most of theirs."""
    text = plain(word).translate(_UNWRITTEN)
    return len(text) > 1 and text not in _TELLING and _ARABIC_WORD.fullmatch(text) is not None


def _stands_for_nobody(name: str) -> bool:
    letters = plain(name).translate(_UNWRITTEN)
    words = _LETTERS.findall(letters)
    if all(len(word) == 1 for word in words):
        return True
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return words[0] in UNKNOWN or " ".join(words[:2]) in UNKNOWN_PHRASES or _describes(words)


def _describes(words: list[str]) -> bool:
    first, last = words[0], words[-1]
    if first in RELATIVES or first in ARABIC_RELATIVES or first in _OF:
        return True
    if len(words) > 1 and first in SOMEBODY and not _OF.isdisjoint(words[1:3]):
        return True
    # "... family 4", "... son": the name before it is somebody else's. Not so with 'the mother' after it.
    return last in RELATIVES and words[-2:-1] != ["the"]


def naming_tokens(name: str) -> tuple[str, ...]:
    """Return the folded tokens that name somebody: no numbers, single letters, or words for unknown."""
    naming = [word for word in tokens(name) if len(word) > 1 and not word.isdigit() and word not in UNKNOWN]
    return tuple(naming)
