"""From units that stand alike to a table: each kind is weighed once, and counts as all of its units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from tawthiq.methods.counting.alike import Alike
from tawthiq.methods.counting.answer import Answer, Cell, Undetermined
from tawthiq.methods.counting.standings import first_reason
from tawthiq.methods.counting.tally import Group, Layout, Listed, Parts

NOWHERE: Final[frozenset[Parts]] = frozenset()
EVERYBODY: Final[Parts] = ()
"""The bag of all who may count; no cell of a table has an empty key."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a unit stands by a row of one group: for certain, and possibly, which is among everybody too."""

    is_certain: bool
    cells: frozenset[Parts]
    possible: frozenset[Parts]
    reason: str


@dataclass
class Most:
    """How many people at most, in each of several bags; a bag with an open-ended group has no upper bound."""

    people: Counter[Parts] = field(default_factory=Counter)
    is_open: set[Parts] = field(default_factory=set)

    def add(self, bag: Parts, at_most: int | None) -> None:
        """Put people into a bag."""
        if at_most is None:
            self.is_open.add(bag)
        else:
            self.people[bag] += at_most

    def of(self, bag: Parts) -> int | None:
        """Return how many a bag holds at most, None where that is not known."""
        return None if bag in self.is_open else self.people[bag]


def tally_alike(units: Iterable[Alike], groups: Mapping[int, Group], layout: Layout) -> Answer:
    """Return the answer of a flow with a breakdown: a unit counts, and stands, where one of its rows does."""
    listed = Listed(groups.values(), len(layout.positions))
    stands = {number: _stand(group, listed) for number, group in groups.items() if group.is_possible}
    at_least = repeated = 0
    in_cell: Counter[Parts] = Counter()
    nowhere: Counter[str] = Counter()
    most = Most()
    for unit in units:
        own = [stands[number] for number in unit.stands if number in stands]
        for parts in _together(stand.possible for stand in own):
            most.add(parts, unit.at_most)
        certain = [stand for stand in own if stand.is_certain]
        cells = _together(stand.cells for stand in certain)
        at_least += unit.at_least if certain else 0
        repeated += unit.at_least * (len(cells) - 1) if cells else 0
        for parts in cells:
            in_cell[parts] += unit.at_least
        if certain and not cells:
            nowhere[first_reason(stand.reason for stand in certain)] += unit.at_least
    table = [Cell(layout.key(parts), in_cell[parts], most.of(parts)) for parts in listed.cells]
    return Answer(
        at_least,
        most.of(EVERYBODY),
        Undetermined(**nowhere),
        repeated,
        layout.by,
        tuple(sorted(table, key=lambda cell: cell.key)),
    )


def _stand(group: Group, listed: Listed) -> Stand:
    is_placed = group.is_certain and not group.reason
    cells = frozenset(product(*(part.cells for part in group.parts))) if is_placed else NOWHERE
    return Stand(group.is_certain, cells, frozenset({EVERYBODY, *listed.possible(group)}), group.reason)


def _together(sets: Iterable[frozenset[Parts]]) -> frozenset[Parts]:
    return NOWHERE.union(*sets)
