"""Conclusions as an actor may see them: what stands at their clearance, else the last version that they may.

A reader sees what is at or below their clearance; of what has become more secret since, they see the last
version that was built from what they may see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import orjson
from django.db.models.query import QuerySet

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import last_version_facts
from tawthiq.journey.cases.models import Act, Conclusion, Person
from tawthiq.journey.cases.persons import Stored

CHUNK = 5000
COLUMNS = ("id", "version", "commitment", "level", "body")


def current(model: type[Conclusion], actor: Actor) -> Iterator[Stored]:
    """Yield the conclusions of one kind in the versions that the actor may see.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    yield from _stored(model.visible_to(actor))
    yield from above(model, actor)


def above(model: type[Conclusion], actor: Actor) -> Iterator[Stored]:
    """Yield what is above the actor's clearance now, in the last version that is not."""
    higher = model.ids_above(actor)
    for facts in last_version_facts(model.KIND, higher, int(actor.clearance)).values():
        if facts.body is not None:
            yield Stored(facts.object_id, facts.number, facts.commitment, facts.level, facts.body)


def retired(model: type[Person] | type[Act], actor: Actor) -> Iterator[Stored]:
    """Yield the persons or acts that no longer stand for anything, as far as the actor may see that.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    yield from _stored(model.visible_to(actor).filter(is_live=False))
    yield from (stored for stored in above(model, actor) if stored.body["retired"] is not None)


def persons_by_id(actor: Actor, ids: Collection[str]) -> Iterator[Stored]:
    """Yield those of some persons that are at or below the actor's clearance."""
    yield from _stored(Person.visible_to(actor).filter(id__among=frozenset(ids)))


def acts_by_id(actor: Actor, ids: Collection[str]) -> Iterator[Stored]:
    """Yield those of some acts that are at or below the actor's clearance."""
    yield from _stored(Act.visible_to(actor).filter(id__among=frozenset(ids)))


def acts_of_persons(actor: Actor, persons: Collection[str]) -> Iterator[Stored]:
    """Yield the living acts of some persons that are at or below the actor's clearance."""
    # whether an act is live is asked here: a database might take the index of that for the better one
    rows = Act.visible_to(actor).filter(person__id__among=frozenset(persons))
    yield from (stored for stored in _stored(rows) if stored.body["retired"] is None)


def _stored(rows: QuerySet[Conclusion]) -> Iterator[Stored]:
    for thing, version, commitment, level, text in (
        rows.order_by().values_list(*COLUMNS).iterator(chunk_size=CHUNK)
    ):
        yield Stored(thing, version, commitment, level, orjson.loads(text))
