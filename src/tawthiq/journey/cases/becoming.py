"""What retired identifiers became: who or what has by now the most of what they last held.

A tombstone says where that went when it was written. It may have gone on since: what took it was parted
again, and took its own identifier back. So a reader looks where it is, and else believes the tombstone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from tawthiq.accounts.actors import Actor
from tawthiq.audit.bulk import batches
from tawthiq.journey.cases.current import acts_of_persons
from tawthiq.journey.cases.linking import went
from tawthiq.journey.cases.models import Membership
from tawthiq.journey.cases.persons import Stored
from tawthiq.journey.cases.standing import part_name
from tawthiq.journey.cases.stored import spoken_for
from tawthiq.journey.records.queries import successors

Became = dict[str, tuple[str, str | None]]
"""For each retired identifier why it retired (merged, split or retracted), and what it became part of."""


def became_persons(gone: Collection[Stored], actor: Actor) -> Became:
    """Return what some retired persons became."""
    now, person_of = _spoken_for(gone, actor)
    return _became(gone, now, person_of)


def became_acts(gone: Collection[Stored], actor: Actor) -> Became:
    """Return what some retired acts became."""
    now, person_of = _spoken_for(gone, actor)
    act_of = {
        part_name(*part): act.id
        for persons in batches(sorted(set(person_of.values())))
        for act in acts_of_persons(actor, frozenset(persons))
        for part in act.body["parts"]
    }
    return _became(gone, now, act_of)


def _became(gone: Iterable[Stored], now: Mapping[str, str], where: Mapping[str, str]) -> Became:
    found: Became = {}
    for stored in gone:
        last = stored.body["retired"]
        reason, into = went((now[name] for name in last["held"] if name in now), where)
        found[stored.id] = (last["reason"], last["into"]) if into is None else (reason, into)
    return found


def _spoken_for(gone: Iterable[Stored], actor: Actor) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of all that was held as they are spoken for now, and the persons of those records."""
    names = [name for stored in gone for name in stored.body["retired"]["held"]]
    records = {name.partition("/")[0] for name in names}
    persons = dict(_persons_of(records, actor))
    if missing := records - persons.keys():
        later = successors(actor, missing)
        persons |= dict(_persons_of(set(later.values()), actor))
        current = spoken_for(persons, later)
    else:
        current = spoken_for(persons, {})
    return {name: now for name in names if (now := current(name)) is not None}, persons


def _persons_of(records: Collection[str], actor: Actor) -> Iterator[tuple[str, str]]:
    for some in batches(sorted(records)):
        rows = Membership.visible_to(actor).filter(record_id__among=frozenset(some))
        yield from rows.values_list("record_id", "person_id")
