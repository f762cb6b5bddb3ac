"""Columns of some records of a list, and of a list with more records: the same as if only these, or all of
them, had been read.

Taking names apart is what takes long; what was taken apart once is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.linkage.compared import COLUMNS, NONE, Compared, Tokens, compared
from tawthiq.methods.linkage.model import Candidate

Numbers = NDArray[np.int64]
TEXTS = "fold skeleton sound stem letters".split()
"""What follows from a token, as text."""


def some(table: Compared, places: Numbers) -> Compared:
    """Return the columns of the records at some places, in their order."""
    columns = {name: getattr(table, name)[places] for name in COLUMNS}
    records = tuple(table.record_ids[at] for at in places.tolist())
    return _as_met(replace(table, record_ids=records, **columns))


def more(table: Compared, candidates: Iterable[Candidate]) -> Compared:
    """Return the columns of records, which are in the order of their identifiers, and of more.

    Raises:
        UsageProblem: A candidate is there already, or comes twice.
    """
    added = compared(sorted(candidates, key=lambda one: one.record_id))
    known, new = table.record_ids, added.record_ids
    before = [bisect_left(known, record) for record in new]
    for at, record in enumerate(new):
        if record in (*known[before[at] : before[at] + 1], *new[at + 1 : at + 2]):
            raise UsageProblem(f"Record {record} was given twice for linkage.", where=record)
    order = np.insert(np.arange(len(known)), before, len(known) + np.arange(len(new)))
    return some(_behind(table, added), order)


def _behind(table: Compared, added: Compared) -> Compared:
    """Return both, the added records last."""
    folds, tokens = _numbered_on(table.words.fold, added.words.fold, added.tokens)
    places, place = _numbered_on(table.places, added.places, added.place)
    mothers, mother = _numbered_on(table.mothers, added.mothers, added.mother)
    new = Tokens.of(folds[len(table.words.fold) :])
    last = replace(added, tokens=tokens, place=place, mother=mother)
    return replace(
        table,
        record_ids=table.record_ids + added.record_ids,
        words=replace(
            table.words,
            is_latin=np.concatenate([table.words.is_latin, new.is_latin]),
            **{name: getattr(table.words, name) + getattr(new, name) for name in TEXTS},
        ),
        places=places,
        mothers=mothers,
        **{name: np.concatenate([getattr(table, name), getattr(last, name)]) for name in COLUMNS},
    )


def _numbered_on(
    known: Sequence[str], added: Sequence[str], numbers: Numbers
) -> tuple[tuple[str, ...], Numbers]:
    """Return all texts, the known ones first, and the numbers of the added by their place among all."""
    place = {text: number for number, text in enumerate(known)}
    now = np.array([*(place.setdefault(text, len(place)) for text in added), NONE], np.int64)
    return tuple(place), now[numbers]


def _as_met(table: Compared) -> Compared:
    """Return records with their texts numbered as they are met, and without those that nobody has."""
    words, tokens = _met(table.tokens, len(table.words.fold))
    places, place = _met(table.place, len(table.places))
    mothers, mother = _met(table.mother, len(table.mothers))
    return replace(
        table,
        words=replace(
            table.words,
            is_latin=table.words.is_latin[words],
            **{name: _at(getattr(table.words, name), words) for name in TEXTS},
        ),
        tokens=tokens,
        places=_at(table.places, places),
        place=place,
        mothers=_at(table.mothers, mothers),
        mother=mother,
    )


def _met(numbers: Numbers, texts: int) -> tuple[Numbers, Numbers]:
    """Return which texts there are in the order in which they are met, and the numbers by that order."""
    met = numbers.ravel()
    last_first = np.flatnonzero(met != NONE)[::-1]
    first = np.full(texts, len(met), np.int64)
    first[met[last_first]] = last_first  # of what is set several times the last stays
    order = np.argsort(first)[: int((first < len(met)).sum())]
    now = np.full(texts + 1, NONE, np.int64)
    now[order] = np.arange(len(order))
    return order, now[numbers]


def _at(texts: Sequence[str], places: Numbers) -> tuple[str, ...]:
    return tuple(texts[at] for at in places.tolist())
