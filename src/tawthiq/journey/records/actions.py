"""What may be done with lists: take one in, take a batch or single records back.

An import reads the whole file first, into a staging outside these tables, and then enters in one commit:
the source if it is new, the file as evidence of a report, the edition, the records, and what was rejected.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.audit.door import write
from tawthiq.core.dates import UnreadableDate, parse_edtf
from tawthiq.core.errors import Busy, NotPermittedOrAbsent, UsageProblem
from tawthiq.journey.records.lists import ListReader, MappingFacts, Progress, StagedList
from tawthiq.journey.records.models import BatchUndo, Edition, ImportBatch, Record, Withdrawal
from tawthiq.journey.records.queries import lines_in_force, lines_of
from tawthiq.journey.records.rules import (
    Comparison,
    Counts,
    KnownLines,
    check_invented,
    check_last,
    check_reason,
)
from tawthiq.journey.records.taking_in import (
    FORMAT,
    ForeignFile,
    TakingIn,
    check_same_file,
    editions_of,
    known_lines,
    standing_batches,
)
from tawthiq.journey.sources.actions import KnownSource, known_source, source_for
from tawthiq.journey.sources.evidence import EvidenceStore
from tawthiq.journey.sources.rules import NOT_ASKED, UNJUDGED, SourceContent, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, or with a dry run would do; nothing was written where `batch_id` is empty.

    With `is_done_before` the batch is the one that did it.
    """

    source_code: str
    list_name: str
    edition: int
    counts: Counts
    batch_id: str = ""
    is_new_source: bool = False
    is_done_before: bool = False
    documented: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What taking a batch back did, or with a dry run would do."""

    batch_id: str
    records: int
    is_done_before: bool


def import_list(
    path: Path,
    *,
    source_code: str,
    reader: ListReader,
    store: EvidenceStore,
    progress: Progress,
    occasion: Occasion,
    documented: str = "",
    into_invented: bool = False,
    is_invented: bool = False,
    dry_run: bool = False,
) -> ImportOutcome:
    """Take a list in; the same file read by the same mapping a second time changes nothing.

    `documented` (EDTF) is when the list was documented, where its rows do not say; without it the mapping's
    own date holds, and without that all that is known: not after this import. An unknown source is made from
    the mapping's `source:` block. A later file of a list is an edition: a changed row supersedes its record,
    and the record of a row that is gone stays in force until a person decides.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        RefusedByRule: Real people would enter an invented archive, or the other way round.
        UsageProblem: The source is unknown and the mapping does not describe it; `documented` is no date.
        InputRejected: The file as a whole cannot be read, or changed while it was read.
        Busy: Somebody else is importing or writing.
    """
    occasion.actor.require("records.import")
    check_invented(into_invented=into_invented, is_invented=is_invented)
    sha256 = reader.digest(path)
    documented = _documented(documented, reader.mapping, occasion)
    content = _content(source_code, reader.mapping)
    done = _done_before(source_code, reader.mapping, sha256)
    if done is not None:
        return done
    with reader.staged(path, documented=documented, progress=progress) as staged:
        check_same_file(path, staged.facts.sha256, sha256)
        file = ForeignFile(path, reader.media_type, sha256, documented)
        if dry_run:
            return _foresee(file, reader.mapping, staged, content, progress)
        return _take_in(file, reader.mapping, staged, content, progress, store=store, occasion=occasion)


def _foresee(
    file: ForeignFile, mapping: MappingFacts, staged: StagedList, content: SourceContent, progress: Progress
) -> ImportOutcome:
    source = known_source(content.code)
    taken = _taking_in(file, mapping, staged, source, progress)
    number, _ = _edition(source, taken)
    return _outcome(taken, source, content, number, taken.foresee())


def _take_in(
    file: ForeignFile,
    mapping: MappingFacts,
    staged: StagedList,
    content: SourceContent,
    progress: Progress,
    *,
    store: EvidenceStore,
    occasion: Occasion,
) -> ImportOutcome:
    batch_id = occasion.draw.identifier("B")
    with write("records.import", occasion=occasion, subject=batch_id) as change:
        # asked again behind the door: while the file was read, somebody else may have written
        if _done_before(content.code, mapping, file.sha256) is not None:
            raise Busy("Nothing was imported: somebody else has just imported the same file.")
        source = known_source(content.code)
        added = source_for(change, content, occasion=occasion, level=Level.INTERNAL)
        taken = _taking_in(file, mapping, staged, source, progress)
        number, edition_id = _edition(source, taken)
        if not edition_id:
            edition_id = taken.insert_edition(
                change, source_id=added.source_id, number=number, store=store, occasion=occasion
            )
        counts = taken.insert(change, batch_id=batch_id, edition_id=edition_id, occasion=occasion)
        change.say(source=added.code, edition=number, **counts.as_json())
    return _outcome(taken, source, content, number, counts, batch_id=batch_id)


def _taking_in(
    file: ForeignFile,
    mapping: MappingFacts,
    staged: StagedList,
    source: KnownSource | None,
    progress: Progress,
) -> TakingIn:
    """Set a staged list beside what is known of it. What comes from a source is at least as secret as it."""
    return TakingIn(
        file=file,
        mapping=mapping,
        level=max(Level.from_code(mapping.level), source.level if source is not None else Level.PUBLIC),
        comparison=Comparison(_known(source, mapping)),
        staged=staged,
        progress=progress,
    )


def _known(source: KnownSource | None, mapping: MappingFacts) -> KnownLines:
    return KnownLines() if source is None else known_lines(source.source_id, mapping.list_name)


def _outcome(
    taken: TakingIn,
    source: KnownSource | None,
    content: SourceContent,
    edition: int,
    counts: Counts,
    *,
    batch_id: str = "",
) -> ImportOutcome:
    return ImportOutcome(
        source_code=content.code,
        list_name=taken.mapping.list_name,
        edition=edition,
        counts=counts,
        batch_id=batch_id,
        is_new_source=source is None,
        documented=taken.file.documented,
        notes=taken.staged.facts.notes,
    )


def _content(code: str, mapping: MappingFacts) -> SourceContent:
    """Return what a new source would be; of one that is known only the code counts."""
    said = mapping.source
    if said is None:
        if known_source(code) is None:
            raise UsageProblem(
                f"Nothing was imported: there is no source {code!r}, and the mapping does not describe one.",
                hint=f"`tawthiq sources add {code} --title ...`, or a `source:` block in the mapping.",
            )
        return SourceContent(code=code, title=code)
    return SourceContent(
        code=code,
        title=said.title,
        kind=said.kind or SourceKind.ORGANISATION,
        reliability=said.reliability or UNJUDGED,
        origin_group=said.origin_group,
        consent=said.consent or NOT_ASKED,
    ).checked()


def _documented(stated: str, mapping: MappingFacts, occasion: Occasion) -> str:
    """Return when the list was documented; the clock of the import is never more than its upper end."""
    text = stated or mapping.documented or f"../{occasion.at.date().isoformat()}"
    try:
        return parse_edtf(text).edtf
    except UnreadableDate as error:
        raise UsageProblem(error.message, hint=error.hint, where="--documented") from error


def _done_before(code: str, mapping: MappingFacts, sha256: str) -> ImportOutcome | None:
    """Return what the standing batch did that read this file by this mapping; None where there is none."""
    source = known_source(code)
    if source is None:
        return None
    editions = editions_of(source.source_id, mapping.list_name)
    numbers = {edition.id: edition.number for edition in editions if edition.sha256 == sha256}
    for batch in standing_batches(source.source_id, mapping.list_name):
        if batch.edition_id in numbers and batch.mapping_digest == mapping.digest:
            body = json.loads(batch.body)
            return ImportOutcome(
                source_code=source.code,
                list_name=mapping.list_name,
                edition=numbers[batch.edition_id],
                counts=Counts.again(body["counts"]),
                batch_id=batch.id,
                is_done_before=True,
                documented=body["documented"],
            )
    return None


def _edition(source: KnownSource | None, taken: TakingIn) -> tuple[int, str]:
    """Return the number of the edition that a file is, and its identifier where it came in before."""
    if source is None:
        return 1, ""
    editions = editions_of(source.source_id, taken.mapping.list_name)
    known = next((edition for edition in editions if edition.sha256 == taken.file.sha256), None)
    return (len(editions) + 1, "") if known is None else (known.number, known.id)


def undo_batch(batch_id: str, *, occasion: Occasion, dry_run: bool = False) -> UndoOutcome:
    """Take a batch back: its records leave force, and those that they superseded come back.

    Nothing is deleted: the file stays evidence, the records stay readable, the list can be imported again.

    Raises:
        NotPermittedOrAbsent: There is no such batch, or the actor may not.
        UsageProblem: There is no reason.
        RefusedByRule: A later batch of the same list stands.
    """
    occasion.actor.require("records.undo")
    check_reason(occasion.reason)
    batch = ImportBatch.visible_to(occasion.actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotPermittedOrAbsent("There is no such batch.", where=batch_id)
    records = Record.rows_for_action.filter(batch_id=batch_id).count()
    if BatchUndo.rows_for_action.filter(batch_id=batch_id).exists():
        return UndoOutcome(batch_id, 0, is_done_before=True)
    check_last(batch_id, _later(batch))
    if not dry_run:
        with write("records.undo", occasion=occasion, subject=batch_id) as change:
            # the undo says nothing but that it happened, so that every reader knows what is in force
            body = {"format": FORMAT, "batch": batch_id}
            change.insert([BatchUndo.of(id=occasion.draw.identifier("BU"), body=body, level=Level.PUBLIC)])
            change.say(records=records)
    return UndoOutcome(batch_id, records, is_done_before=False)


def withdraw_records(record_ids: Sequence[str], *, occasion: Occasion, dry_run: bool = False) -> int:
    """Take records out of force because their rows no longer hold, and return how many were in force.

    This is how a person answers for a row that the last edition of its list lacks. The records stay readable,
    and a later edition that has the row again brings a new one. What is not in force is passed over.

    Raises:
        NotPermittedOrAbsent: There is no such record, or the actor may not.
        UsageProblem: There is no reason.
    """
    occasion.actor.require("records.undo")
    check_reason(occasion.reason)
    lines = lines_of(record_ids, occasion.actor)
    in_force = sorted(set(lines_in_force(lines.values(), occasion.actor)))
    if in_force and not dry_run:
        with write("records.withdraw", occasion=occasion) as change:
            change.insert(
                Withdrawal.of(
                    id=occasion.draw.identifier("W"),
                    body={"format": FORMAT, "line": line},
                    level=Level.PUBLIC,
                )
                for line in in_force
            )
            change.say(records=len(in_force))
    return len(in_force)


def _later(batch: ImportBatch) -> list[str]:
    edition = Edition.rows_for_action.get(pk=batch.edition_id)
    standing = standing_batches(edition.source_id, edition.list_name)
    return [other.id for other in standing if other.entry > batch.entry]
