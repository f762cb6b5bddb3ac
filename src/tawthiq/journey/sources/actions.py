"""What may be done with sources and evidence: add, file, open, verify. Nothing is ever replaced."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.audit.door import Change, write
from tawthiq.journey.sources import queries
from tawthiq.journey.sources.evidence import EvidenceStore, StoredBytes
from tawthiq.journey.sources.models import CustodyEntry, Evidence, Report, Source
from tawthiq.journey.sources.rules import SourceContent, Touch, check_same


@dataclass(frozen=True, slots=True)
class Added:
    """A source that is there now; `is_new` says whether this made it."""

    source_id: str
    code: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that is there, with its level: what comes from it is at least as secret."""

    source_id: str
    code: str
    level: Level


def add_source(
    content: SourceContent, *, occasion: Occasion, level: Level = Level.INTERNAL, dry_run: bool = False
) -> Added:
    """Add a source; the same one again changes nothing.

    With `dry_run` it only looks, and the identifier of a new one is empty.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        UsageProblem: The content is not in order.
        RefusedByRule: A source of this code is there with other content.
    """
    occasion.actor.require("sources.add")
    content = content.checked()
    known = _known(content, level)
    if known is not None:
        return Added(known, content.code, is_new=False)
    if dry_run:
        return Added("", content.code, is_new=True)
    with write("sources.add", occasion=occasion, subject=content.code) as change:
        return Added(_insert_source(change, content, level, occasion), content.code, is_new=True)


def source_for(change: Change, content: SourceContent, *, occasion: Occasion, level: Level) -> Added:
    """Return the source of this code inside a change that is open, adding it where there is none.

    Unlike `add_source` it asks nothing of a source that is there: a mapping's words on its source are for the
    first time only.

    Raises:
        UsageProblem: The content is not in order.
    """
    row = Source.rows_for_action.filter(code=content.code).first()
    if row is not None:
        return Added(row.id, content.code, is_new=False)
    return Added(_insert_source(change, content.checked(), level, occasion), content.code, is_new=True)


def known_source(code: str) -> KnownSource | None:
    """Return the source of a code for another stage's action, which asks for its own permission."""
    row = Source.rows_for_action.filter(code=code).first()
    return None if row is None else KnownSource(row.id, code, Level(row.level))


def _known(content: SourceContent, level: Level) -> str | None:
    row = Source.rows_for_action.filter(code=content.code).first()
    if row is None:
        return None
    before = {**json.loads(row.body), "level": Level(row.level).code}
    check_same(content.code, before, {**content.body(), "level": level.code})
    return str(row.id)


def _insert_source(change: Change, content: SourceContent, level: Level, occasion: Occasion) -> str:
    row = Source.of(id=occasion.draw.identifier("S"), body=content.body(), level=level)
    change.insert([row])
    return row.id


def file_report(
    change: Change,
    *,
    source_id: str,
    kind: str,
    title: str,
    documented: str,
    level: Level,
    occasion: Occasion,
) -> str:
    """File one item received from a source inside a change that is open, and return its identifier.

    `documented` is the EDTF date when it was documented, which is not when it was received here.
    """
    row = Report.of(
        id=occasion.draw.identifier("RP"),
        body={
            "format": 1,
            "source": source_id,
            "kind": kind,
            "title": title,
            "documented": documented,
            "received_at": occasion.at.isoformat(),
        },
        level=level,
    )
    change.insert([row])
    return row.id


def file_evidence(
    change: Change,
    content: Path | bytes,
    *,
    store: EvidenceStore,
    report_id: str,
    name: str,
    media_type: str,
    level: Level,
    occasion: Occasion,
) -> tuple[str, StoredBytes]:
    """Put bytes into the store and file them under a report inside a change that is open.

    The bytes are on the disk before the database speaks of them. Where the change fails afterwards they stay
    behind under their own digest, which harms nothing.

    Raises:
        InputRejected: The file cannot be read.
        IntegrityFailure: The store holds other bytes under this digest.
    """
    stored = store.put(content)
    row = Evidence.of(
        id=occasion.draw.identifier("E"),
        body={
            "format": 1,
            "report": report_id,
            "sha256": stored.sha256,
            "size": stored.size,
            "media_type": media_type,
            "name": name,
        },
        level=level,
    )
    change.insert([row])
    _touch(change, row.id, Touch.RECEIVED, level, occasion)
    return row.id, stored


def open_evidence(evidence_id: str, *, store: EvidenceStore, occasion: Occasion) -> BinaryIO:
    """Open a piece of evidence for reading; that it was opened, by whom and why, is kept for ever.

    Raises:
        NotPermittedOrAbsent: There is none, or the actor may not.
        IntegrityFailure: Its bytes have changed.
    """
    occasion.actor.require("sources.open-evidence")
    facts = queries.evidence(evidence_id, occasion.actor)
    store.verify(facts.sha256)
    with write("sources.open-evidence", occasion=occasion, subject=evidence_id) as change:
        _touch(change, evidence_id, Touch.OPENED, Level(facts.level), occasion)
    return store.open(facts.sha256)


def _touch(change: Change, evidence_id: str, touch: Touch, level: Level, occasion: Occasion) -> None:
    row = CustodyEntry.of(
        id=occasion.draw.identifier("CU"),
        body={
            "format": 1,
            "evidence": evidence_id,
            "touch": touch.value,
            "at": occasion.at.isoformat(),
            "by": occasion.actor.user_id,
            "reason": occasion.reason,
        },
        level=level,
    )
    change.insert([row])
