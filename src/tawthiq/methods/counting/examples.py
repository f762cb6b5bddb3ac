"""Drawn examples: a small table, a question and its answer, for people and engines alike.

The examples in ``tests/spec`` are the methodology: each runs on every engine, and `publish` prints them. A
row says only what matters; the rest is filled in here: documented for certain, one individual, no event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from tawthiq.core.dates import parse_edtf
from tawthiq.core.vocabulary import load
from tawthiq.methods.counting.answer import Answer, Cell, Undetermined
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.question import Options, Question, ask
from tawthiq.methods.counting.rules import load_rule
from tawthiq.methods.counting.schema import (
    ACTS,
    ALTERNATIVE,
    EVENTS,
    PERSONS,
    SPELLS,
    UNIDENTIFIED,
    Table,
)
from tawthiq.methods.counting.words import ReleaseWords

AS_OF: Final = date(2022, 10, 21)
DOCUMENTED: Final = date(2020, 1, 1)
PLACES: Final = {
    "XX": (None, "Invented country"),
    "XX01": ("XX", "North"),
    "XX02": ("XX", "South"),
    "XX03": ("XX", "East"),
    "XX0101": ("XX01", "North Harbour"),
    "XX0102": ("XX01", "North Hills"),
}
_PERSON_FIELDS: Final = ("count_min", "count_max", "sex", "community", "nationality", "collection")
_ABOUT_IT: Final = ("answer", "says")
_SHORT: Final = {"governorate": "governorate_act", "district": "district_act", "place": "place_act"}


@dataclass(frozen=True)
class Asked:
    """One question of an example: how it was put, and its answer."""

    put: Mapping[str, Any]
    answer: Mapping[str, Any]
    says: str = ""


@dataclass(frozen=True)
class Example:
    """One drawn table with its questions. `says` is the sentence that it shows."""

    name: str
    says: str
    acts: Sequence[Mapping[str, Any]]
    spells: Sequence[Mapping[str, Any]]
    asked: Sequence[Asked]
    as_of: date


@dataclass(frozen=True)
class Chapter:
    """One file of examples: a subject of the methodology, in prose and examples."""

    title: str
    about: str
    examples: Sequence[Example]


def read_chapter(path: Path) -> Chapter:
    """Read a file of examples.

    Raises:
        KeyError: An example lacks its name, its sentence or its answer.
        TypeError: It has a key that means nothing.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Chapter(data["title"], data["about"].strip(), [_example(**one) for one in data["examples"]])


def _example(
    *,
    name: str,
    says: str,
    ask: Sequence[Mapping[str, Any]],
    acts: Sequence[Mapping[str, Any]] = (),
    spells: Sequence[Mapping[str, Any]] = (),
    as_of: date = AS_OF,
) -> Example:
    asked = [
        Asked({k: v for k, v in one.items() if k not in _ABOUT_IT}, one["answer"], one.get("says", ""))
        for one in ask
    ]
    return Example(name, says.strip(), acts, spells, asked, as_of)


@cache
def words() -> ReleaseWords:
    """Return the shipped vocabulary with a few invented places."""
    places = {code: {"parent": parent, "label": {"en": label}} for code, (parent, label) in PLACES.items()}
    return ReleaseWords.from_json(load().as_json() | {"places": places})


def question_of(put: Mapping[str, Any], known: ReleaseWords) -> Question:
    """Return the question that an example puts, in the words of its release.

    It names a rule or holds one in full; `settings` replace a part of it, and options stand beside it.

    Raises:
        UsageProblem: The question is wrong.
    """
    given = dict(put)
    if "period" in given:
        given["period"] = _text(given["period"])
    rule = given.pop("rule", None)
    settings = given.pop("settings", {})
    content = {**(load_rule(rule) if isinstance(rule, str) else rule or {}), **settings}
    return ask(known, rule=content, options=Options(**given))


def expected(put: Mapping[str, Any], answer: Mapping[str, Any]) -> Answer:
    """Return the answer that an example expects; what it leaves out is nought, and at_most is at_least.

    Cells are written ``male: 2``, or ``male: [2, 3]`` where at_most differs (null is open-ended); a
    breakdown by several fields joins their values with a comma.
    """
    least = answer["at_least"]
    cells = [
        Cell(tuple(part.strip() for part in str(key).split(",")), *_pair(value))
        for key, value in answer.get("cells", {}).items()
    ]
    return Answer(
        least,
        answer.get("at_most", least),
        Undetermined(**answer.get("undetermined", {})),
        answer.get("repeated", 0),
        tuple(put.get("by", ())),
        tuple(sorted(cells, key=lambda cell: cell.key)),
    )


def _pair(value: int | list[int | None]) -> tuple[int, int | None]:
    if isinstance(value, int):
        return value, value
    least, most = value
    assert least is not None  # only at_most can be open
    return least, most


def tables_of(
    acts: Sequence[Mapping[str, Any]],
    spells: Sequence[Mapping[str, Any]],
    as_of: date,
    tombstones: Sequence[Mapping[str, Any]] = (),
) -> ReleaseTables:
    """Return a release made of the rows of an example.

    Raises:
        KeyError: A row names a column that there is not.
    """
    people = {name: number for number, name in enumerate(sorted({act["person"] for act in acts}))}
    events = {name: n for n, name in enumerate(sorted({act["event"] for act in acts if act.get("event")}))}
    names = sorted(act.get("id", f"act {place + 1}") for place, act in enumerate(acts))
    act_rows = [
        _act(act, act.get("id", f"act {place + 1}"), names, people, events) for place, act in enumerate(acts)
    ]
    of_person = {row["person"]: row for row in act_rows}
    person_rows = [
        {**_empty(PERSONS), **{name: of_person[number][name] for name in _PERSON_FIELDS}}
        | {"person": number, "person_id": name, "version": "v1", "kind": "individual", "level": 0}
        for name, number in people.items()
    ]
    event_rows = [
        _empty(EVENTS) | {"event": number, "event_id": name, "version": "v1"}
        for name, number in events.items()
    ]
    by_id = {row["act_id"]: row for row in act_rows}
    rows = {
        "acts": act_rows,
        "persons": person_rows,
        "events": event_rows,
        "spells": [_spell(spell, place, by_id) for place, spell in enumerate(spells)],
        "tombstones": tombstones,
    }
    return ReleaseTables.of_rows(rows, as_of=as_of, words=words())


def _empty(table: Table) -> dict[str, Any]:
    return dict.fromkeys(table.column_names)


def _act(
    act: Mapping[str, Any],
    act_id: str,
    names: list[str],
    people: Mapping[str, int],
    events: Mapping[str, int],
) -> dict[str, Any]:
    said = {
        _SHORT.get(key, key): value
        for key, value in act.items()
        if key not in ("id", "person", "event", "count")
    }
    said["date"] = _text(said.get("date"))
    begin, end = _bounds(said["date"])
    documented = _bounds(_text(said.pop("documented", DOCUMENTED)))
    least, most = act.get("count", [1, 1])
    party = said.get("party")
    row = {
        **_empty(ACTS),
        "act": names.index(act_id),
        "act_id": act_id,
        "person": people[act["person"]],
        "person_id": act["person"],
        "event": events.get(act.get("event", "")),
        "event_id": act.get("event"),
        "version": "v1",
        "certain": True,
        "documented_begin": documented[0],
        "documented_end": documented[1],
        "date_begin": begin,
        "date_end": end,
        "attribution": "confirmed" if party not in (None, UNIDENTIFIED) else None,
        "source": "list-a",
        "reports": 1,
        "level": 0,
        "count_min": least,
        "count_max": most,
    }
    return _filled(row, said)


def _spell(spell: Mapping[str, Any], place: int, acts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    act = acts[spell["act"]]
    said = {key: value for key, value in spell.items() if key != "act"}
    for name in ("begin", "end"):
        said[name] = _text(said.get(name))
        said[f"{name}_min"], said[f"{name}_max"] = _bounds(said[name])
    row = {
        **_empty(SPELLS),
        "spell": place,
        "spell_id": f"{act['act_id']}/{said.get('seq', 1)}",
        "act": act["act"],
        "act_id": act["act_id"],
        "person": act["person"],
        "seq": 1,
        "has_end": said["end"] is not None,
        "certain": True,
    }
    return _filled(row, said)


def _filled(row: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := said.keys() - row.keys():
        raise KeyError(f"no column {', '.join(sorted(unknown))}")
    return {**row, **said}


def _text(value: Any) -> str | None:
    """Return a date as EDTF, where YAML has read it as a day or a year."""
    return None if value is None else str(value)


def _bounds(text: str | None) -> tuple[date | None, date | None]:
    stated = [parse_edtf(part) for part in (text or "").split(ALTERNATIVE) if part not in ("", UNIDENTIFIED)]
    if not stated:
        return None, None
    firsts, lasts = [one.earliest for one in stated], [one.latest for one in stated]
    return (
        None if None in firsts else min(day for day in firsts if day is not None),
        None if None in lasts else max(day for day in lasts if day is not None),
    )
