"""The people of an archive and those of the likely linkage, side by side, and measured. Pure; no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tawthiq.core.names import Script, script
from tawthiq.journey.cases.truth import Known
from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.blocking import by_kind, pairs
from tawthiq.methods.linkage.evaluation import (
    UNKNOWN,
    Completeness,
    Groups,
    Kinds,
    Measured,
    Stability,
    completeness,
    largest,
    measured,
    stability,
)
from tawthiq.methods.linkage.model import Pair
from tawthiq.methods.linkage.sampling import Estimate, Estimates, Judged, JudgedPair, estimates, judged
from tawthiq.methods.linkage.unions import Unions

if TYPE_CHECKING:
    from tawthiq.methods.linkage.likely import LikelyPeople, Scored

SOURCE, SCRIPT = "source", "script"
"""The two ways in which records are told apart."""
People = Mapping[str, str]
"""For each record something that all records of one person share."""


@dataclass(frozen=True, slots=True)
class AgainstPeople:
    """What is measured against a file of known people, and the rows of it that name no one record here."""

    known: Known
    archive: Measured
    linkage: Measured


@dataclass(frozen=True, slots=True)
class AgainstJudgements:
    """What people's judgements say of the linkage by itself: estimates from the pairs that were drawn at
    random, recall by what the records are, and the pairs that were chosen, told as they are.
    """

    estimated: Estimates
    recall_by: Mapping[str, Mapping[Kinds, Estimate]]
    chosen: Judged


class Sides:
    """The people as they are now, and as the likely linkage has them by itself.

    Records that no linkage compares, groups and the unnamed, are people of their own on its side.
    """

    def __init__(self, membership: People, candidates: Iterable[Candidate], alone: LikelyPeople) -> None:
        """Take the person of each record that has one, and the linkage of the named individuals."""
        self._membership = membership
        self._candidates = {candidate.record_id: candidate for candidate in candidates}
        self._scored: Scored = alone.scored
        self._linked = clusters(alone)

    def against_people(self, known: Known) -> AgainstPeople:
        """Measure both sides against known people."""
        records = sorted(known.person_of)
        people = numbers(known.person_of[record] for record in records)
        told_apart = {
            SOURCE: [known.source_of[record] for record in records],
            SCRIPT: [self._script(record) for record in records],
        }
        archive, linkage = (
            measured(numbers(side.get(record, record) for record in records), people, told_apart=told_apart)
            for side in (self._membership, self._linked)
        )
        return AgainstPeople(known, archive, linkage)

    def against_judgements(
        self, said: Mapping[Pair, bool | None], chances: Mapping[Pair, float]
    ) -> AgainstJudgements:
        """Measure the linkage by what people said of pairs, and by the chance of those that were drawn."""
        told = [
            JudgedPair(*two, is_same, self._is_joined(*two), chances.get(two))
            for two, is_same in said.items()
        ]
        return AgainstJudgements(
            estimated=estimates(told),
            recall_by={
                SOURCE: _recall_by(told, self._source),
                SCRIPT: _recall_by(told, self._script),
            },
            chosen=judged([pair for pair in told if pair.chance is None]),
        )

    def completeness(self, person_of: People) -> Completeness:
        """Return how many of the pairs of one person the likely linkage compared."""
        # records that are never compared have places after those that are, where no key finds them
        records = (*self._scored.table.record_ids, *sorted(person_of.keys() - self._candidates.keys()))
        number = _Numbered()
        people = [number[person_of[record]] if record in person_of else UNKNOWN for record in records]
        kinds = by_kind(self._scored.table, self._scored.rare)
        table = len(self._scored.table)
        compared = {kind.value: pairs(keys, table) for kind, keys in kinds.items()}
        return completeness(np.array(people, np.int64), compared)

    def would_change(self, proposed: LikelyPeople) -> Stability:
        """Return what would become of the people as they are now, if a linkage had its way.

        Records that have no person yet, and those that no linkage compares, are left out.
        """
        side = clusters(proposed)
        records = sorted(side.keys() & self._membership.keys())
        now, then = (numbers(of[record] for record in records) for of in (self._membership, side))
        return stability(now, then)

    @cached_property
    def largest_in_archive(self) -> int:
        """Return how many records the person with the most has."""
        return largest(numbers(self._membership.values()))

    def _is_joined(self, left: str, right: str) -> bool:
        return left in self._linked and self._linked[left] == self._linked.get(right)

    def _source(self, record: str) -> str:
        candidate = self._candidates.get(record)
        return "" if candidate is None else candidate.source

    def _script(self, record: str) -> str:
        candidate = self._candidates.get(record)
        return Script.NONE if candidate is None else script(candidate.name)


def clusters(found: LikelyPeople) -> dict[str, str]:
    """Return for each record of a linkage the smallest record of its person."""
    records = found.scored.table.record_ids
    return {record: records[at] for record, at in zip(records, found.cluster.tolist(), strict=True)}


def judged_same(said: Mapping[Pair, bool | None]) -> dict[str, str]:
    """Return the person of each record of which people said that it is the same as another."""
    people = Unions()
    same = [two for two, is_same in said.items() if is_same]
    for left, right in same:
        people.join(left, right)
    return {record: people.root(record) for two in same for record in two}


def numbers(groups: Iterable[Hashable]) -> Groups:
    """Return a number for each thing that all equal ones share."""
    number = _Numbered()
    return np.array([number[group] for group in groups], np.int64)


class _Numbered(dict[Hashable, int]):
    """Things numbered in the order in which they are first met."""

    def __missing__(self, thing: Hashable) -> int:
        self[thing] = number = len(self)
        return number


def _recall_by(told: Sequence[JudgedPair], kind: Callable[[str], str]) -> dict[Kinds, Estimate]:
    """Return recall for each two kinds of records that pairs drawn at random have."""
    parts: dict[Kinds, list[JudgedPair]] = defaultdict(list)
    for pair in told:
        if pair.chance is not None:
            one, other = sorted((kind(pair.left), kind(pair.right)))
            parts[one, other].append(pair)
    return {kinds: estimates(part).recall for kinds, part in sorted(parts.items())}
