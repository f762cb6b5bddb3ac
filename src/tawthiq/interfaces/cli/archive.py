"""`tawthiq archive`: where does everything lie?"""

from __future__ import annotations

from pathlib import Path

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


@stage_command(group, "upgrade", permission="archive.upgrade", writes=True)
@click.option("--reason", default="", help="Why, for the log.")
def upgrade_command(frame: Frame, *, reason: str) -> None:
    """Make an archive of an older version one of this version.

    Everything is verified, the database is copied beside itself (on SQLite), all steps are taken in one
    transaction, and everything is verified again. What fails leaves the archive as it was. Nobody else may
    write meanwhile.
    """
    # Here, and only here, an archive of an older version is opened.
    frame.archive = connect(frame.folder, is_upgrading=True)
    from tawthiq.adapters.storage import steps, upgrading  # noqa: PLC0415  # needs Django set up

    steps.refuse_newer(frame.archive.path)
    frame.actor.require("archive.upgrade")
    with frame.progress("Upgrading") as advance:
        if frame.dry_run:
            done = upgrading.examine(frame.archive, progress=advance)
        else:
            occasion = frame.occasion(reason=reason)
            done = upgrading.upgrade(frame.archive, occasion=occasion, progress=advance)
    _say_of_copies(frame, done.copy, has_steps=bool(done.steps))
    data = {
        "steps": list(done.steps),
        "entries": done.entries,
        "rows": done.rows,
        "copy": None if done.copy is None else done.copy.name,
        "dry_run": frame.dry_run,
    }
    frame.result(data, _said_of_steps(done.steps, entries=done.entries, is_dry=frame.dry_run))


def _said_of_steps(steps: tuple[str, ...], *, entries: int, is_dry: bool) -> str:
    if not steps:
        return "Nothing left to do: the archive is of this version."
    first = "Would take" if is_dry else "Took"
    verified = f"The log of {entries} entries verifies{'' if is_dry else ', as it did before'}."
    return "\n".join([f"{first} {len(steps)} steps:", *(f"  {step}" for step in steps), verified])


def _say_of_copies(frame: Frame, copy: Path | None, *, has_steps: bool) -> None:
    if not has_steps:
        return
    if frame.archive.is_on_postgresql:
        if frame.dry_run:
            frame.note("No copy will be made of a database on a server: make a backup first (pg_dump).")
        return
    if frame.dry_run or copy is None:
        size = frame.archive.database_path.stat().st_size
        frame.note(f"A copy of the database would be made beside it first ({size} bytes).")
        return
    frame.note(
        f"The database as it was is in {copy.name}. It holds the personal data of the archive: keep it as you"
        " keep the archive, and delete it when you have looked at the upgraded one and made a backup of that."
    )
