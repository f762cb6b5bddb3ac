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

SHIPPED = "parameters/name_frequencies.csv"
LIKE_RECORDS = 500
"""The shipped frequencies weigh as much as so many records, where they know every name of the list."""
RARE = 1e-5
"""The frequency of a name part that the shipped frequencies do not hold."""


@dataclass(frozen=True, eq=False)
class Rarity:
    """`sounds` numbers the sound of each token. `of_sound` is minus the logarithm of the share of records
    that bear a sound. The others count, for each record, those that share with it the whole name, the first
    and last name, and all names but the first: itself included, as logarithms.
    """

    sounds: NDArray[np.int64]
    of_sound: NDArray[np.float64]
    same_name: NDArray[np.float64]
    same_ends: NDArray[np.float64]
    same_rest: NDArray[np.float64]

    def some(self, places: NDArray[np.int64]) -> Rarity:
        """Return the same for some records: what is rare or crowded in the whole list."""
        columns = ("sounds", "same_name", "same_ends", "same_rest")
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
    )


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
    text = files("tawthiq.methods.linkage").joinpath(SHIPPED).read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["sound"]: int(row["per_million"]) / 1_000_000 for row in rows}
