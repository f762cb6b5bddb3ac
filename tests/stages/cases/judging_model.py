"""What judgements say, in plain Python and without a thought for speed: beside it the archive is checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tawthiq.journey.cases.clusters import Verdict, pair
from tawthiq.methods.linkage.shares import is_double

Row = tuple[str, str]
"""The source of a row and its key there: what a record and its later editions are about."""
SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


@dataclass(frozen=True)
class Said:
    """One judgement: what was said of which two records, and by whom; None is a rule."""

    id: str
    left: str
    right: str
    verdict: Verdict
    by: str | None


@dataclass(frozen=True)
class Tie:
    """What one judgement that stands says of two rows."""

    rows: frozenset[Row]
    verdict: Verdict
    by: str | None


def groups(rows: Iterable[Row], ties: Iterable[Tie]) -> dict[Row, set[Row]]:
    """Return whom every row is together with: people before rules, and the earlier before the later."""
    found = {row: {row} for row in rows}
    people = [tie for tie in ties if tie.by is not None]
    rules = [tie for tie in ties if tie.by is None]
    judged = {tie.rows for tie in people}
    otherwise = {tie.rows for tie in people if tie.verdict is not SAME}
    apart = {tie.rows for tie in people if tie.verdict is DIFFERENT}
    for tie in (*people, *rules):
        if tie.verdict is not SAME or tie.rows in (judged if tie.by is None else otherwise):
            continue
        merged = set().union(*(found[row] for row in tie.rows))
        if not any(two <= merged for two in apart):
            found |= dict.fromkeys(merged, merged)
    return found


@dataclass
class Model:
    """What came in, what is in force, and what was said of it."""

    row_of: dict[str, Row] = field(default_factory=dict)
    in_force: dict[Row, str] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)

    def standing(self, *, by_rules: bool = True) -> list[Tie]:
        """Return the judgements that hold of what is in force, in the order in which they were made."""
        return [
            tie
            for one in self.said.values()
            if one.id not in self.undone and (by_rules or one.by) and (tie := self._tie(one)) is not None
        ]

    def _tie(self, one: Said) -> Tie | None:
        rows = frozenset(self.row_of[record] for record in (one.left, one.right))
        is_there = len(rows) == 2 and all(row in self.in_force for row in rows)
        is_unchanged = {one.left, one.right} == {self.in_force.get(row) for row in rows}
        # what a rule said was of these very words; what a person said is of the row, however corrected
        return Tie(rows, one.verdict, one.by) if is_there and (one.by or is_unchanged) else None

    def groups(self, *, by_rules: bool = True) -> set[frozenset[Row]]:
        """Return who is together."""
        return set(map(frozenset, groups(self.in_force, self.standing(by_rules=by_rules)).values()))

    def taken_back(self) -> set[frozenset[Row]]:
        """Return the rows that somebody, or a rule, joined and somebody parted again."""
        back = (tie for name in self.undone if (tie := self._tie_then(self.said[name])) is not None)
        return {tie.rows for tie in back if tie.verdict is SAME}

    def _tie_then(self, one: Said) -> Tie | None:
        return self._tie(Said(one.id, one.left, one.right, one.verdict, one.by or "somebody"))

    def may_judge(self, left: Row, right: Row, verdict: Verdict, person: str) -> bool:
        """Say whether somebody may judge two rows so, by all that people said before."""
        ties = self.standing(by_rules=False)
        rows = frozenset((left, right))
        of_pair = [tie for tie in ties if tie.rows == rows]
        if of_pair and not self._is_second(rows, of_pair, person):
            return False
        ties = [tie for tie in ties if tie.rows != rows]
        together = groups(self.in_force, ties)
        apart = any(tie.verdict is DIFFERENT and tie.rows <= together[left] | together[right] for tie in ties)
        if verdict is DIFFERENT:
            return right not in together[left]
        return verdict is not SAME or not apart

    def _is_second(self, rows: frozenset[Row], of_pair: list[Tie], person: str) -> bool:
        """Say whether two people are asked of a pair, and this one is the second."""
        now = pair(*(self.in_force[row] for row in rows))
        tied = ((self._tie_then(one), one.by) for one in self.said.values() if one.by)
        asked = {by for tie, by in tied if tie is not None and tie.rows == rows}
        return is_double(*now) and len(of_pair) == 1 == len(asked) and person not in asked
