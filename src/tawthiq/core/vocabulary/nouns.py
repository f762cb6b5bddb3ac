"""A number and its noun, rendered together: "3,207 persons", "3207 أشخاص", "شخصان".

In Arabic the noun depends on the number's last two digits: singular or dual alone for 1 and 2, genitive
plural for 3 to 10, accusative singular for 11 to 99, genitive singular for full hundreds and for those that
end in 01 or 02. The grammatical case of the whole changes only 1 and 2, where the noun carries it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from tawthiq.core.errors import UsageProblem
from tawthiq.core.vocabulary.loading import FOLDER, read_yaml

CASES = ("nominative", "accusative", "genitive")
Digits = Literal["western", "arabic-indic"]
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FORMS = ("singular", "accusative", "dual", "oblique", "plural")
ONE: Mapping[str, Mapping[str, str]] = {
    "masculine": {"nominative": "واحد", "accusative": "واحداً", "genitive": "واحد"},
    "feminine": {"nominative": "واحدة", "accusative": "واحدةً", "genitive": "واحدة"},
}


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How an organisation writes numbers: the digits of its Arabic, and what parts thousands by language."""

    digits: Digits = "western"
    thousands: Mapping[str, str] = field(default_factory=lambda: {"en": ",", "ar": ""})


DEFAULT_STYLE = HouseStyle()


@dataclass(frozen=True, slots=True)
class Arabic:
    """An Arabic noun: singular (also for hundreds), accusative (11-99), both duals, plural (3-10)."""

    gender: Literal["masculine", "feminine"]
    singular: str
    accusative: str
    dual: str
    oblique: str
    plural: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun by which things are counted, in both languages."""

    key: str
    one: str
    many: str
    arabic: Arabic


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its noun. `number` is empty where the Arabic noun says the number by itself."""

    number: str
    noun: str

    def __str__(self) -> str:
        """Return both as they are read."""
        return f"{self.number} {self.noun}".strip()


@lru_cache(maxsize=1)
def nouns() -> Mapping[str, Noun]:
    """Return every counted noun by its key.

    Raises:
        UsageProblem: The file of nouns is not in order.
    """
    return read_nouns(FOLDER / "counted-nouns.yml")


def read_nouns(path: Path) -> Mapping[str, Noun]:
    """Return the counted nouns of a file.

    Raises:
        UsageProblem: The file is not in order, or a noun lacks a form.
    """
    return {key: _noun(key, body) for key, body in read_yaml(path).items()}


def _noun(key: str, body: Any) -> Noun:
    try:
        one, many = body["en"]
        noun = Noun(key, one, many, Arabic(**body["ar"]))
    except (KeyError, TypeError, ValueError) as err:
        raise UsageProblem(f"The counted noun '{key}' is not in order: {err}.") from err
    if noun.arabic.gender not in ONE or not all(getattr(noun.arabic, form) for form in FORMS):
        raise UsageProblem(f"The counted noun '{key}' lacks a gender or a form.")
    return noun


def noun_named(key: str) -> Noun:
    """Return a counted noun.

    Raises:
        UsageProblem: There is none of that key; the nearest is suggested.
    """
    known = nouns()
    if key not in known:
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else f"Nouns are: {', '.join(known)}."
        raise UsageProblem(f"There is no counted noun '{key}'.", hint=hint)
    return known[key]


def number(n: int, lang: str, *, style: HouseStyle = DEFAULT_STYLE) -> str:
    """Return a whole number in the house style of a language.

    Raises:
        UsageProblem: The style says nothing of the language.
    """
    if lang not in style.thousands:
        raise UsageProblem(f"The house style has no language '{lang}'.")
    text = f"{n:,}".replace(",", style.thousands[lang])
    return text.translate(ARABIC_INDIC) if lang == "ar" and style.digits == "arabic-indic" else text


def agreed(
    n: int, noun: str, lang: str, *, case: str = "nominative", style: HouseStyle = DEFAULT_STYLE
) -> Counted:
    """Return a number and the form of its noun, apart, so that the number can be linked or isolated.

    `case` is what the sentence asks of the whole, one of `CASES`: *killed* شخصين, but شخصان *were killed*.

    Raises:
        UsageProblem: There is no such noun, language or case.
        ValueError: The number is negative.
    """
    if n < 0:
        raise ValueError("a count is not negative")
    if case not in CASES:
        raise UsageProblem(f"'{case}' is not a grammatical case.", hint=f"Write one of: {', '.join(CASES)}.")
    found = noun_named(noun)
    written = number(n, lang, style=style)
    if lang == "ar":
        return _arabic(n, found.arabic, case, written)
    return Counted(written, found.one if n == 1 else found.many)


def _arabic(n: int, noun: Arabic, case: str, written: str) -> Counted:
    if n == 1:
        form = noun.accusative if case == "accusative" else noun.singular
        return Counted("", f"{form} {ONE[noun.gender][case]}")
    if n == 2:
        return Counted("", noun.dual if case == "nominative" else noun.oblique)
    return Counted(written, _after_digits(n % 100, noun))


def _after_digits(last_two: int, noun: Arabic) -> str:
    if 3 <= last_two <= 10:
        return noun.plural
    # Full hundreds, and 101 or 202: the noun follows the hundred (مئة شخص).
    return noun.accusative if last_two >= 11 else noun.singular


def counted(
    n: int, noun: str, lang: str, *, case: str = "nominative", style: HouseStyle = DEFAULT_STYLE
) -> str:
    """Return a number with its noun: ``counted(352, "child", "ar")`` is 352 طفلاً.

    Raises:
        UsageProblem: There is no such noun, language or case.
        ValueError: The number is negative.
    """
    return str(agreed(n, noun, lang, case=case, style=style))
