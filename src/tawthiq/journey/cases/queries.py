"""Reads of the judgment layer, for an actor: whom records are about, acts as they stand, and tombstones.

A reader sees what is at or below their clearance; of what has become more secret since, they see the last
version that was built from what they may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from tawthiq.accounts.actors import Actor
from tawthiq.audit.bulk import batches
from tawthiq.audit.queries import entries
from tawthiq.core.claims import PERSON, Account, Claim, said_of
from tawthiq.journey.cases.becoming import became_persons
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.conclusions import Body
from tawthiq.journey.cases.current import acts_by_id, retired
from tawthiq.journey.cases.models import Act, Membership, Person
from tawthiq.journey.cases.possibilities import Set, stated
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import judgements
from tawthiq.journey.records.facts import Origin, RecordRow
from tawthiq.journey.records.hands import deciders
from tawthiq.journey.records.queries import origins, rows_in_force

CHUNK = 5000
PARTY = frozenset({"party"})


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An identifier that no longer stands for a person, why, and what it became part of."""

    person_id: str
    into_id: str | None
    reason: str


class Told(NamedTuple):
    """A record that tells of an act: where it comes from, and what its body says."""

    id: str
    source_code: str
    origin_group: str
    batch_id: str
    body: str

    def parties(self, act: str) -> Set:
        """Return the parties that it names for one of its acts, as `possibilities.stated` does.

        Raises:
            ValueError: The body is of a format that this version does not know.
        """
        said = said_of(orjson.loads(self.body), PARTY).get(act, ())
        return _parties(tuple(tuple(value) if isinstance(value, list) else value for _, value in said))


@lru_cache(maxsize=65536)
def _parties(values: tuple[Any, ...]) -> Set:
    """Return what an account states that names these parties; a million accounts name few."""
    claims = tuple(Claim(PERSON, "party", value) for value in values)
    return stated(Account("", "", "", claims), PERSON, "party")


@dataclass(frozen=True, slots=True)
class ReportedAct:
    """One act as it stands, the records that report it, and its authors: who took it in or joined it.

    `told` holds each record with the name that the act has in it (``act-1``).
    """

    act_id: str
    version: int
    commitment: str
    level: int
    told: tuple[tuple[Told, str], ...]
    authors: frozenset[str]


def persons_of_records(actor: Actor) -> dict[str, str]:
    """Return the person of every record that the actor may see linked."""
    return dict(Membership.visible_to(actor).values_list("record_id", "person_id"))


def reported_acts(
    actor: Actor, *, but: Callable[[str, int], bool] = lambda _act, _version: False
) -> Iterator[ReportedAct]:
    """Yield the acts as they stand, by identifier, with the records in force that report them.

    An act, in the version in which it stands, of which `but` says so is left out before it is read.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    living = Act.visible_to(actor).filter(is_live=True).order_by().values_list("id", "version")
    ids = [act for act, version in living.iterator(chunk_size=CHUNK) if not but(act, version)]
    ids.sort()  # identifiers are ASCII, so this is the order of bytes
    authors = _Authors(actor)
    where = origins(actor)
    for portion in batches(ids):
        acts = {stored.id: stored for stored in acts_by_id(actor, portion)}
        asked = {record for stored in acts.values() for record, _ in stored.body["parts"]}
        rows = rows_in_force(actor, asked)
        records = {row.id: _told(row, where[row.batch_id]) for row in rows.values()}
        for stored in (acts[act] for act in portion):
            told = tuple((records[r], act) for r, act in stored.body["parts"] if r in records)
            if told:
                thing, version, commitment, level, body, _ = stored
                yield ReportedAct(thing, version, commitment, level, told, authors.of(told, body))


def _told(row: RecordRow, origin: Origin) -> Told:
    return Told(row.id, origin.source_code, origin.origin_group, row.batch_id, row.body)


class _Authors:
    """Who made acts: took their records in or decided on them, joined them, or settled what they say."""

    def __init__(self, actor: Actor) -> None:
        self._importers = {entry.subject: entry.actor_id for entry in entries(verb="records.import")}
        self._judges = _judges(actor)
        self._deciders = deciders(actor)

    def of(self, told: Iterable[tuple[Told, str]], body: Body) -> frozenset[str]:
        authors = {self._importers.get(facts.batch_id, "") for facts, _ in told}
        if self._judges:
            authors.update(judge for facts, _ in told for judge in self._judges.get(facts.id, ()))
        if self._deciders:
            authors.update(one for facts, _ in told for one in self._deciders.get(facts.id, ()))
        authors.update(fact["by"] for key in ("resolved", "added_spells") for fact in body[key])
        return frozenset(authors - {""})


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
    """Return the identifiers that no longer stand for a person, by identifier, and who has their records now.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    became = became_persons(list(retired(Person, actor)), actor)
    return sorted(
        (Tombstone(person, into, reason) for person, (reason, into) in became.items()),
        key=lambda stone: stone.person_id.encode(),
    )
