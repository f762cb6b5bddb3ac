"""Which pairs of rows are worth comparing: those that share one of several keys. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tawthiq.methods.editions.rows import Row

MOST = 4000
"""Pairs that one key may give; names borne by hundreds tell nobody from anybody."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowded:
    """A key that too many rows share to compare them by it: its kind, and how many rows on each side."""

    kind: str
    gone: int
    new: int


def pairs(gone: Sequence[Row], new: Sequence[Row], crowded: list[Crowded]) -> Iterator[tuple[Row, Row]]:
    """Yield the pairs that share a key, each once; what is too crowded is added to `crowded`."""
    left, right = _blocks(gone), _blocks(new)
    partners: dict[str, dict[str, Row]] = defaultdict(dict)
    for key, rows in left.items():
        others = right.get(key, ())
        if len(rows) * len(others) > MOST:
            crowded.append(Crowded(key[0], len(rows), len(others)))
            continue
        for row in rows:
            partners[row.id].update((other.id, other) for other in others)
    for row in gone:
        for other in partners.get(row.id, {}).values():
            if other.came >= row.left:
                yield row, other


def _blocks(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        for key in set(keys(row)):
            found[key].append(row)
    return found


def keys(row: Row) -> Iterator[Key]:
    """Yield the keys of a row: each survives one kind of change."""
    parts, birth = row.parts, row.birth
    if len(parts) < 2:
        return
    own, family = parts[0], parts[-1]
    yield "name", *parts
    yield "name in any order", *sorted(parts)
    yield "sounds", *row.sounds
    if len(parts) > 2:
        yield "own name, father, family", own, parts[1], family
        yield "own name, father, grandfather", own, parts[1], parts[2]
    if birth:
        yield "own name, family, year of birth", own, family, birth[:4]
        yield "father, family, date of birth", parts[1], family, birth
        yield "date of birth, own name", birth, row.sounds[0]


def bearers(rows: Iterable[Row]) -> Counter[tuple[str, ...]]:
    """Return how many rows bear each name, whatever its spelling."""
    return Counter(row.parts for row in rows)
