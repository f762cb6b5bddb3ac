"""What surrounds persons and acts, as kept: events, laws, facilities, losses, relations, identifications.

Each read raises NotPermittedOrAbsent for an actor who may not list cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from tawthiq.accounts.actors import Actor
from tawthiq.journey.cases import models
from tawthiq.journey.cases.current import current
from tawthiq.journey.cases.persons import Stored
from tawthiq.journey.cases.possibilities import Set
from tawthiq.journey.cases.queries import tombstones
from tawthiq.journey.cases.rules import Standing


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept thing in the version that a reader may see."""

    id: str
    version: int
    commitment: str
    level: int

    @classmethod
    def of(cls, stored: Stored, **fields: Any) -> Self:
        """Build the facts from what is stored."""
        return cls(stored.id, stored.version, stored.commitment, stored.level, **fields)


@dataclass(frozen=True, slots=True)
class EventFacts(Kept):
    """One event. `dates` (EDTF) and `places` are sets; `turning_point` says what it selects, if it is one."""

    code: str
    type: str
    title: dict[str, str]
    dates: Set
    places: Set
    parent: str | None
    notes: str
    turning_point: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class LawFacts(Kept):
    """One law, decree or order; `date` is EDTF."""

    code: str
    type: str
    title: dict[str, str]
    number: str
    date: str | None
    party: str | None
    notes: dict[str, str]


@dataclass(frozen=True, slots=True)
class FacilityFacts(Kept):
    """One place of detention: `names` and `run_by` each hold since when and until when (EDTF or None)."""

    code: str
    names: tuple[dict[str, Any], ...]
    place: str | None
    run_by: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class LossFacts(Kept):
    """One loss of property: at least and at most so many, by an event or under a law."""

    kind: str
    count_min: int
    count_max: int | None
    person: str | None
    event: str | None
    law: str | None
    place: str | None
    party: str | None
    date: str | None
    notes: str


@dataclass(frozen=True, slots=True)
class RelationFacts(Kept):
    """One tie between two persons: `left` is the `kind` (mother, brother) of `right`."""

    left: str
    right: str
    kind: str


@dataclass(frozen=True, slots=True)
class IdentificationFacts(Kept):
    """Somebody recognised in a collection; it counts once a second person confirmed it."""

    person: str
    collection: str
    item: str
    method: str
    confidence: str
    state: Standing
    proposed_by: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class TransitionFacts(Kept):
    """What a turning point may mean for one stay: from which statuses, to which, and who said so."""

    turning_point: str
    act: str
    spell: int
    before: Set
    status: str
    facility: str | None
    begin: str
    state: Standing
    proposed_by: str
    decided_by: str | None
    reason: str


def events(actor: Actor) -> list[EventFacts]:
    """Return the events, by identifier."""
    return [
        EventFacts.of(
            s,
            **_taken(s, "code", "type", "title", "parent", "notes", "turning_point"),
            dates=_set(s.body["dates"]),
            places=_set(s.body["places"]),
        )
        for s in _kept(models.Event, actor)
    ]


def laws(actor: Actor) -> list[LawFacts]:
    """Return the laws, decrees and orders, by identifier."""
    names = ("code", "type", "title", "number", "date", "party", "notes")
    return [LawFacts.of(s, **_taken(s, *names)) for s in _kept(models.Legislation, actor)]


def facilities(actor: Actor) -> list[FacilityFacts]:
    """Return the places of detention, by identifier."""
    return [
        FacilityFacts.of(
            s, **_taken(s, "code", "place"), names=tuple(s.body["names"]), run_by=tuple(s.body["run_by"])
        )
        for s in _kept(models.Facility, actor)
    ]


def losses(actor: Actor) -> list[LossFacts]:
    """Return the losses of property, by identifier."""
    names = ("kind", "person", "event", "law", "place", "party", "date", "notes")
    return [
        LossFacts.of(
            s, **_taken(s, *names), count_min=s.body["count"]["min"], count_max=s.body["count"]["max"]
        )
        for s in _kept(models.PropertyLoss, actor)
    ]


def relations(actor: Actor) -> list[RelationFacts]:
    """Return the ties between persons, by identifier; both as they are identified now."""
    now = _persons_now(actor)
    return [
        RelationFacts.of(s, left=now(s.body["left"]), right=now(s.body["right"]), kind=s.body["kind"])
        for s in _kept(models.Relation, actor)
    ]


def identifications(
    actor: Actor, *, state: Standing | None = Standing.CONFIRMED
) -> list[IdentificationFacts]:
    """Return the identifications in one state (None: in any), by identifier; the person as identified now."""
    now = _persons_now(actor)
    names = ("collection", "item", "method", "confidence", "proposed_by", "decided_by")
    return [
        IdentificationFacts.of(
            s, **_taken(s, *names), person=now(s.body["person"]), state=Standing(s.body["state"])
        )
        for s in _kept(models.Identification, actor)
        if state is None or s.body["state"] == state
    ]


def transitions(
    actor: Actor, *, turning_point: str | None = None, state: Standing | None = None
) -> list[TransitionFacts]:
    """Return what turning points propose and what was decided, by identifier."""
    names = (
        "turning_point",
        "act",
        "spell",
        "status",
        "facility",
        "begin",
        "proposed_by",
        "decided_by",
        "reason",
    )
    return [
        TransitionFacts.of(
            s, **_taken(s, *names), before=_set(s.body["before"]), state=Standing(s.body["state"])
        )
        for s in _kept(models.Transition, actor)
        if turning_point in (None, s.body["turning_point"]) and state in (None, s.body["state"])
    ]


def _kept(model: type[models.Conclusion], actor: Actor) -> list[Stored]:
    return sorted(current(model, actor), key=lambda stored: stored.id.encode())


def _taken(stored: Stored, *names: str) -> dict[str, Any]:
    return {name: stored.body[name] for name in names}


def _set(alternatives: list[list[str]]) -> Set:
    return tuple(tuple(alternative) for alternative in alternatives)


class _Now:
    """Follow tombstones: who a person is identified as now."""

    def __init__(self, went: dict[str, str]) -> None:
        self._went = went

    def __call__(self, person: str) -> str:
        while person in self._went:
            person = self._went[person]
        return person


def _persons_now(actor: Actor) -> _Now:
    return _Now({s.person_id: s.into_id for s in tombstones(actor) if s.into_id is not None})
