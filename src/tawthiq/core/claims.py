"""What one report says of one victim: an account made of claims, in the source's own words.

An account is one row's or one passage's word on one victim (or group) and one or more acts. Its claims
are kept as a canonical list inside the record, each with what was written, what it was read as, and
where it stood. Nothing here is ever edited to agree with another source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tawthiq.core.digests import canonical_json

ACCOUNT_FORMAT = 1
PERSON = "person"
UNIDENTIFIED = "unidentified"
"""A source says that it could not be known; unlike unknown, which is no claim at all."""


class Claim(NamedTuple):
    """One field of an account.

    `on` is ``person``, ``act-1`` .. ``act-n``, or ``act-1/spell-1`` for a stay in detention.
    `value` is a code, an EDTF string, a text, ``{"min": 3, "max": None}``, a list of codes (together: a
    joint party), or ``unidentified``; None where the words could not be read as anything.
    `basis` is ``stated``, ``constant`` (the mapping says it for the whole list) or ``pattern-in-notes``.
    """

    on: str
    field: str
    value: Any
    verbatim: str = ""
    locator: str = ""
    basis: str = "stated"

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
    kind: str = "individual"
    count_min: int = 1
    count_max: int | None = 1
    level: int | None = field(default=None)
    """Confidentiality as `accounts.confidentiality.Level`; None takes the source's."""

    def body(self) -> dict[str, Any]:
        """Return the canonical body of the record: everything that the row said."""
        return {
            "format": ACCOUNT_FORMAT,
            "key": self.key,
            "locator": self.locator,
            "documented": self.documented,
            "kind": self.kind,
            "count": {"min": self.count_min, "max": self.count_max},
            "claims": [claim.as_json() for claim in self.claims],
        }

    def content(self) -> str:
        """Return what a later edition is compared by: the body without where the row stood and when."""
        body = self.body()
        del body["locator"], body["documented"]
        return canonical_json(body)

    @classmethod
    def from_body(cls, body: dict[str, Any] | str) -> Account:
        """Read an account back from a record's body."""
        data = json.loads(body) if isinstance(body, str) else body
        return cls(
            key=data["key"],
            locator=data["locator"],
            documented=data["documented"],
            claims=tuple(map(Claim._make, data["claims"])),
            kind=data["kind"],
            count_min=data["count"]["min"],
            count_max=data["count"]["max"],
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
