"""`tawthiq records`: lists come in, and are taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from tawthiq.adapters.importers.lists import MappedLists
from tawthiq.adapters.importers.mapping import find_mapping
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.errors import InputRejected
from tawthiq.interfaces.cli import record_changes, suggesting
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.journey.records import queries, waiting
from tawthiq.journey.records.actions import ImportOutcome, import_list, undo_batch, withdraw_records

STAGING = "staging"


@click.group("records")
def group() -> None:
    """What does this one report say?"""


record_changes.add_to(group)
suggesting.add_to(group)


@stage_command(group, "import", permission="records.import", writes=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", "source_code", required=True, metavar="CODE", help="Whose list it is.")
@click.option("--mapping", required=True, metavar="NAME-OR-FILE", help="What its columns mean.")
@click.option("--documented", default="", metavar="EDTF", help="When it was documented, e.g. ../2019-05-14.")
@click.option("--reason", default="", help="Why, for the log.")
def import_file(
    frame: Frame, *, file: Path, source_code: str, mapping: str, documented: str, reason: str
) -> None:
    """Take the list FILE in. The same file again changes nothing; a later one is an edition.

    Each row becomes a record with its place in the file. A row that cannot be read goes to quarantine with
    file, row, column and reason, and the exit code is 3.
    """
    archive = frame.archive
    reader = MappedLists(
        find_mapping(mapping, packs=archive.packs), folder=archive.path / STAGING, packs=archive.packs
    )
    outcome = import_list(
        file,
        source_code=source_code,
        reader=reader,
        store=EvidenceFolder(archive.evidence_dir),
        progress=frame.progress,
        occasion=frame.occasion(reason=reason),
        documented=documented,
        into_invented=archive.invented,
        dry_run=frame.dry_run,
    )
    if outcome.is_done_before:
        reader.clean()
    for note in outcome.notes:
        frame.note(f"Note: {note}")
    if outcome.counts.rejected_rows:
        frame.exit_code = InputRejected.exit_code
    frame.result(_as_json(outcome, dry_run=frame.dry_run), _as_text(outcome, dry_run=frame.dry_run))


def _as_json(outcome: ImportOutcome, *, dry_run: bool) -> dict[str, object]:
    data = asdict(outcome)
    return {**data, **data.pop("counts"), "notes": list(outcome.notes), "dry_run": dry_run}


def _as_text(outcome: ImportOutcome, *, dry_run: bool) -> str:
    counts = outcome.counts
    of = f"edition {outcome.edition} of the list {outcome.list_name!r} of {outcome.source_code}"
    if outcome.is_done_before:
        first = f"Nothing left to do: batch {outcome.batch_id} took this file in ({of})."
        return "\n".join([first, *_rejected_text(counts.rejected_rows, outcome.batch_id)])
    lines = [
        f"Would take in {of}." if dry_run else f"Took in {of} as batch {outcome.batch_id}.",
        f"{counts.rows} rows: {counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged, "
        f"{counts.rejected_rows} to quarantine.",
        f"Documented: {outcome.documented}.",
    ]
    if outcome.is_new_source:
        made = "would be made" if dry_run else "was made"
        lines.append(f"The source {outcome.source_code} is new; it {made} from the mapping.")
    if counts.gone:
        lines.append(f"{counts.gone} records are not in this edition; they stay in force (records gone).")
    return "\n".join([*lines, *_rejected_text(counts.rejected_rows, outcome.batch_id)])


def _rejected_text(rows: int, batch_id: str) -> list[str]:
    if not rows:
        return []
    where = f": tawthiq records quarantine --batch {batch_id}" if batch_id else ""
    return [f"{rows} rows are in quarantine{where}."]


@stage_command(group, "quarantine", permission="records.quarantine")
@click.option("--batch", metavar="ID", help="Of this batch; else of the last batch of every list.")
def quarantine(frame: Frame, batch: str | None) -> None:
    """List the cells that kept their rows out: file, row, column and reason, never the words."""
    found = waiting.quarantine(frame.actor, batch=batch)
    reasons = Counter(cell.reason for cell in found)
    lines = [f"{cell.file}: row {cell.row}, column {cell.column}: {cell.message}" for cell in found]
    if lines:
        lines.append("; ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())))
    frame.result(
        {"rejected": [asdict(cell) for cell in found], "reasons": dict(sorted(reasons.items()))},
        "\n".join(lines) or "The quarantine is empty.",
    )


@stage_command(group, "undo", permission="records.undo", writes=True)
@click.argument("batch")
@click.option("--reason", required=True, help="Why the batch is taken back.")
def undo(frame: Frame, batch: str, reason: str) -> None:
    """Take BATCH back: its records leave force, and those that they superseded come back."""
    outcome = undo_batch(batch, occasion=frame.occasion(reason=reason), dry_run=frame.dry_run)
    if outcome.is_done_before:
        text = f"Nothing left to do: batch {batch} was taken back before."
    else:
        verb = "Would take" if frame.dry_run else "Took"
        text = f"{verb} batch {batch} back with its {outcome.records} records."
    frame.result({**asdict(outcome), "dry_run": frame.dry_run}, text)


@stage_command(group, "withdraw", permission="records.undo", writes=True)
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@click.option("--reason", required=True, help="Why the rows no longer hold.")
def withdraw(frame: Frame, *, records: tuple[str, ...], reason: str) -> None:
    """Take each RECORD out of force: the answer where the last edition rightly lacks its row."""
    count = withdraw_records(records, occasion=frame.occasion(reason=reason), dry_run=frame.dry_run)
    verb = "Would take" if frame.dry_run else "Took"
    text = f"{verb} {count} records out of force." if count else "Nothing left to do: none is in force."
    frame.result({"records": count, "dry_run": frame.dry_run}, text)


@stage_command(group, "list", permission="records.list")
def list_batches(frame: Frame) -> None:
    """List the batches in which lists came in, the first first."""
    found = queries.batches(frame.actor)
    lines = [_batch_text(batch) for batch in found]
    frame.result({"batches": [asdict(b) for b in found]}, "\n".join(lines) or "Nothing came in yet.")


def _batch_text(batch: queries.BatchFacts) -> str:
    of = f"{batch.source_code}/{batch.list_name} edition {batch.edition}"
    counts = (
        f"{batch.rows} rows: {batch.new} new, {batch.changed} changed, {batch.unchanged} unchanged, "
        f"{batch.gone} gone, {batch.rejected_rows} rejected"
    )
    undone = "  (taken back)" if batch.is_undone else ""
    return f"{batch.id}  {batch.imported_at[:10]}  {of}  by {batch.mapping}  {counts}{undone}"


@stage_command(group, "gone", permission="records.list")
def gone(frame: Frame) -> None:
    """List the records that the last edition of their list lacks; what that means, a person decides."""
    found = waiting.gone(frame.actor)
    lines = [f"{g.record_id}  {g.source_code}/{g.list_name} edition {g.edition}, {g.locator}" for g in found]
    frame.result(
        {"gone": [asdict(g) for g in found]},
        "\n".join(lines) or "Every record in force is in its last edition.",
    )
