"""What of each record is compared: a column for each thing, one place a record, as arrays.

A name is taken apart once, into folded tokens that are numbered; whatever follows from a token (its skeleton,
its sound) is worked out once for each token, of which a million names have some thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.dates import Dated, birth_from_age
from tawthiq.core.names import (
    fold,
    in_order,
    is_placeholder,
    naming_tokens,
    token_reading,
    token_skeleton,
    token_sound,
    token_stem,
)
from tawthiq.methods.linkage.model import Candidate

COLUMNS = (
    "tokens born_on born_from born_to death_from death_to arrest_from arrest_to place sex mother".split()
)
"""The columns that hold a place for each record."""
MIDDLES = 4
"""Names between a person's own and the family's that are compared; longer chains are rare."""
GIVEN, FAMILY = 0, MIDDLES + 1
"""The places of a person's own name and of the last one in a row of `tokens`."""
NONE = -1
UNKNOWN_DAY = 0
YEAR = 365.2425

Numbers = NDArray[np.int64]
_CLOSING_A = re.compile(r"a\Z")


@dataclass(frozen=True, eq=False)
class Tokens:
    """The different tokens of all names, each with what follows from it; the number of a token is its
    place.
    """

    fold: tuple[str, ...]
    skeleton: tuple[str, ...]
    sound: tuple[str, ...]
    stem: tuple[str, ...]
    letters: tuple[str, ...]
    """The letters of the sound in order of the alphabet: letters that changed places give the same."""
    is_latin: NDArray[np.bool_]

    @classmethod
    def of(cls, tokens: Iterable[str]) -> Tokens:
        """Work out what follows from each token."""
        folded = tuple(tokens)
        sounds = tuple(map(token_sound, folded))
        return cls(
            fold=folded,
            skeleton=tuple(map(token_skeleton, folded)),
            sound=sounds,
            stem=tuple(map(token_stem, folded)),
            letters=tuple("".join(sorted(sound)) for sound in sounds),
            is_latin=np.array([token.isascii() for token in folded], dtype=np.bool_),
        )

    def as_read(self) -> Tokens:
        """Return the same tokens with what follows from how they read, where vowels are written."""
        read = tuple(map(token_reading, self.fold))
        letters = tuple("".join(sorted(reading)) for reading in read)
        return replace(self, skeleton=read, sound=read, stem=read, letters=letters)

    def as_first_names(self) -> Tokens:
        """Return the same tokens as read, with a closing a made long: Juana is more than a slip from Juan."""
        fold, read = (
            tuple(_CLOSING_A.sub("aaa", name) for name in names) for names in (self.fold, self.sound)
        )
        return replace(self, fold=fold, sound=read, stem=read)


@dataclass(frozen=True, eq=False)
class Compared:
    """Records as columns. `tokens` has a row a record and a place for each name in order: `GIVEN`, the middle
    names, `FAMILY`; `NONE` is no name. Days count as `date.toordinal`, `UNKNOWN_DAY` is none.

    `born_from` and `born_to` bound the day of birth, from a date or an age; `born_on` is the day itself where
    it is stated. `death_from` and `death_to` bound the day of the person's death, `arrest_from` and
    `arrest_to` of their arrest. `place` is a number for each place, with the kind of place before the colon;
    `NONE` is none.
    """

    record_ids: tuple[str, ...]
    words: Tokens
    tokens: Numbers
    born_on: Numbers
    born_from: Numbers
    born_to: Numbers
    death_from: Numbers
    death_to: Numbers
    arrest_from: Numbers
    arrest_to: Numbers
    places: tuple[str, ...]
    place: Numbers
    sex: NDArray[np.str_]
    mothers: tuple[str, ...]
    mother: Numbers

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.record_ids)

    @property
    def born_year(self) -> NDArray[np.float64]:
        """Return the birth in years since 1 January 1, in the middle of what is possible; NaN if unknown."""
        is_known = (self.born_from != UNKNOWN_DAY) & (self.born_to != UNKNOWN_DAY)
        return np.where(is_known, (self.born_from + self.born_to) / (2 * YEAR), np.nan)

    @property
    def event_from(self) -> Numbers:
        """Return the first day that what happened to the person can be: their death, else their arrest."""
        return np.where(self.death_from == UNKNOWN_DAY, self.arrest_from, self.death_from)

    @property
    def event_to(self) -> Numbers:
        """Return the last day of the same."""
        return np.where(self.death_from == UNKNOWN_DAY, self.arrest_to, self.death_to)


def compared(candidates: Sequence[Candidate]) -> Compared:
    """Return the columns of candidates, in their order."""
    numbers = _Numbered()
    places, mothers = _Numbered(), _Numbered()
    count = len(candidates)
    tokens = np.full((count, MIDDLES + 2), NONE, dtype=np.int64)
    days = np.zeros((7, count), dtype=np.int64)
    place, mother = (np.full(count, NONE, dtype=np.int64) for _ in range(2))
    for at, candidate in enumerate(candidates):
        for where, token in _placed(candidate.name):
            tokens[at, where] = numbers[token]
        days[:, at] = (*_birth(candidate), *_first(candidate.deaths), *_first(candidate.arrests))
        if candidate.place:
            place[at] = places[candidate.place]
        if candidate.mother_name and not is_placeholder(candidate.mother_name):
            mother[at] = mothers[fold(candidate.mother_name)]
    return Compared(
        record_ids=tuple(candidate.record_id for candidate in candidates),
        words=Tokens.of(numbers),
        tokens=tokens,
        born_on=days[0],
        born_from=days[1],
        born_to=days[2],
        death_from=days[3],
        death_to=days[4],
        arrest_from=days[5],
        arrest_to=days[6],
        places=tuple(places),
        place=place,
        sex=np.array([candidate.sex or "" for candidate in candidates], dtype=np.str_),
        mothers=tuple(mothers),
        mother=mother,
    )


class _Numbered(dict[str, int]):
    """Texts numbered in the order in which they are first met."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


@lru_cache(maxsize=1 << 17)
def _placed(name: str) -> tuple[tuple[int, str], ...]:
    """Return the tokens of a name with their places; nothing where it names nobody."""
    if is_placeholder(name):
        return ()
    given, *middle = naming_tokens(in_order(name)) or ("",)
    family = [(FAMILY, middle.pop())] if middle else []
    if not given:
        return ()
    return ((GIVEN, given), *enumerate(middle[:MIDDLES], 1), *family)


def _birth(candidate: Candidate) -> tuple[int, int, int]:
    """Return the day of birth where it is stated, and the first and last day that it can be."""
    if candidate.birth is not None:
        return _stated(candidate.birth)
    if not candidate.ages:
        return UNKNOWN_DAY, UNKNOWN_DAY, UNKNOWN_DAY
    age = candidate.ages[0]
    start, end = _born(age.youngest, age.oldest, age.on)
    return UNKNOWN_DAY, start, end


@lru_cache(maxsize=1 << 16)
def _stated(birth: Dated) -> tuple[int, int, int]:
    start, end = _day(birth.earliest), _day(birth.latest)
    return (start if birth.is_exact else UNKNOWN_DAY), start, end


@lru_cache(maxsize=1 << 16)
def _born(youngest: int | None, oldest: int | None, on: Dated) -> tuple[int, int]:
    period = birth_from_age(youngest, oldest, on)
    return _day(period.start), _day(period.end)


def _first(dated: Sequence[Dated]) -> tuple[int, int]:
    return _bounds(dated[0]) if dated else (UNKNOWN_DAY, UNKNOWN_DAY)


@lru_cache(maxsize=1 << 16)
def _bounds(dated: Dated) -> tuple[int, int]:
    start, end = _day(dated.earliest), _day(dated.latest)
    return (start, end) if start and end else (UNKNOWN_DAY, UNKNOWN_DAY)


def _day(day: date | None) -> int:
    return UNKNOWN_DAY if day is None else day.toordinal()
