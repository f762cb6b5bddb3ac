"""The steps that made an archive's tables what they are: is it of this version, an older or a newer one?

A step is a migration, named by its app and its own name. The archive remembers those it has taken.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from tawthiq.core.errors import RefusedByRule, UsageProblem

Step = tuple[str, str]
MIGRATIONS = "migrations"


class OutdatedArchive(RefusedByRule):
    """An older version of the program made the archive, and it was not upgraded yet."""

    code: ClassVar[str] = "archive-outdated"


class NewerArchive(UsageProblem):
    """A newer version of the program made or upgraded the archive."""

    code: ClassVar[str] = "archive-newer"


def said(step: Step) -> str:
    """Return a step as people, the log and JSON name it."""
    return ".".join(step)


def refuse_other_version(folder: Path) -> None:
    """Refuse an archive whose tables are not those of this version.

    One without any memory of its steps passes: the look at its guard names what it lacks.

    Raises:
        NewerArchive: It has taken steps that this version does not know.
        OutdatedArchive: It has not taken all that this version knows.
    """
    taken = _taken()
    refuse_newer(folder, taken=taken)
    if taken and (missing := _known() - taken):
        raise OutdatedArchive(
            f"The archive was not opened: an older version of tawthiq made it ({len(missing)} steps behind).",
            hint="Let an administrator say: tawthiq archive upgrade --dry-run, then without --dry-run.",
            where=str(folder),
        )


def refuse_newer(folder: Path, *, taken: set[Step] | None = None) -> None:
    """Refuse an archive that this version is too old for.

    Raises:
        NewerArchive: It has taken steps that this version does not know.
    """
    if unknown := (_taken() if taken is None else taken) - _known():
        raise NewerArchive(
            f"The archive was not opened: a newer version of tawthiq made it ({said(min(unknown))}).",
            hint="Use that version, or a newer one. Nothing makes an archive older again.",
            where=str(folder),
        )


def to_come() -> list[Step]:
    """Return the steps that the archive in use has not taken, in their order."""
    return [(step.app_label, step.name) for step, _ in _plan(_executor())]


def tables_before() -> Any:
    """Return Django's registry of the tables as they are before the steps to come."""
    return _executor().loader.project_state(sorted(_taken())).apps


def take() -> None:
    """Take all steps to come, in the transaction that is open.

    Raises:
        django.db.DatabaseError: A step was refused by the database.
    """
    from django.db import connection  # noqa: PLC0415  # needs Django set up

    executor = _executor()
    for step, _ in _plan(executor):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # A table is not altered while foreign keys of an earlier step still wait to be checked.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        executor.migrate([(step.app_label, step.name)])
        executor.loader.build_graph()


def _executor() -> Any:
    from django.db import connection  # noqa: PLC0415  # needs Django set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    return MigrationExecutor(connection)


def _plan(executor: Any) -> list[Any]:
    found: list[Any] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return found


def _taken() -> set[Step]:
    from django.db import connection  # noqa: PLC0415  # needs Django set up
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    return set(MigrationRecorder(connection).applied_migrations())


def _known() -> set[Step]:
    """Return the steps of this version by the names of their files: every command asks, and loads none."""
    from django.apps import apps  # noqa: PLC0415  # needs Django set up

    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        if (Path(app.path) / MIGRATIONS).is_dir()
        for module in pkgutil.iter_modules(import_module(f"{app.name}.{MIGRATIONS}").__path__)
    }
