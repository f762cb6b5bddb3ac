"""One person as a release is made of them: their records, acts, and what may be true. Pure; no database.

What is here takes plain values and gives plain values, so that other processes can do it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from tawthiq.core.claims import PERSON
from tawthiq.journey.cases.conclusions import Body
from tawthiq.journey.cases.possibilities import (
    ActPossibilities,
    Part,
    PersonPossibilities,
    Set,
    of_act,
    of_person,
)
from tawthiq.journey.cases.words import Words, bounds
from tawthiq.journey.records.facts import Origin, RecordFacts, RecordRow, facts_from


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One record of a person. `certain`: documented for certain by the date asked about, and not in doubt."""

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


class Stored(NamedTuple):
    """One conclusion in the version that a reader may see; of `is_alleged` see `ActCase`."""

    id: str
    version: int
    commitment: str
    level: int
    body: Body
    is_alleged: bool = False


class Told(NamedTuple):
    """A person with the records that tell of them, in order, and the acts done to them, as stored."""

    person: Stored
    records: Sequence[RecordRow]
    acts: Sequence[Stored]


@dataclass(frozen=True)
class Reading:
    """How stored persons are read: as known on a date (None: now), in whose words, from which origins.

    `doubtful` are records that only possibly hold, such as one that the last edition of its list lacks.
    """

    as_of: date | None
    words: Words
    origins: Mapping[str, Origin]
    doubtful: frozenset[str] = frozenset()

    def person(self, told: Told) -> PersonCase | None:
        """Return the person as far as records tell of them in time; None where none does."""
        known = self.records(told.records)
        return _person(told.person, known, told.acts, self.words) if known else None

    def facts(self, rows: Iterable[RecordRow]) -> list[RecordFacts]:
        """Return what records say, whenever they were documented."""
        return [facts_from(row, self.origins[row.batch_id]) for row in rows]

    def records(self, rows: Iterable[RecordRow]) -> list[CaseRecord]:
        """Return the records documented, certainly or possibly, in time."""
        said = ((row, documented(row.documented, self.as_of)) for row in rows)
        return [
            CaseRecord(facts_from(row, self.origins[row.batch_id]), sure and row.id not in self.doubtful)
            for row, sure in said
            if sure is not None
        ]


def documented(edtf: str, as_of: date | None) -> bool | None:
    """Say whether something was documented by a date: True certainly, False possibly, None not at all."""
    if as_of is None:
        return True
    earliest, latest = bounds(edtf)
    if earliest is not None and earliest > as_of:
        return None
    return latest is not None and latest <= as_of


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
