"""What an actor may read of sources, reports, evidence and custody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tawthiq.accounts.actors import Actor
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.sources.models import CustodyEntry, Evidence, Report, Source


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source. `reliability` is A (completely reliable) to F (cannot be judged)."""

    id: str
    code: str
    title: str
    kind: str
    reliability: str
    origin_group: str
    consent: str
    level: int
    commitment: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One item received. `documented` is an EDTF date; `received_at` a moment in ISO 8601, UTC."""

    id: str
    source_id: str
    source_code: str
    kind: str
    title: str
    documented: str
    received_at: str
    level: int
    commitment: str


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """A piece of evidence: its bytes by digest and length, and the name it came under."""

    id: str
    report_id: str
    sha256: str
    size: int
    media_type: str
    name: str
    level: int
    commitment: str


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    """One touch of a piece of evidence."""

    id: str
    evidence_id: str
    touch: str
    at: str
    by: str
    reason: str
    commitment: str


def sources(actor: Actor) -> list[SourceFacts]:
    """Return the sources in the order of their codes' bytes.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("sources.list")
    return sorted(map(_source, Source.visible_to(actor).iterator()), key=lambda source: source.code.encode())


def source(code: str, actor: Actor) -> SourceFacts:
    """Return a source by its code.

    Raises:
        NotPermittedOrAbsent: There is none, or the actor may not.
    """
    actor.require("sources.show")
    row = Source.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotPermittedOrAbsent("There is no such source.", where=code)
    return _source(row)


def report(report_id: str, actor: Actor) -> ReportFacts:
    """Return a report.

    Raises:
        NotPermittedOrAbsent: There is none, or the actor may not.
    """
    found = reports(actor, ids=[report_id])
    if not found:
        raise NotPermittedOrAbsent("There is no such report.", where=report_id)
    return found[0]


def reports(actor: Actor, *, ids: Iterable[str] | None = None) -> list[ReportFacts]:
    """Return the reports, all or those named, in the order in which they came.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("sources.show")
    rows = Report.visible_to(actor)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    codes = dict(Source.visible_to(actor).values_list("pk", "code"))
    return [_report(row, codes) for row in rows.order_by("entry", "position").iterator()]


def evidence(evidence_id: str, actor: Actor) -> EvidenceFacts:
    """Return what is known of a piece of evidence; its bytes are opened with `actions.open_evidence`.

    Raises:
        NotPermittedOrAbsent: There is none, or the actor may not.
    """
    actor.require("sources.show")
    row = Evidence.visible_to(actor).filter(pk=evidence_id).first()
    if row is None:
        raise NotPermittedOrAbsent("There is no such evidence.", where=evidence_id)
    return _evidence(row)


def evidence_of(report_ids: Iterable[str], actor: Actor) -> list[EvidenceFacts]:
    """Return the evidence of some reports in the order in which it came.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("sources.show")
    rows = Evidence.visible_to(actor).filter(report_id__in=list(report_ids))
    return [_evidence(row) for row in rows.order_by("entry", "position").iterator()]


def all_evidence(actor: Actor) -> list[EvidenceFacts]:
    """Return every piece of evidence that the actor may see, in the order in which it came.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("sources.show")
    return [_evidence(row) for row in Evidence.visible_to(actor).order_by("entry", "position").iterator()]


def custody(evidence_id: str, actor: Actor) -> list[CustodyFacts]:
    """Return every touch of a piece of evidence, the first first.

    Raises:
        NotPermittedOrAbsent: There is no such evidence, or the actor may not.
    """
    evidence(evidence_id, actor)
    rows = CustodyEntry.visible_to(actor).filter(evidence_id=evidence_id)
    return [_custody(row) for row in rows.order_by("entry", "position").iterator()]


def _source(row: Source) -> SourceFacts:
    body = json.loads(row.body)
    return SourceFacts(
        id=row.id,
        code=body["code"],
        title=body["title"],
        kind=body["kind"],
        reliability=body["reliability"],
        origin_group=body["origin_group"],
        consent=body["consent"],
        level=row.level,
        commitment=row.commitment,
    )


def _report(row: Report, codes: dict[str, str]) -> ReportFacts:
    body = json.loads(row.body)
    return ReportFacts(
        id=row.id,
        source_id=body["source"],
        source_code=codes.get(body["source"], ""),
        kind=body["kind"],
        title=body["title"],
        documented=body["documented"],
        received_at=body["received_at"],
        level=row.level,
        commitment=row.commitment,
    )


def _evidence(row: Evidence) -> EvidenceFacts:
    body: dict[str, Any] = json.loads(row.body)
    return EvidenceFacts(
        id=row.id,
        report_id=body["report"],
        sha256=body["sha256"],
        size=body["size"],
        media_type=body["media_type"],
        name=body["name"],
        level=row.level,
        commitment=row.commitment,
    )


def _custody(row: CustodyEntry) -> CustodyFacts:
    body = json.loads(row.body)
    return CustodyFacts(
        id=row.id,
        evidence_id=body["evidence"],
        touch=body["touch"],
        at=body["at"],
        by=body["by"],
        reason=body["reason"],
        commitment=row.commitment,
    )
