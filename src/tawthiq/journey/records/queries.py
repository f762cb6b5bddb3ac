"""What an actor may read of records, and of the batches that brought them in.

A record is in force while its batch stands (was not undone), no later record of its line, in a batch that
stands, speaks for the same row, nobody has withdrawn it since, and nobody has found that another row is its
row changed (`succession`). A reader for whom the later one is too secret keeps the one before.
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
    Answer,
    BatchUndo,
    Edition,
    ImportBatch,
    Record,
    Withdrawal,
)
from tawthiq.journey.records.succession import Answers, answers, succeeded
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
    documented: str
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


def bodies_in_force(actor: Actor) -> Iterator[tuple[str, str, int, str]]:
    """Yield the records in force, in no order: identifier, code of the source, level, body.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    codes = {batch_id: origin.source_code for batch_id, origin in origins(actor).items()}
    rows = _in_force(actor).order_by().values_list("id", "batch_id", "level", "body")
    for record_id, batch_id, level, body in rows.iterator(chunk_size=CHUNK):
        yield record_id, codes[batch_id], level, body


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
        some = records.filter(id__among=frozenset(wanted[start : start + CHUNK]))
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
    if missing := set(lines.values()) - now.keys():
        given = _answers(actor)
        heads = {line: heads[-1] for line in missing if (heads := given.heirs_of(line))}
        heirs = lines_in_force(heads.values(), actor)
        now |= {line: heirs[head] for line, head in heads.items() if head in heirs}
    return {old: now[line] for old, line in lines.items() if line in now and now[line] != old}


def predecessors(actor: Actor, record_ids: Iterable[str]) -> dict[str, list[RecordFacts]]:
    """Return, for records that others of their row came before, those others, the first first.

    They are what was in force until the next one came: of the same line, or of one that this line
    succeeds. One that was withdrawn, or whose batch was undone, is
    not among them: it was taken back, not corrected.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    found: dict[str, list[RecordFacts]] = {}
    wanted, where = list(record_ids), None
    given = _answers(actor) if wanted else Answers()
    forebears = given.forebears()
    for start in range(0, len(wanted), CHUNK):
        some = Record.visible_to(actor).filter(pk__in=wanted[start : start + CHUNK])
        # a line is named after its first record: only of another, or of an heir, is there anything to find
        some = some if forebears else some.filter(LATER)
        rows = some.values_list("pk", "line", "entry")
        later = [(pk, line, entry) for pk, line, entry in rows if pk != line or line in forebears]
        if not later:
            continue
        where = where or origins(actor)
        lineage = {line: given.lineage(line, forebears) for _, line, _ in later}
        before = _came_before({one for lines in lineage.values() for one in lines}, where, actor)
        for record_id, line, entry in later:
            own = [known for known in before[line] if known.entry < entry]
            others = [known for one in lineage[line] if one != line for known in before[one]]
            gave_way = [known for known in others if given.is_succeeded(known.line, known.entry)]
            if earlier := sorted((*own, *gave_way), key=lambda known: (known.entry, known.position)):
                found[record_id] = [known.facts for known in earlier]
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    line: str
    entry: int
    position: int
    facts: RecordFacts


def _came_before(lines: Iterable[str], where: dict[str, Origin], actor: Actor) -> dict[str, list[_Known]]:
    """Return the records of some lines that were not taken back, by line."""
    found: dict[str, list[_Known]] = defaultdict(list)
    rows = _standing(actor).filter(~_withdrawn(actor), _of_lines(lines))
    for row in rows.iterator(chunk_size=CHUNK):
        facts = _facts(row, where[row.batch_id])
        found[row.line].append(_Known(row.line, row.entry, row.position, facts))
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


@dataclass(frozen=True, slots=True)
class Standing:
    """A record in force: its line, the entry of the log that it came with, and where its row stood."""

    line: str
    entry: int
    locator: str


def standing(record_ids: Iterable[str], actor: Actor) -> dict[str, Standing]:
    """Return those of some records that are in force."""
    wanted, found = list(record_ids), dict[str, Standing]()
    for start in range(0, len(wanted), CHUNK):
        rows = _in_force(actor).filter(pk__in=wanted[start : start + CHUNK])
        found.update(
            (row.id, Standing(row.line, row.entry, json.loads(row.body)["locator"]))
            for row in rows.iterator()
        )
    return found


def answers_given(actor: Actor) -> Answers:
    """Return what people answered for rows that are gone, as far as it holds.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    return _answers(actor)


def lines_and_entries(record_ids: Iterable[str], actor: Actor) -> dict[str, tuple[str, int]]:
    """Return the line of each record, and the entry of the log that it came with."""
    wanted, found = list(record_ids), dict[str, tuple[str, int]]()
    for start in range(0, len(wanted), CHUNK):
        some = Record.visible_to(actor).filter(pk__in=wanted[start : start + CHUNK])
        found.update((pk, (line, entry)) for pk, line, entry in some.values_list("pk", "line", "entry"))
    return found


def entries_of(batch_ids: Iterable[str], actor: Actor) -> dict[str, int]:
    """Return the entry of the log by which each batch came in."""
    rows = ImportBatch.visible_to(actor).filter(pk__in=list(batch_ids))
    return dict(rows.values_list("pk", "entry"))


def new_rows(batch_ids: Iterable[str], actor: Actor) -> frozenset[str]:
    """Return the records of some batches whose rows no earlier record that stands speaks of."""
    of_line = Q(pk=OuterRef("line")) | Q(LATER, line=OuterRef("line"))
    earlier = _standing(actor).filter(of_line, entry__lt=OuterRef("entry"))
    rows = _standing(actor).filter(~Exists(earlier), batch_id__in=list(batch_ids))
    return frozenset(rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK))


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
    return standing.filter(~Exists(later), ~_withdrawn(actor), ~succeeded(actor, _undone(actor)))


def _standing(actor: Actor) -> QuerySet[Record]:
    return Record.visible_to(actor).exclude(batch_id__in=sorted(_undone(actor))).exclude(body="")


def _withdrawn(actor: Actor) -> Exists:
    return Exists(Withdrawal.visible_to(actor).filter(line=OuterRef("line"), entry__gt=OuterRef("entry")))


def _answers(actor: Actor) -> Answers:
    """Return what people answered for rows that are gone."""
    return answers(actor, _undone(actor)) if Answer.visible_to(actor).exists() else Answers()


def _undone(actor: Actor) -> frozenset[str]:
    return frozenset(BatchUndo.visible_to(actor).values_list("batch_id", flat=True))


def last_batches(actor: Actor) -> list[BatchFacts]:
    """Return the last standing batch of every list."""
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
        documented=body["documented"],
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
