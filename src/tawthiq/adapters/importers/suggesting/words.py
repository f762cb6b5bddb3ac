"""The words that headers and cells use, read from `header_words.yml` beside this file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from tawthiq.core.letters import plain

APART = re.compile(r"[\s_.:()/\\'’-]+")
UNKNOWN = frozenset(
    """unknown|unk|n/a|na|none|null|nil|-|--|?|??|.|not known|not stated|not specified|x|xx|tbd|undefined
    |desconocido|desconocida|sin datos|s/d|no consta|inconnu|inconnue|non precise
    |غير معروف|غير معروفه|مجهول|مجهوله|غير محدد|لا يوجد|بلا|0000-00-00|00/00/0000""".replace("\n", "").split(
        "|"
    )
)
SEX = {
    "female": "f female femme feminin feminino femenino mujer woman girl انثي انثى امراه اناث طفله ست ف",
    "male": "m male masculin masculino homme hombre varon man boy ذكر رجل ذكور طفل",
}
FAMILIAR_SEX = {word: code for code, words in SEX.items() for word in words.split()}
DEATH = re.compile(r"death|died|kill|martyr|وفاه|استشهاد|قتل|شهيد|muerte|deces|mort")
ARREST = re.compile(r"arrest|detain|detention|prison|اعتقال|معتقل|توقيف|detencion")
LOST = re.compile(r"disappear|missing|اختفاء|مفقود|فقدان|desapari|dispar|secuestr")


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """What a header says: a kind of field, the language of the word, and how well it fits (0 to 3)."""

    kind: str = ""
    language: str = ""
    fit: int = 0


def folded(text: str) -> str:
    """Return what words are compared by: plain letters without case, accents and marks of division."""
    return " ".join(APART.sub(" ", plain(text)).split())


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, tuple[str, str]], tuple[tuple[str, str, str], ...]]:
    text = (resources.files("tawthiq.adapters.importers.suggesting") / "header_words.yml").read_text("utf-8")
    whole: dict[str, tuple[str, str]] = {}
    parts: list[tuple[str, str, str]] = []
    for kind, languages in yaml.safe_load(text).items():
        for language, words in languages.items():
            for word in words:
                spelt = folded(str(word).rstrip("~")) or str(word)
                whole.setdefault(spelt, (kind, language))
                parts.append((spelt, kind, language))
    parts.sort(key=lambda part: -len(part[0]))
    return whole, tuple(parts)


def header_guess(header: str) -> HeaderGuess:
    """Return what a header may mean: by all of it, else by the longest phrase of several words in it."""
    whole, parts = _known()
    words = folded(header) or header.strip()
    if words in whole:
        return HeaderGuess(*whole[words], fit=3)
    for spelt, kind, language in parts:
        if len(spelt) > 3 and re.search(rf"(?<!\w){re.escape(spelt)}(?!\w)", words):
            return HeaderGuess(kind, language, fit=2 if " " in spelt else 1)
    return HeaderGuess()
