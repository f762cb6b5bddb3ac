"""`tawthiq methods`: the arithmetic for an analyst with files and no archive."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from tawthiq.adapters.importers.rows_to_link import ColumnNames, RowsToLink, rows_to_link
from tawthiq.adapters.importers.table import Layout
from tawthiq.core.dates.pieces import Order
from tawthiq.core.errors import UsageProblem
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.uncompared import too_many_alike
from tawthiq.interfaces.cli.written import put

if TYPE_CHECKING:
    from tawthiq.methods.linkage.likely import LikelyPeople

COLUMNS = ("file", "id", "cluster", "confidence")
SHOWN = 20
"""Unread cells that are told one by one; --json has all."""
STEPS = {"names": "Reading names", "pairs": "Finding pairs worth comparing", "compared": "Comparing pairs"}


@click.group("methods")
def group() -> None:
    """What can be worked out of files, without an archive?"""


@stage_command(group, "link", permission="methods.link", writes=True)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--id", "id_column", required=True, metavar="COL", help="Column of the file's own identifiers.")
@click.option("--name", required=True, metavar="COL", help="Column of the names.")
@click.option("--birth-date", metavar="COL", help="Column of dates of birth.")
@click.option("--age", metavar="COL", help="Column of ages in years, on the day of the event.")
@click.option("--sex", metavar="COL", help="Column of the sex.")
@click.option("--event-date", metavar="COL", help="Column of the day of what happened to the person, once.")
@click.option("--place", metavar="COL", help="Column of the place where it happened.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write this CSV.")
@click.option("--date-order", type=click.Choice(get_args(Order)), help="Where the day stands in 03/04/2012.")
@click.option("--delimiter", default=",", show_default=True, help="What divides the cells of the files.")
def link(
    frame: Frame,
    *,
    files: tuple[Path, ...],
    id_column: str,
    name: str,
    birth_date: str | None,
    age: str | None,
    sex: str | None,
    event_date: str | None,
    place: str | None,
    out: Path,
    date_order: Order | None,
    delimiter: str,
) -> None:
    """Find the rows of one or several CSV files that are about the same person.

    Writes a row `file,id,cluster,confidence` for each row of the files, in their order: rows with one cluster
    are one person. Names may be Arabic or Latin. The same files give the same answer. Nothing but the answer
    is kept, and no archive is needed. Says how many people there are, and between which numbers.
    """
    columns = ColumnNames(id_column, name, birth_date, age, sex, event_date, place, date_order)
    _check(files, out, delimiter)
    with frame.progress("Reading rows") as advance:
        rows = rows_to_link(files, columns, layout=Layout(delimiter=delimiter), told=advance)
    _say_unread(frame, rows)
    if frame.dry_run:
        text = f"{len(rows.ids)} rows would be linked, and {out} written."
        frame.result({"rows": len(rows.ids), "unread": _unread(rows), "dry_run": True}, text)
        return
    found = _people(frame, rows)
    put(out, _answer(rows, found))
    frame.result({**_facts(rows, found), "out": str(out), "dry_run": False}, _text(rows, found, out))


def _check(files: Sequence[Path], out: Path, delimiter: str) -> None:
    for path in files:
        if not path.is_file():
            raise UsageProblem("There is no such file.", where=str(path))
        if out.resolve() == path.resolve():
            raise UsageProblem("The answer would replace a file that is linked.", where=str(out))
    if not out.absolute().parent.is_dir():
        raise UsageProblem("There is no such folder to write into.", where=str(out))
    if len(delimiter) != 1:
        raise UsageProblem("A delimiter is one sign, such as ; or a tab.")


def _people(frame: Frame, rows: RowsToLink) -> LikelyPeople:
    # what compares takes a second to load, and only this needs it
    from tawthiq.methods.linkage.likely import people, scored  # noqa: PLC0415

    with ExitStack() as stack:
        shown = {what: stack.enter_context(frame.progress(label)) for what, label in STEPS.items()}
        return people(scored(rows.candidates, step=lambda what, more: shown[what](more)))


def _answer(rows: RowsToLink, found: LikelyPeople) -> bytes:
    number: dict[int, int] = {}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    told = zip(rows.files, rows.ids, found.cluster.tolist(), found.confidence.tolist(), strict=True)
    for file, own_id, cluster, confidence in told:
        writer.writerow((file, own_id, number.setdefault(cluster, len(number) + 1), f"{confidence:.3f}"))
    return stream.getvalue().encode()


def _facts(rows: RowsToLink, found: LikelyPeople) -> dict[str, Any]:
    sizes = _sizes(found)
    crowded = found.scored.crowded
    return {
        "rows": len(rows.ids),
        "people": found.count.people,
        "at_least": found.count.at_least,
        "at_most": found.count.at_most,
        "largest": max(sizes, default=0),
        "alone": sum(size == 1 for size in sizes),
        "threshold": round(found.calibration.threshold, 3),
        "rule": found.scored.rule,
        "crowded": {"keys": crowded.keys, "rows": crowded.records},
        "unread": _unread(rows),
    }


def _sizes(found: LikelyPeople) -> list[int]:
    counts: dict[int, int] = {}
    for cluster in found.cluster.tolist():
        counts[cluster] = counts.get(cluster, 0) + 1
    return list(counts.values())


def _text(rows: RowsToLink, found: LikelyPeople, out: Path) -> str:
    count, crowded = found.count, found.scored.crowded
    lines = [
        f"{len(rows.ids)} rows are about {count.people} people"
        f" (between {count.at_least} and {count.at_most}).",
        f"Wrote {out}.",
    ]
    if crowded.records:
        lines.append(too_many_alike(crowded.records, of="rows"))
    return "\n".join(lines)


def _unread(rows: RowsToLink) -> list[dict[str, Any]]:
    return [{"file": u.file, "row": u.row, "column": u.column, "why": u.why} for u in rows.unread]


def _say_unread(frame: Frame, rows: RowsToLink) -> None:
    for cell in rows.unread[:SHOWN]:
        frame.note(str(cell))
    if len(rows.unread) > SHOWN:
        frame.note(
            f"... and {len(rows.unread) - SHOWN} more cells or rows that say nothing (--json has all)."
        )
