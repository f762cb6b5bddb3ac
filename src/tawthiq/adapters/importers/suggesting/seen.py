"""What is counted of one column while a list streams by. Words of people are counted and never kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

from tawthiq.adapters.importers.conditions import alike, visible
from tawthiq.adapters.importers.suggesting.words import UNKNOWN, folded
from tawthiq.core.dates import AmbiguousDate, UnreadableDate, read_date
from tawthiq.core.letters import plain
from tawthiq.core.places import Gazetteer

MOST_VALUES = 40
MOST_KEYS = 2_000_000
MOST_READ = 5000
LONGEST_VALUE = 90
IN_FIGURES = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
HIJRI_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
NUMBER = re.compile(r"\d{1,3}")
ARABIC, LATIN = re.compile("[\u0621-\u064a\u066e-\u06d3]"), re.compile("[A-Za-z\u00c0-\u024f]")


@dataclass
class Seen:
    """One column: how many cells are filled, how often they repeat, and what they look like."""

    filled: int = 0
    arabic: int = 0
    latin: int = 0
    words: int = 0
    numbers: int = 0
    zeros: int = 0
    dates: int = 0
    read: int = 0
    day_first: int = 0
    month_first: int = 0
    undecided: int = 0
    hijri: int = 0
    places: int = 0
    places_asked: int = 0
    repeated: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    values: Counter[str] | None = field(default_factory=Counter)
    _keys: set[bytes] | None = field(default_factory=set, repr=False)

    def add(self, cell: str, gazetteer: Gazetteer) -> None:
        """Count one cell."""
        text = visible(cell)
        if text == "":
            return
        self.filled += 1
        if alike(text) in UNKNOWN or folded(text) in UNKNOWN:
            self.unknown[text] += 1
            return
        self.arabic += ARABIC.search(text) is not None
        self.latin += LATIN.search(text) is not None
        self.words += len(text.split())
        is_new = self._count_value(text)
        figures = plain(text)
        self.numbers += NUMBER.fullmatch(figures) is not None
        self.zeros += figures == "0"
        self._count_order(figures)
        if is_new and self.read < MOST_READ:
            self._read(text, figures, gazetteer)

    def _count_value(self, text: str) -> bool:
        """Count a value while they are few; return whether it was not seen before."""
        if self.values is not None:
            self.values[text[: LONGEST_VALUE + 1]] += 1
            if len(self.values) > MOST_VALUES:
                self.values = None
        if self._keys is None:
            return True
        key = blake2b(alike(text).encode("utf-8", "replace"), digest_size=8).digest()
        if key in self._keys:
            self.repeated += 1
            return False
        self._keys.add(key)
        if len(self._keys) > MOST_KEYS:
            self._keys = None
        return True

    def _count_order(self, figures: str) -> None:
        match = IN_FIGURES.match(figures)
        if match is None:
            return
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        elif first != second and first > 0 and second > 0:
            self.undecided += 1

    def _read(self, text: str, figures: str, gazetteer: Gazetteer) -> None:
        self.read += 1
        if any(letter.isdigit() for letter in figures):
            self.dates += _is_date(text)
            self.hijri += HIJRI_YEAR.search(figures) is not None
        elif self.places_asked < 500 and len(text) <= LONGEST_VALUE:
            self.places_asked += 1
            self.places += bool(gazetteer.candidates(text))

    @property
    def different(self) -> int | None:
        """Return how many different values there are, or None where they were too many to count."""
        return None if self._keys is None else len(self._keys)

    @property
    def is_unique(self) -> bool:
        """Return whether no value stands twice."""
        return self.repeated == 0 and self._keys is not None

    @property
    def script(self) -> str:
        """Return the script of most cells: arabic, latin, both or figures."""
        if self.arabic + self.latin == 0:
            return "figures"
        if min(self.arabic, self.latin) * 5 > max(self.arabic, self.latin):
            return "both"
        return "arabic" if self.arabic > self.latin else "latin"

    @property
    def known(self) -> int:
        """Return how many cells say something."""
        return self.filled - sum(self.unknown.values())


def _is_date(text: str) -> bool:
    if text.isdigit() and len(text) != 4:
        return False
    try:
        read_date(text)
    except AmbiguousDate:
        return True
    except UnreadableDate as error:
        return "Hijri" in f"{error} {error.hint}" or "no such day" in f"{error}"
    return True
