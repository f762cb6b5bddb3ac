"""Reads of the statements that were published, for an actor."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tawthiq.accounts.actors import Actor
from tawthiq.journey.statements.models import Publication


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """One edition as the log has it; `folder_digest` stands for every file of it."""

    id: str
    statement: str
    release: str
    release_digest: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    audience: str
    published: str
    folder_digest: str
    level: int


def publications(actor: Actor) -> list[PublicationFacts]:
    """Return the editions that the actor may see, in the order of the log.

    Raises:
        NotPermittedOrAbsent: The actor may not look at statements.
    """
    actor.require("statements.list")
    return [_facts(row) for row in Publication.visible_to(actor).order_by("entry", "position")]


def logged_digests(actor: Actor) -> frozenset[str]:
    """Return the folder digests of the editions that the actor may see.

    Raises:
        NotPermittedOrAbsent: The actor may not look at statements.
    """
    actor.require("statements.list")
    return frozenset(Publication.visible_to(actor).values_list("folder_digest", flat=True))


def _facts(row: Publication) -> PublicationFacts:
    body = json.loads(row.body)
    return PublicationFacts(
        id=row.id,
        statement=row.statement,
        release=body["release"],
        release_digest=body["release_digest"],
        languages=tuple(body["languages"]),
        # an edition of folder format 1 had one format
        formats=tuple(body.get("formats") or [body["format"]]),
        audience=body["audience"],
        published=body["published"],
        folder_digest=row.folder_digest,
        level=row.level,
    )
