"""The words, numbers and dates of a page in one language and one house style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tawthiq.adapters.renderers.html.markup import Html, isolated, joined
from tawthiq.core.vocabulary import load
from tawthiq.core.vocabulary.nouns import DEFAULT_STYLE, Counted, HouseStyle, agreed, number

_FILE = Path(__file__).with_name("wording.yml")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SLOT = re.compile(r"\{(\w+)\}")
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DIRECTION = {"en": "ltr", "ar": "rtl"}


@cache
def _words() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


class Wording:
    """How one edition speaks in one language.

    `style` is the statement's house style: ``digits`` (western, arabic-indic), ``thousands`` (comma, none)
    and ``months`` (levantine, gregorian); digits and months are a matter of the Arabic text only.
    """

    def __init__(self, lang: str, style: Mapping[str, str] | None = None) -> None:
        """Choose the language and the style."""
        chosen = style or {}
        self.lang = lang
        self.direction = DIRECTION[lang]
        self._house = _house_style(chosen)
        self._indic = lang == "ar" and self._house.digits == "arabic-indic"
        months = f"ar-{chosen.get('months', 'levantine')}" if lang == "ar" else lang
        self._months: list[str] = _words()["months"][months]

    def plain(self, key: str, **values: str) -> str:
        """Return words as plain text, for a title or an attribute.

        Raises:
            KeyError: There are no such words.
        """
        found: str = _words()[key][self.lang]
        return _SLOT.sub(lambda slot: values[slot[1]], found)

    def knows(self, key: str) -> bool:
        """Tell whether there are such words."""
        return key in _words()

    def say(self, key: str, **values: str) -> Html:
        """Return words as markup, with its values in their places.

        Raises:
            KeyError: There are no such words, or a value is missing.
        """
        if not values:
            return isolated(_words()[key][self.lang])
        pieces = _SLOT.split(_words()[key][self.lang])
        return joined(isolated(values[p]) if i % 2 else isolated(p) for i, p in enumerate(pieces))

    def listed(self, key: str, values: list[Html]) -> Html:
        """Return values one after the other with ``and``, ``or``, ``comma`` or ``semicolon`` between them."""
        between = self.say(key)
        return Html(between.join(values))

    def number(self, value: int) -> str:
        """Return a number in the house style, as plain text."""
        return number(value, self.lang, style=self._house)

    def digits(self, text: str) -> str:
        """Return a text with its digits in the house style."""
        return text.translate(_ARABIC_INDIC) if self._indic else text

    def n(self, value: int) -> Html:
        """Return a number as markup, kept in its own direction."""
        return isolated(self.number(value))

    def counted(self, value: int, noun: str, *, case: str = "nominative") -> Counted:
        """Return a number and its noun as the language's grammar joins them, still apart.

        Raises:
            UsageProblem: The vocabulary has no such noun.
        """
        return agreed(value, noun, self.lang, case=case, style=self._house)

    def modifier(self, code: str) -> str:
        """Return what stands before a number, such as "at least ", with the space after it."""
        said = load(()).label("figure-modifier", code, self.lang)
        return "" if code == "exactly" else f"{said} "

    def day(self, value: date) -> str:
        """Return a day in words."""
        return self.date(value.isoformat())

    def date(self, text: str) -> str:
        """Return an EDTF day, month, year or interval in words; anything finer stays as it is written."""
        first, slash, last = text.partition("/")
        if slash:
            return self._interval(first, last)
        found = _DAY.fullmatch(text)
        if found is None or found[2] is None:
            return self.digits(text)
        if not 1 <= int(found[2]) <= 12:
            return self.digits(text)
        words = [str(int(found[3]))] if found[3] else []
        return " ".join([*map(self.digits, words), self._months[int(found[2]) - 1], self.digits(found[1])])

    def _interval(self, first: str, last: str) -> str:
        if first in ("", ".."):
            return self.plain("before", last=self.date(last))
        if last in ("", ".."):
            return self.plain("after", first=self.date(first))
        return self.plain("from_to", first=self.date(first), last=self.date(last))


def _house_style(chosen: Mapping[str, str]) -> HouseStyle:
    separator = {"comma": ",", "none": ""}.get(chosen.get("thousands", ""))
    return HouseStyle(
        digits="arabic-indic" if chosen.get("digits") == "arabic-indic" else "western",
        thousands=DEFAULT_STYLE.thousands if separator is None else dict.fromkeys(DIRECTION, separator),
    )
