"""Reads of the judgment layer, for an actor: whom records are about, acts as they stand, and tombstones.

A reader sees what is at or below their clearance; of what has become more secret since, they see the last
version that was built from what they may see.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import entries
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.current import retired
from tawthiq.journey.cases.models import Act, Membership, Person
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import judgements
from tawthiq.journey.records.facts import RecordFacts
from tawthiq.journey.records.queries import records_in_force

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An identifier that no longer stands for a person, why, and what it became part of."""

    person_id: str
    into_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReportedAct:
    """One act as it stands, the records that report it, and its authors: who took it in or joined it.

    `told` holds each record with the name that the act has in it (``act-1``).
    """

    act_id: str
    version: int
    commitment: str
    level: int
    told: tuple[tuple[RecordFacts, str], ...]
    authors: frozenset[str]


def persons_of_records(actor: Actor) -> dict[str, str]:
    """Return the person of every record that the actor may see linked."""
    return dict(Membership.visible_to(actor).values_list("record_id", "person_id"))


def reported_acts(actor: Actor) -> Iterator[ReportedAct]:
    """Yield the acts as they stand, by identifier, with the records in force that report them.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    records = {facts.id: facts for facts in records_in_force(actor)}
    importers = {entry.subject: entry.actor_id for entry in entries(verb="records.import")}
    judges = _judges(actor)
    columns = ("id", "version", "commitment", "level", "body")
    rows = Act.visible_to(actor).filter(is_live=True).order_by("id").values_list(*columns)
    for act_id, version, commitment, level, text in rows.iterator(chunk_size=CHUNK):
        body = json.loads(text)
        told = tuple((records[record], act) for record, act in body["parts"] if record in records)
        authors = {importers.get(facts.batch_id, "") for facts, _ in told}
        authors.update(judge for facts, _ in told for judge in judges.get(facts.id, ()))
        authors.update(fact["by"] for key in ("resolved", "added_spells") for fact in body[key])
        if told:
            yield ReportedAct(act_id, version, commitment, level, told, frozenset(authors - {""}))


def _judges(actor: Actor) -> dict[str, set[str]]:
    """Return, by record, the people whose judgements in force made it the same as another."""
    found: dict[str, set[str]] = defaultdict(set)
    said = judgements(actor)
    for fact in (*said.in_force(About.RECORDS), *said.in_force(About.ACTS)):
        if fact.by is not None and fact.verdict is Verdict.SAME:
            for thing in (fact.left, fact.right):
                found[thing.partition("/")[0]].add(fact.by)
    return found


def tombstones(actor: Actor) -> list[Tombstone]:
    """Return the identifiers that no longer stand for a person, by identifier.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    went = ((stored.id, stored.body["retired"]) for stored in retired(Person, actor))
    return sorted(
        (Tombstone(person, last["into"], last["reason"]) for person, last in went),
        key=lambda stone: stone.person_id.encode(),
    )
