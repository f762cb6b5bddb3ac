"""From the stays that may be a person's latest to the answer of a stock: all of them must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

from tawthiq.methods.counting.answer import REASONS, Answer
from tawthiq.methods.counting.tally import (
    Bitmaps,
    Counted,
    Group,
    Layout,
    Listed,
    Parts,
    finished,
)


def tally_stock(groups: Sequence[Group], bags: Bitmaps, layout: Layout, *, sure: int, gone: int) -> Answer:
    """Return the answer of a stock.

    A group holds the persons of whom one candidate stands so. `sure` are those who may count certainly: a
    stay has certainly begun, and no killing is possible. `gone` are the certainly dead.
    """
    everyone = doubtful = possible = 0
    for group in groups:
        everyone |= group.units
        if group.is_possible:
            possible |= group.units
        if not group.is_certain:
            doubtful |= group.units
    possible &= ~gone
    certain = everyone & sure & ~doubtful & ~gone
    if not layout.by:
        return finished(bags, layout, Counted(certain, possible, certain, {}, {}, {}))
    in_cell, placed = _agreed(groups, certain)
    may_be_in_cell: dict[Parts, int] = defaultdict(int)
    living = [Group(g.is_certain, g.is_possible, g.parts, g.units & ~gone) for g in groups]
    listed = Listed((group for group in living if group.units), len(layout.positions))
    for group in living:
        if group.is_possible and group.units:
            for parts in listed.possible(group):
                may_be_in_cell[parts] |= group.units
    nowhere = _nowhere(groups, certain & ~placed)
    return finished(bags, layout, Counted(certain, possible, placed, in_cell, may_be_in_cell, nowhere))


def _agreed(groups: Sequence[Group], certain: int) -> tuple[dict[Parts, int], int]:
    """Return, for each cell, the persons whom every candidate puts there, and those who are in some cell."""
    placed_groups = [(set(product(*(part.cells for part in g.parts))), g.units & certain) for g in groups]
    cells = {parts for found, units in placed_groups if units for parts in found}
    in_cell: dict[Parts, int] = {}
    placed = 0
    for parts in cells:
        units = elsewhere = 0
        for found, people in placed_groups:
            if parts in found:
                units |= people
            else:
                elsewhere |= people
        in_cell[parts] = units & ~elsewhere
        placed |= in_cell[parts]
    return in_cell, placed


def _nowhere(groups: Sequence[Group], unplaced: int) -> dict[str, int]:
    """Return the persons in no cell by the reason: a conflict, where each candidate knows a cell."""
    nowhere = dict.fromkeys(REASONS, 0)
    for group in groups:
        if group.is_possible and group.reason:
            nowhere[group.reason] |= group.units & unplaced
    reasoned = 0
    for units in nowhere.values():
        reasoned |= units
    nowhere["conflict"] |= unplaced & ~reasoned
    return nowhere
