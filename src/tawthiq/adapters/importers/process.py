"""Starts a process that reads a foreign file, and waits for it within limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tawthiq.adapters.importers.inside import OUT_OF_MEMORY, disk_is_full
from tawthiq.core.errors import DiskFull, InputRejected, TawthiqError, UsageProblem

PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""What of the environment the process sees; never a database address or a secret."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reading process may use: bytes of memory and seconds of time.

    Memory is counted as addresses, which are never fewer than the bytes in use. Together with the process
    that waits for it, which holds some 80 MB, reading stays under 512 MB.
    """

    memory: int = 400 << 20
    seconds: float = 3600


def run(
    module: str, job: dict[str, Any], *, file: str, limits: Limits, hear: Callable[[dict[str, Any]], None]
) -> None:
    """Run a module as a process of its own on a job, and hand on every message of it.

    Raises:
        InputRejected: It says that the file cannot be read, or it went over its limits.
        UsageProblem: It says that the question is wrong.
        DiskFull: It found no room.
    """
    error: dict[str, str] = {}
    job = {**job, "memory": limits.memory, "seconds": int(limits.seconds) + 1}
    with subprocess.Popen(  # noqa: S603  # our own module, by our own interpreter
        [sys.executable, "-I", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
        # Ctrl-C is for whoever waits, who stops this process
        start_new_session=True,
    ) as worker:
        alarm = threading.Timer(limits.seconds, worker.kill)
        alarm.start()
        try:
            for message in _conversation(worker, job):
                error = message.pop("error", error)
                hear(message)
        except BaseException:
            worker.kill()
            raise
        finally:
            is_late = alarm.finished.is_set()
            alarm.cancel()
    if worker.returncode != 0:
        raise _stopped(worker.returncode, error, file, limits, is_late=is_late)


def _conversation(worker: subprocess.Popen[str], job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("the worker is spoken to through pipes")
    try:
        with worker.stdin as stream:
            json.dump(job, stream)
    except BrokenPipeError:
        return  # it died before it listened: its exit code says so
    for line in worker.stdout:
        yield json.loads(line)


def environment() -> dict[str, str]:
    """Return what a reading process sees of the environment."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "PYTHONUTF8": "1"}


def _stopped(code: int, error: dict[str, str], file: str, limits: Limits, *, is_late: bool) -> TawthiqError:
    if error and error["code"] == DiskFull.code:
        return disk_is_full()
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
