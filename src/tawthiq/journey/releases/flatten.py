"""From a person's case to the rows of a release. Pure: what may be true becomes sets, bounds and codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from tawthiq.core.claims import PERSON, UNIDENTIFIED
from tawthiq.core.digests import canonical_json
from tawthiq.journey.cases.persons import ActCase, PersonCase
from tawthiq.journey.cases.possibilities import CERTAINTY, ActPossibilities, SpellPossibilities
from tawthiq.journey.records.facts import RecordFacts
from tawthiq.journey.releases.sets import Alternatives, Regions, day_bounds, earliest_of, interval, written
from tawthiq.methods.checking.folder import COUNTING, IDENTITY

Row = dict[str, Any]
FiledRow = tuple[str, Row]
CONFIRMED, ALLEGED = "confirmed", "alleged"


@dataclass(frozen=True, slots=True)
class Accepted:
    """How an act was accepted: by which rule or standard, and to which attribution, if any was decided."""

    by: str
    attribution: str | None


@dataclass(frozen=True, slots=True)
class Identified:
    """An identification of a person in a collection, in the version that is frozen."""

    identification_id: str
    person_id: str
    collection: str
    method: str | None
    confidence: str
    commitment: str


@dataclass(frozen=True)
class Flattening:
    """What turning cases into rows needs to know besides the cases.

    `events` gives the identifier of an event by the code or identifier that claims name it by;
    `identified` gives the identifications of each person.
    """

    accepted: Mapping[str, Accepted]
    regions: Regions
    events: Mapping[str, str]
    identified: Mapping[str, tuple[Identified, ...]]

    def rows(self, person: PersonCase) -> Iterator[FiledRow]:
        """Yield the rows of one person and of everything that hangs on them, with the file of each."""
        facts = self._person_fields(person)
        yield _counting("persons", self._person(person, facts))
        for act in person.acts:
            yield _counting("acts", self._act(person, act, facts))
            yield from (_counting("involvements", row) for row in self._involvements(act))
            yield from (_counting("spells", _spell(person, act, spell)) for spell in act.possibilities.spells)
            yield from (_identity("parts", _part(act, record, part)) for record, part in act.parts)
        for found in self.identified.get(person.person_id, ()):
            yield _counting("identifications", _identification(found))
        for record in person.records:
            yield _identity("records", _record(person, record.facts))
            yield from (_identity("names", row) for row in _names(person, record.facts))

    def _person_fields(self, person: PersonCase) -> Row:
        may_be = person.possibilities
        found = self.identified.get(person.person_id, ())
        collections = tuple({one.collection for one in found if one.confidence == CONFIRMED})
        return {
            "count_min": person.count_min,
            "count_max": person.count_max,
            "sex": written(may_be.sex),
            "community": written(may_be.community),
            "nationality": written(may_be.nationality),
            "collection": written((collections,) if collections else ()),
            **self._place("origin", may_be.place_origin),
            **self._place("residence", may_be.place_residence),
        }

    def _person(self, person: PersonCase, facts: Row) -> Row:
        return {
            "person_id": person.person_id,
            "version": person.commitment,
            "kind": person.kind,
            "birth": written(person.possibilities.birth),
            "level": person.level,
            **facts,
        }

    def _act(self, person: PersonCase, act: ActCase, facts: Row) -> Row:
        may_be = act.possibilities
        reports = {record for record, _ in act.parts}
        reporting = [record.facts for record in person.records if record.facts.id in reports]
        documented = earliest_of(day_bounds(record.documented) for record in reporting)
        begin, end = interval(may_be.date)
        return {
            "act_id": act.act_id,
            "person_id": person.person_id,
            "event_id": self._event(may_be),
            "version": act.commitment,
            "certain": act.certain,
            "documented_begin": documented[0],
            "documented_end": documented[1],
            "violation": written(may_be.violation),
            "date": written(may_be.date),
            "date_begin": begin,
            "date_end": end,
            "person_status": written(may_be.person_status),
            "protected_group": written(may_be.protected_group),
            "target": written(may_be.target),
            "method": written(may_be.method),
            "facility": written(may_be.facility),
            "party": written(may_be.party),
            "attribution": self._attribution(act),
            "acceptance": self.accepted[act.act_id].by,
            "source": written((tuple({record.source_code for record in reporting}),)),
            "reports": len(reporting),
            "age_group": written(may_be.age_group),
            "age_min": may_be.age_min,
            "age_max": may_be.age_max,
            **self._place("act", may_be.place_act),
            **self._place("last_seen", may_be.place_last_seen),
            "level": act.level,
            **facts,
        }

    def _place(self, basis: str, alternatives: Alternatives) -> Row:
        return {
            f"place_{basis}": written(alternatives),
            f"governorate_{basis}": written(self.regions.of(alternatives, "governorate")),
            f"district_{basis}": written(self.regions.of(alternatives, "district")),
        }

    def _event(self, may_be: ActPossibilities) -> str | None:
        """An act belongs to an event where its accounts leave no doubt which."""
        codes = {code for alternative in may_be.event for code in alternative} - {UNIDENTIFIED}
        return self.events.get(codes.pop()) if len(codes) == 1 and len(may_be.event) == 1 else None

    def _attribution(self, act: ActCase) -> str | None:
        """Return the weaker of what the accounts say of the party and what was accepted."""
        if not _parties(act):
            return None
        at_most = ALLEGED if act.is_alleged else None
        said = (act.possibilities.attribution, self.accepted[act.act_id].attribution, at_most)
        return max((level for level in said if level is not None), key=CERTAINTY.index, default=None)

    def _involvements(self, act: ActCase) -> Iterator[Row]:
        for party in sorted(_parties(act)):
            yield {
                "involvement_id": f"{act.act_id}/{party}",
                "act_id": act.act_id,
                "party": party,
                "degree": act.possibilities.degrees.get(party),
                "attribution": self._attribution(act),
            }


def _parties(act: ActCase) -> set[str]:
    return {party for alternative in act.possibilities.party for party in alternative} - {UNIDENTIFIED}


def _counting(table: str, row: Row) -> FiledRow:
    return f"{COUNTING}/{table}.parquet", row


def _identity(table: str, row: Row) -> FiledRow:
    return f"{IDENTITY}/{table}.parquet", row


def _spell(person: PersonCase, act: ActCase, spell: SpellPossibilities) -> Row:
    begin_min, begin_max = interval(spell.begin)
    end_min, end_max = interval(spell.end)
    return {
        "spell_id": f"{act.act_id}/spell-{spell.seq}",
        "act_id": act.act_id,
        "person_id": person.person_id,
        "seq": spell.seq,
        "status": written(spell.status),
        "begin": written(spell.begin),
        "begin_min": begin_min,
        "begin_max": begin_max,
        "end": written(spell.end),
        "end_min": end_min,
        "end_max": end_max,
        "has_end": spell.has_end,
        "holder": written(spell.holder),
        "facility": written(spell.facility),
        "turning_point": spell.turning_point,
        "certain": act.certain and spell.certain,
    }


def _part(act: ActCase, record_id: str, part: str) -> Row:
    return {
        "part_id": f"{act.act_id}/{record_id}/{part}",
        "act_id": act.act_id,
        "record_id": record_id,
        "part": part,
    }


def _identification(found: Identified) -> Row:
    return {
        "identification_id": found.identification_id,
        "person_id": found.person_id,
        "collection": found.collection,
        "method": found.method,
        "confidence": found.confidence,
        "version": found.commitment,
    }


def _record(person: PersonCase, record: RecordFacts) -> Row:
    return {
        "record_id": record.id,
        "person_id": person.person_id,
        "source": record.source_code,
        "source_key": record.source_key,
        "report_id": record.report_id,
        "locator": record.account.locator,
        "documented": record.documented,
        "claims": _again([claim.as_json() for claim in record.account.claims]),
        "level": record.level,
        "commitment": record.commitment,
    }


def _again(claims: list[Any]) -> str:
    """Return the canonical JSON of what was read from canonical JSON: its texts are normal already."""
    return orjson.dumps(claims, option=orjson.OPT_SORT_KEYS).decode()


def _names(person: PersonCase, record: RecordFacts) -> Iterator[Row]:
    claims = list(record.account.on(PERSON))
    parts = [claim.value for claim in claims if claim.field == "name-parts" and isinstance(claim.value, dict)]
    stated: Iterable[str] = (c.value for c in claims if c.field == "name" and isinstance(c.value, str))
    for number, name in enumerate(dict.fromkeys(stated), 1):
        yield {
            "name_id": f"{record.id}/{number}",
            "person_id": person.person_id,
            "record_id": record.id,
            "name": name,
            "parts": canonical_json(parts[0]) if parts and number == 1 else None,
            "level": record.level,
        }
