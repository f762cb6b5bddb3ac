"""What linkers take and give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tawthiq.core.dates import Dated

CERTAIN = 1000
"""The highest score: thousandths, so that no float enters a judgement."""

Pair = tuple[str, str]
"""Two record identifiers, the smaller first."""


class AgeAt(NamedTuple):
    """An age in completed years as a record gives it, and the date that it held on."""

    youngest: int | None
    oldest: int | None
    on: Dated


class Candidate(NamedTuple):
    """What one record says of one individual, as far as it helps to know them again.

    Everything unknown is left out: a blank is no value and equals nothing. `deaths` are what the record says
    of the one date of death; where it says several things that cannot all be true, it contradicts itself.
    `arrests` are the dates on which detentions began, `places` the codes of places that it names. `place` is
    the one by which likely matches are compared, with the kind of place before a colon where it has several
    kinds (``origin:SY-DI``). Groups are no candidates.
    """

    record_id: str
    name: str
    source: str = ""
    sex: str | None = None
    mother_name: str = ""
    birth: Dated | None = None
    ages: tuple[AgeAt, ...] = ()
    deaths: tuple[Dated, ...] = ()
    arrests: tuple[Dated, ...] = ()
    places: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two records were joined or kept apart, in words. It holds no names."""

    code: str
    en: str
    ar: str

    def as_json(self) -> dict[str, str]:
        """Return the reason as a judgement stores it."""
        return {"code": self.code, "en": self.en, "ar": self.ar}


@dataclass(frozen=True, slots=True)
class Match:
    """Two records joined by a rule. `score` is in thousandths; an exact key scores 1000."""

    left: str
    right: str
    rule: str
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Two records that share a key of the rule and were not joined: for a person to look at."""

    left: str
    right: str
    rule: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that contradict one another, or facts inside what people judged to be one person."""

    left: str
    right: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people decided of pairs of records: the same person, different people, or looked at and unsure.

    The records need not be among the candidates: what is said of them still carries over. `contradicted` were
    judged the same against other judgements that hold: they join nobody, and are told as conflicts.
    """

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    unsure: frozenset[Pair] = frozenset()
    contradicted: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Linkage:
    """The answer of a linker.

    `clusters` hold every candidate once, each cluster and all of them sorted by record; a record alone is a
    cluster of its own. `matches` are what joined the clusters, beyond the judgements: one fewer
    than the groups joined. `refused` shared a key and stayed apart. `conflicts` are for people to settle.
    `left_alone` counts the candidates that no rule could use, by reason.
    """

    rule: str
    clusters: tuple[tuple[str, ...], ...]
    matches: tuple[Match, ...] = ()
    refused: tuple[Refusal, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    left_alone: Mapping[str, int] = field(default_factory=dict)

    @property
    def joined(self) -> tuple[tuple[str, ...], ...]:
        """Return the clusters of more than one record."""
        return tuple(cluster for cluster in self.clusters if len(cluster) > 1)


class Linker(Protocol):
    """A rule that finds records of the same person."""

    @property
    def rule(self) -> str:
        """The name and version of the rule, as judgements carry it."""

    def link(self, candidates: Iterable[Candidate], judgements: Judgements = ...) -> Linkage:
        """Return which candidates are the same person.

        Raises:
            UsageProblem: Two candidates carry the same record identifier.
        """


def pair(left: str, right: str) -> Pair:
    """Return two records in the order in which a pair is kept."""
    return (left, right) if left <= right else (right, left)
