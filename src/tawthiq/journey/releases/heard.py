"""What a stored record says, taken from its text in one pass, for the usual record that says each thing once.

A record that says one thing twice, or something that takes weighing, is left to the reading of accounts
(`core.claims`, `cases.possibilities`). Pure; no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import orjson

from tawthiq.core.claims import ACCOUNT_FORMAT, CONSTANT, PERSON, STATED
from tawthiq.core.digests import canonical_json

AGE, AGE_GROUP, NAME, NAME_PARTS = "age", "age-group", "name", "name-parts"
AGES: Final = frozenset({AGE, AGE_GROUP})
WEIGHED: Final = frozenset(
    "sex community nationality birth-date origin residence"
    " violation date place last-seen party attribution degree method facility event target"
    " person-status protected-group".split()
)
"""The fields of persons and acts that a release's columns are made of, but for ages and names."""

Value = str | tuple[Any, ...]
"""A code, a date or an age group; several codes that hold together, sorted; or the bounds of an age."""
Said = dict[str, Value]


class Heard(NamedTuple):
    """What one record says: one value by thing and field, the names, and the claims as canonical JSON."""

    key: str
    locator: str
    documented: str
    things: dict[str, Said]
    names: list[str]
    name_parts: str | None
    claims: str


class Unusual(Exception):  # no error: it hands the person over to the plain path
    """What is told takes more than a direct reading."""


def heard(body: str) -> Heard:
    """Read a record's body.

    Raises:
        Unusual: It says one thing twice, tells of a stay in detention, or is of an earlier format.
    """
    data = orjson.loads(body)
    if data["format"] != ACCOUNT_FORMAT:
        raise Unusual
    claims = _claims(data["claims"])
    things: dict[str, Said] = {}
    names: dict[str, None] = {}
    parts: str | None = None
    for thing, name, value, *_ in claims:
        if name in WEIGHED:
            if value is not None:
                _say(things, thing, name, value if type(value) is str else _together(value))
        elif name in AGES:
            _say(things, thing, name, value if type(value) is str else _age(value))
        elif thing == PERSON and name == NAME and type(value) is str:
            names[value] = None
        elif thing == PERSON and name == NAME_PARTS and type(value) is dict and parts is None:
            parts = canonical_json(value)
        elif "/" in thing:
            raise Unusual
    text = orjson.dumps(claims, option=orjson.OPT_SORT_KEYS).decode()
    return Heard(data["key"], data["locator"], data["documented"], things, list(names), parts, text)


def _say(things: dict[str, Said], thing: str, name: str, value: Value) -> None:
    said = things.get(thing)
    if said is None:
        if "/" in thing:
            raise Unusual
        things[thing] = {name: value}
    elif name in said:
        raise Unusual
    else:
        said[name] = value


def _claims(runs: Iterable[list[Any]]) -> list[tuple[Any, ...]]:
    """Return the claims that format 2 wrote, as `core.claims.claims_of` does, without the class of each."""
    claims: list[tuple[Any, ...]] = []
    add = claims.append
    for thing, *run in runs:
        for short in run:
            place, then = short[1], 2
            if place is None:
                add((thing, short[0], _bounds(short[2]), "", "", CONSTANT))
                continue
            if type(place) is int:
                _, _, _, verbatim, place, _ = claims[place]
            else:
                verbatim, then = short[2], 3
            given = len(short) - then
            value = _bounds(short[then]) if given else verbatim
            add((thing, short[0], value, verbatim, place, short[then + 1] if given > 1 else STATED))
    return claims


def _bounds(value: Any) -> Any:
    return {"min": value, "max": value} if type(value) is int else value


def _together(value: Any) -> Value:
    if type(value) is not list or not value or not all(type(item) is str for item in value):
        raise Unusual
    members = sorted(set(value))
    return tuple(members) if len(members) > 1 else str(members[0])


def _age(value: Any) -> Value:
    if type(value) is not dict:
        raise Unusual  # also words that could not be read: they hide the person's age from the act
    return (value.get("min"), value.get("max"))
