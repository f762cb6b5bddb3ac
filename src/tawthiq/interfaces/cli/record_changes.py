"""`tawthiq records`: what a person decides on rows that repeat, and on rows that a later edition lacks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from tawthiq.core.errors import UsageProblem
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.tables import table
from tawthiq.interfaces.cli.written import put
from tawthiq.journey.records.admitting import AdmitOutcome, As, admit_rows
from tawthiq.journey.records.answering import Decided, DecideOutcome, decide, decide_clear, keep
from tawthiq.journey.records.changes import ListChanges, changes
from tawthiq.journey.records.succession import Verdict
from tawthiq.methods.editions import Proposal

REASON = click.option("--reason", required=True, help="Why. It is kept in the log.")
SHOWN = 20
COLUMNS = ("gone", "new", "verdict", "clear", "score", "gone_row", "new_row", "why_en", "why_ar")
WORDS = ("name", "birth-date", "sex")
JUDGED = (Verdict.SAME, Verdict.DIFFERENT)


def add_to(group: click.Group) -> None:
    """Add these commands to those of the stage."""
    stage_command(group, "admit", permission="records.admit", writes=True)(admit)
    stage_command(group, "changes", permission="records.list")(list_changes)
    stage_command(group, "decide", permission="records.decide", writes=True)(decide_on)
    stage_command(group, "keep", permission="records.decide", writes=True)(keep_records)


@click.argument("batch")
@click.argument("as_", type=click.Choice([one.value for one in As]), metavar="one|several")
@click.option("--row", "rows", type=int, multiple=True, help="Only what this row of the file belongs to.")
@REASON
def admit(frame: Frame, *, batch: str, as_: str, rows: tuple[int, ...], reason: str) -> None:
    """Take rows of BATCH in that share an identifier: as one record, or as several.

    Without --row, all that wait; as one, only where the rows say the same. Of rows that differ, --row says
    which is right. The records belong to the batch: `records undo` takes them back with it.
    """
    outcome = admit_rows(
        batch, As(as_), occasion=frame.occasion(reason=reason), rows=rows, dry_run=frame.dry_run
    )
    frame.result({**asdict(outcome), "dry_run": frame.dry_run}, _admit_text(outcome, dry_run=frame.dry_run))


def _admit_text(outcome: AdmitOutcome, *, dry_run: bool) -> str:
    lines = ["Nothing left to do: no row waits for this."]
    if outcome.groups:
        verb = "Would admit" if dry_run else "Admitted"
        lines = [
            f"{verb} {outcome.rows} rows with {outcome.groups} identifiers as {outcome.records} records."
        ]
    if outcome.differing:
        lines.append(f"{outcome.differing} identifiers have rows that differ: choose one of each with --row.")
    return "\n".join(lines)


@click.option("--source", "source_code", metavar="CODE", help="Lists of this source only.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the proposals as CSV.")
@click.option(
    "--names", is_flag=True, help="With --out: names, birth dates and sex too. Keep that file safe."
)
def list_changes(frame: Frame, *, source_code: str | None, out: Path | None, names: bool) -> None:
    """List which records that the last edition lacks look like new rows of it, the best first.

    A proposal is clear where nothing but slips lies between the two and no other row fits either. Nothing is
    decided here: see `records decide`, `records keep`, `records withdraw`.
    """
    if names and out is None:
        raise UsageProblem(
            "Nothing was listed: names are not shown on the screen.", hint="Add --out FILE.", where="names"
        )
    found = changes(frame.actor, source_code=source_code)
    if out is not None:
        _write(out, found, names=names)
        frame.note(f"Wrote {sum(len(one.proposals) for one in found)} proposals to {out}.")
    frame.result({"lists": [_as_json(one) for one in found]}, _changes_text(found))


def _as_json(found: ListChanges) -> dict[str, object]:
    return {
        "source": found.source_code,
        "list": found.list_name,
        "edition": found.edition,
        "gone": found.gone,
        "new": found.new,
        "rule": found.rule,
        "clear": sum(one.clear for one in found.proposals),
        "crowded": [asdict(one) for one in found.crowded],
        "proposals": [
            {
                "gone": one.gone,
                "new": one.new,
                "score": one.score,
                "clear": one.clear,
                "reasons": [reason.as_json() for reason in one.reasons],
            }
            for one in found.proposals
        ],
    }


def _changes_text(found: Sequence[ListChanges]) -> str:
    return (
        "\n\n".join(map(_list_text, found)) or "Nothing waits: every record in force is in its last edition."
    )


def _list_text(found: ListChanges) -> str:
    clear, paired = sum(p.clear for p in found.proposals), {p.gone for p in found.proposals}
    lines = [
        f"{found.source_code}/{found.list_name} edition {found.edition}: "
        f"{found.gone:,} gone, {found.new:,} new.",
        f"{len(paired):,} of the gone look like a new row, {clear:,} of them clearly; "
        f"{found.gone - len(paired):,} like none. Rule: {found.rule}.",
    ]
    if found.crowded:
        lines.append(f"Too crowded to compare by: {len(found.crowded)} keys (see --json).")
    if found.proposals:
        rows = [
            [p.gone, p.new, "clear" if p.clear else "", " ".join(r.en for r in p.reasons)]
            for p in found.proposals[:SHOWN]
        ]
        lines += ["", table(["gone", "new", "", "why"], rows)]
    if len(found.proposals) > SHOWN:
        lines.append(f"and {len(found.proposals) - SHOWN:,} more: --out FILE.csv, or --json")
    return "\n".join(lines)


def _write(path: Path, found: Sequence[ListChanges], *, names: bool) -> None:
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([*COLUMNS, *(f"{side}_{word}" for word in WORDS for side in ("gone", "new") if names)])
    for one in found:
        for proposal in one.proposals:
            said = _words(one, proposal) if names else ()
            lines.writerow([_not_a_formula(cell) for cell in (*_cells(one, proposal), *said)])
    put(path, written.getvalue().encode("utf-8-sig"))


def _cells(found: ListChanges, proposal: Proposal) -> tuple[str, ...]:
    rows = (found.facts[record].account.locator for record in (proposal.gone, proposal.new))
    why = (" ".join(reason.en for reason in proposal.reasons), " ".join(r.ar for r in proposal.reasons))
    clear = "clear" if proposal.clear else ""
    return (proposal.gone, proposal.new, "", clear, str(proposal.score), *rows, *why)


def _words(found: ListChanges, proposal: Proposal) -> Iterator[str]:
    for word in WORDS:
        for record in (proposal.gone, proposal.new):
            value = found.facts[record].account.value("person", word)
            yield value if isinstance(value, str) else ""


def _not_a_formula(cell: str) -> str:
    """Let no spreadsheet take a cell's words for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


@click.argument("gone", required=False)
@click.argument("new", required=False)
@click.argument(
    "verdict", required=False, type=click.Choice([one.value for one in JUDGED]), metavar="[same|different]"
)
@click.option(
    "--from",
    "table_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV file with the columns gone, new and verdict; rows without a verdict are passed over.",
)
@click.option("--clear", is_flag=True, help="Every proposal that is clear, as the same.")
@click.option("--source", "source_code", metavar="CODE", help="With --clear: lists of this source only.")
@REASON
def decide_on(
    frame: Frame,
    *,
    gone: str | None,
    new: str | None,
    verdict: str | None,
    table_file: Path | None,
    clear: bool,
    source_code: str | None,
    reason: str,
) -> None:
    """Decide that the record NEW is the record GONE with its row changed, or another.

    As the same, NEW succeeds GONE: it supersedes it, and its person, judgements and acts carry over at the
    next `cases link`. A later decision on GONE holds instead. With --from or --clear, many at once: all or
    none.
    """
    occasion = frame.occasion(reason=reason)
    ways = [gone is not None, table_file is not None, clear]
    if sum(ways) != 1 or (gone is not None and (new is None or verdict is None)):
        raise UsageProblem(
            "Nothing was decided: it is not said on what, or said twice.",
            hint="Give GONE NEW same|different, or --from FILE, or --clear.",
        )
    if source_code is not None and not clear:
        raise UsageProblem(
            "Nothing was decided: --source goes with --clear only.", hint="Leave it out.", where="source"
        )
    if clear:
        outcome = decide_clear(occasion=occasion, source_code=source_code, dry_run=frame.dry_run)
    elif table_file is not None:
        outcome = decide(_read(table_file), occasion=occasion, dry_run=frame.dry_run)
    else:
        pair = Decided(str(gone), str(new), Verdict(str(verdict)))
        outcome = decide([pair], occasion=occasion, dry_run=frame.dry_run)
    frame.result({**asdict(outcome), "dry_run": frame.dry_run}, _decide_text(outcome, dry_run=frame.dry_run))


def _read(path: Path) -> list[Decided]:
    """Return the decisions of a file.

    Raises:
        UsageProblem: It is no table, has not the columns, or a row's verdict or records are none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(_decisions(csv.DictReader(stream), path.name))
    except (UnicodeError, csv.Error) as err:
        raise UsageProblem(
            "Nothing was decided: the file is not a CSV file in UTF-8.",
            hint="A spreadsheet calls that `CSV UTF-8`.",
            where=path.name,
        ) from err


def _decisions(rows: csv.DictReader[str], file: str) -> Iterator[Decided]:
    if missing := {"gone", "new", "verdict"} - set(rows.fieldnames or ()):
        raise UsageProblem(
            f"Nothing was decided: the file has no column {min(missing)!r}.",
            hint="Its columns stand in the first row, with commas between them.",
            where=file,
        )
    for number, row in enumerate(rows, 2):
        # a row that ends early has None in the columns that it lacks
        gone, new, said = ((row[name] or "").strip() for name in ("gone", "new", "verdict"))
        if not said:
            continue
        if said.lower() not in JUDGED or not gone or not new:
            raise UsageProblem(
                "Nothing was decided: a row does not say same or different of two records.",
                hint="Where you cannot tell, leave the verdict empty.",
                where=f"{file}, row {number}",
            )
        yield Decided(gone, new, Verdict(said.lower()))


@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@REASON
def keep_records(frame: Frame, *, records: tuple[str, ...], reason: str) -> None:
    """Decide that each RECORD still stands although the last edition lacks its row."""
    outcome = keep(records, occasion=frame.occasion(reason=reason), dry_run=frame.dry_run)
    frame.result({**asdict(outcome), "dry_run": frame.dry_run}, _decide_text(outcome, dry_run=frame.dry_run))


def _decide_text(outcome: DecideOutcome, *, dry_run: bool) -> str:
    numbers = {
        "the same as a new one": outcome.same,
        "different from a new one": outcome.different,
        "kept": outcome.kept,
    }
    said = ", ".join(f"{number:,} {what}" for what, number in numbers.items() if number)
    lines = [f"{'Would decide' if dry_run else 'Decided'}: {said}."] if said else ["Nothing left to do."]
    if outcome.done_before:
        lines.append(f"{outcome.done_before:,} were decided so before.")
    if outcome.same and not dry_run:
        lines.append("Persons and acts follow with: tawthiq cases link")
    return "\n".join(lines)
