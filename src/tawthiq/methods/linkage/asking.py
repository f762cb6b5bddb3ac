"""Which pairs to ask people about, and in which order: first those where their word changes most.

Between two persons one pair is asked about, the likeliest. It comes the earlier the less sure its odds are,
where its odds say otherwise than the clusters or a guard of the rule, and where joining the two would change
a count that is published.

Hard pairs are no sample: of those that people judged one by one, more are wrong than of all. So every
twentieth pair is drawn at random from all that were compared, sure ones and what rules joined among them,
and only these tell how good the linkage is (`sampling`). A pair is drawn by its two identifiers, and a pair
that is drawn is never asked about for another reason, so that those answered first are a sample as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.calibration import USUAL, probability
from tawthiq.methods.linkage.certain import Certain
from tawthiq.methods.linkage.explaining import reasons_for
from tawthiq.methods.linkage.likely import LikelyPeople
from tawthiq.methods.linkage.model import Pair, Reason, Refusal, pair
from tawthiq.methods.linkage.shares import AUDIT, audit_turn, is_drawn

EVERY = 1000 // AUDIT
EVEN = 0.5
LEAST = 0.01
"""The probability below which nobody is asked, but for the audit."""
NO_KINDS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Question:
    """Two records to be looked at, the smaller first, and why the linkage thinks they may be one person.

    `is_certain`: the rule would join them. `is_refused`: it would, but for the first of the reasons.
    `is_drawn`: the pair is of the audit. `changes_count`: joining the two changes a count that is published.
    """

    left: str
    right: str
    reasons: tuple[Reason, ...]
    is_certain: bool = False
    is_refused: bool = False
    is_drawn: bool = False
    changes_count: bool = False


def questions(
    likely: LikelyPeople,
    sure: Certain,
    *,
    refused: Iterable[Refusal] = (),
    kinds: Mapping[str, int] = NO_KINDS,
    again: Collection[Pair] = (),
    is_open: Callable[[str, str], bool] = lambda _left, _right: True,
) -> Iterator[Question]:
    """Yield the pairs to ask about, in order.

    `refused` are pairs that another rule found and did not join. `kinds` holds, for each record whose person
    is counted in what is published, as what, in bits. `again` are pairs that somebody judged and another
    person is to judge too. `is_open` says of a pair of the audit whether no person has answered it.
    """
    asking = _Asking(likely, kinds)
    drawn = asking.drawn()
    audited = (one for one in asking.audited(drawn) if is_open(one.left, one.right))
    chosen = asking.chosen(sure, (*refused, *sure.refused), drawn, again)
    return _in_turn(chosen, audited)


def _in_turn(chosen: Iterator[Question], audited: Iterable[Question]) -> Iterator[Question]:
    """Yield the chosen, and after so many of them one of the audit, until there is none of either."""
    for one in audited:
        yield from islice(chosen, EVERY - 1)
        yield one
    yield from chosen


class _Asked(NamedTuple):
    """A pair to be asked about: the first of a list in order is the first that is asked."""

    before: float
    left: str
    right: str
    at: int | None
    why: tuple[Reason, ...] = ()
    is_certain: bool = False


class _Asking:
    """The compared pairs as arrays: who stands together, and how much the odds say."""

    def __init__(self, likely: LikelyPeople, kinds: Mapping[str, int]) -> None:
        self._likely = likely
        self._ids = likely.scored.table.record_ids
        self._record = {record: at for at, record in enumerate(self._ids)}
        self._kinds = np.array([kinds.get(record, 0) for record in self._ids], np.int64)
        pairs = likely.scored.found.pairs
        self._left, self._right = pairs.left, pairs.right
        self._odds = likely.scored.odds - max(0.0, likely.calibration.threshold - USUAL)
        self._standing = likely.joins.clusters(float("inf"))
        one, other = self._standing[pairs.left], self._standing[pairs.right]
        self._one, self._other = np.minimum(one, other), np.maximum(one, other)
        self._weights = self._weighed()

    def _weighed(self) -> NDArray[np.float64]:
        """Return how much an answer changes: doubt, or odds that say otherwise than the clusters."""
        likely, cluster = probability(self._odds), self._likely.cluster
        is_odd = (likely > EVEN) != (cluster[self._one] == cluster[self._other])
        weights = np.where(is_odd, 1.0, 1.0 - np.abs(2 * likely - 1))
        is_counted = (self._kinds[self._left] & self._kinds[self._right]) != 0
        return np.asarray(np.where(is_counted, 2 * weights, weights), np.float64)

    def drawn(self) -> dict[int, float]:
        """Return the places of the pairs of the audit, each with its turn."""
        ids, turns = self._ids, {}
        for at, (one, other) in enumerate(zip(self._left.tolist(), self._right.tolist(), strict=True)):
            if (turn := audit_turn(ids[one], ids[other])) < AUDIT / 1000:
                turns[at] = turn
        return turns

    def audited(self, drawn: Mapping[int, float]) -> Iterator[Question]:
        """Yield the pairs of the audit in their turns."""
        for at in sorted(drawn, key=lambda at: drawn[at]):
            yield replace(self._question(self._asked(at)), is_drawn=True)

    def chosen(
        self, sure: Certain, refused: Iterable[Refusal], drawn: Collection[int], again: Collection[Pair]
    ) -> Iterator[Question]:
        """Yield the other pairs, first those whose answer changes most."""
        found = {(int(self._one[at]), int(self._other[at])): self._asked(at) for at in self._open(drawn)}
        for match in sure.matches:
            if (known := found.get(self._persons(match.left, match.right))) is not None:
                found[self._persons(match.left, match.right)] = known._replace(is_certain=True)
        for one in refused:
            persons = self._persons(one.left, one.right)
            known = found.get(persons) or self._alone(one)
            if known is not None and self._are_undecided(*persons):
                counted = self._kinds[persons[0]] & self._kinds[persons[1]]
                found[persons] = known._replace(before=-2.0 if counted else -1.0, why=one.reasons)
        second = [self._asked(at) for two in again if (at := self._place_of(*two)) is not None]
        for asked in sorted((*found.values(), *second)):
            yield self._question(asked)

    def _open(self, drawn: Collection[int]) -> list[int]:
        """Return for every two persons on whom nobody has decided the place of the likeliest pair."""
        is_open = (self._one != self._other) & (probability(self._odds) >= LEAST)
        is_open[np.fromiter(drawn, np.int64, len(drawn))] = False
        places = np.flatnonzero(is_open)
        places = places[np.lexsort((-self._odds[places], self._other[places], self._one[places]))]
        one, other = self._one[places], self._other[places]
        is_first = np.ones(len(places), np.bool_)
        is_first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
        ends = (part[is_first].tolist() for part in (places, one, other))
        return [at for at, *persons in zip(*ends, strict=True) if self._are_undecided(*persons)]

    def _are_undecided(self, one: int, other: int) -> bool:
        return one != other and other not in self._likely.apart.get(one, ())

    def _alone(self, refused: Refusal) -> _Asked | None:
        """Return a pair that nothing but a refusal speaks of; none where it is kept for the audit."""
        left, right = pair(refused.left, refused.right)
        return None if is_drawn(left, right) else _Asked(-1.0, left, right, self._place_of(left, right))

    def _persons(self, left: str, right: str) -> tuple[int, int]:
        one, other = (int(self._standing[self._record[record]]) for record in (left, right))
        return (one, other) if one < other else (other, one)

    def _place_of(self, left: str, right: str) -> int | None:
        """Return the place of a pair; None where it was not compared, or is too unlikely to be kept."""
        one, other = (self._record.get(record) for record in pair(left, right))
        if one is None or other is None:
            return None
        start, end = np.searchsorted(self._left, [one, one + 1])
        at = int(start + np.searchsorted(self._right[start:end], other))
        return at if at < end and self._right[at] == other else None

    def _asked(self, at: int) -> _Asked:
        one, other = self._ids[int(self._left[at])], self._ids[int(self._right[at])]
        return _Asked(-float(self._weights[at]), one, other, at)

    def _question(self, asked: _Asked) -> Question:
        likeness = () if asked.at is None else self._likely.scored.found.likeness[asked.at].tolist()
        told = reasons_for(likeness) if likeness else ()
        counted = (self._kinds[self._record[record]] for record in (asked.left, asked.right))
        return Question(
            asked.left,
            asked.right,
            (*asked.why, *told),
            is_certain=asked.is_certain,
            is_refused=bool(asked.why),
            changes_count=bool(np.bitwise_and(*counted)),
        )
