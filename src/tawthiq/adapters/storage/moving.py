"""Carrying an archive from one database into the other: SQLite to PostgreSQL, or back.

Every row goes over as it is, in one transaction; the guard goes up after the last one, and then everything
is verified from the bytes up against the head of the log it came from. The folder changes its mind last, so
an archive that was stopped half-way is still where it was. The old database is left, for its owner to
delete: nothing here destroys the only other copy.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tawthiq.accounts.occasion import Occasion
from tawthiq.adapters.storage import databases, schemas
from tawthiq.adapters.storage.archive import DATABASE, SETTINGS_FILE, Archive
from tawthiq.core.errors import IntegrityFailure, RefusedByRule

TARGET = "target"
BATCH = 2000
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What went over: `rows` in `tables`, with `entries` in the log before the entry of the move itself."""

    origin: str
    destination: str
    tables: int
    rows: int
    entries: int


def refuse_destination(archive: Archive, to: str) -> None:
    """Refuse where the archive is already, or where something else is.

    Raises:
        RefusedByRule: It is there already, or the place is taken.
    """
    if (to == databases.POSTGRESQL) == archive.is_on_postgresql:
        raise RefusedByRule(
            "Nothing was moved: the archive is there already.", hint="Name the other database."
        )
    # SQLite would take the write-ahead log of a database that was put away for that of the new one.
    left = sorted(path.name for path in archive.path.glob(f"{DATABASE}*"))
    if to != databases.POSTGRESQL and left:
        raise RefusedByRule(
            f"Nothing was moved: the folder has {', '.join(left)} already.",
            hint="It may be what an earlier move left. Stop what has it open, and put all of it away.",
            where=str(archive.path),
        )


def rows_to_move() -> int:
    """Return how many rows the archive has."""
    return sum(_rows(model).count() for model in _models())


def move(archive: Archive, *, to: str, occasion: Occasion, progress: Advance = lambda _count: None) -> Moved:
    """Carry the archive over, and let its folder say so; the archive must be connected.

    Nobody else writes meanwhile. The entry of the move is the first that only the new database has.

    Raises:
        RefusedByRule: It is there already, or the place is taken.
        UsageProblem: The server does not let us in.
        IntegrityFailure: What arrived does not agree with what was sent; the archive stays where it was.
        Busy: Somebody else is writing.
    """
    occasion.actor.require("archive.move")
    refuse_destination(archive, to)
    moved = replace(archive, database=databases.POSTGRESQL if to == databases.POSTGRESQL else DATABASE)
    with _nobody_writes():
        with _new_database(moved):
            sent = _carry_over(progress)
            entries = _verified(archive, moved, sent, occasion)
        _say_so(moved)
    return Moved(archive.database, moved.database, len(_models()), sent, entries)


@contextmanager
def _nobody_writes() -> Iterator[None]:
    from django.db import OperationalError, transaction  # noqa: PLC0415  # needs Django set up

    from tawthiq.audit.lock import busy, wait_for_other_writers  # noqa: PLC0415  # needs Django set up

    try:
        with transaction.atomic():
            wait_for_other_writers()
            yield
    except OperationalError as err:
        if (said := busy("archive.move", err)) is None:
            raise
        raise said from err


@contextmanager
def _new_database(moved: Archive) -> Iterator[None]:
    """Make the new database with its tables and without its guard; it stays if the block succeeds."""
    if moved.is_on_postgresql:
        with schemas.new_schema(moved.id, alias=TARGET):
            _make_tables()
            yield
        return
    from django.db import connections, transaction  # noqa: PLC0415  # needs Django set up

    file = moved.database_path.with_name(f".{DATABASE}.moving-{os.getpid()}")
    databases.use(databases.sqlite_settings(file), alias=TARGET)
    try:
        _make_tables()
        with transaction.atomic(using=TARGET):
            yield
        connections[TARGET].close()
        file.rename(moved.database_path)
    finally:
        connections[TARGET].close()
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


def _make_tables() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # needs Django set up

    from tawthiq.audit import triggers  # noqa: PLC0415  # needs Django set up

    call_command("migrate", verbosity=0, interactive=False, database=TARGET)
    triggers.take_away(using=TARGET)


def _carry_over(progress: Advance) -> int:
    """Copy every table, and put the guard up."""
    from django.core.management.color import no_style  # noqa: PLC0415  # needs Django set up
    from django.db import connections  # noqa: PLC0415  # needs Django set up

    from tawthiq.audit import triggers  # noqa: PLC0415  # needs Django set up

    target = connections[TARGET]
    with target.cursor() as cursor:
        if target.vendor != "sqlite":
            # Tables go over in no order of theirs; the migrations of this transaction may have ended that.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        sent = sum(_copy(model, progress) for model in _models())
        if target.vendor != "sqlite":
            # A table cannot get a trigger while its foreign keys still wait to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in target.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
    triggers.install(using=TARGET)
    triggers.check(using=TARGET)
    return sent


def _copy(model: Any, progress: Advance) -> int:
    from django.db import connections  # noqa: PLC0415  # needs Django set up

    from tawthiq.audit.bulk import batches  # noqa: PLC0415  # needs Django set up

    target, fields = connections[TARGET], model._meta.concrete_fields
    quoted = target.ops.quote_name
    names = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  # names of ours
    found = _rows(model).values_list(*(field.attname for field in fields)).iterator(chunk_size=BATCH)
    sent = 0
    with target.cursor() as cursor:
        for batch in batches(found, size=BATCH):
            cursor.executemany(statement, batch)
            sent += len(batch)
            progress(len(batch))
    return sent


def _verified(archive: Archive, moved: Archive, sent: int, occasion: Occasion) -> int:
    """Check everything where it arrived, and make the entry of the move there."""
    from tawthiq.audit import queries  # noqa: PLC0415  # needs Django set up
    from tawthiq.audit.door import write  # noqa: PLC0415  # needs Django set up
    from tawthiq.audit.verify import verify  # noqa: PLC0415  # needs Django set up

    head = queries.head()
    with _target_as_the_archive():
        report = verify(known_head=head)
        if not report.is_sound or report.head != head or rows_to_move() != sent:
            raise IntegrityFailure(
                "The archive was not moved: what arrived does not verify. It is where it was.",
                hint="Run tawthiq audit verify here first: what is wrong may be wrong already.",
            )
        with write("archive.move", occasion=occasion, subject=archive.id) as change:
            change.say(origin=archive.database, destination=moved.database, rows=sent)
    return 0 if head is None else head.tree_size


@contextmanager
def _target_as_the_archive() -> Iterator[None]:
    from django.db import connections  # noqa: PLC0415  # needs Django set up

    here = connections["default"]
    connections["default"] = connections[TARGET]
    try:
        yield
    finally:
        connections["default"] = here


def _say_so(moved: Archive) -> None:
    """Let archive.toml name the new database: all of the file, or none of it."""
    settings = moved.path / SETTINGS_FILE
    fresh = settings.with_name(f".{SETTINGS_FILE}.new-{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(moved.as_toml())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(settings)
    except OSError:
        fresh.unlink(missing_ok=True)
        _take_back(moved)
        raise


def _take_back(moved: Archive) -> None:
    if moved.is_on_postgresql:
        schemas.drop_schema(moved.id, alias=TARGET)
    else:
        Path(moved.database_path).unlink()


def _models() -> list[Any]:
    from django.apps import apps  # noqa: PLC0415  # needs Django set up

    return sorted(apps.get_models(), key=lambda model: str(model._meta.db_table))


def _rows(model: Any) -> Any:
    from django.db.models.query import QuerySet  # noqa: PLC0415  # needs Django set up

    return QuerySet(model).order_by()
