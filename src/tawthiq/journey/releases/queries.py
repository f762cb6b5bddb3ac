"""Reads of the releases, for an actor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from tawthiq.accounts.actors import Actor
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.releases.models import Release


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """One release as the log has it: `digest` is the release digest, `manifest` its manifest's SHA-256."""

    name: str
    as_of: date
    frozen_at: str
    reconstructed: bool
    single_operator: bool
    digest: str
    manifest: str
    tree_size: int
    level: int

    def as_json(self) -> dict[str, str | bool]:
        """Return what `releases list --json` says of it."""
        return {
            "name": self.name,
            "as_of": self.as_of.isoformat(),
            "frozen_at": self.frozen_at,
            "reconstructed": self.reconstructed,
            "digest": self.digest,
        }


def releases(actor: Actor) -> list[ReleaseFacts]:
    """Return the releases that the actor may see, in the order of the log."""
    return [_facts(row) for row in Release.visible_to(actor).order_by("entry", "position")]


def release(name: str, actor: Actor) -> ReleaseFacts:
    """Return one release.

    Raises:
        NotPermittedOrAbsent: There is none of that name, or the actor may not see it.
    """
    row = Release.visible_to(actor).filter(id=name).first()
    if row is None:
        raise NotPermittedOrAbsent(
            f"There is no release {name}, or you may not see it.", hint="tawthiq releases list"
        )
    return _facts(row)


def _facts(row: Release) -> ReleaseFacts:
    body = json.loads(row.body)
    return ReleaseFacts(
        name=row.id,
        as_of=date.fromisoformat(body["as_of"]),
        frozen_at=body["frozen_at"],
        reconstructed=body["reconstructed"],
        single_operator=body["single_operator"],
        digest=body["digest"],
        manifest=body["manifest"],
        tree_size=body["tree_size"],
        level=row.level,
    )
