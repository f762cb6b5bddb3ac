"""How one stored fact stands to a question: certainly or possibly satisfying it, and in which cells.

Each axis is weighed by itself, from the text that is stored and nothing else, so that millions of rows with
the same text are weighed once. `plain.py` reaches the same by trying every possibility; the two must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from tawthiq.methods.counting.answer import REASONS
from tawthiq.methods.counting.conditions import Condition
from tawthiq.methods.counting.fields import JOINT, PARTY_AXIS, field
from tawthiq.methods.counting.sets import NONE, NOT_KNOWABLE, NOT_STATED, OTHER, Members

Key = tuple[str, ...]
"""Values of the fields of a breakdown that read one axis, in the order of the breakdown."""

NOWHERE: Final[frozenset[Key]] = frozenset()


@dataclass(frozen=True)
class Standing:
    """How a fact stands on one axis.

    `cells` are where it certainly stands, `listed` where some alternative that a source states puts it,
    and `covers` says of a listed cell of others whether it may be there as well. `reason` is why `cells` is
    empty.
    """

    is_certain: bool
    is_possible: bool
    cells: frozenset[Key] = NOWHERE
    listed: frozenset[Key] = NOWHERE
    reason: str = ""
    covers: Callable[[Key], bool] | None = None

    def may_be_in(self, key: Key) -> bool:
        """Return whether it may stand in a cell."""
        return key in self.listed or (self.covers is not None and self.covers(key))


IMPOSSIBLE: Final = Standing(False, False)


@dataclass(frozen=True)
class CodeAxis:
    """Weighs sets of codes under the conditions and fields of one axis.

    `several` says that the truth may be several codes together.
    """

    conditions: tuple[Condition, ...]
    by: tuple[str, ...]
    several: bool

    def standing(self, said: tuple[Members, ...], *, doubt: str = "", is_wide: bool = False) -> Standing:
        """Weigh the alternatives of one set.

        `doubt` is the reason why a party is not confirmed, and may have been another. `is_wide` says that
        several alternatives come from one wide place and not from sources that differ.
        """
        told = [members for members in said if members not in (NOT_STATED, NOT_KNOWABLE)]
        accepted = [members for members in told if self._accepts(members, members)]
        untold = [members for members in said if members not in told]
        open_ = [silent for silent in untold if self._may_accept(silent)]
        doubt = doubt if told else ""
        doubted = bool(doubt) and any(condition.names_values for condition in self.conditions)
        is_certain = len(accepted) == len(told) and all(map(self._must_accept, untold)) and not doubted
        may_be_other = doubted and any(self._accepts(members, frozenset({OTHER})) for members in told)
        if not accepted and not open_ and not may_be_other:
            return IMPOSSIBLE
        keys = [self._keys(members) for members in accepted]
        cells = NOWHERE if untold or doubt or not keys else frozenset.intersection(*keys)
        return Standing(
            is_certain,
            True,
            cells if is_certain else NOWHERE,
            NOWHERE.union(*keys),
            "" if cells else self._reason(said, doubt, is_wide),
            self._covers(open_) if open_ and self.by else None,
        )

    def _accepts(self, said: Members, members: Members) -> bool:
        return all(condition.accepts(said, members) for condition in self.conditions)

    def _must_accept(self, silent: Members) -> bool:
        return all(settles(condition, silent) is True for condition in self.conditions)

    def _may_accept(self, silent: Members) -> bool:
        return any(self._accepts(silent, members) for members in self._worlds())

    def _worlds(self, holding: str | None = None) -> Iterator[Members]:
        """Yield truths that suffice to find one that is accepted, where there is one."""
        codes = {code for condition in self.conditions for code in condition.codes} - {JOINT, NONE}
        singles = {holding} if holding is not None else codes | {OTHER}
        yield from (frozenset({code}) for code in singles)
        if self.several:
            refused = {
                code
                for condition in self.conditions
                if condition.is_negated and condition.about.match == "any"
                for code in condition.codes
            }
            yield frozenset((codes - refused) | {OTHER, OTHER + OTHER} | ({holding} if holding else set()))

    def _keys(self, members: Members) -> frozenset[Key]:
        """Return the cells in which an alternative stands: one for each way to pick its members."""
        return frozenset(product(*(_values(name, members) for name in self.by)))

    def _covers(self, silences: list[Members]) -> Callable[[Key], bool]:
        def covers(key: Key) -> bool:
            return any(
                self._accepts(silent, members) and key in self._keys(members)
                for silent in silences
                for members in self._worlds_in(key)
            )

        return covers

    def _worlds_in(self, key: Key) -> Iterator[Members]:
        for code in key:
            if code == JOINT:
                yield from (members for members in self._worlds() if len(members) > 1)
            else:
                yield from self._worlds(holding=code)

    def _reason(self, said: tuple[Members, ...], doubt: str, is_wide: bool) -> str:
        if said == (NOT_STATED,):
            return "unknown"
        if said == (NOT_KNOWABLE,):
            return "unidentified"
        if is_wide:
            return "imprecise"
        return doubt if doubt and len(said) == 1 else "conflict"


def settles(condition: Condition, silent: Members) -> bool | None:
    """Return whether a condition holds of every truth behind silence, of none, or (None) of some."""
    asked = condition.unknown if silent == NOT_STATED else condition.unidentified
    if asked:
        return not condition.is_negated
    return None if condition.names_values else condition.is_negated


def _values(name: str, members: Members) -> Iterable[str]:
    if not members:
        return (NONE,)
    if field(name).match == "alone":
        return members if len(members) == 1 else (JOINT,)
    return members


def first_reason(reasons: Iterable[str]) -> str:
    """Return the first reason, in the order of `REASONS`, of those given."""
    given = set(reasons)
    return next((reason for reason in REASONS if reason in given), "")


def is_several(axis: str, fields: Iterable[str]) -> bool:
    """Return whether the truth on an axis may be several codes together."""
    return axis == PARTY_AXIS or any(field(name).several for name in fields)
