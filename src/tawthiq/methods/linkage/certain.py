"""Which of the likely joins a rule may apply: those it is certain of, and that nothing speaks against.

A join is certain where the average odds between its two groups are 99 to 1 by the list's own calibration. It
is applied only if all that both groups say can be true of one person, their first names pass (`first_names`),
and no record of theirs more likely than not belongs to somebody who cannot be that person: a record that fits
two people is joined to neither. Where a join is refused, nothing is joined to what it would have made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import exp, log

import numpy as np

from tawthiq.methods.linkage import reasons
from tawthiq.methods.linkage.calibration import USUAL
from tawthiq.methods.linkage.explaining import reasons_for
from tawthiq.methods.linkage.facts import Facts, agree, contradictions, facts_of
from tawthiq.methods.linkage.first_names import FirstNames
from tawthiq.methods.linkage.likely import LikelyPeople
from tawthiq.methods.linkage.model import CERTAIN, AgeAt, Candidate, Match, Reason, Refusal

CERTAIN_ODDS = log(99)
"""The least average log-odds of a join that a rule applies where the list needs no correction.

On the sets of `benchmarks/linkage/corruptor.py` about 998 of 1,000 such joins are right; a wrong join erases
a victim, and a missed one waits in the queue.
"""
AGE_SLACK = 1
FITS = 0.0
"""The log-odds from which a record fits somebody: as likely as not."""


@dataclass(frozen=True, slots=True)
class Certain:
    """What the rule joins, likeliest first, and what it is as sure of and leaves to people, with why."""

    matches: tuple[Match, ...]
    refused: tuple[Refusal, ...]


def certain_odds(likely: LikelyPeople) -> float:
    """Return the average log-odds that count as certain in this list: more, where its odds are too high."""
    return CERTAIN_ODDS + max(0.0, likely.calibration.threshold - USUAL)


def certain(likely: LikelyPeople, candidates: Mapping[str, Candidate]) -> Certain:
    """Return the joins that the rule is certain of; `candidates` are those that were scored, by record."""
    return _Joining(likely, candidates).done()


@dataclass
class _Joining:
    """Joins taken one after another, the likeliest first, as far as they may be."""

    likely: LikelyPeople
    candidates: Mapping[str, Candidate]
    _members: dict[int, list[int]] = field(default_factory=dict)
    _group_of: dict[int, int] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)
    """Groups, by their smallest record, that contain a join which was refused."""
    _facts: dict[int, Facts] = field(default_factory=dict)
    _matches: list[Match] = field(default_factory=list)
    _refused: list[Refusal] = field(default_factory=list)

    def done(self) -> Certain:
        joins, least = self.likely.joins, certain_odds(self.likely)
        count = int(np.searchsorted(-joins.average, -least, side="right"))
        ends = (joins.one[:count].tolist(), joins.other[:count].tolist(), joins.average[:count].tolist())
        self._neighbours = self._fitting(count)
        self._first_names = FirstNames(self.likely.scored.table)
        for one, other, average in zip(*ends, strict=True):
            if average != float("inf"):  # else people, or a rule before this one, have joined them
                self._join(one, other, average - (least - CERTAIN_ODDS))
            if other in self._open:
                self._open.add(one)
            self._members[one] = [*self._group(one), *self._members.pop(other, [other])]
            self._group_of |= dict.fromkeys(self._members[one], one)
        return Certain(tuple(self._matches), tuple(self._refused))

    def _fitting(self, count: int) -> dict[int, dict[int, int]]:
        """Return for each record of the first joins those that it fits, with the place of their pair."""
        scored, joins = self.likely.scored, self.likely.joins
        is_asked = np.zeros(len(scored.table), np.bool_)
        is_asked[joins.one[:count]] = is_asked[joins.other[:count]] = True
        left, right = scored.found.pairs.left, scored.found.pairs.right
        places = np.flatnonzero((scored.odds >= FITS) & (is_asked[left] | is_asked[right]))
        found: dict[int, dict[int, int]] = {}
        for at, one, other in zip(
            places.tolist(), left[places].tolist(), right[places].tolist(), strict=True
        ):
            found.setdefault(one, {})[other] = found.setdefault(other, {})[one] = at
        return found

    def _group(self, smallest: int) -> list[int]:
        return self._members.get(smallest, [smallest])

    def _join(self, one: int, other: int, odds: float) -> None:
        some, others = self._group(one), self._group(other)
        place = self._best(some, others)
        if place is None:  # a list whose own odds are far too high: nothing between the groups is likely
            self._open.add(one)
            return
        scored = self.likely.scored
        pairs = scored.found.pairs
        ends = [scored.table.record_ids[int(side[place])] for side in (pairs.left, pairs.right)]
        left, right = sorted(ends)
        against = self._against(one, other)
        if against:
            self._refused.append(Refusal(left, right, scored.rule, against))
            self._open.add(one)
        else:
            told = reasons_for(scored.found.likeness[place].tolist())
            self._matches.append(Match(left, right, scored.rule, _thousandths(odds), told))

    def _best(self, some: Iterable[int], others: Iterable[int]) -> int | None:
        """Return the place of the likeliest pair between two groups; of equals the first."""
        odds, behind = self.likely.scored.odds, set(others)
        between = [
            at for one in some for other, at in self._neighbours.get(one, {}).items() if other in behind
        ]
        return min(between, key=lambda at: (-odds[at], at), default=None)

    def _against(self, one: int, other: int) -> tuple[Reason, ...]:
        some, others = self._group(one), self._group(other)
        if one in self._open or other in self._open:
            return (reasons.GROUP_WAITS,)
        if not agree([self._said(record) for record in (*some, *others)]):
            return tuple(dict.fromkeys(self._contradictions(some, others))) or (reasons.GROUP_WAITS,)
        if (unlike := self._first_names.against(some, others)) is not None:
            return (unlike,)
        return (reasons.FITS_SEVERAL,) if self._fits_another([*some, *others]) else ()

    def _said(self, record: int) -> Facts:
        if (known := self._facts.get(record)) is None:
            candidate = self.candidates[self.likely.scored.table.record_ids[record]]
            self._facts[record] = known = facts_of(_with_slack(candidate))
        return known

    def _contradictions(self, some: Iterable[int], others: Iterable[int]) -> Iterator[Reason]:
        behind = list(others)
        for one in some:
            for other in behind:
                yield from contradictions(self._said(one), self._said(other))

    def _fits_another(self, together: list[int]) -> bool:
        """Say whether a record fits somebody who cannot be the person that all these would be."""
        inside = set(together)
        outside = {other for one in together for other in self._neighbours.get(one, ())} - inside
        return any(self._cannot_be(other, together) for other in sorted(outside))

    def _cannot_be(self, record: int, together: list[int]) -> bool:
        if any(self._first_names.differ(record, one) for one in together):
            return True
        if not agree([self._said(one) for one in (record, *together)]):
            return True
        return any(not barred.isdisjoint(together) for barred in self._barred(record))

    def _barred(self, record: int) -> Iterator[frozenset[int]]:
        """Yield whom people called different from a record, or from another that is known to be the same."""
        for one in self._group(self._group_of.get(record, record)):
            if one in self.likely.apart:
                yield self.likely.apart[one]


def _with_slack(candidate: Candidate) -> Candidate:
    """Return a candidate whose ages may be a year off: some count completed years, some the running one."""
    if not candidate.ages:
        return candidate
    ages = (
        AgeAt(
            None if age.youngest is None else max(age.youngest - AGE_SLACK, 0),
            None if age.oldest is None else age.oldest + AGE_SLACK,
            age.on,
        )
        for age in candidate.ages
    )
    return candidate._replace(ages=tuple(ages))


def _thousandths(odds: float) -> int:
    """Return a probability in thousandths; what rests on odds is never as sure as an exact key."""
    return min(CERTAIN - 1, round(CERTAIN / (1 + exp(-odds))))
