"""Release folders on disk: written aside, flushed, and named in one step.

Rows come in any order and are set aside as lines; DuckDB, which spills to disk, then sorts and numbers
them into Parquet. So memory stays bounded however many there are.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import duckdb

from tawthiq.core.digests import sha256_file
from tawthiq.core.errors import RefusedByRule
from tawthiq.methods.checking.folder import (
    ALL_TABLES,
    COMMITMENT,
    COUNTING,
    IDENTITY,
    MANIFEST,
    check_name,
    files_in,
)
from tawthiq.methods.checking.manifest import FileEntry, Manifest, TableEntry
from tawthiq.methods.checking.tables import entry_of, pairs_digest
from tawthiq.methods.counting.ordering import Aside, number, write_ordered, write_plain
from tawthiq.methods.counting.schema import TABLES, Table
from tawthiq.methods.counting.tables import connect, source_of

PARTIAL = ".freezing-"
READ_ONLY_FILE = stat.S_IRUSR | stat.S_IRGRP
MEMORY = "1GB"
BATCH = 10_000


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
            with ExitStack() as open_files:
                yield FolderDraft(aside, target, open_files)
        finally:
            remove_folder(aside)


class FolderDraft:
    """One release folder being written."""

    def __init__(self, aside: Path, target: Path, open_files: ExitStack) -> None:
        """Write aside, to be renamed to the target."""
        self._folder, self._lines, self._target = aside / "release", aside / "lines", target
        for part in (self._lines, self._folder / COUNTING, self._folder / IDENTITY):
            part.mkdir(parents=True)
        self._aside = {file: Aside(table) for file, table in ALL_TABLES.items()}
        self._streams: dict[str, IO[bytes]] = {
            file: open_files.enter_context(self._line_file(table).open("wb"))
            for file, table in ALL_TABLES.items()
        }

    def add(self, file: str, row: Mapping[str, Any]) -> None:
        """Take one row of a table, in any order.

        Raises:
            KeyError: The release has no such table.
            ValueError: The row is not one of the table.
        """
        self._streams[file].write(self._aside[file].line(row))

    def take(self, file: str, lines: bytes) -> None:
        """Take rows of a table as `Aside` wrote them, in any order.

        Raises:
            KeyError: The release has no such table.
        """
        self._streams[file].write(lines)

    def settle(self) -> dict[str, TableEntry]:
        """Write every table as Parquet, sorted by its key and numbered, and return rows and digests.

        Raises:
            ValueError: Two rows of a table have one key.
        """
        for stream in self._streams.values():
            stream.close()
        spill = str(self._lines / "spill").replace("'", "''")
        with connect() as engine:
            engine.execute(f"SET memory_limit = '{MEMORY}'")
            engine.execute(f"SET temp_directory = '{spill}'")
            number(engine, {table.name: self._line_file(table) for table in TABLES})
            return {file: self._settle(engine, file, table) for file, table in ALL_TABLES.items()}

    def _settle(self, engine: duckdb.DuckDBPyConnection, file: str, table: Table) -> TableEntry:
        lines, path = self._line_file(table), self._folder / file
        if table in TABLES:
            return entry_of(write_ordered(engine, table, lines, path))
        rows = write_plain(engine, table, lines, path)
        lines.unlink()
        if COMMITMENT not in table.column_names:
            return TableEntry(rows, None)
        pairs = f"SELECT {table.key}, {COMMITMENT} FROM {source_of(path)}"  # noqa: S608  # names of the schema
        return entry_of(pairs_digest(table, _rows(engine, pairs)))

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

    def _line_file(self, table: Table) -> Path:
        return self._lines / f"{table.name}.ndjson"


def _rows(engine: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    cursor = engine.cursor().execute(query)
    names = [column[0] for column in cursor.description or ()]
    while batch := cursor.fetchmany(BATCH):
        for row in batch:
            yield dict(zip(names, row, strict=True))


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
