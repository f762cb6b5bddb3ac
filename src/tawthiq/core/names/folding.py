"""One spelling for the many spellings of a name, in the script it was written in.

Folding undoes what writers, keyboards and PDF files do to the same name. It does not compare across scripts
(`skeletons` does), and it never guesses which vowels a Latin spelling meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tawthiq.core.letters import plain
from tawthiq.core.names import spellings as known

FOLD_VERSION = "1"
"""Changes whenever any name folds differently; a judgement or release made by folding carries it."""
CACHED_NAMES = 1 << 17
_MOST_PASSES = 12

_JOINED_CAPITALS = re.compile(r"\b([AaEe]l)(?=[A-Z][a-z])")  # AlHariri
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_ARABIC_WORD = re.compile("[\\u0621-\\u063a\\u0641-\\u064a]+")
# Words that change what stands beside them, before their own folding and after it.
_MENDING = known.SPLIT_BEFORE_ALEF | known.SPLIT_AFTER_LAM | {"له"}
_JOINING = {"عبد", "عبدال", "ابو", "ابوال", "ام", "الله", "دين"}
_TOUCHING = known.ARTICLES | known.SUN_ARTICLES | known.LINKS | _JOINING


class Word(NamedTuple):
    """A token of a name without its article, and whether it had one."""

    text: str
    had_article: bool = False


@lru_cache(maxsize=CACHED_NAMES)
def fold(name: str) -> str:
    """Return the name in its folded spelling: tokens in their order, separated by single spaces.

    Names that fold alike are written alike; they may still be two people. Digits stay, because lists number
    people of the same name. Folding a folded name changes nothing.
    """
    alone = [_folded_alone(word) for word in name.split()]
    if alone and None not in alone:
        return " ".join(filter(None, alone))
    return _folded_together(name)


def _folded_together(name: str) -> str:
    folded = _once(_JOINED_CAPITALS.sub(r"\1-", name))
    # Taking one layer off can bare another ("ال" before a damaged "ال"): go on until nothing changes.
    passes = 1
    while (again := _once(folded)) != folded and passes < _MOST_PASSES:
        folded, passes = again, passes + 1
    return folded


@lru_cache(maxsize=CACHED_NAMES)
def _folded_alone(word: str) -> str | None:
    """Return how an Arabic word folds beside others of which this is known; None where neighbours may matter.

    Millions of names are made of some thousands of words, and most of these touch no other.
    """
    for _ in range(_MOST_PASSES):
        text = plain(word)
        folded = bare(text).text if _ARABIC_WORD.fullmatch(text) and text not in _MENDING else ""
        if not folded or folded in _TOUCHING:
            return None
        if folded == word:
            return folded
        word = folded
    return None


def tokens(name: str) -> tuple[str, ...]:
    """Return the folded tokens of the name; compounds such as عبد الله are one token."""
    return tuple(fold(name).split())


def _once(name: str) -> str:
    texts = _TOKEN.findall(plain(name).replace("'", ""))
    words = [bare(text) for text in _mended(texts)]
    return " ".join(word.text for word in compounds(_without_links(_without_loose_articles(words))))


def _mended(texts: Sequence[str]) -> list[str]:
    """Put together what a PDF file split over two tokens: the lam-alef of "عل اء", and "ال له"."""
    mended: list[str] = []
    for text in texts:
        before = mended[-1] if mended else ""
        is_split = before in known.SPLIT_BEFORE_ALEF and text in known.SPLIT_AFTER_LAM
        if is_split or (before.endswith("ال") and text == "له"):
            mended[-1] += text
        else:
            mended.append(text)
    return mended


@lru_cache(maxsize=CACHED_NAMES)
def bare(text: str) -> Word:
    """Return one token in plain letters without its article, its hamza and its damage."""
    return _bare_latin(text) if text.isascii() else _bare_arabic(text)


def _bare_arabic(text: str) -> Word:
    if text.startswith("اال"):  # "األحمد": the lam-alef of "الأحمد" turned round
        text = "الا" + text[3:]
    if text.endswith("الء"):  # "عالء" for "علاء": no word ends so otherwise
        text = text[:-3] + "لاء"
    text = text.replace("ء", "").replace("وو", "و")
    has_article = text.startswith("ال") and len(text) >= 4 and text not in known.NOT_AN_ARTICLE
    stem = text[2:] if has_article else text
    stem = known.REVERSED_LAM_ALEF.get(stem, stem)
    if len(stem) == 4 and stem.endswith("الل"):  # "بالل" for "بلال"
        stem = stem[:-3] + "لال"
    return Word(_unjoined_arabic(stem), has_article)


def _unjoined_arabic(text: str) -> str:
    """Take the article out of the middle of عبدالرحمن, ابوالخير and نورالدين, as `compounds` joins them."""
    for prefix in ("عبد", "ابو", "ام"):
        rest = text.removeprefix(prefix + "ال")
        if rest != text and len(rest) >= 3 and not (prefix + "ال" + rest).endswith("الله"):
            return prefix + known.REVERSED_LAM_ALEF.get(rest, rest)
    if text.endswith("الدين") and len(text) >= 7:
        return text[:-5] + "دين"
    return text


def _bare_latin(text: str) -> Word:
    for pattern, spelling in known.LATIN_COMPOUNDS:
        if match := pattern.fullmatch(text):
            return Word(match.expand(spelling))
    return Word(text)


def _without_loose_articles(words: Sequence[Word]) -> list[Word]:
    """Drop articles written apart ("al Hariri", "ash-Shami") and mark the words that they belong to."""
    kept: list[Word] = []
    is_pending = False
    for at, word in enumerate(words):
        if at + 1 < len(words) and _is_loose_article(word.text, words[at + 1].text):
            is_pending = True
        else:
            kept.append(Word(word.text, True) if is_pending and not word.had_article else word)
            is_pending = False
    return kept


def _is_loose_article(text: str, following: str) -> bool:
    if following.isdigit():
        return False
    if text in known.ARTICLES:
        return True
    # Before a sun letter the article takes its sound: as-Sayyid, ad-Din, ash-Shami.
    return text in known.SUN_ARTICLES and following.startswith(text[1:])


def _without_links(words: Sequence[Word]) -> list[Word]:
    """Drop "son of" between names: محمد بن أحمد is written محمد أحمد as often."""
    inner = range(1, len(words) - 1)
    return [word for index, word in enumerate(words) if not (index in inner and word.text in known.LINKS)]


def compounds(words: Sequence[Word]) -> list[Word]:
    """Join what makes one name: عبد الرحمن, أبو خالد, أم خالد, نور الدين, نصر الله, and the same in Latin."""
    joined: list[Word] = []
    for left in reversed(words):
        pair = _joined(left, joined[-1]) if joined else None
        if pair is None:
            joined.append(left)
        else:
            joined[-1] = Word(pair, left.had_article)
    return joined[::-1]


def _joined(left: Word, right: Word) -> str | None:
    """Return two neighbours as one name, or None where they are two."""
    if left.text.isdigit() or right.text.isdigit():
        return None
    if left.text.isascii() != right.text.isascii():
        return None
    return _joined_latin(left, right) if left.text.isascii() else _joined_arabic(left, right)


def _joined_arabic(left: Word, right: Word) -> str | None:
    if left.text == "عبد" and (right.had_article or right.text in known.AFTER_ABD):
        rest = "سلام" if right.text == "سالم" and right.had_article else right.text
        return "عبد" + rest
    if left.text == "عبدال" and right.text in known.AFTER_ABD:  # the article on the wrong side of the gap
        return "عبد" + right.text
    if left.text in ("ابو", "ابوال", "ام"):
        return left.text.removesuffix("ال") + right.text
    if right.text == "الله" or (right.text == "دين" and right.had_article):
        return left.text + right.text
    return None


def _joined_latin(left: Word, right: Word) -> str | None:
    if right.text in known.ALLAH:
        return (
            "abd" if left.text in known.ABD or left.text in known.ABD_WITH_ARTICLE else left.text
        ) + "allah"
    if left.text in known.ABD_WITH_ARTICLE:
        return "abd" + right.text
    if left.text in known.ABD and (right.had_article or right.text in known.AFTER_ABD):
        return "abd" + right.text
    if left.text in known.ABU:
        return "abu" + right.text
    if left.text in known.UMM:
        return "umm" + right.text
    if right.text in known.DIN and (right.had_article or right.text in known.DIN_WITH_ARTICLE):
        return left.text + "din"
    return None
