"""Linkage by exact keys: the same folded name and the same known day, and nothing against it.

The rule joins little and is meant to be wrong almost never; what it refuses or cannot use is for people and
for better linkers. It never chains: records are joined only where each of them stands in the same relation
to everybody else who shares a key with them. A record that would fit either of two people who cannot
be one is joined to neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise
from operator import attrgetter

from tawthiq.core.errors import UsageProblem
from tawthiq.core.names import FOLD_VERSION, fold, is_placeholder, naming_tokens
from tawthiq.methods.linkage import reasons
from tawthiq.methods.linkage.contraction import Contraction, contracted
from tawthiq.methods.linkage.facts import (
    Facts,
    agree,
    contradictions,
    facts_of,
    is_placeholder_day,
    may_contradict_itself,
    own_contradictions,
)
from tawthiq.methods.linkage.model import (
    CERTAIN,
    Candidate,
    Conflict,
    Judgements,
    Linkage,
    Match,
    Reason,
    Refusal,
    pair,
)
from tawthiq.methods.linkage.unions import Unions

RULE_VERSION = "1"
LEAST_NAMES = 2
NO_JUDGEMENTS = Judgements()

Key = tuple[str, str, date]
"""Folded name, kind of date, day."""


@dataclass(frozen=True, slots=True)
class ExactKeys:
    """Joins records that give the same name and the same day of birth, death or arrest.

    A record takes part if its name is no placeholder and has at least two names in it, at least one of its
    dates is known to the day (1 January is no day of birth), and it does not contradict itself. Two records
    that share a key are refused if they differ in sex, in the mother's name, in the date of death, in the
    date of birth or the age, or if one was arrested after the other's death; unknown contradicts nothing,
    and a date known to the month can contradict but never join.
    """

    @property
    def rule(self) -> str:
        """The name of the rule with its version and that of the folding."""
        return f"exact-keys-{RULE_VERSION}/fold-{FOLD_VERSION}"

    def link(self, candidates: Iterable[Candidate], judgements: Judgements = NO_JUDGEMENTS) -> Linkage:
        """Return which candidates are the same person; people's judgements go first and are never undone.

        Raises:
            UsageProblem: Two candidates carry the same record identifier.
        """
        ordered = _ordered(candidates)
        judged = contracted(judgements)
        sharing, left_alone = _sharing(ordered)
        named = {record for pair in judgements.same for record in pair}
        table = _Table.of(
            (one for one in ordered if one.record_id in sharing or one.record_id in named), judged
        )
        classes = _joinable(table)
        matches = tuple(_matches(table, classes, self.rule))
        return Linkage(
            rule=self.rule,
            clusters=tuple(_clusters(ordered, table, matches)),
            matches=matches,
            refused=tuple(_refusals(table, classes, self.rule)),
            conflicts=table.judged.conflicts + tuple(_conflicts(table)),
            left_alone=dict(sorted(left_alone.items())),
        )


def _ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    ordered = sorted(candidates, key=attrgetter("record_id"))
    for one, following in pairwise(ordered):
        if one.record_id == following.record_id:
            raise UsageProblem(f"Record {one.record_id} was given twice for linkage.", where=one.record_id)
    return ordered


def _sharing(ordered: Iterable[Candidate]) -> tuple[set[str], Counter[str]]:
    """Return the records with a key that another one has too, and how many are left alone, by reason.

    Most records share none, and nothing more is asked of them. Keys are remembered by their hashes: should
    those of two keys ever be one, two records too many are looked at.
    """
    sharing: set[str] = set()
    left_alone: Counter[str] = Counter()
    first: dict[int, str] = {}
    for candidate in ordered:
        keys = _keys(candidate)
        if (reason := _unusable(candidate, keys)) is not None:
            left_alone[reason] += 1
            continue
        record = candidate.record_id
        for key in keys:
            earlier = first.setdefault(hash(key), record)
            if earlier != record:
                sharing |= {earlier, record}
    return sharing, left_alone


def _unusable(candidate: Candidate, days: list[Key]) -> str | None:
    """Return why the rule leaves a candidate alone, or None."""
    if is_placeholder(candidate.name):
        return "placeholder-name"
    if len(naming_tokens(candidate.name)) < LEAST_NAMES:
        return "one-name"
    if not days:
        return "no-known-day"
    is_at_odds = may_contradict_itself(candidate) and own_contradictions(facts_of(candidate))
    return "contradicts-itself" if is_at_odds else None


def _keys(candidate: Candidate) -> list[Key]:
    name = fold(candidate.name)
    birth = () if candidate.birth is None else (candidate.birth,)
    days = set()
    for kind, dates in (("birth", birth), ("death", candidate.deaths), ("arrest", candidate.arrests)):
        for known in dates:
            day = known.earliest
            if day is not None and day == known.latest and not (kind == "birth" and is_placeholder_day(day)):
                days.add((name, kind, day))
    return sorted(days) if len(days) > 1 else list(days)


@dataclass(frozen=True)
class _Table:
    """The candidates that may be joined, indexed: by the person people know them to be, and by key."""

    judged: Contraction
    candidates: dict[str, Candidate] = field(default_factory=dict)
    keys: dict[str, list[Key]] = field(default_factory=dict)
    sharing: dict[Key, list[str]] = field(default_factory=dict)
    persons: dict[str, list[str]] = field(default_factory=dict)
    _facts: dict[str, Facts] = field(default_factory=dict)

    @classmethod
    def of(cls, ordered: Iterable[Candidate], judged: Contraction) -> _Table:
        """Index candidates, which are sorted by record."""
        table = cls(judged)
        for candidate in ordered:
            table._add(candidate)
        return table

    def _add(self, candidate: Candidate) -> None:
        record = candidate.record_id
        self.candidates[record] = candidate
        self.persons.setdefault(self.judged.person(record), []).append(record)
        keys = _keys(candidate)
        if _unusable(candidate, keys) is not None:
            return
        self.keys[record] = keys
        for key in keys:
            self.sharing.setdefault(key, []).append(record)

    def facts(self, record: str) -> Facts:
        """Return a record's facts; most records share no key with another, and nobody asks for theirs."""
        if (known := self._facts.get(record)) is None:
            self._facts[record] = known = facts_of(self.candidates[record])
        return known

    @cached_property
    def shared_keys(self) -> list[tuple[Key, list[str]]]:
        """The keys that several records share, in order, with their records."""
        return sorted((key, records) for key, records in self.sharing.items() if len(records) > 1)

    def against(self, left: str, right: str) -> tuple[Reason, ...]:
        """Return why two persons cannot be one, going by all their records; nothing where they can."""
        found = {
            reason
            for one in self.persons[left]
            for other in self.persons[right]
            for reason in contradictions(self.facts(one), self.facts(other))
        }
        return tuple(sorted(found, key=lambda reason: reason.code))


def _joinable(table: _Table) -> dict[str, str]:
    """Return for each person that shares a key the class of persons with whom they may be joined.

    The class is named by its smallest member. Two persons are in one class when exactly the same others
    speak against both: a relation that holds whatever the order, and that no chain can stretch.
    """
    reachable = Unions()
    for _, records in table.shared_keys:
        first, *others = map(table.judged.person, records)
        for other in others:
            reachable.join(first, other)
    persons = {table.judged.person(record) for _, records in table.shared_keys for record in records}
    classes: dict[str, str] = {}
    for group in reachable.groups(persons).values():
        classes |= _classes(table, group)
    return classes


def _classes(table: _Table, group: list[str]) -> dict[str, str]:
    facts = [table.facts(record) for person in group for record in table.persons[person]]
    members = frozenset(group)
    if agree(facts) and not any(members & table.judged.barriers.get(person, frozenset()) for person in group):
        return dict.fromkeys(group, group[0])
    opposed: dict[str, set[str]] = {person: set() for person in group}
    for left, right in combinations(group, 2):
        if table.judged.is_barred(left, right) or table.against(left, right):
            opposed[left].add(right)
            opposed[right].add(left)
    named: dict[frozenset[str], str] = {}
    return {person: named.setdefault(frozenset(opposed[person]), person) for person in group}


def _matches(table: _Table, classes: dict[str, str], rule: str) -> Iterator[Match]:
    """Yield one match for each join: of a record with the first that shares its key and its class."""
    joined = Unions()
    for _, records in table.shared_keys:
        first_of_class: dict[str, str] = {}
        for record in records:
            person = table.judged.person(record)
            first = first_of_class.setdefault(classes[person], record)
            if joined.join(table.judged.person(first), person):
                yield Match(first, record, rule, CERTAIN, _shared(table, first, record))


def _shared(table: _Table, left: str, right: str) -> tuple[Reason, ...]:
    both = sorted(set(table.keys[left]) & set(table.keys[right]))
    return (reasons.SAME_NAME, *(reasons.same_day(kind, day) for _, kind, day in both))


def _clusters(
    ordered: Iterable[Candidate], table: _Table, matches: Iterable[Match]
) -> Iterator[tuple[str, ...]]:
    joined = Unions()
    for person, records in table.persons.items():
        for record in records:
            if record != person:
                joined.join(person, record)
    for match in matches:
        joined.join(match.left, match.right)
    groups = {group[0]: tuple(group) for group in joined.groups(table.candidates).values()}
    for candidate in ordered:
        record = candidate.record_id
        if record not in table.candidates:
            yield (record,)
        elif record in groups:  # a cluster stands where its first record does
            yield groups[record]


def _refusals(table: _Table, classes: dict[str, str], rule: str) -> Iterator[Refusal]:
    """Yield the pairs of persons that share a key and stayed apart, once each, by their first records.

    What people have already looked at is not asked again.
    """
    seen = set()
    for _, records in table.shared_keys:
        first_of_class: dict[str, str] = {}
        for record in records:
            first_of_class.setdefault(classes[table.judged.person(record)], record)
        for left, right in combinations(sorted(first_of_class.values()), 2):
            one, other = table.judged.person(left), table.judged.person(right)
            if (one, other) in seen or table.judged.is_barred(one, other):
                continue
            seen.add((one, other))
            yield Refusal(*pair(left, right), rule, table.against(one, other) or (reasons.FITS_SEVERAL,))


def _conflicts(table: _Table) -> Iterator[Conflict]:
    """Yield what contradicts itself inside one person as people judged."""
    for records in table.persons.values():
        for left, right in combinations(records, 2):
            if found := contradictions(table.facts(left), table.facts(right)):
                yield Conflict(left, right, found)
