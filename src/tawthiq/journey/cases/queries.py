"""Reads of the judgment layer, for an actor: persons with their acts and what may be true of them.

A reader sees what is at or below their clearance; of what has become more secret since, they see the last
version that was built from what they may see.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import entries, last_version_facts, versions
from tawthiq.core.claims import PERSON
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.linking import Body
from tawthiq.journey.cases.models import Act, Conclusion, Membership, Person
from tawthiq.journey.cases.possibilities import (
    ActPossibilities,
    Part,
    PersonPossibilities,
    Set,
    of_act,
    of_person,
)
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import (
    Recalled,
    judgements,
    linked,
    person_from,
    told_then,
    verdicts_on_parts,
)
from tawthiq.journey.cases.words import Words, bounds
from tawthiq.journey.records.queries import (
    RecordFacts,
    predecessors,
    record,
    records_in_force,
    successors,
)

CHUNK = 5000
Decided = Mapping[str, Mapping[int, bool]]
"""By act, the versions that were decided on, and whether the last decision on each accepted it."""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One record of a person. `certain`: documented for certain on or before the date asked about."""

    facts: RecordFacts
    certain: bool


@dataclass(frozen=True, slots=True)
class ActCase:
    """One act: the parts of accounts that it is made of, and what may be true of it.

    `resolved` are the fields that a judgement settled, `added_spells` the stays that a turning point
    brought; both are in `possibilities` already. `certain`: one of its records is. `is_alleged`: who did it
    is told as it was before a correction and as nobody accepted it.
    """

    act_id: str
    version: int
    commitment: str
    level: int
    parts: tuple[tuple[str, str], ...]
    resolved: Mapping[str, Set]
    added_spells: tuple[Mapping[str, Any], ...]
    possibilities: ActPossibilities
    certain: bool
    is_alleged: bool = False


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One person with the records about them and the acts done to them."""

    person_id: str
    version: int
    commitment: str
    level: int
    kind: str
    count_min: int
    count_max: int | None
    records: tuple[CaseRecord, ...]
    names: tuple[str, ...]
    possibilities: PersonPossibilities
    acts: tuple[ActCase, ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An identifier that no longer stands for a person, why, and what it became part of."""

    person_id: str
    into_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """One conclusion in the version that a reader may see; of `is_alleged` see `ActCase`."""

    id: str
    version: int
    commitment: str
    level: int
    body: Body
    is_alleged: bool = False


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


def persons_for_release(
    actor: Actor,
    *,
    as_of: date | None,
    words: Words,
    accepted: Mapping[str, int] | None = None,
    decided: Callable[[], Decided] = dict,
) -> Iterator[PersonCase]:
    """Yield every person with records possibly documented on or before a date, by identifier.

    `accepted` names the version of each act to take (an act that is not in it is left out): an act that
    gained a record, or became part of another, since it was accepted is shown as it was accepted until the
    act as it stands is decided on. Without it every act comes as it stands. Without `as_of` everything
    counts as documented in time.

    A record that corrected another after the date gives way to the one in force then, for the same person
    and the same act. Acceptance is of the act, so an act accepted in its later version stays, told as it was
    told then. What `decided` shows to have been accepted in that telling too is taken as it was; a telling
    that was rejected is left out; of one that nobody decided on, an act of another kind of violation is left
    out, and a party or its attribution that the correction changed is alleged at most. `decided` is asked
    only where a record gives way.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    records = {facts.id: facts for facts in records_in_force(actor)}
    acts = _acts_by_person(actor, accepted)
    corrected = _corrected(actor, records, acts)
    records |= {old: record(old, actor) for old in corrected}
    certain = _in_time(records.values(), as_of)
    recalled = _recalled(actor, [records[r] for r in records if r not in certain], as_of)
    before_then = {back.earlier.id: back.earlier for back in recalled.values()}
    records |= before_then
    certain |= _in_time(before_then.values(), as_of)
    decisions = decided() if recalled else {}
    for stored in sorted(current(Person, actor), key=lambda s: s.id.encode()):
        if stored.body["retired"] is not None:
            continue
        mine, about = acts.get(stored.id, []), stored.body["records"]
        before = [r for act in mine for r, _ in act.body["parts"] if corrected.get(r) in about]
        told = dict.fromkeys([*about, *before])
        if gave_way := recalled.keys() & told.keys():
            told = dict.fromkeys(recalled[r].earlier.id if r in gave_way else r for r in told)
            mine = [_as_told_then(act, recalled, decisions.get(act.id, {}), actor, words) for act in mine]
        if known := [CaseRecord(records[r], certain[r]) for r in told if r in certain]:
            yield _person(_as_known_then(stored, known, words) if gave_way else stored, known, mine, words)


def _corrected(
    actor: Actor, records: Mapping[str, RecordFacts], acts: Mapping[str, Sequence[Stored]]
) -> dict[str, str]:
    """Return the records that acts were accepted by and that a later edition corrected, with the later one.

    What was accepted stays as it was told then, until somebody decides on the correction.
    """
    told = {r for of_person in acts.values() for act in of_person for r, _ in act.body["parts"]}
    return successors(actor, sorted(told - records.keys()))


def _in_time(records: Iterable[RecordFacts], as_of: date | None) -> dict[str, bool]:
    """Return the records documented certainly (True) or possibly (False) by a date."""
    said = ((facts.id, documented(facts.documented, as_of)) for facts in records)
    return {record_id: sure for record_id, sure in said if sure is not None}


def _recalled(actor: Actor, late: Sequence[RecordFacts], as_of: date | None) -> dict[str, Recalled]:
    """Return, for records documented after a date, the last of their line documented possibly by then."""
    before = predecessors(actor, [facts.id for facts in late])
    return {
        facts.id: Recalled(earlier, facts)  # of several the last stays
        for facts in late
        for earlier in before.get(facts.id, ())
        if documented(earlier.documented, as_of) is not None
    }


def documented(edtf: str, as_of: date | None) -> bool | None:
    """Say whether something was documented by a date: True certainly, False possibly, None not at all."""
    if as_of is None:
        return True
    earliest, latest = bounds(edtf)
    if earliest is not None and earliest > as_of:
        return None
    return latest is not None and latest <= as_of


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
    gone = [stored for stored in current(Person, actor) if stored.body["retired"] is not None]
    return sorted(
        (Tombstone(s.id, s.body["retired"]["into"], s.body["retired"]["reason"]) for s in gone),
        key=lambda stone: stone.person_id.encode(),
    )


def current(model: type[Conclusion], actor: Actor) -> Iterator[Stored]:
    """Yield the conclusions of one kind in the versions that the actor may see.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    columns = ("id", "version", "commitment", "level", "body")
    for row in model.visible_to(actor).order_by().values_list(*columns).iterator(chunk_size=CHUNK):
        thing, version, commitment, level, text = row
        yield Stored(thing, version, commitment, level, json.loads(text))
    above = model.ids_above(actor)
    for facts in last_version_facts(model.KIND, above, int(actor.clearance)).values():
        if facts.body is not None:
            yield Stored(facts.object_id, facts.number, facts.commitment, facts.level, facts.body)


def _acts_by_person(actor: Actor, accepted: Mapping[str, int] | None) -> dict[str, list[Stored]]:
    acts = {stored.id: stored for stored in current(Act, actor)}
    living = [stored for stored in acts.values() if stored.body["retired"] is None]
    stand_ins = {} if accepted is None else _stand_ins(acts, accepted, actor)
    found: dict[str, list[Stored]] = defaultdict(list)
    for stored in living:
        taken = stored if accepted is None else _as_accepted(stored, accepted.get(stored.id), actor)
        taken = taken or stand_ins.get(stored.id)
        if taken is not None:
            found[stored.body["person"]].append(taken)
    return found


def _stand_ins(acts: Mapping[str, Stored], accepted: Mapping[str, int], actor: Actor) -> dict[str, Stored]:
    """Return what was accepted of acts that became part of others: it stays until those are decided on.

    Of several that became part of one, the one with most parts stands in: nobody is killed twice.
    """
    found: dict[str, list[Stored]] = defaultdict(list)
    for stored in acts.values():
        if stored.id not in accepted or stored.body["retired"] is None:
            continue
        into = stored.body["retired"]["into"]
        while into in acts and acts[into].body["retired"] is not None:
            into = acts[into].body["retired"]["into"]
        kept = _as_accepted(stored, accepted[stored.id], actor)
        if into in acts and into not in accepted and kept is not None:
            found[into].append(kept)
    return {into: min(kept, key=lambda s: (-len(s.body["parts"]), s.id)) for into, kept in found.items()}


def _as_accepted(stored: Stored, version: int | None, actor: Actor) -> Stored | None:
    if version is None or version == stored.version:
        return None if version is None else stored
    for facts in versions(Act.KIND, stored.id, int(actor.clearance)):
        if facts.number == version and facts.body is not None:
            return Stored(facts.object_id, facts.number, facts.commitment, facts.level, facts.body)
    return None


def _as_told_then(
    act: Stored, recalled: Mapping[str, Recalled], decided: Mapping[int, bool], actor: Actor, words: Words
) -> Stored:
    """Return an act with the parts that gave way told by the records in force then, as far as that stands."""
    verdicts = verdicts_on_parts(act.id, act.version, decided, actor)
    parts, level, is_alleged = told_then(act.body["parts"], recalled, verdicts, words)
    level = max(level, act.level)
    return replace(act, level=level, body={**act.body, "parts": parts}, is_alleged=is_alleged)


def _as_known_then(stored: Stored, records: Collection[CaseRecord], words: Words) -> Stored:
    """Return a person as numerous, and at least as secret, as the records in force then make them."""
    body, level = person_from([linked(known.facts, words) for known in records])
    then = {**stored.body, "kind": body["kind"], "count": body["count"]}
    return replace(stored, level=max(stored.level, level), body=then)


def _person(stored: Stored, records: list[CaseRecord], acts: Iterable[Stored], words: Words) -> PersonCase:
    parts = [Part(r.facts.id, PERSON, r.facts.account, r.certain) for r in records]
    possible = of_person(parts, words)
    known = {record.facts.id: record for record in records}
    found = (_act(act, known, possible.birth, words) for act in sorted(acts, key=lambda a: a.id.encode()))
    return PersonCase(
        person_id=stored.id,
        version=stored.version,
        commitment=stored.commitment,
        level=stored.level,
        kind=stored.body["kind"],
        count_min=stored.body["count"]["min"],
        count_max=stored.body["count"]["max"],
        records=tuple(records),
        names=_names(records),
        possibilities=possible,
        acts=tuple(act for act in found if act is not None),
    )


def _act(stored: Stored, records: Mapping[str, CaseRecord], birth: Set, words: Words) -> ActCase | None:
    """Return the act as far as its records were documented in time; None where none was."""
    told = [(record, act) for record, act in stored.body["parts"] if record in records]
    if not told:
        return None
    parts = [Part(r, act, records[r].facts.account, records[r].certain) for r, act in told]
    resolved = resolved_sets(stored.body)
    added = tuple(stored.body["added_spells"])
    return ActCase(
        act_id=stored.id,
        version=stored.version,
        commitment=stored.commitment,
        level=stored.level,
        parts=tuple((record, act) for record, act in told),
        resolved=resolved,
        added_spells=added,
        possibilities=of_act(parts, words, birth=birth, resolved=resolved, added_spells=added),
        certain=any(part.certain for part in parts),
        is_alleged=stored.is_alleged,
    )


def resolved_sets(body: Body) -> dict[str, Set]:
    """Return the fields of an act that a judgement settled; two settlements of one field are alternatives."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for fact in body["resolved"]:
        found[fact["field"]].update(tuple(alternative) for alternative in fact["value"])
    return {name: tuple(sorted(alternatives)) for name, alternatives in found.items()}


def _names(records: Iterable[CaseRecord]) -> tuple[str, ...]:
    """Return the names as the sources write them, each once, in the order of the records."""
    stated = (r.facts.account.value(PERSON, "name") for r in records)
    return tuple(dict.fromkeys(name for name in stated if isinstance(name, str)))
