"""The tables of the judgment layer: what we concluded, and who concluded it.

A row's body is its content; the other columns are an index of it. A person or act that no longer stands
for anything is retired, never deleted: its row is its tombstone, and says what it last held and where that
went.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.query import QuerySet

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.tables import JudgmentRow, ScopedModel, SourceLayerRow

ID_LENGTH = 64
PART_LENGTH = 128


class Conclusion(JudgmentRow):
    """A row of the judgment layer: as secret as the most secret record that it rests on."""

    class Meta(JudgmentRow.Meta):
        """Kept abstract."""

        abstract = True

    @classmethod
    def ids_above(cls, actor: Actor) -> list[str]:
        """Return the identifiers of what is above the actor's clearance now.

        Earlier versions of it may not be: a reader keeps the last one built from what they may see. Nothing
        but the identifier leaves the table.
        """
        above: QuerySet[Self] = QuerySet(cls).filter(level__gt=int(actor.clearance))
        return list(above.values_list("id", flat=True))


class Person(Conclusion):
    """An individual, a group, or somebody unnamed: what a cluster of records is about."""

    KIND: ClassVar[str] = "person"

    is_live = models.BooleanField(db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Say whether the identifier still stands for somebody."""
        return {"is_live": body["retired"] is None}


class Act(Conclusion):
    """One violation done to one person: one or more parts of accounts that tell of it."""

    KIND: ClassVar[str] = "act"

    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="+")
    is_live = models.BooleanField(db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Name the person, and say whether the identifier still stands for an act."""
        return {"person_id": body["person"], "is_live": body["retired"] is None}


class Membership(ScopedModel):
    """Which person a record is about now: an index of the persons' bodies, kept by the same actions."""

    record_id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def records_above(cls, actor: Actor) -> frozenset[str]:
        """Return the records whose person is above the actor's clearance: linking leaves them alone."""
        above: QuerySet[Self] = QuerySet(cls).filter(level__gt=int(actor.clearance))
        return frozenset(above.values_list("record_id", flat=True))


class Judgement(SourceLayerRow):
    """Somebody's word, or a named rule's, on whether two records (or two parts of accounts) are the same.

    Taking one back is another row that names it; neither is ever changed.
    """

    KIND: ClassVar[str] = "judgement"

    about = models.CharField(max_length=16)
    left = models.CharField(max_length=PART_LENGTH, db_index=True)
    right = models.CharField(max_length=PART_LENGTH, db_index=True)
    verdict = models.CharField(max_length=16)
    undoes = models.CharField(max_length=ID_LENGTH, blank=True, db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the pair, the verdict and what is taken back."""
        return {name: body[name] for name in ("about", "left", "right", "verdict")} | {
            "undoes": body["undoes"] or ""
        }


class Event(Conclusion):
    """Something that happened, with a beginning and an end: a siege, a bombardment, an opening, a grave."""

    KIND: ClassVar[str] = "event"

    code = models.CharField(max_length=ID_LENGTH, unique=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the code by which sources' mappings name the event."""
        return {"code": body["code"]}


class Legislation(Conclusion):
    """A law, decree or order that violates rights or bears on them."""

    KIND: ClassVar[str] = "legislation"

    code = models.CharField(max_length=ID_LENGTH, unique=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the code."""
        return {"code": body["code"]}


class Facility(Conclusion):
    """A place of detention, under several names, run by parties over time."""

    KIND: ClassVar[str] = "facility"

    code = models.CharField(max_length=ID_LENGTH, unique=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the code by which claims name the facility."""
        return {"code": body["code"]}


class PropertyLoss(Conclusion):
    """Property taken, burnt, looted or expropriated, by an event or a law, with or without a known owner."""

    KIND: ClassVar[str] = "property-loss"


class Relation(Conclusion):
    """A tie between two persons: kinship or another."""

    KIND: ClassVar[str] = "relation"


class Identification(Conclusion):
    """Somebody recognised in a collection: proposed by one person, confirmed by another."""

    KIND: ClassVar[str] = "identification"

    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the person and whether a second person confirmed it."""
        return {"person_id": body["person"], "state": body["state"]}


class Transition(Conclusion):
    """What a turning point may mean for one stay in detention: proposed by one person, decided by another."""

    KIND: ClassVar[str] = "transition"

    turning_point = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="+")
    act = models.ForeignKey("cases.Act", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the turning point, the act and how far it is decided."""
        return {"turning_point_id": body["turning_point"], "act_id": body["act"], "state": body["state"]}
