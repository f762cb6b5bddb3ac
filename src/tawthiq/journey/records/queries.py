"""What an actor may read of records, and of the batches that brought them in.

A record is in force while its batch stands (was not undone), no later record of its line, in a batch that
stands, speaks for the same row, and nobody has withdrawn it since. A reader for whom the later one is too
secret keeps the one before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tawthiq.accounts.actors import Actor
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.records.facts import Origin, RecordFacts, RecordRow, facts_from
from tawthiq.journey.records.models import (
    Absence,
    BatchUndo,
    Edition,
    ImportBatch,
    Record,
    RejectedCell,
    Withdrawal,
)
from tawthiq.journey.sources import queries as sources

CHUNK = 5000
ROW = RecordRow._fields
LATER = ~Q(line=F("id"))
"""Records with an earlier one in their line, in the words of their index: the first one names the line."""


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """One reading of one edition of a list; the numbers are those of the moment when it came in."""

    id: str
    source_code: str
    list_name: str
    edition: int
    report_id: str
    mapping: str
    mapping_digest: str
    imported_at: str
    rows: int
    new: int
    changed: int
    unchanged: int
    gone: int
    rejected_rows: int
    notes: tuple[str, ...]
    is_undone: bool
    level: int


@dataclass(frozen=True, slots=True)
class RejectedFacts:
    """One cell that kept its row out; its words, which may name somebody, are left out."""

    batch_id: str
    source_code: str
    file: str
    row: int
    column: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class GoneFacts:
    """A record in force that the last edition of its list does not have."""

    record_id: str
    batch_id: str
    source_code: str
    list_name: str
    edition: int
    locator: str


def records_in_force(actor: Actor, *, batch: str | None = None) -> Iterator[RecordFacts]:
    """Yield the records in force, or those of one batch, in the order in which they came.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    rows = _in_force(actor)
    if batch is not None:
        rows = rows.filter(batch_id=batch)
    where = origins(actor)
    ordered = rows.order_by("entry", "position").values_list(*ROW)
    for row in map(RecordRow._make, ordered.iterator(chunk_size=CHUNK)):
        yield facts_from(row, where[row.batch_id])


def rows_in_force(actor: Actor, record_ids: Iterable[str]) -> dict[str, RecordRow]:
    """Return those of some records that are in force, as they are stored.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    return _rows(_in_force(actor), record_ids)


def rows_at_any_time(actor: Actor, record_ids: Iterable[str]) -> dict[str, RecordRow]:
    """Return some records, in force or not, as they are stored.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    return _rows(Record.visible_to(actor).exclude(body=""), record_ids)


def _rows(records: QuerySet[Record], record_ids: Iterable[str]) -> dict[str, RecordRow]:
    wanted = list(record_ids)
    found: dict[str, RecordRow] = {}
    for start in range(0, len(wanted), CHUNK):
        some = records.filter(pk__in=wanted[start : start + CHUNK])
        rows = some.values_list(*ROW)
        found.update((row[0], RecordRow._make(row)) for row in rows.iterator(chunk_size=CHUNK))
    return found


def record(record_id: str, actor: Actor) -> RecordFacts:
    """Return a record, in force or not.

    Raises:
        NotPermittedOrAbsent: There is none, or the actor may not.
    """
    actor.require("records.show")
    row = Record.visible_to(actor).filter(pk=record_id).exclude(body="").first()
    if row is None:
        raise NotPermittedOrAbsent("There is no such record.", where=record_id)
    return _facts(row, origins(actor)[row.batch_id])


def successors(actor: Actor, record_ids: Iterable[str]) -> dict[str, str]:
    """Return, for records that are no longer in force, the record in force that stands for the same row.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    lines = _lines(record_ids, actor)
    now = lines_in_force(lines.values(), actor)
    return {old: now[line] for old, line in lines.items() if line in now and now[line] != old}


def predecessors(actor: Actor, record_ids: Iterable[str]) -> dict[str, list[RecordFacts]]:
    """Return, for records that others of their line came before, those others, the first first.

    They are what was in force until the next one came. One that was withdrawn, or whose batch was undone, is
    not among them: it was taken back, not corrected.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    found: dict[str, list[RecordFacts]] = {}
    wanted, where = list(record_ids), None
    for start in range(0, len(wanted), CHUNK):
        # a line is named after its first record: only of another is there anything to look for
        some = Record.visible_to(actor).filter(pk__in=wanted[start : start + CHUNK]).exclude(line=F("pk"))
        later = list(some.values_list("pk", "line", "entry"))
        if not later:
            continue
        where = where or origins(actor)
        before: dict[str, list[tuple[int, RecordFacts]]] = defaultdict(list)
        rows = _standing(actor).filter(~_withdrawn(actor), _of_lines({line for _, line, _ in later}))
        for row in rows.order_by("entry", "position").iterator(chunk_size=CHUNK):
            before[row.line].append((row.entry, _facts(row, where[row.batch_id])))
        for record_id, line, entry in later:
            if earlier := [facts for came, facts in before[line] if came < entry]:
                found[record_id] = earlier
    return found


def batches(actor: Actor) -> list[BatchFacts]:
    """Return every batch that the actor may see, the first first.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    undone, codes, editions = _undone(actor), _codes(actor), _editions(actor)
    rows = ImportBatch.visible_to(actor).order_by("entry", "position")
    return [
        _batch(row, editions[row.edition_id], codes, is_undone=row.id in undone) for row in rows.iterator()
    ]


def batch(batch_id: str, actor: Actor) -> BatchFacts:
    """Return one batch.

    Raises:
        NotPermittedOrAbsent: There is none, or the actor may not.
    """
    for found in batches(actor):
        if found.id == batch_id:
            return found
    raise NotPermittedOrAbsent("There is no such batch.", where=batch_id)


def quarantine(actor: Actor, *, batch: str | None = None) -> list[RejectedFacts]:
    """Return the rejected cells of one batch, or of the last standing batch of every list.

    A batch reads the whole file anew, so the last one says all that is still open.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.quarantine")
    wanted = {found.id: found for found in _last_batches(actor) if batch is None}
    if batch is not None:
        wanted = {found.id: found for found in batches(actor) if found.id == batch}
        if not wanted:
            raise NotPermittedOrAbsent("There is no such batch.", where=batch)
    rows = RejectedCell.visible_to(actor).filter(batch_id__in=list(wanted)).order_by("entry", "position")
    return [_rejected(row, wanted[row.batch_id].source_code) for row in rows.iterator() if row.body]


def gone(actor: Actor) -> list[GoneFacts]:
    """Return the records that the last edition of their list no longer has; they stay in force.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    last = {found.id: found for found in _last_batches(actor)}
    absences = Absence.visible_to(actor).filter(batch_id__in=list(last)).order_by("entry", "position")
    pairs = list(absences.values_list("record_id", "batch_id"))
    standing: dict[str, str] = {}
    for start in range(0, len(pairs), CHUNK):
        rows = _in_force(actor).filter(pk__in=[record_id for record_id, _ in pairs[start : start + CHUNK]])
        standing.update((row.id, json.loads(row.body)["locator"]) for row in rows.iterator())
    return [
        _gone(record_id, last[batch_id], standing[record_id])
        for record_id, batch_id in pairs
        if record_id in standing
    ]


def lines_of(record_ids: Iterable[str], actor: Actor) -> dict[str, str]:
    """Return the line of each record, which is the identifier of the first record of its row.

    Raises:
        NotPermittedOrAbsent: One of the records is not there.
    """
    wanted = list(record_ids)
    lines = _lines(wanted, actor)
    for record_id in wanted:
        if record_id not in lines:
            raise NotPermittedOrAbsent("There is no such record.", where=record_id)
    return lines


def lines_in_force(lines: Iterable[str], actor: Actor) -> dict[str, str]:
    """Return the record in force of each line that has one."""
    names = sorted(set(lines))
    now: dict[str, str] = {}
    for start in range(0, len(names), CHUNK):
        rows = _in_force(actor).filter(_of_lines(names[start : start + CHUNK]))
        now.update(rows.values_list("line", "pk"))
    return now


def _lines(record_ids: Iterable[str], actor: Actor) -> dict[str, str]:
    wanted = list(record_ids)
    lines: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        some = Record.visible_to(actor).filter(pk__in=wanted[start : start + CHUNK])
        lines.update(some.values_list("pk", "line"))
    return lines


def _of_lines(lines: Iterable[str]) -> Q:
    """Return the condition that a record is of one of these lines: their first record, or a later one."""
    wanted = list(lines)
    return Q(pk__in=wanted) | Q(LATER, line__in=wanted)


def _in_force(actor: Actor) -> QuerySet[Record]:
    standing = _standing(actor)
    later = standing.filter(LATER, line=OuterRef("line"), entry__gt=OuterRef("entry"))
    return standing.filter(~Exists(later), ~_withdrawn(actor))


def _standing(actor: Actor) -> QuerySet[Record]:
    return Record.visible_to(actor).exclude(batch_id__in=sorted(_undone(actor))).exclude(body="")


def _withdrawn(actor: Actor) -> Exists:
    return Exists(Withdrawal.visible_to(actor).filter(line=OuterRef("line"), entry__gt=OuterRef("entry")))


def _undone(actor: Actor) -> frozenset[str]:
    return frozenset(BatchUndo.visible_to(actor).values_list("batch_id", flat=True))


def _last_batches(actor: Actor) -> list[BatchFacts]:
    last = {(found.source_code, found.list_name): found for found in batches(actor) if not found.is_undone}
    return list(last.values())


def origins(actor: Actor) -> dict[str, Origin]:
    """Return where each batch comes from; none is missing, for a record is as secret as its source."""
    known = {found.id: found for found in sources.sources(actor)}
    editions = _editions(actor)
    pairs = ImportBatch.visible_to(actor).values_list("pk", "edition_id")
    return {
        batch_id: _origin(known[editions[edition].source_id], editions[edition].report_id)
        for batch_id, edition in pairs
    }


def _origin(source: sources.SourceFacts, report_id: str) -> Origin:
    return Origin(source.code, source.origin_group, source.reliability, report_id)


def _editions(actor: Actor) -> dict[str, Edition]:
    return {row.id: row for row in Edition.visible_to(actor).iterator()}


def _codes(actor: Actor) -> dict[str, str]:
    return {found.id: found.code for found in sources.sources(actor)}


def _facts(row: Record, origin: Origin) -> RecordFacts:
    return facts_from(RecordRow(row.id, row.batch_id, row.level, row.commitment, row.body), origin)


def _batch(row: ImportBatch, edition: Edition, codes: dict[str, str], *, is_undone: bool) -> BatchFacts:
    body = json.loads(row.body)
    counts = body["counts"]
    return BatchFacts(
        id=row.id,
        source_code=codes[edition.source_id],
        list_name=edition.list_name,
        edition=edition.number,
        report_id=edition.report_id,
        mapping=body["mapping"]["name"],
        mapping_digest=row.mapping_digest,
        imported_at=body["imported_at"],
        rows=counts["rows"],
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        gone=counts["gone"],
        rejected_rows=counts["rejected_rows"],
        notes=tuple(body["notes"]),
        is_undone=is_undone,
        level=row.level,
    )


def _rejected(row: RejectedCell, source_code: str) -> RejectedFacts:
    body = json.loads(row.body)
    return RejectedFacts(
        batch_id=row.batch_id,
        source_code=source_code,
        file=body["file"],
        row=body["row"],
        column=body["column"],
        reason=body["reason"],
        message=body["message"],
    )


def _gone(record_id: str, batch: BatchFacts, locator: str) -> GoneFacts:
    return GoneFacts(record_id, batch.id, batch.source_code, batch.list_name, batch.edition, locator)
