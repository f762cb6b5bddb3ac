"""From the pairs that a linkage rule finds to the judgements that may be made of them. Pure; no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tawthiq.journey.cases.clusters import Forest, Verdict, forest, join_unless_apart, pair
from tawthiq.journey.cases.rules import About

if TYPE_CHECKING:
    from tawthiq.journey.cases.stored import JudgementFacts


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two records that a named rule finds to be about one person; the reason names no one."""

    left: str
    right: str
    rule: str
    score: str
    reason: str


def choose(
    pairs: Iterable[Pair],
    given: Sequence[JudgementFacts],
    records: Iterable[str],
    current: Callable[[str], str | None],
) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs to judge the same, and how many are left for people.

    A pair that anybody or any rule has judged, or whose judgement was taken back, is not proposed again.
    A pair that would bring together what a person parted waits for a person.
    """
    settled, trees = _settled(given, records, current)
    chosen: list[Pair] = []
    waiting = 0
    for found in sorted(pairs):
        if pair(found.left, found.right) in settled or trees.together(found.left, found.right):
            continue
        if join_unless_apart(trees, found.left, found.right):
            chosen.append(found)
        else:
            waiting += 1
    return tuple(chosen), waiting


def _settled(
    given: Sequence[JudgementFacts], records: Iterable[str], current: Callable[[str], str | None]
) -> tuple[set[tuple[str, str]], Forest]:
    """Return the pairs that need no rule any more, and the clusters as they stand."""
    undone = {fact.undoes for fact in given if fact.undoes}
    settled: set[tuple[str, str]] = set()
    apart: set[tuple[str, str]] = set()
    ties = []
    for fact in given:
        left, right = current(fact.left), current(fact.right)
        if fact.about is not About.RECORDS or left is None or right is None:
            continue
        settled.add(pair(left, right))
        taken_back = fact.undoes is not None or fact.id in undone
        if not taken_back:
            ties.append(fact.tie.between(left, right))
        elif fact.verdict is Verdict.SAME:
            apart.add(pair(left, right))
    return settled, forest(records, ties, also_apart=apart)


class Candidates:
    """TEMPORARY until methods.linkage lands."""

    def add(self, facts: object) -> None:
        """Take a record."""

    def pairs(self) -> tuple[Pair, ...]:
        """No pairs."""
        return ()
