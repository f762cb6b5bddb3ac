"""What people judged, put together before any rule runs."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.methods.linkage import reasons
from tawthiq.methods.linkage.model import Conflict, Judgements, pair
from tawthiq.methods.linkage.unions import Unions


@dataclass(frozen=True, slots=True)
class Contraction:
    """Records that people judged to be one person, and between whom no rule may decide."""

    people: Unions
    barriers: dict[str, frozenset[str]]
    conflicts: tuple[Conflict, ...]

    def person(self, record_id: str) -> str:
        """Return the record that stands for the person whom people know this record to be about."""
        return self.people.root(record_id)

    def is_barred(self, left: str, right: str) -> bool:
        """Return whether people decided, or could not decide, of two persons; a rule then may not."""
        return right in self.barriers.get(left, frozenset())


def contracted(judgements: Judgements) -> Contraction:
    """Join what was judged the same, never what was judged different; the two at odds are a conflict.

    Where judgements contradict one another "different" holds, and of a chain of "same" the last by
    record gives way, so that the order in which judgements are read does not matter.
    """
    people = Unions()
    passed_over = sorted(pair(*judged) for judged in judgements.contradicted)
    conflicts = [Conflict(left, right, (reasons.JUDGED_DIFFERENT,)) for left, right in passed_over]
    enemies: dict[str, set[str]] = {}
    for left, right in judgements.different:
        enemies.setdefault(left, set()).add(right)
        enemies.setdefault(right, set()).add(left)
    for left, right in sorted(pair(*judged) for judged in judgements.same):
        one, other = people.root(left), people.root(right)
        if any(people.root(enemy) == other for enemy in enemies.get(one, ())):
            conflicts.append(Conflict(left, right, (reasons.JUDGED_DIFFERENT,)))
        elif people.join(one, other):
            merged = enemies.pop(one, set()) | enemies.pop(other, set())
            if merged:
                enemies[people.root(one)] = merged
    return Contraction(people, _barriers(people, judgements), tuple(conflicts))


def _barriers(people: Unions, judgements: Judgements) -> dict[str, frozenset[str]]:
    barriers: dict[str, set[str]] = {}
    for left, right in judgements.different | judgements.unsure:
        one, other = people.root(left), people.root(right)
        if one != other:
            barriers.setdefault(one, set()).add(other)
            barriers.setdefault(other, set()).add(one)
    return {person: frozenset(others) for person, others in barriers.items()}
