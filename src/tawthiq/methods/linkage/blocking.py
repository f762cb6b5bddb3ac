"""Which pairs of records are worth comparing: those that share something few others share.

A key is a set of things that a record says: two sounds of its name to begin with. Where more than `MOST`
records share a key it is made narrower, by a further sound, by when somebody was born or something happened
(in overlapping spans, so that neighbours on both sides of a border meet), or by which sound is the first or
the last name. What stays crowded when it cannot be made narrower is counted and told, never passed over in
silence: of so many records alike in all that they say, none can be told from another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.compared import FAMILY, GIVEN, NONE, UNKNOWN_DAY, YEAR, Compared
from tawthiq.methods.linkage.rarity import Rarity

MOST = 12
"""Records that may share a key; so many give 66 pairs."""
DEEPEST = 3
"""How many times a key is made narrower."""
SOUNDS_USED = 5
BIRTH_SPAN, EVENT_SPAN = 3 * YEAR, 8.0
"""Days of the spans; each is laid twice, half a span apart."""
PORTION = 2_000_000

Keys = NDArray[np.uint64]
Records = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Crowded:
    """Keys that stayed too crowded: how many records share one of them, and how many keys they are.

    They hold all that a record says, or were made narrower as often as keys are.
    """

    records: int
    keys: int


@dataclass(frozen=True, eq=False)
class Blocks:
    """Records with the keys that they share with a few others, and what was too crowded."""

    records: Records
    keys: Keys
    crowded: Crowded


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of records by their places, the smaller first, in order and each once."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.left)


def blocks(
    table: Compared, rare: Rarity, *, most: int = MOST, chosen: NDArray[np.bool_] | None = None
) -> Blocks:
    """Return the keys of all records.

    Where some are `chosen`, only the keys that one of these holds, and what of them is too crowded: whoever
    shares such a key is found as among the keys of all.
    """
    has_one_name = _rarest_first(rare)[:, 1] == NONE
    found: list[tuple[Records, Keys]] = []
    stuck: list[tuple[Records, Keys]] = []
    for level in _levels(table, rare, most, chosen):
        is_shared = (level.size > 1) & (level.size <= most)
        found.append((level.records[is_shared], level.keys[is_shared]))
        is_stuck = (level.size > most) & level.is_last
        stuck.append((level.records[is_stuck], level.keys[is_stuck]))
    for whole in _whole(table, rare, chosen):
        size = _sizes(whole.keys)
        is_shared = (size > 1) & (size <= most)
        found.append((whole.records[is_shared], whole.keys[is_shared]))
        # who has one name only has no other key; the others meet by two of their names
        is_stuck = (size > most) & has_one_name[whole.records]
        stuck.append((whole.records[is_stuck], whole.keys[is_stuck]))
    crowded = Crowded(*(len(np.unique(np.concatenate(part))) for part in zip(*stuck, strict=True)))
    together, shared = (np.concatenate(part) for part in zip(*found, strict=True))
    return Blocks(together, shared, crowded)


@dataclass(frozen=True, eq=False)
class _Level:
    """Keys made narrower equally often, one for each record that holds it: the rank of what it was made
    narrower by last, how many records share it, and whether it cannot be made narrower.
    """

    records: Records
    keys: Keys
    last: NDArray[np.int8]
    size: NDArray[np.int64]
    is_last: NDArray[np.bool_]


def _levels(table: Compared, rare: Rarity, most: int, chosen: NDArray[np.bool_] | None) -> Iterator[_Level]:
    """Yield two sounds of each name, and then, level by level, what crowded keys are made narrower to."""
    narrower = _narrower(table, rare)
    says = sum((way.values != NONE).astype(np.int8) for way in narrower if way.is_first)
    records, keys, last = _two_sounds(rare)
    for depth in range(DEEPEST + 1):
        # whoever shares a key shares what it was made narrower from: leaving out what no chosen record
        # holds makes no key of theirs less crowded
        if (held := _held(records, keys, chosen)) is not None:
            records, keys, last = records[held], keys[held], last[held]
        size = _sizes(keys)
        yield _Level(records, keys, last, size, (says[records] == depth + 2) | (depth == DEEPEST))
        if depth < DEEPEST:
            is_crowded = size > most
            records, keys, last = _made_narrower(
                records[is_crowded], keys[is_crowded], last[is_crowded], narrower
            )


def _held(records: Records, keys: Keys, chosen: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    """Say of each key whether a chosen record holds it."""
    if chosen is None:
        return None
    own = np.append(np.unique(keys[chosen[records]]), ~np.uint64(0))
    return np.asarray(own[np.searchsorted(own[:-1], keys)] == keys, np.bool_)


def pairs(shared: Blocks, records: int) -> Pairs:
    """Return every pair of records that shares a key."""
    order = np.argsort(shared.keys, kind="stable")
    by_key, keys = shared.records[order], shared.keys[order]
    starts = _starts(keys)
    sizes = np.diff(np.append(starts, len(keys)))
    codes = [np.unique(code) for code in _codes(by_key, starts, sizes, records)]
    together = np.unique(np.concatenate(codes)) if codes else np.zeros(0, np.int64)
    return Pairs(together // records, together % records)


def _codes(
    by_key: Records, starts: NDArray[np.int64], sizes: NDArray[np.int64], records: int
) -> Iterator[NDArray[np.int64]]:
    for size in np.unique(sizes[sizes > 1]):
        ahead, behind = np.triu_indices(size, 1)
        of_size = starts[sizes == size]
        step = max(1, PORTION // len(ahead))
        for at in range(0, len(of_size), step):
            members = by_key[of_size[at : at + step, None] + np.arange(size)]
            members.sort(axis=1)
            yield (members[:, ahead] * np.int64(records) + members[:, behind]).ravel()


@dataclass(frozen=True, eq=False)
class _Narrower:
    """One way to make a key narrower: a number for each record (`NONE`: it says nothing), and its rank.

    A key is only ever made narrower by a higher rank than it has, so that no key comes up twice.
    """

    values: NDArray[np.int64]
    rank: int
    is_first: bool = True
    """Not the second laying of the same spans: a record says one thing by both."""


def _narrower(table: Compared, rare: Rarity) -> list[_Narrower]:
    sounds = _rarest_first(rare)
    year = table.born_year * YEAR
    born = np.where(np.isnan(year), NONE, np.nan_to_num(year))
    day = np.where(table.event_from == UNKNOWN_DAY, NONE, (table.event_from + table.event_to) / 2)
    rank = SOUNDS_USED
    return [
        *(_Narrower(sounds[:, place], place) for place in range(SOUNDS_USED)),
        *(_Narrower(_spans(born, BIRTH_SPAN, half), rank, half == 0) for half in (0, 1)),
        *(_Narrower(_spans(day, EVENT_SPAN, half), rank + 1, half == 0) for half in (0, 1)),
        _Narrower(rare.sounds[:, GIVEN], rank + 2),
        _Narrower(rare.sounds[:, FAMILY], rank + 3),
    ]


def _spans(days: NDArray[np.float64], span: float, half: int) -> NDArray[np.int64]:
    """Return the number of the span that each day lies in; spans of the second laying have odd numbers."""
    number = 2 * np.floor(days / span + half / 2).astype(np.int64) + half
    return np.where(days == NONE, NONE, number)


def _rarest_first(rare: Rarity) -> NDArray[np.int64]:
    """Return the different sounds of each name, the rarest first and each renamed by its rank of rarity."""
    rank = np.empty(len(rare.of_sound) + 1, np.int64)
    rank[np.argsort(-rare.of_sound, kind="stable")] = np.arange(len(rare.of_sound))
    rank[-1] = last = len(rare.of_sound)
    ranked = np.sort(rank[rare.sounds], axis=1)
    ranked[:, 1:][ranked[:, 1:] == ranked[:, :-1]] = last
    ranked = np.sort(ranked, axis=1)[:, :SOUNDS_USED]
    return np.where(ranked == last, NONE, ranked)


def _two_sounds(rare: Rarity) -> tuple[Records, Keys, NDArray[np.int8]]:
    sounds = _rarest_first(rare)
    found: list[tuple[Records, Keys, NDArray[np.int8]]] = []
    for first, second in combinations(range(SOUNDS_USED), 2):
        records = np.flatnonzero(sounds[:, second] != NONE).astype(np.int32)
        keys = _mixed(sounds[records, first].astype(np.uint64), sounds[records, second].astype(np.uint64))
        found.append((records, keys, np.full(len(records), second, np.int8)))
    records, keys, last = (np.concatenate(part) for part in zip(*found, strict=True))
    return records, keys, last


def _made_narrower(
    records: Records, keys: Keys, last: NDArray[np.int8], ways: list[_Narrower]
) -> tuple[Records, Keys, NDArray[np.int8]]:
    found: list[tuple[Records, Keys, NDArray[np.int8]]] = []
    for way in ways:
        fits = (last < way.rank) & (way.values[records] != NONE)
        told = way.values[records[fits]].astype(np.uint64)
        tag = np.uint64(way.rank if way.rank >= SOUNDS_USED else 0)
        found.append(
            (
                records[fits],
                _mixed(keys[fits], told * np.uint64(16) + tag),
                np.full(len(told), way.rank, np.int8),
            )
        )
    together, narrow, rank = (np.concatenate(part) for part in zip(*found, strict=True))
    return together, narrow, rank


def _whole(table: Compared, rare: Rarity, chosen: NDArray[np.bool_] | None = None) -> Iterator[Blocks]:
    """Yield the keys that are narrow as they are: a day of birth, or a day and a place, with a name."""
    given, family = rare.sounds[:, GIVEN], rare.sounds[:, FAMILY]
    day = np.where(table.event_from == table.event_to, table.event_from, UNKNOWN_DAY)
    for tag, said in enumerate(
        (
            (table.born_on, given),
            (table.born_on, family),
            (day, np.where(table.place == NONE, UNKNOWN_DAY, table.place + 1), given),
        )
    ):
        is_told = np.logical_and.reduce([values > UNKNOWN_DAY for values in said[:-1]]) & (said[-1] != NONE)
        records = np.flatnonzero(is_told).astype(np.int32)
        keys = np.full(len(records), tag, np.uint64)
        for values in said:
            keys = _mixed(keys, values[records].astype(np.uint64))
        if (held := _held(records, keys, chosen)) is not None:
            records, keys = records[held], keys[held]
        yield Blocks(records, keys, Crowded(0, 0))


def _mixed(one: Keys, other: Keys) -> Keys:
    """Return a number of 64 bits for two, as good as at random: different pairs practically never meet."""
    mixed = (one * np.uint64(0x9E3779B97F4A7C15)) ^ (
        other + np.uint64(0x7F4A7C159E3779B9) + (one << np.uint64(6)) + (one >> np.uint64(2))
    )
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return np.asarray(mixed, np.uint64)


def _starts(ordered: Keys) -> NDArray[np.int64]:
    if not len(ordered):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def _sizes(keys: Keys) -> NDArray[np.int64]:
    """Return for each place how many places hold the same key."""
    order = np.argsort(keys, kind="stable")
    starts = _starts(keys[order])
    lengths = np.diff(np.append(starts, len(keys)))
    sizes = np.empty(len(keys), np.int64)
    sizes[order] = np.repeat(lengths, lengths)
    return sizes


class KeyKind(StrEnum):
    """What a key that records share is made of; of a key that was made narrower, by what it was last."""

    SOUNDS = "sounds"
    MORE_SOUNDS = "more-sounds"
    BIRTH = "sounds-and-birth"
    EVENT = "sounds-and-event"
    GIVEN = "sounds-and-given-name"
    FAMILY = "sounds-and-family-name"
    BIRTH_DAY_GIVEN = "birth-day-and-given-name"
    BIRTH_DAY_FAMILY = "birth-day-and-family-name"
    EVENT_DAY_PLACE = "event-day-place-and-given-name"


_WIDE = tuple(KeyKind)[:6]
_WHOLE = tuple(KeyKind)[6:]
"""In the order of `_whole`."""


def by_kind(table: Compared, rare: Rarity, *, most: int = MOST) -> dict[KeyKind, Blocks]:
    """Return the same keys as `blocks`, apart by their kind: for measuring which kind finds what."""
    found: dict[KeyKind, list[tuple[Records, Keys]]] = {kind: [] for kind in KeyKind}
    for depth, level in enumerate(_levels(table, rare, most, None)):
        is_shared = (level.size > 1) & (level.size <= most)
        # ranks of sounds say which sound was last; those above them are the kinds after the sounds, in order
        of_kind = np.where(level.last < SOUNDS_USED, min(depth, 1), level.last - SOUNDS_USED + 2)
        for at, kind in enumerate(_WIDE):
            is_of_kind = is_shared & (of_kind == at)
            found[kind].append((level.records[is_of_kind], level.keys[is_of_kind]))
    for kind, whole in zip(_WHOLE, _whole(table, rare), strict=True):
        size = _sizes(whole.keys)
        is_shared = (size > 1) & (size <= most)
        found[kind].append((whole.records[is_shared], whole.keys[is_shared]))
    return {kind: _together(some) for kind, some in found.items()}


def _together(found: list[tuple[Records, Keys]]) -> Blocks:
    records, keys = (np.concatenate(part) for part in zip(*found, strict=True))
    return Blocks(records, keys, Crowded(0, 0))
