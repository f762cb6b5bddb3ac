"""What a source may be, and how its evidence may be touched. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tawthiq.core.errors import RefusedByRule, UsageProblem
from tawthiq.core.vocabulary import load

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
RELIABILITY = ("A", "B", "C", "D", "E", "F")
UNJUDGED = "F"
NOT_ASKED = "not-asked"


class SourceKind(StrEnum):
    """What kind of source it is."""

    PERSON = "person"
    FAMILY = "family"
    ORGANISATION = "organisation"
    MEDIA = "media"
    PUBLICATION = "publication"
    AUTHORITY = "authority"
    COURT = "court"
    REGISTRY = "registry"
    ARCHIVE = "archive"
    OWN_TEAM = "own-team"


class Touch(StrEnum):
    """What was done with a piece of evidence."""

    RECEIVED = "received"
    OPENED = "opened"
    VERIFIED = "verified"
    COPIED = "copied"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceContent:
    """What is said of a source.

    `origin_group` names those who draw on the same origin: two sources of one group are never two independent
    sources. `consent` is the state that holds for its reports unless one says otherwise.
    """

    code: str
    title: str
    kind: str = SourceKind.ORGANISATION
    reliability: str = UNJUDGED
    origin_group: str = ""
    consent: str = NOT_ASKED

    def checked(self) -> SourceContent:
        """Return the content with its origin group; a source without a stated one is its own.

        Raises:
            UsageProblem: The code, kind, reliability or consent is not one that exists.
        """
        if not CODE.fullmatch(self.code):
            raise UsageProblem(
                "The source was not added: a code is letters, digits and hyphens.", where=self.code[:64]
            )
        if not self.title.strip():
            raise UsageProblem("The source was not added: it has no title.", where=self.code)
        kinds = [kind.value for kind in SourceKind]
        if self.kind not in kinds:
            raise UsageProblem(
                f"{self.kind!r} is not a kind of source.",
                hint=f"Possible: {', '.join(kinds)}.",
                where=self.code,
            )
        if self.reliability.upper() not in RELIABILITY:
            raise UsageProblem(
                f"{self.reliability!r} is not a reliability.",
                hint="A (completely reliable) to E (unreliable), or F (cannot be judged).",
                where=self.code,
            )
        load(()).term("consent-state", self.consent)
        return SourceContent(
            code=self.code,
            title=self.title.strip(),
            kind=str(self.kind),
            reliability=self.reliability.upper(),
            origin_group=self.origin_group or self.code,
            consent=self.consent,
        )

    def body(self) -> dict[str, Any]:
        """Return the content as it stands in the row."""
        return {
            "format": 1,
            "code": self.code,
            "title": self.title,
            "kind": self.kind,
            "reliability": self.reliability,
            "origin_group": self.origin_group,
            "consent": self.consent,
        }


def check_same(code: str, before: dict[str, Any], now: dict[str, Any]) -> None:
    """Let a source be given again only as it was.

    Raises:
        RefusedByRule: It is given with other content.
    """
    differing = sorted(name for name in now if before.get(name) != now[name])
    if differing:
        raise RefusedByRule(
            f"Source {code} was not added: it is there already, with another {', '.join(differing)}.",
            hint="A source is never overwritten. Use another code, or the words it was added with.",
            where=code,
        )
