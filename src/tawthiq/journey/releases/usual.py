"""The usual person straight to lines: accounts that say each thing once and contradict one another nowhere.

What may be true is then what was said, and nothing has to be combined. Whoever is told of in another way
(conflicting or finer words, stays in detention, fields that a judgement settled, an identification) is left
to the plain path, `persons.Reading` and `Flattening`, whose lines these are to the byte. Pure; no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from tawthiq.core.claims import PERSON, UNIDENTIFIED
from tawthiq.core.digests import canonical_json
from tawthiq.journey.cases.ages import Ages, ages_stated, possible_ages
from tawthiq.journey.cases.persons import Reading, Stored, Told, documented
from tawthiq.journey.cases.possibilities import CERTAINTY, Set
from tawthiq.journey.records.facts import RecordRow
from tawthiq.journey.releases.flatten import Accepted, Flattening
from tawthiq.journey.releases.heard import AGE, AGE_GROUP, AGES, Heard, Said, Unusual, Value, heard
from tawthiq.journey.releases.remembered import Remembered
from tawthiq.journey.releases.sets import day_bounds, earliest_of, interval, written
from tawthiq.methods.checking.folder import COUNTING, IDENTITY
from tawthiq.methods.counting.ordering import BETWEEN, Aside

NULL: Final = "null"
NOTHING: Final[Said] = {}
FILES: Final = {
    **{name: f"{COUNTING}/{name}.parquet" for name in ("acts", "persons", "involvements")},
    **{name: f"{IDENTITY}/{name}.parquet" for name in ("records", "names", "parts")},
}
_PLAIN: Final = re.compile(r"[A-Za-z0-9._:-]+")
"""Identifiers and codes whose JSON is themselves between quotes."""

Texts = dict[str, str]


@dataclass(slots=True)
class Lines:
    """The lines of persons by table, and what a manifest says of them."""

    by_table: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FILES})
    levels: list[int] = field(default_factory=list)
    records: list[RecordRow] = field(default_factory=list)

    def take(self, more: Lines) -> None:
        """Add the lines of another person."""
        for table, lines in more.by_table.items():
            if lines:
                self.by_table[table] += lines
        self.levels += more.levels
        self.records += more.records


class _Known(NamedTuple):
    row: RecordRow
    heard: Heard
    is_certain: bool

    def on(self, thing: str) -> Said:
        return self.heard.things.get(thing, NOTHING)


class _Person(NamedTuple):
    """What the acts of a person share: the records in time, the columns about the person, the birth."""

    known: Sequence[_Known]
    facts: Texts
    birth: Value | None


class Usual:
    """Writes usual persons; `asides` say how the rows of each file are set aside."""

    def __init__(self, reading: Reading, flattening: Flattening, asides: Mapping[str, Aside]) -> None:
        """Remember by value what comes again and again: sets, places, days, ages."""
        self._reading, self._regions, self._events = reading, flattening.regions, flattening.events
        self._asides = {name: asides[file] for name, file in FILES.items()}
        self._in_time = Remembered[str, bool | None](lambda edtf: documented(edtf, reading.as_of))
        self._word = Remembered[str, str](_text)
        self._thing = Remembered[str, str](_quoted)
        self._set = Remembered[Value | None, str](lambda value: _text(written(_alternatives(value))))
        self._place = Remembered[Value | None, tuple[str, str, str]](self._places)
        self._day = Remembered[Value | None, tuple[str, str, str]](_days)
        self._bounds = Remembered[tuple[str, ...], tuple[str, str]](_documented)
        self._sources = Remembered[tuple[str, ...], str](lambda codes: _text(written((codes,))))
        self._parties = Remembered[Value | None, tuple[str, ...]](_parties)
        self._weaker = Remembered[tuple[Value | None, str | None], str](_weaker)
        self._age = Remembered[tuple[Any, ...], tuple[str, str, str]](_ages)

    def lines(self, told: Told, accepted: Mapping[str, Accepted]) -> Lines | None:
        """Return the lines of a person, none where nothing is told in time; None where not usual.

        Raises:
            ValueError: A code of a set holds a mark of sets.
        """
        try:
            return self._lines(told, accepted)
        except Unusual:
            return None

    def _lines(self, told: Told, accepted: Mapping[str, Accepted]) -> Lines:
        made = Lines()
        known = self._known(told.records)
        by_id = {one.row.id: one for one in known}
        if not known:
            return made
        said = _agreed([one.on(PERSON) for one in known])
        acts = [
            (act, parts)
            for act in told.acts
            if (parts := [(by_id[record], thing) for record, thing in act.body["parts"] if record in by_id])
        ]
        if not acts:  # nor is anybody to ask then where the person is from: a release names what it asked
            return made
        person = told.person
        shared = _Person(known, self._facts(person, said), said.get("birth-date"))
        for act, parts in acts:
            self._act(act, parts, accepted[act.id], shared, made)
        about = {
            **shared.facts,
            "kind": self._word[person.body["kind"]],
            "birth": self._set[shared.birth],
            "level": str(person.level),
            "version": _quoted(person.commitment),
        }
        made.levels.append(person.level)
        made.by_table["persons"].append(self._asides["persons"].filled((person.id,) * 2, about))
        for one in known:
            self._record(person.id, one, made)
        return made

    def _known(self, rows: Iterable[RecordRow]) -> list[_Known]:
        known = []
        for row in rows:
            is_certain = self._in_time[row.documented]
            if is_certain is not None:
                certain = is_certain and row.id not in self._reading.doubtful
                known.append(_Known(row, heard(row.body), certain))
        if len(known) > 1 and not all(one.is_certain for one in known):
            raise Unusual
        return known

    def _facts(self, person: Stored, said: Said) -> Texts:
        get, sets, count = said.get, self._set, person.body["count"]
        origin, residence = self._place[get("origin")], self._place[get("residence")]
        return {
            "person_id": _quoted(person.id),
            "count_min": str(count["min"]),
            "count_max": NULL if count["max"] is None else str(count["max"]),
            "sex": sets[get("sex")],
            "community": sets[get("community")],
            "nationality": sets[get("nationality")],
            "collection": NULL,
            "place_origin": origin[0],
            "governorate_origin": origin[1],
            "district_origin": origin[2],
            "place_residence": residence[0],
            "governorate_residence": residence[1],
            "district_residence": residence[2],
        }

    def _act(
        self,
        act: Stored,
        parts: Sequence[tuple[_Known, str]],
        way: Accepted,
        person: _Person,
        made: Lines,
    ) -> None:
        if act.is_alleged or act.body["resolved"] or act.body["added_spells"]:
            raise Unusual
        tellings = [(one.on(thing), one.on(PERSON)) for one, thing in parts]
        said = _agreed([own for own, _ in tellings])
        party = said.get("party")
        attribution = (
            self._weaker[(said.get("attribution"), way.attribution)] if self._parties[party] else NULL
        )
        told = {one.row.id for one, _ in parts}
        reporting = [one for one in person.known if one.row.id in told]
        event = _event(said.get("event"), self._events)
        act_id = _quoted(act.id)
        texts = {
            **person.facts,
            **self._told(said, tellings, person.birth),
            "act_id": act_id,
            "event_id": NULL if event is None else _quoted(event),
            "version": _quoted(act.commitment),
            "certain": "true" if any(one.is_certain for one, _ in parts) else "false",
            "attribution": attribution,
            "acceptance": self._word[way.by],
            "reports": str(len(reporting)),
            "level": str(act.level),
        }
        texts["documented_begin"], texts["documented_end"] = self._bounds[
            tuple(one.heard.documented for one in reporting)
        ]
        texts["source"] = self._sources[
            tuple(self._reading.origins[one.row.batch_id].source_code for one in reporting)
        ]
        person_id = person.facts["person_id"][1:-1]
        made.by_table["acts"].append(
            self._asides["acts"].filled((act.id, act.id, person_id, event or ""), texts)
        )
        made.levels.append(act.level)
        self._involvements(act.id, said, len(parts), attribution, made)
        for one, thing in parts:
            record, part = _quoted(one.row.id), self._thing[thing]
            part_id = f'"{act.id}/{one.row.id}/{thing}"'
            made.by_table["parts"].append(
                f"{part_id[1:-1]}{BETWEEN}"
                f'{{"part_id":{part_id},"act_id":{act_id},"record_id":{record},"part":{part}}}\n'
            )

    def _told(self, said: Said, tellings: Sequence[tuple[Said, Said]], birth: Value | None) -> Texts:
        """Return the columns that say what happened, where and when, and how old the person was."""
        get, sets = said.get, self._set
        date = get("date")
        when, place, seen = self._day[date], self._place[get("place")], self._place[get("last-seen")]
        ages = tuple([_age_of(own) or _age_of(person) for own, person in tellings])
        age = self._age[(ages, birth, date if birth is not None else None)]
        return {
            "violation": sets[get("violation")],
            "date": when[0],
            "date_begin": when[1],
            "date_end": when[2],
            "person_status": sets[_of_person_too("person-status", tellings)],
            "protected_group": sets[_of_person_too("protected-group", tellings)],
            "target": sets[get("target")],
            "method": sets[get("method")],
            "facility": sets[get("facility")],
            "party": sets[get("party")],
            "age_group": age[0],
            "age_min": age[1],
            "age_max": age[2],
            "place_act": place[0],
            "governorate_act": place[1],
            "district_act": place[2],
            "place_last_seen": seen[0],
            "governorate_last_seen": seen[1],
            "district_last_seen": seen[2],
        }

    def _involvements(self, act: str, said: Said, parts: int, attribution: str, made: Lines) -> None:
        degree = said.get("degree")
        if degree is not None and (parts > 1 or type(degree) is not str):
            raise Unusual
        for party in self._parties[said.get("party")]:
            texts = {
                "involvement_id": f'"{act}/{party}"',
                "act_id": f'"{act}"',
                "party": f'"{party}"',
                "degree": NULL if degree is None else self._word[str(degree)],
                "attribution": attribution,
            }
            line = self._asides["involvements"].filled((f"{act}/{party}", act), texts)
            made.by_table["involvements"].append(line)

    def _record(self, person: str, one: _Known, made: Lines) -> None:
        row, said = one.row, one.heard
        origin = self._reading.origins[row.batch_id]
        made.records.append(row)
        made.by_table["records"].append(
            self._asides["records"].line(
                {
                    "record_id": row.id,
                    "person_id": person,
                    "source": origin.source_code,
                    "source_key": said.key,
                    "report_id": origin.report_id,
                    "locator": said.locator,
                    "documented": said.documented,
                    "claims": said.claims,
                    "level": row.level,
                    "commitment": row.commitment,
                }
            )
        )
        for number, name in enumerate(said.names, 1):
            parts = said.name_parts if number == 1 else None
            line = self._asides["names"].line(
                {
                    "name_id": f"{row.id}/{number}",
                    "person_id": person,
                    "record_id": row.id,
                    "name": name,
                    "parts": parts,
                    "level": row.level,
                }
            )
            made.by_table["names"].append(line)

    def _places(self, value: Value | None) -> tuple[str, str, str]:
        asked = _alternatives(value)
        governorates = self._regions.of(asked, "governorate")
        districts = self._regions.of(asked, "district")
        return _text(written(asked)), _text(written(governorates)), _text(written(districts))


def _agreed(tellings: Sequence[Said]) -> Said:
    """Return what several accounts say that do not differ; ages, which narrow each other, are apart."""
    if len(tellings) == 1:
        return tellings[0]
    agreed: Said = {}
    for said in tellings:
        for name, value in said.items():
            if agreed.setdefault(name, value) != value and name not in AGES:
                raise Unusual
    return agreed


def _of_person_too(name: str, tellings: Sequence[tuple[Said, Said]]) -> Value | None:
    """Return what the accounts say of the act, each of which speaks of the person where it is silent."""
    found = {own.get(name, person.get(name)) for own, person in tellings} - {None}
    if len(found) > 1:
        raise Unusual
    return next(iter(found), None)


def _age_of(said: Said) -> tuple[Value | None, Value | None] | None:
    return (said.get(AGE), said.get(AGE_GROUP)) if AGE in said or AGE_GROUP in said else None


def _ages(asked: tuple[Any, ...]) -> tuple[str, str, str]:
    stated, birth, date = asked
    by_account = [ages_stated([_age_value(value) for value in one or ()]) for one in stated]
    ages: Ages = possible_ages(by_account, _one_day(birth), _one_day(date))
    return _text(written(ages.groups)), _text(ages.least), _text(ages.greatest)


def _age_value(value: Value | None) -> Any:
    return {"min": value[0], "max": value[1]} if type(value) is tuple else value


def _one_day(value: Value | None) -> Set:
    if type(value) is tuple:
        raise Unusual
    return _alternatives(value)


def _alternatives(value: Value | None) -> Set:
    if value is None:
        return ()
    return ((value,),) if type(value) is str else (tuple(value),)


def _days(value: Value | None) -> tuple[str, str, str]:
    asked = _one_day(value)
    begin, end = interval(asked)
    return _text(written(asked)), _day_text(begin), _day_text(end)


def _documented(asked: tuple[str, ...]) -> tuple[str, str]:
    begin, end = earliest_of(map(day_bounds, asked))
    return _day_text(begin), _day_text(end)


def _day_text(day: Any) -> str:
    return NULL if day is None else f'"{day.isoformat()}"'


def _parties(value: Value | None) -> tuple[str, ...]:
    parties = sorted({party for members in _alternatives(value) for party in members} - {UNIDENTIFIED})
    return tuple(_quoted(party)[1:-1] for party in parties)


def _weaker(asked: tuple[Value | None, str | None]) -> str:
    claimed, accepted = asked
    if type(claimed) is tuple:
        raise Unusual
    said: list[Any] = [level for level in (claimed, accepted) if level is not None]
    return _text(max(said, key=CERTAINTY.index, default=None))


def _event(value: Value | None, events: Mapping[str, str]) -> str | None:
    if type(value) is tuple:
        raise Unusual
    return None if value is None or value == UNIDENTIFIED else events.get(str(value))


def _quoted(identifier: str) -> str:
    if _PLAIN.fullmatch(identifier) is None:
        raise Unusual
    return f'"{identifier}"'


def _text(value: str | int | None) -> str:
    """Return a value as canonical JSON; a control character is for the plain path to refuse."""
    if type(value) is str and not value.isprintable():
        raise Unusual
    return canonical_json(value)
