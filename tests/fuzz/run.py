"""`make fuzz`: reads thousands of malformed lists and says, by kind, what became of them.

    python -m tests.fuzz.run [--files 20000] [--first 0] [--archive 60] [--processes 2]

Each file is read in a process with the worker's limit on memory. A share goes all the way: through the true
reading process into an archive. It leaves with 1 and the numbers of the files where something is wrong; such
a number makes the same file again (`--first NUMBER --files 1`) and belongs into tests/fuzz/seeds.yml.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests.fuzz.cases import case
from tests.fuzz.running import Verdict, verdict

MEMORY = 400 << 20
Found = list[tuple[int, str, str, Verdict]]


def _share(numbers: range) -> tuple[Found, int, float]:
    """Read a share of the files; return the verdicts, the most memory in MB, and the slowest in seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found: Found = []
    slowest = 0.0
    for number in numbers:
        one = case(number)
        begun = time.monotonic()
        found.append((number, one.kind, one.mutation, verdict(one)))
        slowest = max(slowest, time.monotonic() - begun)
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, slowest


def read_all(first: int, count: int, processes: int) -> tuple[Found, int, float]:
    """Read the files in processes of their own."""
    step = 250
    shares = [range(n, min(n + step, first + count)) for n in range(first, first + count, step)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        parts = pool.map(_share, shares, chunksize=1)
    found = [one for part, _, _ in parts for one in part]
    return found, max(part[1] for part in parts), max(part[2] for part in parts)


def take_all(numbers: range) -> Found:
    """Take files all the way into an archive of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.project.settings")
    import django

    django.setup()
    from tawthiq.accounts.actors import Actor
    from tawthiq.accounts.occasion import Occasion
    from tawthiq.accounts.permissions import Role
    from tawthiq.adapters.storage.archive import Archive, connect
    from tawthiq.core.ids import Draw
    from tests.fuzz.archives import taken_in

    at = datetime(2022, 10, 21, 8, 0, tzinfo=UTC)
    amal = Actor.with_roles("U-AMAL", "amal", frozenset({Role.DATA_ENTRY}), os_login="amal")
    found: Found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "archive"
        Archive.create(folder, profile="small", at=at, draw=Draw.seeded("fuzz"))
        archive = connect(folder)
        for number in numbers:
            occasion = Occasion(
                actor=amal, at=at, draw=Draw.seeded(f"fuzz {number}"), reason="fuzz", key=None
            )
            one = case(number)
            found.append((number, one.kind, one.mutation, taken_in(one, archive, occasion)))
    return found


def summary(found: Found) -> str:
    """Return a table of the outcomes by kind, and whatever is wrong."""
    counts = Counter((kind, one.outcome) for _, kind, _, one in found)
    outcomes = sorted({outcome for _, outcome in counts})
    lines = ["kind      " + "".join(f"{outcome:>12}" for outcome in outcomes)]
    for kind in sorted({kind for kind, _ in counts}):
        lines.append(f"{kind:10}" + "".join(f"{counts[kind, outcome]:12}" for outcome in outcomes))
    wrong = [(number, kind, mutation, one) for number, kind, mutation, one in found if one.wrong]
    lines += [
        f"WRONG {number}: {kind} {mutation}: {one.wrong[:300]}" for number, kind, mutation, one in wrong[:50]
    ]
    return "\n".join([*lines, f"{len(found)} files, {len(wrong)} wrong"])


def main() -> int:
    """Read, print, and return whether something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--archive", type=int, default=60, help="how many go all the way into an archive")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    begun = time.monotonic()
    found, memory, slowest = read_all(asked.first, asked.files, asked.processes)
    print(summary(found))
    print(f"{time.monotonic() - begun:.0f} s; most memory {memory} MB; slowest file {slowest:.1f} s")
    taken: Found = []
    if asked.archive:
        begun = time.monotonic()
        taken = take_all(range(asked.first, asked.first + min(asked.archive, asked.files)))
        print("All the way into an archive:\n" + summary(taken))
        print(f"{time.monotonic() - begun:.0f} s")
    return int(any(one.wrong for _, _, _, one in [*found, *taken]))


if __name__ == "__main__":
    sys.exit(main())
