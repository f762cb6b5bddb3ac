"""What a process that reads a foreign file shuts itself in with, before it looks at the file.

It has a limit on its memory and its time, opens no connection, starts no program and writes nowhere but in
the folder that it was given: whatever asks for one of these is refused by a hook that cannot be taken off
again. What it has to say goes out as lines of JSON; an error is said there and never as a traceback.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tawthiq.core.errors import NO_ROOM, DiskFull, InputRejected, TawthiqError

try:
    import resource
except ImportError:  # pragma: no cover  # Windows has no such limits; the time limit holds there too
    resource = None  # type: ignore[assignment]

OUT_OF_MEMORY = 12
BROKEN = 70
ORPHANED = 71
REFUSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.system",
    "ctypes.",
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

Say = Callable[[dict[str, Any]], None]
Work = Callable[[dict[str, Any], Say], None]


class _Refused(PermissionError):
    """The process asked for what it may not have."""


def shut_in(folder: Path, *, memory: int, seconds: int) -> None:
    """Give up, for the rest of this process, the network, other programs, and writing outside `folder`.

    `memory` in bytes and `seconds` of computing are limits too; 0 is without limit.
    """
    if resource is not None and memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if resource is not None and seconds:
        # of computing: should whoever started it be gone, it ends all the same
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.dont_write_bytecode = True
    home = folder.resolve()

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED):
            raise _Refused(f"a reading process has no {event}")
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES:
            path = arguments[0]
            if isinstance(path, int):
                return
            if not Path(os.fsdecode(path)).resolve().is_relative_to(home):
                raise _Refused("a reading process writes into its folder only")

    sys.addaudithook(refuse)


def serve(work: Work) -> int:
    """Take a job from standard input, do it, and return the exit code. It names its `folder` and limits."""
    job = json.load(sys.stdin)
    folder = Path(job["folder"])
    try:
        shut_in(folder, memory=job.get("memory", 0), seconds=job.get("seconds", 0))
        work(job, say)
    except BrokenPipeError:
        # whoever asked is gone: what was read so far is personal data that nobody waits for
        shutil.rmtree(folder, ignore_errors=True)
        return ORPHANED
    except MemoryError:
        return OUT_OF_MEMORY
    except TawthiqError as error:
        say({"error": error.as_json()})
        return error.exit_code
    except Exception as error:
        problem = unforeseen(error)
        say({"error": problem.as_json()})
        return problem.exit_code if isinstance(problem, DiskFull) else BROKEN
    return 0


def unforeseen(error: Exception) -> TawthiqError:
    """Return what is said of an error that nobody foresaw, or of a disk that is full."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return disk_is_full()
    # an unforeseen message may quote a cell: only where it happened is handed on
    at = traceback.extract_tb(error.__traceback__)[-1]
    why = f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}"
    return InputRejected(f"The file was not read: {why}. Nothing was imported.")


def disk_is_full() -> DiskFull:
    """Return the error of a list that found no room."""
    return DiskFull(
        "Nothing was imported: the disk is full.",
        hint="Make room (an import needs some fifteen times the size of its file), and import again.",
    )


def say(message: dict[str, Any]) -> None:
    """Hand a message to whoever started this process."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
