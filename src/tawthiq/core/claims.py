"""What one report says of one victim: an account made of claims, in the source's own words.

An account is one row's or one passage's word on one victim (or group) and one or more acts. Its claims
are kept as a canonical list inside the record, each with what was written, what it was read as, and
where it stood. Nothing here is ever edited to agree with another source.

A record's body says each of a source's words once (docs/adr/0008-words-once.md): format 2. Format 1, which
repeated them in every claim, is read for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from tawthiq.core.digests import canonical_json

ACCOUNT_FORMAT = 2
REPEATING_FORMAT = 1
CONTENT_LENGTH = 16
PERSON, INDIVIDUAL = "person", "individual"
STATED, CONSTANT = "stated", "constant"
UNIDENTIFIED = "unidentified"
"""A source says that it could not be known; unlike unknown, which is no claim at all."""
DOCUMENTED = "documented"
"""The basis of a claim that follows from when the list was documented, and not from the row."""


class Claim(NamedTuple):
    """One field of an account.

    `on` is ``person``, ``act-1`` .. ``act-n``, or ``act-1/spell-1`` for a stay in detention.
    `value` is a code, an EDTF string, a text, ``{"min": 3, "max": None}``, a list of codes (together: a
    joint party), or ``unidentified``; None where the words could not be read as anything.
    `basis` is ``stated``, ``constant`` (the mapping says it for the whole list), ``documented`` (it follows
    from when the list was documented) or ``pattern-in-notes``.
    """

    on: str
    field: str
    value: Any
    verbatim: str = ""
    locator: str = ""
    basis: str = STATED

    def as_json(self) -> list[Any]:
        """Return the claim as it stands in the record's canonical list."""
        return list(self)


@dataclass(frozen=True)
class Account:
    """One row's or passage's account of one victim or group.

    `key` is the source's own identifier (or the declared natural key); `locator` says where the row stood
    (``killed.csv#row=17``); `documented` is an EDTF date or interval. `kind` is ``individual``, ``group``
    or ``unnamed``; `count_max` is None where a group is open-ended.
    """

    key: str
    locator: str
    documented: str
    claims: tuple[Claim, ...]
    kind: str = INDIVIDUAL
    count_min: int = 1
    count_max: int | None = 1
    level: int | None = field(default=None)
    """Confidentiality as `accounts.confidentiality.Level`; None takes the source's."""

    def body(self) -> dict[str, Any]:
        """Return the canonical body of the record: everything that the row said."""
        return {"claims": words_once(self.claims), **self.frame()}

    def frame(self) -> dict[str, Any]:
        """Return the canonical body without the claims."""
        body: dict[str, Any] = {
            "format": ACCOUNT_FORMAT,
            "key": self.key,
            "locator": self.locator,
            "documented": self.documented,
        }
        if self.kind != INDIVIDUAL:
            body["kind"] = self.kind
        if (self.count_min, self.count_max) != (1, 1):
            body["count"] = {"min": self.count_min, "max": self.count_max}
        return body

    @classmethod
    def from_body(cls, body: dict[str, Any] | str) -> Account:
        """Read an account back from a record's body.

        Raises:
            ValueError: The body is of a format that this version does not know.
        """
        data: dict[str, Any] = orjson.loads(body) if isinstance(body, str) else body
        if data["format"] not in (ACCOUNT_FORMAT, REPEATING_FORMAT):
            raise ValueError(f"no account of format {data['format']} is known here")
        is_short = data["format"] == ACCOUNT_FORMAT
        count = data.get("count", _ONE)
        return cls(
            key=data["key"],
            locator=data["locator"],
            documented=data["documented"],
            claims=claims_of(data["claims"]) if is_short else tuple(map(Claim._make, data["claims"])),
            kind=data.get("kind", INDIVIDUAL),
            count_min=count["min"],
            count_max=count["max"],
        )

    def on(self, thing: str) -> Iterator[Claim]:
        """Yield the claims on one thing: the person, one act, or one stay in detention."""
        return (claim for claim in self.claims if claim.on == thing)

    @cached_property
    def _said(self) -> dict[tuple[str, str], tuple[Claim, ...]]:
        said: dict[tuple[str, str], tuple[Claim, ...]] = {}
        for claim in self.claims:
            key = (claim.on, claim.field)
            said[key] = (*said.get(key, ()), claim)
        return said

    def said(self, thing: str, name: str) -> tuple[Claim, ...]:
        """Return the claims on one field of one thing; none where nothing was claimed."""
        return self._said.get((thing, name), ())

    def value(self, thing: str, name: str) -> Any:
        """Return the first claimed value of a field, or None where nothing was claimed."""
        return next((claim.value for claim in self.said(thing, name)), None)

    def acts(self) -> tuple[str, ...]:
        """Return the acts of the account in order: ``act-1``, ``act-2``, ..."""
        return tuple(dict.fromkeys(c.on for c in self.claims if c.on.startswith("act-") and "/" not in c.on))


_ONE = {"min": 1, "max": 1}


def words_once(claims: Iterable[Claim]) -> list[Any]:
    """Return claims as format 2 writes them: runs of claims on one thing, led by the thing.

    A claim is its field and where the words stood: a column with the words, the number of an earlier claim
    with the same words, or None for a constant. Then follow the value where the words are not it, and the
    basis where it is not *stated*. Bounds that meet are one number.

    Raises:
        TypeError: A value is a bare number, which stands for bounds here.
    """
    seen: dict[Any, int] = {}
    runs: list[Any] = []
    for thing, run in groupby(claims, key=attrgetter("on")):
        runs.append([thing, *(shortened(claim, seen) for claim in run)])
    return runs


def shortened(claim: Claim, seen: dict[Any, int]) -> list[Any]:
    """Return a claim as format 2 writes it, after those whose words and numbers are `seen`.

    Raises:
        TypeError: The value is a bare number, which stands for bounds here.
    """
    _, name, value, verbatim, locator, basis = claim
    number = len(seen)
    if basis == CONSTANT and not verbatim and not locator:
        seen[number] = number
        return [name, None, bounds_shortened(value)]
    earlier = seen.setdefault((locator, verbatim), number)
    if earlier == number:
        short: list[Any] = [name, locator, verbatim]
    else:
        seen[number] = number
        short = [name, earlier]
    if basis != STATED:
        return [*short, bounds_shortened(value), basis]
    return short if value == verbatim else [*short, bounds_shortened(value)]


def bounds_shortened(value: Any) -> Any:
    """Return a value as format 2 writes it: bounds that meet are one number.

    Raises:
        TypeError: The value is a bare number.
    """
    kind = type(value)
    if kind is dict and value.keys() == _ONE.keys() and value["min"] == value["max"] is not None:
        return value["min"]
    if kind is int or kind is bool:
        raise TypeError("a claim's value is never a bare number")
    return value


def claims_of(runs: Iterable[list[Any]]) -> tuple[Claim, ...]:
    """Return the claims that format 2 wrote."""
    claims: list[Claim] = []
    for thing, *run in runs:
        for name, place, *rest in run:
            if place is None:
                claims.append(Claim(thing, name, bounds(rest[0]), "", "", CONSTANT))
                continue
            if type(place) is int:
                verbatim, locator = claims[place].verbatim, claims[place].locator
            else:
                verbatim, locator = rest.pop(0), place
            value = bounds(rest[0]) if rest else verbatim
            claims.append(Claim(thing, name, value, verbatim, locator, rest[1] if len(rest) > 1 else STATED))
    return tuple(claims)


def bounds(value: Any) -> Any:
    """Return the value that `bounds_shortened` wrote."""
    return {"min": value, "max": value} if type(value) is int else value


def said_of(body: dict[str, Any], fields: frozenset[str]) -> dict[str, list[tuple[str, Any]]]:
    """Return what a record's body claims of some fields: by thing, each field with its value.

    Every thing is there in its order, also where none of the fields is claimed of it. Bounds that meet may
    be one number. It is for who asks little of very many records.

    Raises:
        ValueError: The body is of a format that this version does not know.
    """
    said: dict[str, list[tuple[str, Any]]] = {}
    if body["format"] == REPEATING_FORMAT:
        for thing, name, value, *_ in body["claims"]:
            found = said.setdefault(thing, [])
            if name in fields:
                found.append((name, value))
        return said
    if body["format"] != ACCOUNT_FORMAT:
        raise ValueError(f"no account of format {body['format']} is known here")
    verbatims: list[str] = []
    for thing, *run in body["claims"]:
        found = said.setdefault(thing, [])
        for claim in run:
            place = claim[1]
            if place is None:
                words, at = "", 2
            elif type(place) is int:
                words, at = verbatims[place], 2
            else:
                words, at = claim[2], 3
            verbatims.append(words)
            if claim[0] in fields:
                found.append((claim[0], claim[at] if len(claim) > at else words))
    return said


def content_digest(body: dict[str, Any]) -> bytes:
    """Return the digest by which two readings of a row are compared: what it says, not where and when.

    Neither does a claim count that only follows from when the list was documented.
    """
    if body["format"] != ACCOUNT_FORMAT:
        body = Account.from_body(body).body()
    said = canonical_json(body["claims"])
    if f'"{DOCUMENTED}"]' in said:
        said = canonical_json(words_once(c for c in claims_of(body["claims"]) if c.basis != DOCUMENTED))
    rest = canonical_json([body["key"], body.get("kind", INDIVIDUAL), body.get("count", _ONE)])
    return blake2b(f"{said}{rest}".encode(), digest_size=CONTENT_LENGTH).digest()
