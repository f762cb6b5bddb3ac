"""From judgements to clusters, and from clusters to lasting identifiers. Pure; no database.

The same code groups records into persons and parts of accounts into acts. What is together is a function
of the judgements in force and of nothing else, so taking a judgement back restores what was before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Verdict(StrEnum):
    """What a judgement says of two records, or of two parts of accounts."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Tie:
    """One judgement in force: what it says of two things, and whether a person or a rule says so."""

    left: str
    right: str
    verdict: Verdict
    by_rule: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        """Return the two things in byte order, so that a pair has one name."""
        return pair(self.left, self.right)

    def between(self, left: str, right: str) -> Tie:
        """Return the same word on what the two things are spoken for by now."""
        return Tie(left, right, self.verdict, self.by_rule)


@dataclass(frozen=True, slots=True)
class Retired:
    """An identifier that no longer stands for anything: what it last held, and the entry that retired it."""

    held: frozenset[str]
    since: int


def pair(left: str, right: str) -> tuple[str, str]:
    """Return two things in byte order."""
    return (left, right) if left < right else (right, left)


class Forest:
    """Things that are together, and pairs that must stay apart."""

    def __init__(self, items: Iterable[str], apart: Iterable[tuple[str, str]] = ()) -> None:
        """Start with every thing on its own."""
        self._root = {item: item for item in items}
        self._members: dict[str, list[str]] = {item: [item] for item in self._root}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def root(self, item: str) -> str:
        """Return the thing that stands for the cluster of `item`."""
        while self._root[item] != item:
            self._root[item] = self._root[self._root[item]]
            item = self._root[item]
        return item

    def together(self, left: str, right: str) -> bool:
        """Say whether two things are in one cluster; a thing that is not here is with nobody."""
        return left in self._root and right in self._root and self.root(left) == self.root(right)

    def kept_apart(self, left: str, right: str) -> bool:
        """Say whether joining two clusters would bring together a pair that must stay apart."""
        if not self._apart or left not in self._root or right not in self._root:
            return False
        small, large = sorted((self.root(left), self.root(right)), key=lambda root: len(self._members[root]))
        return any(
            enemy in self._root and self.root(enemy) == large
            for member in self._members[small]
            for enemy in self._apart.get(member, ())
        )

    def join(self, left: str, right: str) -> None:
        """Put two clusters together; nothing happens where one thing is not here."""
        if left not in self._root or right not in self._root:
            return
        small, large = sorted((self.root(left), self.root(right)), key=lambda root: len(self._members[root]))
        if small != large:
            self._root[small] = large
            self._members[large] += self._members.pop(small)

    def clusters(self) -> list[tuple[str, ...]]:
        """Return the clusters, each sorted, in the order of their first members."""
        return sorted(tuple(sorted(members)) for members in self._members.values())


def forest(items: Iterable[str], ties: Sequence[Tie]) -> Forest:
    """Replay judgements: people before rules, and no rule against a person.

    A rule's "same" is passed over where a person judged that very pair, and anybody's where a person judged
    it otherwise: two reviewers who disagree join nobody. So is what would bring together two things that a
    person called different. Rules are replayed after people, both in the order given.
    """
    judged = {tie.pair for tie in ties if not tie.by_rule}
    otherwise = {tie.pair for tie in ties if not tie.by_rule and tie.verdict is not Verdict.SAME}
    apart = {tie.pair for tie in ties if tie.verdict is Verdict.DIFFERENT and not tie.by_rule}
    trees = Forest(items, apart)
    same = [tie for tie in ties if tie.verdict is Verdict.SAME]
    for tie in sorted(same, key=lambda tie: tie.by_rule):
        is_passed_over = tie.pair in (judged if tie.by_rule else otherwise)
        if not is_passed_over and not trees.kept_apart(tie.left, tie.right):
            trees.join(tie.left, tie.right)
    return trees


def groups_of(items: Iterable[str], ties: Sequence[Tie]) -> list[tuple[str, ...]]:
    """Return what `forest(items, ties).clusters()` returns; what no tie names is alone, and most is."""
    named = {thing for tie in ties for thing in (tie.left, tie.right)}
    alone, tied = [], []
    for item in items:
        if item in named:
            tied.append(item)
        else:
            alone.append((item,))
    return sorted([*alone, *forest(tied, ties).clusters()])


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry of a judgement that is taken back, and what each identifier it changed held before it."""

    entry: int
    before: Mapping[str, Iterable[str]] = field(default_factory=dict)


NOTHING_RETURNS: Mapping[str, frozenset[str]] = MappingProxyType({})
NO_VERSIONS: Mapping[str, int] = MappingProxyType({})


def inherit(
    groups: Sequence[tuple[str, ...]],
    living: Mapping[str, Iterable[str]],
    retired: Mapping[str, Retired],
    *,
    versions: Mapping[str, int] = NO_VERSIONS,
    returning: Mapping[str, frozenset[str]] = NOTHING_RETURNS,
) -> list[str | None]:
    """Give each group the identifier that it keeps; None where it needs a new one.

    First, where a judgement is taken back, what its entry retired or changed returns to exactly what it held
    (`returning`). Then each living identifier goes to the group that overlaps it most (ties: the one of more
    `versions`, which has stood longer; then the smallest identifier, then the first group). Then a group
    without one takes back the retired identifier that overlaps it most, the last retired first.
    """
    given: list[str | None] = [None] * len(groups)
    if not living and not retired:
        return given
    where = {member: index for index, group in enumerate(groups) for member in group}
    _give_back(groups, where, living, returning, given)
    _give(sorted(_overlaps(where, living), key=lambda o: (o[0], -versions.get(o[1], 0), o[1], o[2])), given)
    last_first = sorted(retired, key=lambda key: (-retired[key].since, key))
    order = {key: rank for rank, key in enumerate(last_first)}
    held = {key: retired[key].held for key in last_first}
    _give(sorted(_overlaps(where, held), key=lambda o: (o[0], order[o[1]], o[2])), given)
    return given


def _give_back(
    groups: Sequence[tuple[str, ...]],
    where: Mapping[str, int],
    living: Mapping[str, Iterable[str]],
    returning: Mapping[str, frozenset[str]],
    given: list[str | None],
) -> None:
    for key in sorted(returning):
        held = returning[key]
        index = where.get(min(held, default=""))
        # what has gone elsewhere since does not leave those that it stands for now
        if key in living and held.isdisjoint(living[key]):
            continue
        if index is not None and frozenset(groups[index]) == held:
            given[index] = key


def _overlaps(where: Mapping[str, int], held: Mapping[str, Iterable[str]]) -> list[tuple[int, str, int]]:
    found = []
    for key, members in held.items():
        indexes = [where[member] for member in members if member in where]
        if len(indexes) == 1:  # as most are
            found.append((-1, key, indexes[0]))
        else:
            found.extend((-count, key, index) for index, count in Counter(indexes).items())
    return found


def _give(overlaps: Iterable[tuple[int, str, int]], given: list[str | None]) -> None:
    taken = {key for key in given if key is not None}
    for _, key, index in overlaps:
        if given[index] is None and key not in taken:
            given[index] = key
            taken.add(key)
