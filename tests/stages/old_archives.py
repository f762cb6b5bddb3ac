"""Archives as older versions made them: the kept ones, and one made older again on either database."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures" / "archives"


def put_in_place(version: str, folder: Path) -> Path:
    """Make a folder the archive that a version left."""
    shutil.copytree(FIXTURES / version, folder, ignore=shutil.ignore_patterns("archive.sql"))
    script = (FIXTURES / version / "archive.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        database.executescript(script)
    return folder


def make_older() -> None:
    """Take the steps of the records back in the archive in use, as if an older version had made it."""
    from django.core.management import call_command

    from tawthiq.audit import triggers

    triggers.take_away(using="default")
    call_command("migrate", "records", "0001", verbosity=0, interactive=False)
