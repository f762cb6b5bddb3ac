"""Starts the worker on a file, waits for it within limits, and hands on what it staged.

A staging folder is named by what it was read from and by what rules: one left finished by an import that was
killed is used again, one left unfinished is thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tawthiq.adapters.importers.mapping import Mapping
from tawthiq.adapters.importers.worker import ACCOUNTS, OUT_OF_MEMORY, REJECTIONS, SUMMARY, Job
from tawthiq.core.claims import Account
from tawthiq.core.digests import canonical_json, sha256_file, sha256_text
from tawthiq.core.errors import Busy, InputRejected, TawthiqError, UsageProblem
from tawthiq.journey.records.lists import DeclaredSource, MappingFacts, Progress, Rejection, Staging

if sys.platform == "win32":  # pragma: no cover  # another system
    import msvcrt
else:
    import fcntl

UNFINISHED, LOCK = ".unfinished", "lock"
PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""What of the environment the worker sees; never a database address or a secret."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the worker may use: bytes of memory and seconds of time."""

    memory: int = 2 << 30
    seconds: float = 3600


class MappedLists:
    """Reads CSV files by one mapping, each in a process of its own."""

    media_type = "text/csv"

    def __init__(
        self, mapping: Mapping, *, folder: Path, packs: tuple[str, ...], limits: Limits | None = None
    ) -> None:
        """Stage below `folder`, which holds nothing but stagings."""
        self._mapping = mapping
        self._folder = folder
        self._packs = packs
        self._limits = limits or Limits()
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
        """
        name = sha256_text(canonical_json([self.digest(path), self._mapping.digest, documented, path.name]))[
            :32
        ]
        finished = self._folder / name
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(self._folder / LOCK):
            self._clean(name)
            if not (finished / SUMMARY).is_file():
                self._read(path, finished, documented, progress)
            try:
                yield StagedFolder(finished)
            finally:
                shutil.rmtree(finished, ignore_errors=True)

    def _clean(self, name: str) -> None:
        """Throw away what killed imports left: personal data does not lie about."""
        for left in self._folder.iterdir():
            if left.name not in (name, LOCK):
                shutil.rmtree(left, ignore_errors=True)

    def _read(self, path: Path, finished: Path, documented: str, progress: Progress) -> None:
        # named by this process: the reading of a killed import may still be writing into its own
        partial = finished.with_name(f"{finished.name}.{os.getpid()}{UNFINISHED}")
        partial.mkdir(mode=0o700)
        job = Job(
            path=str(path.resolve()),
            folder=str(partial),
            mapping_name=self._mapping.name,
            mapping_text=self._mapping.text,
            documented=documented,
            packs=self._packs,
            memory=self._limits.memory,
        )
        try:
            self._work(job, path.name, progress)
            partial.rename(finished)
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def _work(self, job: Job, file: str, progress: Progress) -> None:
        error: dict[str, str] = {}
        with (
            progress(f"Reading {file}") as advance,
            subprocess.Popen(
                [sys.executable, "-I", "-m", "tawthiq.adapters.importers.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=_environment(),
            ) as worker,
        ):
            alarm = threading.Timer(self._limits.seconds, worker.kill)
            alarm.start()
            try:
                for message in _conversation(worker, job):
                    advance(message.get("rows", 0))
                    error = message.get("error", error)
            except BaseException:
                worker.kill()
                raise
            finally:
                is_late = alarm.finished.is_set()
                alarm.cancel()
        if worker.returncode != 0:
            raise _stopped(worker.returncode, error, file, self._limits, is_late=is_late)


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


def _conversation(worker: subprocess.Popen[str], job: Job) -> Iterator[dict[str, Any]]:
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("the worker is spoken to through pipes")
    try:
        with worker.stdin as stream:
            json.dump(asdict(job), stream)
    except BrokenPipeError:
        return  # it died before it listened: its exit code says so
    for line in worker.stdout:
        yield json.loads(line)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "PYTHONUTF8": "1"}


def _stopped(code: int, error: dict[str, str], file: str, limits: Limits, *, is_late: bool) -> TawthiqError:
    if error:
        kind = UsageProblem if error["code"] == UsageProblem.code else InputRejected
        return kind(error["message"], hint=error["hint"], where=error["where"])
    if is_late:
        why = f"it took longer than {limits.seconds:g} seconds"
    elif code == OUT_OF_MEMORY:
        why = f"it needs more than {limits.memory >> 20} MB of memory"
    else:
        why = f"the reading process ended with {code}"
    return InputRejected(f"The file was not read: {why}. Nothing was imported.", where=file)


class StagedFolder:
    """A finished staging."""

    def __init__(self, folder: Path) -> None:
        """Open the staging in `folder`."""
        self._folder = folder
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        self.facts = Staging(**{**summary, "notes": tuple(summary["notes"])})

    def accounts(self) -> Iterator[Account]:
        """Yield the accounts in the order of the file."""
        for _, body in self._lines(ACCOUNTS):
            yield Account.from_body(body)

    def rejections(self) -> Iterator[Rejection]:
        """Yield what kept rows out."""
        return (Rejection(*values) for values in self._lines(REJECTIONS))

    def _lines(self, name: str) -> Iterator[Any]:
        with (self._folder / name).open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)
