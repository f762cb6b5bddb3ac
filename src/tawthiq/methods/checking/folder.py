"""Where things stand in a release folder."""

from __future__ import annotations

import re
from pathlib import Path

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.checking.identity import IDENTITY_TABLES
from tawthiq.methods.counting.schema import TABLES, Table

MANIFEST, VOCABULARY, RULES, README = "manifest.json", "vocabulary.json", "rules.json", "README.txt"
COUNTING, IDENTITY = "counting", "identity"

ALL_TABLES: dict[str, Table] = {
    **{f"{COUNTING}/{table.name}.parquet": table for table in TABLES},
    **{f"{IDENTITY}/{table.name}.parquet": table for table in IDENTITY_TABLES},
}
"""Every table of a release by the path of its file within the folder."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]|[a-z0-9]")


def check_name(name: str) -> str:
    """Return the name of a release if it can be the name of a folder on every system.

    Raises:
        UsageProblem: It holds anything but a-z, 0-9, dot, dash and underscore, or begins or ends with a mark.
    """
    if not NAME.fullmatch(name) or ".." in name:
        raise UsageProblem(
            f"'{name}' cannot be the name of a release.",
            hint="Use a-z, 0-9, dot, dash and underscore, at most 64 of them; its as-of date is a good name.",
        )
    return name


def table_file(folder: Path, table: Table) -> Path:
    """Return the path of a table's file."""
    part = COUNTING if table in TABLES else IDENTITY
    return folder / part / f"{table.name}.parquet"


def files_in(folder: Path) -> dict[str, Path]:
    """Return every file in the folder but the manifest, by its path within the folder."""
    found = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    named = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: named[name] for name in sorted(named) if name != MANIFEST}
