"""What surrounds the people of a release: events, sources, reports, evidence, laws, losses, relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from tawthiq.accounts.actors import Actor
from tawthiq.core.digests import canonical_json
from tawthiq.journey.cases import registers
from tawthiq.journey.cases.queries import tombstones
from tawthiq.journey.releases.flatten import FiledRow, Identified
from tawthiq.journey.releases.sets import Regions, interval, written
from tawthiq.journey.sources import queries as sources
from tawthiq.methods.checking.folder import COUNTING, IDENTITY

OF_THE_ROW = ("id", "version", "commitment", "level", "code")


def identified(actor: Actor) -> dict[str, tuple[Identified, ...]]:
    """Return the confirmed identifications of each person."""
    found: dict[str, list[Identified]] = {}
    for one in registers.identifications(actor):
        found.setdefault(one.person, []).append(
            Identified(one.id, one.person, one.collection, one.method, one.confidence, one.commitment)
        )
    return {person: tuple(ones) for person, ones in found.items()}


def event_ids(actor: Actor) -> dict[str, str]:
    """Return the identifier of each event by the code and by the identifier that claims may name it by."""
    events = registers.events(actor)
    return {name: event.id for event in events for name in (event.code, event.id)}


def event_rows(actor: Actor, regions: Regions) -> Iterator[FiledRow]:
    """Yield the events of counting/events."""
    for event in registers.events(actor):
        begin, end = interval(event.dates)
        row = {
            "event_id": event.id,
            "version": event.commitment,
            "type": event.type,
            "date": written(event.dates),
            "date_begin": begin,
            "date_end": end,
            "place": written(event.places),
            "governorate": written(regions.of(event.places, "governorate")),
            "district": written(regions.of(event.places, "district")),
            "parent": event.parent,
        }
        yield f"{COUNTING}/events.parquet", row


def tombstone_rows(actor: Actor) -> Iterator[FiledRow]:
    """Yield what identifiers that no longer stand for a person became."""
    for stone in tombstones(actor):
        yield (
            f"{COUNTING}/tombstones.parquet",
            {"person_id": stone.person_id, "into_id": stone.into_id, "reason": stone.reason},
        )


def register_rows(actor: Actor) -> Iterator[FiledRow]:
    """Yield the events, laws, places of detention, losses and relations as identity/context keeps them."""
    kinds: tuple[tuple[str, Iterable[registers.Kept]], ...] = (
        ("event", registers.events(actor)),
        ("law", registers.laws(actor)),
        ("facility", registers.facilities(actor)),
        ("property-loss", registers.losses(actor)),
        ("relation", registers.relations(actor)),
    )
    for kind, things in kinds:
        for thing in things:
            body: dict[str, Any] = asdict(thing)
            row = {
                "context_id": thing.id,
                "kind": kind,
                "code": body.get("code"),
                "body": canonical_json({key: body[key] for key in body if key not in OF_THE_ROW}),
                "level": thing.level,
                "commitment": thing.commitment,
            }
            yield f"{IDENTITY}/context.parquet", row


def report_rows(actor: Actor, report_ids: set[str]) -> Iterator[FiledRow]:
    """Yield the reports, the evidence that came with them, and their sources."""
    reports = [report for report in sources.reports(actor) if report.id in report_ids]
    cited = {report.source_code for report in reports}
    for source in sources.sources(actor):
        if source.code in cited:
            yield f"{IDENTITY}/sources.parquet", _source(source)
    for report in reports:
        yield f"{IDENTITY}/reports.parquet", _report(report)
    for piece in sources.all_evidence(actor):
        if piece.report_id in report_ids:
            yield f"{IDENTITY}/evidence.parquet", _evidence(piece)


def _source(source: sources.SourceFacts) -> dict[str, Any]:
    return {
        "source": source.code,
        "title": source.title,
        "kind": source.kind,
        "reliability": source.reliability,
        "origin_group": source.origin_group,
        "level": source.level,
        "commitment": source.commitment,
    }


def _report(report: sources.ReportFacts) -> dict[str, Any]:
    return {
        "report_id": report.id,
        "source": report.source_code,
        "title": report.title,
        "kind": report.kind,
        "documented": report.documented,
        "received_at": report.received_at,
        "level": report.level,
        "commitment": report.commitment,
    }


def _evidence(piece: sources.EvidenceFacts) -> dict[str, Any]:
    return {
        "evidence_id": piece.id,
        "report_id": piece.report_id,
        "sha256": piece.sha256,
        "size": str(piece.size),
        "media_type": piece.media_type,
        "name": piece.name,
        "level": piece.level,
        "commitment": piece.commitment,
    }
