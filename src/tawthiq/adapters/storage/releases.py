"""Release folders on disk: written aside, flushed, and named in one step.

Rows come in any order and are set aside as sorted lines (`shelves`), which are then merged, numbered and
written as Parquet. So memory stays bounded however many there are, but for the numbers of persons and acts.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from tawthiq.adapters.storage.shelves import LineShelf, runs
from tawthiq.core.digests import sha256_file
from tawthiq.core.errors import RefusedByRule
from tawthiq.methods.checking.folder import (
    ALL_TABLES,
    COUNTING,
    IDENTITY,
    MANIFEST,
    check_name,
    files_in,
)
from tawthiq.methods.checking.identity import IDENTITY_TABLES
from tawthiq.methods.checking.manifest import FileEntry, Manifest, TableEntry
from tawthiq.methods.counting.ordering import IN_TURN, Aside, Numbers, put_in_order
from tawthiq.methods.counting.schema import Table
from tawthiq.methods.counting.tables import connect, copy_lines

PARTIAL = ".freezing-"
READ_ONLY_FILE = stat.S_IRUSR | stat.S_IRGRP
MEMORY = "1GB"


class ReleaseFolders:
    """The `releases` folder of an archive."""

    def __init__(self, root: Path) -> None:
        """Use `root`, which is made when the first release is frozen."""
        self.root = root

    def folder(self, name: str) -> Path:
        """Return where the release of this name stands, whether or not there is one.

        Raises:
            UsageProblem: It cannot be the name of a release.
        """
        return self.root / check_name(name)

    @contextmanager
    def draft(self, name: str) -> Iterator[FolderDraft]:
        """Begin a folder aside; unless it is published, nothing of it stays.

        The caller has made sure that no release of this name stands in the log: a folder of this name is
        then what a killed freeze left, and it is cleared away.
        """
        target = self.folder(name)
        self.root.mkdir(parents=True, exist_ok=True)
        remove_folder(target)
        for left in self.root.glob(f"{PARTIAL}{name}-*"):
            remove_folder(left)
        aside = Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{name}-", dir=self.root))
        try:
            yield FolderDraft(aside, target)
        finally:
            remove_folder(aside)


class FolderDraft:
    """One release folder being written."""

    def __init__(self, aside: Path, target: Path) -> None:
        """Write aside, to be renamed to the target."""
        self._folder, self._lines, self._target = aside / "release", aside / "lines", target
        for part in (self._lines, self._folder / COUNTING, self._folder / IDENTITY):
            part.mkdir(parents=True)
        self._aside = {file: Aside(table) for file, table in ALL_TABLES.items()}
        self._shelves = count()
        self._own = self.shelf()

    def add(self, file: str, row: Mapping[str, Any]) -> None:
        """Take one row of a table, in any order.

        Raises:
            KeyError: The release has no such table.
            ValueError: The row is not one of the table.
        """
        self._own.take(file, [self._aside[file].line(row)])

    def shelf(self) -> LineShelf:
        """Return another place for rows; it is closed before the tables are settled."""
        return LineShelf(self._lines, next(self._shelves))

    def settle(self) -> dict[str, TableEntry]:
        """Write every table as Parquet, sorted by its key and numbered, and return rows and digests.

        One table is put in order while DuckDB, which needs no Python for it, writes the one before.

        Raises:
            ValueError: Two rows of a table have one key.
        """
        self._own.close()
        numbers, found, writing = Numbers(), dict[str, TableEntry](), []
        with connect(threads=1) as engine, ThreadPoolExecutor(max_workers=1) as writer:
            engine.execute(f"SET memory_limit = '{MEMORY}'")
            for file, table in _in_turn():
                lines, waiting = self._lines / f"{table.name}.ordered", runs(self._lines, table.name)
                ordered = put_in_order(table, waiting, lines, numbers)
                for run in waiting:
                    run.unlink(missing_ok=True)
                found[file] = TableEntry(ordered.rows, ordered.digest)
                writing.append(writer.submit(self._write_table, engine, file, lines))
            for done in writing:
                done.result()
        return found

    def _write_table(self, engine: duckdb.DuckDBPyConnection, file: str, lines: Path) -> None:
        copy_lines(engine, ALL_TABLES[file], lines, self._folder / file)
        lines.unlink()

    def write(self, file: str, text: str) -> None:
        """Write a text file of the folder."""
        (self._folder / file).write_text(text, encoding="utf-8", newline="\n")

    def files(self) -> dict[str, FileEntry]:
        """Return the SHA-256 and size of every file but the manifest."""
        return {
            name: FileEntry(sha256_file(path), path.stat().st_size)
            for name, path in files_in(self._folder).items()
        }

    def publish(self, manifest: Manifest) -> Path:
        """Write the manifest, flush everything to the disk and give the folder its name in one step.

        Raises:
            RefusedByRule: Somebody else has made a folder of this name in the meantime.
        """
        self.write(MANIFEST, manifest.text())
        for path in sorted(self._folder.rglob("*"), reverse=True):
            _flush(path)
            if path.is_file():
                path.chmod(READ_ONLY_FILE)
        _flush(self._folder)
        try:
            self._folder.rename(self._target)
        except OSError as error:
            raise RefusedByRule(
                f"Release {self._target.name} was not frozen: there is a folder of that name."
            ) from error
        _flush(self._target.parent)
        return self._target

    def withdraw(self) -> None:
        """Take the published folder away again."""
        remove_folder(self._target)


def _in_turn() -> list[tuple[str, Table]]:
    """Return the tables by file, the counting tables each after those whose numbers it holds."""
    files = {table.name: file for file, table in ALL_TABLES.items()}
    return [(files[table.name], table) for table in (*IN_TURN, *IDENTITY_TABLES)]


def _flush(path: Path) -> None:
    """Flush a file or a folder to the disk; Windows opens no folder, and its rename is durable by itself."""
    if os.name == "nt" and path.is_dir():  # pragma: no cover  # another system
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_folder(folder: Path) -> None:
    """Remove a folder with its read-only files; one that is not there is no error."""
    if not folder.exists():
        return
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    shutil.rmtree(folder)
