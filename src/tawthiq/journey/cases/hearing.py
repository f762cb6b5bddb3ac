"""What each person said of each pair of records, for asking a second one and for seeing where they disagree.

Pure; no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.journey.cases.clusters import Verdict, forest, pair
from tawthiq.journey.cases.linking import current_ties
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.standing import Current
from tawthiq.journey.cases.stored import JudgementFacts, Judgements
from tawthiq.methods.linkage.model import Pair, Reason
from tawthiq.methods.linkage.shares import is_double

DISAGREE = Reason(
    "reviewers-disagree",
    "Two people judged it otherwise; until one judgement is taken back, nothing is joined.",
    "حكم فيه شخصان حكمين مختلفين، ولا يُجمع شيء حتى يُسحب أحدهما.",
)


@dataclass(frozen=True)
class Heard:
    """What people said that holds, by pair and by person, and whom a pair was ever asked of."""

    said: dict[Pair, dict[str, Verdict]]
    asked: dict[Pair, frozenset[str]]

    @classmethod
    def of(cls, judgements: Judgements, current: Current) -> Heard:
        """Return what people said of records, by the records that are spoken for now."""
        said: dict[Pair, dict[str, Verdict]] = defaultdict(dict)
        asked: dict[Pair, set[str]] = defaultdict(set)
        for fact in judgements.given:
            if fact.about is not About.RECORDS or fact.by is None or fact.undoes:
                continue
            if (two := _now(fact, current)) is not None:
                asked[two].add(fact.by)
                if fact.id not in judgements.undone:
                    said[two][fact.by] = fact.verdict
        return cls(dict(said), {two: frozenset(people) for two, people in asked.items()})

    def may_judge_again(self, left: str, right: str, person: str) -> bool:
        """Say whether a pair that one person judged is to be judged by another, who is this person."""
        asked = self.asked.get(pair(left, right), frozenset())
        return len(self.said.get(pair(left, right), ())) == 1 == len(asked) and person not in asked

    def to_judge_again(self, person: str) -> list[Pair]:
        """Return the pairs of the double share that this person is the second to judge, in order."""
        return sorted(two for two in self.said if is_double(*two) and self.may_judge_again(*two, person))

    def disagreements(self) -> Iterator[Pair]:
        """Yield the pairs that people judged in different ways, in order."""
        yield from sorted(two for two, said in self.said.items() if len(set(said.values())) > 1)


def _now(fact: JudgementFacts, current: Current) -> Pair | None:
    left, right = current(fact.left), current(fact.right)
    return None if left is None or right is None or left == right else pair(left, right)


class Answered:
    """Which pairs people have answered, by judging them or others that decide them too."""

    def __init__(self, judgements: Judgements, current: Current) -> None:
        """Replay what people said."""
        people = [fact.tie for fact in judgements.in_force(About.RECORDS) if fact.by is not None]
        ties = current_ties(people, current)
        self._judged = {tie.pair for tie in ties}
        self._trees = forest({thing for two in self._judged for thing in two}, ties)

    def __call__(self, left: str, right: str) -> bool:
        """Say whether a pair is answered."""
        trees = self._trees
        return (
            pair(left, right) in self._judged or trees.together(left, right) or trees.kept_apart(left, right)
        )
