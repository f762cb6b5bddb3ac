"""The precomputed columns that comparisons read: words, their numbers, days and rarities, a row a record."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tawthiq.methods.linkage.compared import FAMILY, GIVEN, MIDDLES, NONE, UNKNOWN_DAY, YEAR, Compared
from tawthiq.methods.linkage.rarity import Rarity
from tawthiq.methods.linkage.rows import some

_SIGNS = "".join(sign for sign in map(chr, range(33, 127)) if not (sign.islower() or sign.isdigit()))
"""What no folded name holds: signs that stand for letters outside ASCII."""


def columns(table: Compared, rare: Rarity, *, places: NDArray[np.int64] | None = None) -> pa.Table:
    """Return the precomputed columns of all records, or of those at some places, for an engine.

    How a word is written and how crowded a name is does not depend on which records are asked for.
    """
    signs, mothers_signs = _signs(table.words.fold), _signs(table.mothers)
    if places is not None:
        table, rare = some(table, places), rare.some(places)
    made: dict[str, pa.Array] = {"unique_id": pa.array(np.arange(len(table), dtype=np.int64))}
    words = table.words.as_read() if rare.writes_vowels else table.words
    first_names = words.as_first_names() if rare.writes_vowels else words
    for name, place, part_of in (("given", GIVEN, first_names), ("family", FAMILY, words)):
        made[f"{name}_fold"] = _words(_in_bytes(part_of.fold, signs), table.tokens[:, place])
        for part in ("sound", "stem"):
            made[f"{name}_{part}"] = _words(getattr(part_of, part), table.tokens[:, place])
        for part in ("fold", "skeleton", "sound", "stem", "letters"):
            made[f"{name}_{part}_no"] = _numbered(getattr(part_of, part), table.tokens[:, place])
        made[f"{name}_rarity"] = pa.array(_rarities(rare, place))
    for place in range(1, MIDDLES + 1):
        made[f"middle_{place}"] = _numbered(words.sound, table.tokens[:, place])
        made[f"middle_{place}_rarity"] = pa.array(_rarities(rare, place))
    made["middles"] = pa.array((table.tokens[:, 1 : MIDDLES + 1] != NONE).sum(axis=1).astype(np.int32))
    is_latin = np.append(table.words.is_latin, False)
    made["is_latin"] = pa.array(is_latin[table.tokens[:, GIVEN]])
    for name in ("same_name", "same_ends", "same_rest", "first_borne"):
        made[name] = pa.array(getattr(rare, name))
    made |= _times(table)
    made["sex"] = pa.array(table.sex, mask=table.sex == "")
    made["place"] = _words(table.places, table.place)
    kinds = tuple(place.rpartition(":")[0] for place in table.places)
    made["place_kind"] = _words(kinds, table.place)
    made["mother"] = _words(_in_bytes(table.mothers, mothers_signs), table.mother)
    return pa.table(made)


def _signs(words: Sequence[str]) -> dict[int, str]:
    """Return a sign of one byte for each letter of some words that is longer.

    DuckDB counts bytes where Spark counts letters: a lost letter of an Arabic name would be two slips on one
    and one on the other. A list in more letters than there are signs keeps the rest as they are.
    """
    letters = sorted(letter for letter in set("".join(words)) if not letter.isascii())
    return str.maketrans(dict(zip(letters, _SIGNS, strict=False)))


def _in_bytes(words: Sequence[str], signs: dict[int, str]) -> tuple[str, ...]:
    """Return words with their signs for letters, the same for the same letter."""
    return tuple(word.translate(signs) for word in words)


def _words(words: Sequence[str], numbers: NDArray[np.int64]) -> pa.Array:
    """Return the word of each number; none where there is no number."""
    dictionary = pa.array(list(words) or [""], pa.string())
    indices = pa.array(numbers.astype(np.int32), mask=numbers == NONE)
    return pa.DictionaryArray.from_arrays(indices, dictionary).cast(pa.string())


def _numbered(words: Sequence[str], numbers: NDArray[np.int64]) -> pa.Array:
    """Return a number for the word of each number, the same for the same word: engines compare these
    faster.
    """
    known: dict[str, int] = {}
    number = np.array([known.setdefault(word, len(known)) for word in words] or [0], np.int32)
    return pa.array(number[numbers], mask=numbers == NONE)


def _rarities(rare: Rarity, place: int | slice) -> NDArray[np.float64]:
    return np.append(rare.of_sound, 0.0)[rare.sounds[:, place]]


def _times(table: Compared) -> dict[str, pa.Array]:
    unborn = table.born_on == UNKNOWN_DAY
    year = table.born_year
    slack = np.maximum((table.born_to - table.born_from) / (2 * YEAR) - 0.5, 0.0)
    return {
        "born_on": _calendar(table.born_on),
        "born_day": pa.array(table.born_on, mask=unborn),
        "born_year": pa.array(year, mask=np.isnan(year)),
        "born_slack": pa.array(slack),
        **_bounds("death", table.death_from, table.death_to),
        **_bounds("arrest", table.arrest_from, table.arrest_to),
    }


def _bounds(what: str, start: NDArray[np.int64], end: NDArray[np.int64]) -> dict[str, pa.Array]:
    undated = start == UNKNOWN_DAY
    return {f"{what}_from": pa.array(start, mask=undated), f"{what}_to": pa.array(end, mask=undated)}


def _calendar(days: NDArray[np.int64]) -> pa.Array:
    """Return days as eight digits, year first, so that slips of the hand can be seen in them."""
    different, which = np.unique(days, return_inverse=True)
    since_epoch = (different - _EPOCH).astype("datetime64[D]")
    digits = [str(day).replace("-", "") for day in since_epoch]
    return pa.DictionaryArray.from_arrays(
        pa.array(which.astype(np.int32), mask=days == UNKNOWN_DAY), pa.array(digits, pa.string())
    ).cast(pa.string())


_EPOCH = 719163
"""1 January 1970, as `date.toordinal` counts."""
