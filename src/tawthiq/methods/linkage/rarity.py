"""How rare a name is, and how many records bear it: what makes agreement on a name say much or little.

Rarity comes from the list itself, and in a small list also from shipped frequencies of name parts (Wikidata,
CC0), as far as these know the names of the list at all: a list of Spanish names learns nothing from them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.compared import GIVEN, NONE, Compared

SHIPPED, SHIPPED_FIRST = "parameters/name_frequencies.csv", "parameters/first_names.csv"
LIKE_RECORDS = 500
"""The shipped frequencies weigh as much as so many records, where they know every name of the list."""
COMMON = 0.01
"""How common the names of a list are, on average, in the shipped frequencies, where they are from Arabic.

Lists of names from Arabic, in either script, are at 0.023; a list of Spanish names is at 0.005.
"""
LIKE_NAMES, USUALLY_COMMON = 50, 0.023
"""What a list is taken for before it is read: so many names, so common."""
LIKE_BEARERS = 50_000
"""The shipped first names count as if so many more people were in the list: enough to know each of them."""
RARE = 1e-5
"""The frequency of a name part that the shipped frequencies do not hold."""


@dataclass(frozen=True, eq=False)
class Rarity:
    """`sounds` numbers the sound of each token. `of_sound` is minus the logarithm of the share of records
    that bear a sound. The others count, for each record, those that share with it the whole name, the first
    and last name, and all names but the first: itself included, as logarithms. `first_borne` is how many
    people bear its first name written as it is, in the list and among those shipped. `writes_vowels` says
    that the names come from languages that write their vowels, such as Spanish.
    """

    sounds: NDArray[np.int64]
    of_sound: NDArray[np.float64]
    same_name: NDArray[np.float64]
    same_ends: NDArray[np.float64]
    same_rest: NDArray[np.float64]
    first_borne: NDArray[np.float64]
    writes_vowels: bool

    def some(self, places: NDArray[np.int64]) -> Rarity:
        """Return the same for some records: what is rare or crowded in the whole list."""
        columns = ("sounds", "same_name", "same_ends", "same_rest", "first_borne")
        return replace(self, **{name: getattr(self, name)[places] for name in columns})


def rarity(table: Compared) -> Rarity:
    """Return how rare the names of a list are in it."""
    numbers: dict[str, int] = {}
    of_token = np.array([numbers.setdefault(sound, len(numbers)) for sound in table.words.sound], np.int64)
    sounds = np.where(table.tokens == NONE, NONE, of_token[table.tokens]) if len(of_token) else table.tokens
    return Rarity(
        sounds=sounds,
        of_sound=_rarity(tuple(numbers), _bearers(sounds, len(numbers)), len(table)),
        same_name=_crowd(sounds),
        same_ends=_crowd(sounds[:, [GIVEN, -1]]),
        same_rest=_crowd(np.delete(sounds, GIVEN, axis=1)),
        first_borne=_first_borne(table),
        writes_vowels=_writes_vowels(table),
    )


def _first_borne(table: Compared) -> NDArray[np.float64]:
    first = table.tokens[:, GIVEN]
    shipped = shipped_first_names()
    borne = np.bincount(first[first != NONE], minlength=len(table.words.fold)).astype(np.float64)
    borne += LIKE_BEARERS * np.array([shipped.get(name, 0.0) for name in table.words.fold], np.float64)
    return np.where(first == NONE, 0.0, np.append(borne, 0.0)[first])


def _writes_vowels(table: Compared) -> bool:
    """Say whether all names are in Latin letters and too few of them common among names from Arabic."""
    used = table.tokens[table.tokens != NONE]
    if not table.words.is_latin[used].all():
        return False
    shipped = shipped_frequencies()
    common = np.array([shipped.get(sound, 0.0) for sound in table.words.sound], np.float64)[used].sum()
    return bool(common + LIKE_NAMES * USUALLY_COMMON < COMMON * (len(used) + LIKE_NAMES))


def _bearers(sounds: NDArray[np.int64], different: int) -> NDArray[np.int64]:
    """Return how many records bear each sound; one that bears it twice counts once."""
    ordered = np.sort(sounds, axis=1)
    is_first = np.ones_like(ordered, dtype=np.bool_)
    is_first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    return np.bincount(ordered[is_first & (ordered != NONE)], minlength=different)


def _rarity(sounds: Sequence[str], bearers: NDArray[np.int64], records: int) -> NDArray[np.float64]:
    shipped = shipped_frequencies()
    usual = np.array([shipped.get(sound, RARE) for sound in sounds], np.float64)
    is_known = np.array([sound in shipped for sound in sounds], np.bool_)
    known_share = float(bearers[is_known].sum() / max(bearers.sum(), 1))
    prior = LIKE_RECORDS * known_share
    share = (bearers + prior * usual) / (records + prior + 1)
    return np.asarray(-np.log(np.maximum(share, 1e-12)), np.float64)


def _crowd(names: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the logarithm of how many rows equal each row."""
    if not len(names):
        return np.zeros(0)
    view = np.ascontiguousarray(names).view(np.dtype((np.void, names.dtype.itemsize * names.shape[1])))
    _, which, counts = np.unique(view.ravel(), return_inverse=True, return_counts=True)
    return np.asarray(np.log(counts[which]), np.float64)


@lru_cache(maxsize=1)
def shipped_frequencies() -> Mapping[str, float]:
    """Return the share of people that bear a name part of each sound, as the shipped table has it."""
    return _shares(SHIPPED)


@lru_cache(maxsize=1)
def shipped_first_names() -> Mapping[str, float]:
    """Return the share of people that bear each common first name, folded, as the shipped table has it."""
    return _shares(SHIPPED_FIRST)


def _shares(path: str) -> dict[str, float]:
    """Return the share of people for each word of a shipped table."""
    text = files("tawthiq.methods.linkage").joinpath(path).read_text("utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    next(rows)
    return {word: int(per_million) / 1_000_000 for word, per_million in rows}
