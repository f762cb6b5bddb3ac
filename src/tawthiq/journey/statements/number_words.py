"""Numbers written as words: a warning, because nothing can check them against a figure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tawthiq.journey.statements.tags import Tagged

_ENGLISH = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
    thousand thousands million millions billion dozen dozens half third quarter twice""".split()
)
_ARABIC = frozenset(
    """واحد واحدة اثنان اثنين اثنتان اثنتين ثلاث ثلاثة اربع اربعة خمس خمسة ست ستة سبع سبعة
    ثمان ثماني ثمانية تسع تسعة عشر عشرة عشرون عشرين ثلاثون ثلاثين اربعون اربعين خمسون خمسين
    ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتان مئتين مائتان مائتين مئات
    الاف الف الفان الفين مليون ملايين نصف ثلث ربع عشرات""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0670]+[^\W\d_]*)*")
_ENUMERATOR = re.compile(r"^#+[ \t]+(\w+)[ \t]*:", re.MULTILINE)
_ALEFS = str.maketrans("أإآٱ", "اااا")
_PREFIXES = ("", "و", "ف", "ب", "ل", "ال", "وال", "بال", "لل")


def number_words(text: Tagged, lang: str) -> Iterator[str]:
    """Yield a warning for each number word; "One:" that only numbers a heading is none."""
    outside = text.outside()
    enumerators = {found.start(1) for found in _ENUMERATOR.finditer(outside)}
    is_number = _is_arabic_number if lang == "ar" else _is_english_number
    for found in _WORD.finditer(outside):
        if found.start() not in enumerators and is_number(found.group()):
            where = text.position(found.start())
            yield f"{where}: '{found.group()}' is a number in words: nothing checks it."


def _is_english_number(word: str) -> bool:
    return word.lower() in _ENGLISH


def _is_arabic_number(word: str) -> bool:
    plain = "".join(c for c in word if not unicodedata.combining(c)).translate(_ALEFS)
    return any(plain.removeprefix(prefix) in _ARABIC for prefix in _PREFIXES if plain.startswith(prefix))
