"""Making an older version's archive one of this version: all of its steps in one transaction, or none.

The log is verified before the first step and after the last one, and nothing of it changes. A database in a
file is copied beside itself first; a server's is copied by its own means. The folder's evidence, releases and
statements are not touched.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tawthiq.accounts.occasion import Occasion
from tawthiq.adapters.storage import steps
from tawthiq.adapters.storage.archive import Archive
from tawthiq.audit.report import VerifyReport
from tawthiq.core.errors import NO_ROOM, DiskFull, IntegrityFailure, TawthiqError

OWNER_ONLY = 0o600
VERB = "archive.upgrade"
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Which steps are to be taken or were; what was verified; where the copy is, if one was made."""

    steps: tuple[str, ...]
    entries: int = 0
    rows: int = 0
    copy: Path | None = None


def examine(archive: Archive, *, progress: Advance = lambda _count: None) -> Upgraded:
    """Return the steps that an upgrade would take, after verifying the tables as they are.

    Raises:
        NewerArchive: This version is too old for the archive.
        IntegrityFailure: The archive does not verify.
    """
    steps.refuse_newer(archive.path)
    if not (wanted := tuple(map(steps.said, steps.to_come()))):
        return Upgraded(())
    report = _verified_before(progress)
    return Upgraded(wanted, report.entries, report.rows)


def upgrade(archive: Archive, *, occasion: Occasion, progress: Advance = lambda _count: None) -> Upgraded:
    """Take all steps that the archive lacks; without any to take, do nothing.

    Nobody else writes meanwhile. Whatever fails, the archive is as it was, and the copy is gone.

    Raises:
        NewerArchive: This version is too old for the archive.
        IntegrityFailure: The archive does not verify, before or after the steps.
        Busy: Somebody else is writing.
        DiskFull: There is no room for the copy or the new tables.
        TawthiqError: The database refused a step.
    """
    from tawthiq.audit.door import write  # noqa: PLC0415  # needs Django set up

    occasion.actor.require(VERB)
    steps.refuse_newer(archive.path)
    with _all_or_nothing(), _copied(archive, at=occasion.at) as copy_beside:
        if not (wanted := tuple(map(steps.said, steps.to_come()))):
            return Upgraded(())
        before = _verified_before(progress)
        copy = copy_beside()
        _take_steps()
        _verify_after(before, progress)
        with write(VERB, occasion=occasion, subject=archive.id) as change:
            change.say(steps=list(wanted), copy=None if copy is None else copy.name)
        return Upgraded(wanted, before.entries, before.rows, copy)


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Let nobody else write, and keep everything or nothing."""
    from django.db import DatabaseError, InterfaceError, connection, transaction  # noqa: PLC0415

    from tawthiq.audit.lock import busy, wait_for_other_writers  # noqa: PLC0415  # needs Django set up

    # SQLite changes a table by making it anew, and foreign keys are put aside outside of a transaction only.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            wait_for_other_writers()
            yield
    except (DatabaseError, InterfaceError) as err:
        if (said := busy(VERB, err)) is not None:
            raise said from err
        raise TawthiqError(
            f"The archive is as it was: the database refused a step of the upgrade ({type(err).__name__}).",
            hint="Report this line, and go on with the version of tawthiq that made the archive.",
        ) from err
    finally:
        connection.enable_constraint_checking()


def _verified_before(progress: Advance) -> VerifyReport:
    from tawthiq.audit.verify import verify  # noqa: PLC0415  # needs Django set up

    report = verify(former=steps.tables_before(), progress=progress)
    if not report.is_sound:
        raise IntegrityFailure(
            f"The archive was not upgraded: {report.total_findings} things in it do not agree;"
            f" the first is {report.findings[0]}.",
            hint="See tawthiq audit verify of the version that made it, and restore a backup.",
        )
    return report


def _take_steps() -> None:
    from tawthiq.audit import triggers  # noqa: PLC0415  # needs Django set up

    # A table that is made anew loses its triggers, and those of others would stumble over its absence.
    triggers.take_away(using="default", former=steps.tables_before())
    steps.take()
    triggers.install()
    triggers.check()


def _verify_after(before: VerifyReport, progress: Advance) -> None:
    from tawthiq.audit.verify import verify  # noqa: PLC0415  # needs Django set up

    after = verify(known_head=before.head, progress=progress)
    if not after.is_sound or (after.head, after.rows) != (before.head, before.rows):
        raise IntegrityFailure(
            f"The archive is as it was: after the steps {after.total_findings} things in it did not agree.",
            hint="Report this line, and go on with the version of tawthiq that made the archive.",
        )


@contextmanager
def _copied(archive: Archive, *, at: datetime) -> Iterator[Callable[[], Path | None]]:
    """Give a way to copy the database beside itself; if the block fails, the copy goes."""
    made: list[Path] = []

    def copy() -> Path | None:
        if archive.is_on_postgresql:
            return None
        made.append(_new_file(archive.path, f"before-upgrade-{at:%Y-%m-%d}"))
        _copy(archive.database_path, made[-1])
        return made[-1]

    try:
        yield copy
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _new_file(folder: Path, stem: str) -> Path:
    """Make an empty file that its owner alone may read, under a name that is free."""
    for number in range(1, 1000):
        path = folder / (f"{stem}.sqlite3" if number == 1 else f"{stem}-{number}.sqlite3")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        except FileExistsError:
            continue
        return path
    raise TawthiqError(f"The archive was not upgraded: there are 999 copies {stem} already.")


def _copy(database: Path, target: Path) -> None:
    """Copy a database as it was committed last; whoever holds the write lock sees to it that it stays so."""
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            whole = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        _flush(target)
    except (sqlite3.Error, OSError) as err:
        if getattr(err, "errno", None) in NO_ROOM or "full" in str(err):
            raise DiskFull(
                "The archive was not upgraded: there is no room for a copy of its database.",
                hint=f"Make room for {database.stat().st_size} bytes, and try again.",
            ) from err
        raise
    if not whole:
        raise IntegrityFailure("The archive was not upgraded: the copy of its database is damaged.")


def _flush(path: Path) -> None:
    """See to it that the copy and its name are on the disk before the first step."""
    for name in (path,) if os.name == "nt" else (path, path.parent):
        handle = os.open(name, os.O_RDWR if name == path else os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
