"""Reads of the log and of versions.

They take a clearance, not an actor: the audit lies below the accounts. Whoever calls them has asked the
actor's permission.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tawthiq.audit.bulk import batches
from tawthiq.audit.heads import Head
from tawthiq.audit.models import Entry, Version


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry of the log. `reason` and `details` are empty where they were erased."""

    sequence: int
    at: str
    verb: str
    actor_id: str
    os_login: str
    subject: str
    reason: str
    details: dict[str, Any]
    changes_count: int
    root: str

    def as_json(self) -> dict[str, Any]:
        """Return what `audit log --json` says of it."""
        return asdict(self)

    def as_text(self) -> str:
        """Return the entry as a line for people."""
        parts = (self.sequence, self.at, self.verb, self.actor_id, self.os_login, self.subject)
        why = f" ({self.reason})" if self.reason else ""
        return f"{'  '.join(str(part) for part in parts if part != '')}  {self.changes_count} rows{why}"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of a conclusion; `body` is None where it was erased."""

    kind: str
    object_id: str
    number: int
    entry: int
    level: int
    commitment: str
    body: dict[str, Any] | None


def head() -> Head | None:
    """Return the head of the log, or None where nothing was ever written."""
    last = Entry.objects.order_by("-sequence").values_list("sequence", "root").first()
    return None if last is None else Head(tree_size=last[0] + 1, root=last[1])


def entries(*, after: int = -1, verb: str | None = None) -> Iterator[EntryFacts]:
    """Yield the entries after a sequence, in order; of one verb where it is given."""
    found = Entry.objects.filter(sequence__gt=after).order_by("sequence")
    if verb is not None:
        found = found.filter(verb=verb)
    for entry in found.iterator():
        body: dict[str, Any] = json.loads(entry.body) if entry.body else {"reason": "", "details": {}}
        yield EntryFacts(
            sequence=entry.sequence,
            at=entry.at,
            verb=entry.verb,
            actor_id=entry.actor_id,
            os_login=entry.os_login,
            subject=entry.subject,
            reason=body["reason"],
            details=body["details"],
            changes_count=entry.changes_count,
            root=entry.root,
        )


def last_versions(kind: str, ids: Iterable[str], clearance: int) -> dict[str, dict[str, Any]]:
    """Return, by identifier, the body of each object's last version at or below the clearance.

    An object that never had such a version is absent, and so is one whose version was erased.
    """
    facts = last_version_facts(kind, ids, clearance)
    return {object_id: version.body for object_id, version in facts.items() if version.body is not None}


def last_version_facts(kind: str, ids: Iterable[str], clearance: int) -> dict[str, VersionFacts]:
    """Return, by identifier, each object's last version at or below the clearance."""
    found: dict[str, VersionFacts] = {}
    for batch in batches(ids, size=500):
        visible = Version.objects.filter(kind=kind, object_id__in=batch, level__lte=int(clearance))
        # Ascending, so that the last version of each object is the one that stays.
        found.update(
            (version.object_id, _facts(version)) for version in visible.order_by("number").iterator()
        )
    return found


def versions(kind: str, object_id: str, clearance: int) -> list[VersionFacts]:
    """Return an object's history at or below the clearance, the first version first."""
    visible = Version.objects.filter(kind=kind, object_id=object_id, level__lte=int(clearance))
    return [_facts(version) for version in visible.order_by("number")]


def bodies_before(kind: str, entry: int, clearance: int) -> dict[str, dict[str, Any]]:
    """Return, by identifier, what each object that an entry gave a new version was before it.

    An object that the entry made is absent, and so is one whose earlier version was erased.
    """
    changed = Version.objects.filter(kind=kind, entry=entry, number__gt=1, level__lte=int(clearance))
    before = {thing: number - 1 for thing, number in changed.values_list("object_id", "number").iterator()}
    found: dict[str, dict[str, Any]] = {}
    for batch in batches(sorted(before), size=500):
        earlier = Version.objects.filter(kind=kind, object_id__in=batch, level__lte=int(clearance))
        for thing, number, body in earlier.values_list("object_id", "number", "body").iterator():
            if body and number == before[thing]:
                found[thing] = json.loads(body)
    return found


def _facts(version: Version) -> VersionFacts:
    return VersionFacts(
        kind=version.kind,
        object_id=version.object_id,
        number=version.number,
        entry=version.entry,
        level=version.level,
        commitment=version.commitment,
        body=json.loads(version.body) if version.body else None,
    )
