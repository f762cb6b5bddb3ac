"""Starts the worker on a file, waits for it within limits, and hands on what it staged.

A staging folder is named by what it was read from and by what rules: one left finished by an import that was
killed is used again, one left unfinished is thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tawthiq.adapters.importers.inside import disk_is_full
from tawthiq.adapters.importers.mapping import Mapping
from tawthiq.adapters.importers.process import Limits, run
from tawthiq.adapters.importers.staging import read_accounts
from tawthiq.adapters.importers.tables.opening import CSV
from tawthiq.adapters.importers.worker import ACCOUNTS, REJECTIONS, SUMMARY, Job
from tawthiq.core.digests import canonical_json, sha256_file, sha256_text
from tawthiq.core.errors import NO_ROOM, Busy, InputRejected
from tawthiq.journey.records.lists import (
    DeclaredSource,
    MappingFacts,
    Progress,
    Rejection,
    StagedAccount,
    Staging,
)

if sys.platform == "win32":  # pragma: no cover  # another system
    import msvcrt
else:
    import fcntl

UNFINISHED, LOCK = ".unfinished", "lock"
READER = "tawthiq.adapters.importers.worker"


class MappedLists:
    """Reads files by one mapping, each in a process of its own."""

    def __init__(
        self, mapping: Mapping, *, folder: Path, packs: tuple[str, ...], limits: Limits | None = None
    ) -> None:
        """Stage below `folder`, which holds nothing but stagings."""
        self._mapping = mapping
        self._folder = folder
        self._packs = packs
        self._limits = limits or Limits()
        self.media_type = CSV
        self.mapping = MappingFacts(
            name=mapping.name,
            digest=mapping.digest,
            text=mapping.text,
            list_name=mapping.list_name,
            level=mapping.level,
            documented=mapping.documented,
            source=DeclaredSource(**mapping.source) if mapping.source else None,
        )

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of the file.

        Raises:
            InputRejected: It cannot be read.
        """
        try:
            return sha256_file(path)
        except OSError as error:
            raise InputRejected(f"The file was not read: {error.strerror}.", where=str(path)) from error

    @contextmanager
    def staged(self, path: Path, *, documented: str, progress: Progress) -> Iterator[StagedFolder]:
        """Read the whole file; the staging is removed when the block ends, however it ends.

        Raises:
            InputRejected: The file as a whole cannot be read, or reading it went over its limits.
            Busy: Another import is reading into this archive.
            DiskFull: The disk has no room for the staging.
        """
        name = sha256_text(canonical_json([self.digest(path), self._mapping.digest, documented, path.name]))[
            :32
        ]
        finished = self._folder / name
        with said_where_full():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(self._folder / LOCK):
            self._clean(name)
            try:
                if not (finished / SUMMARY).is_file():
                    self._read(path, finished, documented, progress)
                staged = StagedFolder(finished)
                # told by the bytes of the file, which only the reading looked at
                self.media_type = staged.media_type
                yield staged
            finally:
                shutil.rmtree(finished, ignore_errors=True)

    def clean(self) -> None:
        """Throw away what an import left that was killed after its commit, unless another is reading now."""
        if self._folder.exists():
            with suppress(Busy), _alone(self._folder / LOCK):
                self._clean(LOCK)

    def _clean(self, name: str) -> None:
        """Throw away what killed imports left: personal data does not lie about."""
        for left in self._folder.iterdir():
            if left.name not in (name, LOCK):
                shutil.rmtree(left, ignore_errors=True)

    def _read(self, path: Path, finished: Path, documented: str, progress: Progress) -> None:
        # named by this process: the reading of a killed import may still be writing into its own
        partial = finished.with_name(f"{finished.name}.{os.getpid()}{UNFINISHED}")
        job = Job(
            path=str(path.resolve()),
            folder=str(partial),
            mapping_name=self._mapping.name,
            mapping_text=self._mapping.text,
            documented=documented,
            packs=self._packs,
        )
        try:
            with said_where_full(), progress(f"Reading {path.name}") as advance:
                partial.mkdir(mode=0o700)

                def hear(message: dict[str, Any]) -> None:
                    advance(message.get("rows", 0))

                run(READER, asdict(job), file=path.name, limits=self._limits, hear=hear)
                partial.rename(finished)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def said_where_full() -> Iterator[None]:
    """Say it clearly where the disk has no room.

    Raises:
        DiskFull: It has none.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise disk_is_full() from error
        raise


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Keep a second import out; the system frees the lock when this process ends, however it ends."""
    with lock.open("a+b") as stream:
        try:
            if sys.platform == "win32":  # pragma: no cover  # another system
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(
                "Nothing was imported: another import is reading a file.", hint="Try again."
            ) from error
        yield


class StagedFolder:
    """A finished staging."""

    def __init__(self, folder: Path) -> None:
        """Open the staging in `folder`."""
        self._folder = folder
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        self.media_type: str = summary.pop("media_type")
        self.facts = Staging(**{**summary, "notes": tuple(summary["notes"])})

    def accounts(self) -> Iterator[StagedAccount]:
        """Yield the accounts in the order of the file.

        Raises:
            IntegrityFailure: The staging holds something else.
        """
        return read_accounts(self._folder / ACCOUNTS)

    def rejections(self) -> Iterator[Rejection]:
        """Yield what kept rows out."""
        return (Rejection(*values) for values in self._lines(REJECTIONS))

    def _lines(self, name: str) -> Iterator[Any]:
        with (self._folder / name).open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)
