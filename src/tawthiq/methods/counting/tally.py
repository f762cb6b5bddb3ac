"""From groups of rows that stand alike to an answer: who is in which cell, once.

A *bag* holds units: as a number where no unit can be in two groups (acts), as a bitmap over their dense
numbers where it can (persons, events).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from tawthiq.methods.counting.answer import REASONS, Answer, Cell, Undetermined
from tawthiq.methods.counting.standings import Key, Standing, first_reason


@dataclass(frozen=True)
class Group:
    """Rows that stand alike: how they stand on all axes together, and the units that have such a row.

    `parts` are the standings on the axes of the breakdown, in order.
    """

    is_certain: bool
    is_possible: bool
    parts: tuple[Standing, ...]
    units: int

    @property
    def reason(self) -> str:
        """Return why the rows are in no cell for certain; empty where they are."""
        return first_reason(part.reason for part in self.parts if not part.cells)


class Bags(Protocol):
    """How bags of one unit are put together and weighed."""

    def both(self, one: int, other: int) -> int:
        """Return the units that are in either."""
        ...

    def without(self, one: int, other: int) -> int:
        """Return the units of the first that are not in the other."""
        ...

    def at_least(self, bag: int) -> int:
        """Return how many units there are at least."""
        ...

    def at_most(self, bag: int) -> int | None:
        """Return how many units there are at most, None where one is open-ended."""
        ...


class Numbers:
    """Bags of acts: groups are disjoint, so a number will do."""

    def both(self, one: int, other: int) -> int:
        """Return the sum."""
        return one + other

    def without(self, one: int, other: int) -> int:
        """Return the first, of which the other holds nothing: an act is in one group only."""
        del other
        return one

    def at_least(self, bag: int) -> int:
        """Return the number."""
        return bag

    def at_most(self, bag: int) -> int | None:
        """Return the number."""
        return bag


@dataclass(frozen=True)
class Bitmaps:
    """Bags of persons or events as bitmaps; `least` and `most` hold those that count as other than one."""

    least: Mapping[int, int]
    most: Mapping[int | None, int]

    def both(self, one: int, other: int) -> int:
        """Return the union."""
        return one | other

    def without(self, one: int, other: int) -> int:
        """Return the difference."""
        return one & ~other

    def at_least(self, bag: int) -> int:
        """Return how many units there are, groups with their minimum."""
        groups = sum((count - 1) * (bag & units).bit_count() for count, units in self.least.items())
        return bag.bit_count() + groups

    def at_most(self, bag: int) -> int | None:
        """Return how many units there are, groups with their maximum; None where one is open-ended."""
        total = bag.bit_count()
        for count, units in self.most.items():
            if found := (bag & units).bit_count():
                if count is None:
                    return None
                total += (count - 1) * found
        return total


@dataclass(frozen=True)
class Layout:
    """Where the values of each axis stand in a cell's key."""

    by: tuple[str, ...]
    positions: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, by: tuple[str, ...], axes: Sequence[tuple[str, ...]]) -> Layout:
        """Return the layout of a breakdown whose fields are spread over these axes."""
        return cls(by, tuple(tuple(by.index(name) for name in names) for names in axes))

    def key(self, parts: Iterable[Key]) -> Key:
        """Return a cell's key from its values on each axis."""
        values = [""] * len(self.by)
        for places, part in zip(self.positions, parts, strict=True):
            for place, value in zip(places, part, strict=True):
                values[place] = value
        return tuple(values)


Parts = tuple[Key, ...]


class Listed:
    """The cells of a table: those in which what some source states may put a unit."""

    def __init__(self, groups: Iterable[Group], axes: int) -> None:
        """Collect them from all groups that may count."""
        self.cells: set[Parts] = set()
        for group in groups:
            if group.is_possible:
                self.cells.update(product(*(part.listed for part in group.parts)))
        self._keys = [{parts[axis] for parts in self.cells} for axis in range(axes)]
        self._held: dict[tuple[int, int], list[Key]] = {}

    def possible(self, group: Group) -> Iterable[Parts]:
        """Return the cells in which the rows of a group may be."""
        if all(part.covers is None for part in group.parts):
            return product(*(part.listed for part in group.parts))
        held = (self._keys_held(axis, part) for axis, part in enumerate(group.parts))
        return (parts for parts in product(*held) if parts in self.cells)

    def _keys_held(self, axis: int, part: Standing) -> list[Key]:
        # Groups share their standings, which live as long as the groups: the identity of one is enough.
        if (axis, id(part)) not in self._held:
            self._held[axis, id(part)] = [key for key in self._keys[axis] if part.may_be_in(key)]
        return self._held[axis, id(part)]


def tally_flow(groups: Sequence[Group], bags: Bags, layout: Layout) -> Answer:
    """Return the answer of a flow: a unit counts where one of its rows does."""
    listed = Listed(groups if layout.by else (), len(layout.positions))
    certain = possible = placed = 0
    in_cell: dict[Parts, int] = defaultdict(int)
    may_be_in_cell: dict[Parts, int] = defaultdict(int)
    nowhere: dict[str, int] = defaultdict(int)
    for group in groups:
        if not group.is_possible:
            continue
        possible = bags.both(possible, group.units)
        if group.is_certain:
            certain = bags.both(certain, group.units)
        if not layout.by:
            continue
        for parts in listed.possible(group):
            may_be_in_cell[parts] = bags.both(may_be_in_cell[parts], group.units)
        if group.is_certain and group.reason:
            nowhere[group.reason] = bags.both(nowhere[group.reason], group.units)
        elif group.is_certain:
            placed = bags.both(placed, group.units)
            for parts in product(*(part.cells for part in group.parts)):
                in_cell[parts] = bags.both(in_cell[parts], group.units)
    return finished(bags, layout, Counted(certain, possible, placed, in_cell, may_be_in_cell, nowhere))


@dataclass(frozen=True)
class Counted:
    """The bags of an answer: all, all possible, those in some cell, and those of each cell and reason."""

    certain: int
    possible: int
    placed: int
    in_cell: Mapping[Parts, int]
    may_be_in_cell: Mapping[Parts, int]
    nowhere: Mapping[str, int]


def finished(bags: Bags, layout: Layout, counted: Counted) -> Answer:
    """Return the numbers of an answer from its bags."""
    if not layout.by:
        return Answer(bags.at_least(counted.certain), bags.at_most(counted.possible))
    cells = [
        Cell(layout.key(parts), bags.at_least(counted.in_cell.get(parts, 0)), bags.at_most(units))
        for parts, units in counted.may_be_in_cell.items()
    ]
    cells.sort(key=lambda cell: cell.key)
    reasons: dict[str, int] = {}
    seen = counted.placed
    for reason in REASONS:
        units = counted.nowhere.get(reason, 0)
        reasons[reason] = bags.at_least(bags.without(units, seen))
        seen = bags.both(seen, units)
    return Answer(
        bags.at_least(counted.certain),
        bags.at_most(counted.possible),
        Undetermined(**reasons),
        sum(cell.at_least for cell in cells) - bags.at_least(counted.placed),
        layout.by,
        tuple(cells),
    )
