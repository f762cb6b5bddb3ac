"""What a text looks like without its accidents: invisible signs, marks, letter forms and digits.

Names and dates are both read from text that came out of spreadsheets, PDF files and keyboards in two
scripts. This is the part of the cleaning that they share; it never drops a letter that is pronounced.
"""

from __future__ import annotations

import unicodedata

APOSTROPHES = "'’‘`´ʹʻʼʽʾʿˈ′‛"
# Letters that Unicode does not take apart, and the plain letter that each is written for.
LETTERS = {
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "گ": "ك", "پ": "ب", "چ": "ج",
    "ە": "ه", "ہ": "ه", "ھ": "ه",
    "ı": "i", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ħ": "h", "Ħ": "h",
    "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
}  # fmt: skip
TATWEEL = "ـ"
_APOSTROPHE_TABLE = {ord(sign): "'" for sign in APOSTROPHES}


class _Plain(dict[int, str | None]):
    """A translation table that works out each character once, when it is first met."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        self[code] = answer = self._plain(character)
        return answer

    @staticmethod
    def _plain(character: str) -> str | None:
        kind = unicodedata.category(character)
        # Mn, Me: vowel signs, hamza above and below, accents. Cf: directions, joiners, soft hyphen.
        if kind in ("Mn", "Me", "Cf") or character == TATWEEL:
            return None
        if kind == "Nd":
            return str(unicodedata.decimal(character))
        return LETTERS.get(character, character)


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Return the text in plain letters: lower case, no marks, no invisible signs, ASCII digits.

    Arabic alef, waw and ya lose their hamza, alef maqsura becomes ya and ta marbuta ha; ligatures and
    presentation forms are taken apart. A hamza on the line is kept.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHE_TABLE))
    return decomposed.translate(_PLAIN).casefold()
