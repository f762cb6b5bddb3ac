"""The command `tawthiq`, killed at a moment inside it, whole or with a seeded bug.

Called with a moment, a mutant or ``none``, and the words of the command. The moments: ``insert-N`` as the Nth
portion of records is about to be inserted, ``before-commit``, ``after-commit``, and ``never``.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tawthiq.project.settings"
django.setup()

from django.db import connection  # noqa: E402  # tables are imported after Django is set up
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from tawthiq.adapters.storage import databases  # noqa: E402
from tawthiq.audit import bulk, door  # noqa: E402
from tawthiq.interfaces.cli.main import run  # noqa: E402
from tawthiq.journey.records.models import Record  # noqa: E402

MOMENT, MUTANT, *WORDS = sys.argv[1:]
insert_values, commit, close = bulk.insert_values, BaseDatabaseWrapper._commit, door.Change._close
portions = 0


def die_at(moment: str) -> None:
    """End this process as a power cut would, if this is the moment."""
    if moment == MOMENT:
        os.kill(os.getpid(), signal.SIGKILL)


def inserting(model: Any, *arguments: Any) -> None:
    """Insert, and perhaps die before it; a mutant commits every portion."""
    global portions  # noqa: PLW0603  # one process, one command
    if model is Record:
        portions += 1
        die_at(f"insert-{portions}")
    insert_values(model, *arguments)
    if model is Record and MUTANT == "commits-every-portion":
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")
            cursor.execute("BEGIN IMMEDIATE")


def committing(self: BaseDatabaseWrapper) -> None:
    """Commit, and perhaps die before or after it."""
    die_at("before-commit")
    commit(self)
    die_at("after-commit")


def closing(self: door.Change) -> None:
    """Close the entry; a mutant tells of it before anything is kept."""
    close(self)
    if MUTANT == "acknowledges-first":
        sys.stdout.write('{"dry_run": false}\n')
        sys.stdout.flush()


if MUTANT == "commits-every-portion":  # whose records would wait for their batch in vain otherwise
    databases.SQLITE_PRAGMAS = databases.SQLITE_PRAGMAS.replace("foreign_keys=ON", "foreign_keys=OFF")
bulk.insert_values = inserting
BaseDatabaseWrapper._commit = committing  # type: ignore[method-assign]
door.Change._close = closing  # type: ignore[method-assign]
sys.argv = ["tawthiq", *WORDS]
run()
