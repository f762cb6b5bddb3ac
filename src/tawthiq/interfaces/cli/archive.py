"""`tawthiq archive`: where does everything lie?"""

from __future__ import annotations

import click

from tawthiq.adapters.storage.archive import connect
from tawthiq.adapters.storage.databases import POSTGRESQL
from tawthiq.interfaces.cli.frame import Frame, stage_command

SQLITE = "sqlite"


@click.group("archive")
def group() -> None:
    """Where does everything lie?"""


@stage_command(group, "move", permission="archive.move", writes=True)
@click.option(
    "--to",
    "to",
    type=click.Choice([POSTGRESQL, SQLITE]),
    required=True,
    help="The database to move into: the one of DATABASE_URL, or a file in the folder.",
)
@click.option("--reason", default="", help="Why, for the log.")
def move_command(frame: Frame, *, to: str, reason: str) -> None:
    """Carry the archive's tables from one database into the other, and verify them there.

    Evidence, releases and statements stay in the folder. The old database is left as it was, for you to
    delete. Nobody else may write meanwhile.
    """
    # Here, and only here, both databases are meant: DATABASE_URL and the file.
    frame.archive = connect(frame.folder, is_moving=True)
    frame.actor.require("archive.move")
    from tawthiq.adapters.storage import moving  # noqa: PLC0415  # its tables exist once Django is set up

    if frame.dry_run:
        moving.refuse_destination(frame.archive, to)
        rows = moving.rows_to_move()
        data = {"to": to, "rows": rows, "dry_run": True}
        frame.result(data, f"Would move {rows} rows to {to}.")
        return
    with frame.progress("Moving") as advance:
        moved = moving.move(frame.archive, to=to, occasion=frame.occasion(reason=reason), progress=advance)
    left = f"the file {moved.origin}" if to == POSTGRESQL else "its schema on the server"
    frame.note(
        f"The old database is left as it was ({left}): delete it when a backup of the new one is made."
    )
    if to == SQLITE:
        frame.note("Unset DATABASE_URL: the archive is on SQLite now.")
    data = {"to": to, "rows": moved.rows, "tables": moved.tables, "entries": moved.entries, "dry_run": False}
    text = f"Moved {moved.rows} rows in {moved.tables} tables to {to}, and verified them there."
    frame.result(data, text)
