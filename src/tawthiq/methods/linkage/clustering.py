"""From scored pairs to people: the likeliest are joined first, and a group is as good as its average pair.

Joining everything that any pair connects merges strangers through a chain. Here two groups are joined only
while the average over all pairs between them says so, and a pair that nobody compared counts as unlikely.
What people judged goes before: what they called the same is one from the beginning, and what they called
different, or could not tell, is never joined, directly or through others.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.blocking import Pairs

UNCOMPARED, CLEAREST = -6.0, 8.0
"""The log-odds of a pair that was not compared, and the highest that one pair may bring into an average."""
NEVER = -20.0
"""The log-odds of a pair that is not to be in one group: no record that fits two brothers joins them."""
LOWEST = -2.5
"""The lowest average that two groups are ever joined by; a threshold is somewhere above it."""
Join = tuple[float, int, int, int]
"""The average log-odds of two groups, both by their smallest record, and the pairs between them."""
NOBODY: Mapping[int, frozenset[int]] = MappingProxyType({})
Records = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Joins:
    """Joins of two groups each, the likeliest first: the smallest record of both, their average log-odds
    (infinite where people judged), and how many pairs of records the join brings together.
    """

    records: int
    one: Records
    other: Records
    average: NDArray[np.float64]
    pairs: Records

    def clusters(self, threshold: float) -> Records:
        """Return for each record the smallest of its cluster, where joins reach a threshold."""
        root = np.arange(self.records)
        count = int(np.searchsorted(-self.average, -threshold, side="right"))
        for one, other in zip(self.one[:count].tolist(), self.other[:count].tolist(), strict=True):
            root[other] = one
        # what was joined to something that was joined later: follow it to the end
        while not np.array_equal(followed := root[root], root):
            root = followed
        return root

    def pairs_together(self, threshold: float) -> int:
        """Return how many pairs of records are in one cluster, where joins reach a threshold."""
        return int(self.pairs[self.average >= threshold].sum())


def joins(
    records: int,
    compared: Pairs,
    odds: NDArray[np.float64],
    *,
    together: Iterable[tuple[int, int]] = (),
    apart: Mapping[int, frozenset[int]] = NOBODY,
) -> Joins:
    """Return all joins down to `LOWEST`.

    `odds` are the log-odds of the pairs. `together` are judged the same; `apart` holds for each record those
    that it must not be joined with (for both of a pair).
    """
    by_hand = np.array(sorted({(min(pair), max(pair)) for pair in together}), np.int64).reshape(-1, 2)
    graph = _graph(records, compared, odds, by_hand)
    judged: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in by_hand.tolist():
        judged[int(graph.component[one])].append((one, other))
    found: list[Join] = []
    for some in graph.parts():
        mine = judged.pop(int(graph.component[graph.left[some[0]]]), [])
        if len(some) == 1 and not mine and not apart:  # as most are
            only = int(some[0])
            found.append((graph.gain[only] + UNCOMPARED, int(graph.left[only]), int(graph.right[only]), 1))
            continue
        edges = (graph.left[some].tolist(), graph.right[some].tolist(), graph.gain[some].tolist())
        found += _Component(*edges, mine, apart).joined()
    for mine in judged.values():
        found += _Component([], [], [], mine, apart).joined()
    return _in_order(records, found)


def _in_order(records: int, found: list[Join]) -> Joins:
    found.sort(key=lambda join: (-join[0], join[1], join[2]))
    average, one, other, pairs = zip(*found, strict=True) if found else ((), (), (), ())
    numbers = (np.array(part, np.int64) for part in (one, other, pairs))
    one_of, other_of, pairs_of = numbers
    return Joins(records, one_of, other_of, np.array(average, np.float64), pairs_of)


@dataclass(frozen=True, eq=False)
class _Graph:
    """Pairs inside components, by component: what each brings, and for every record its component."""

    left: Records
    right: Records
    gain: NDArray[np.float64]
    component: Records

    def parts(self) -> Iterator[Records]:
        """Yield the places of the pairs of each component."""
        order = np.lexsort((self.right, self.left, self.component[self.left]))
        starts = np.flatnonzero(np.diff(self.component[self.left][order], prepend=-1)).tolist()
        for at, until in zip(starts, [*starts[1:], len(order)], strict=False):
            yield order[at:until]


def _graph(records: int, compared: Pairs, odds: NDArray[np.float64], by_hand: Records) -> _Graph:
    """Return the pairs that may matter: where groups are joined, one pair at least reaches the lowest."""
    is_told = (odds > UNCOMPARED) | (odds <= NEVER)
    left, right = compared.left[is_told], compared.right[is_told]
    gain = np.minimum(odds[is_told], CLEAREST) - UNCOMPARED
    is_strong = gain >= LOWEST - UNCOMPARED
    ends = (np.concatenate([side[is_strong], by_hand[:, at]]) for at, side in enumerate((left, right)))
    component = _components(records, *ends)
    is_inside = component[left] == component[right]
    return _Graph(left[is_inside], right[is_inside], gain[is_inside], component)


def _components(records: int, left: Records, right: Records) -> Records:
    """Return for each record the smallest that it is connected with: labels spread until none changes."""
    label = np.arange(records)
    while True:
        before = label.copy()
        low = np.minimum(label[left], label[right])
        for end in (label[left], label[right], left, right):
            np.minimum.at(label, end, low)
        label = label[label]
        if np.array_equal(before, label):
            return label


class _Component:
    """Records that pairs connect, and their groups as they grow; a group is named by its smallest."""

    def __init__(
        self,
        left: list[int],
        right: list[int],
        gain: list[float],
        judged: list[tuple[int, int]],
        apart: Mapping[int, frozenset[int]],
    ) -> None:
        self._gain: dict[int, dict[int, float]] = defaultdict(dict)
        self._members: dict[int, list[int]] = {}
        self._apart = apart
        self._found: list[Join] = []
        for one, other, much in zip(left, right, gain, strict=True):
            self._gain[one][other] = self._gain[other][one] = much
        group: dict[int, int] = {}
        for record, same in judged:
            one, other = sorted((group.get(record, record), group.get(same, same)))
            if one != other:
                self._join(one, other, float("inf"))
                group |= dict.fromkeys(self._members[one], one)

    def joined(self) -> list[Join]:
        """Join groups, the likeliest first, as long as their average pair reaches the lowest; return the
        joins.
        """
        least = LOWEST - UNCOMPARED
        heap = [
            (-self._average(one, other), one, other)
            for one, others in self._gain.items()
            for other in others
            if one < other and self._average(one, other) >= least
        ]
        heapq.heapify(heap)
        while heap:
            much, one, other = heapq.heappop(heap)
            is_current = one in self._gain and other in self._gain[one] and -much == self._average(one, other)
            if not is_current or self._is_barred(one, other):
                continue
            self._join(one, other, -much + UNCOMPARED)
            for third in self._gain[one]:
                average = self._average(one, third)
                if average >= least:
                    heapq.heappush(heap, (-average, min(one, third), max(one, third)))
        return self._found

    def _size(self, group: int) -> int:
        return len(self._members.get(group, (group,)))

    def _average(self, one: int, other: int) -> float:
        return self._gain[one][other] / (self._size(one) * self._size(other))

    def _is_barred(self, one: int, other: int) -> bool:
        others = self._members.get(other, [other])
        return bool(self._apart) and any(
            not self._apart[record].isdisjoint(others)
            for record in self._members.get(one, [one])
            if record in self._apart
        )

    def _join(self, stays: int, goes: int, average: float) -> None:
        """Put two groups together under the smaller name, with all that was gained by either."""
        self._found.append((average, stays, goes, self._size(stays) * self._size(goes)))
        self._members.setdefault(stays, [stays]).extend(self._members.pop(goes, [goes]))
        mine, theirs = self._gain[stays], self._gain.pop(goes, {})
        mine.pop(goes, None)
        for third, much in theirs.items():
            if third != stays:
                del self._gain[third][goes]
                mine[third] = self._gain[third][stays] = mine.get(third, 0.0) + much
