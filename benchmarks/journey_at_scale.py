"""How long link, accept, freeze and count take over a million records, and how that grows with their number.

    .venv/bin/python benchmarks/journey_at_scale.py [--records 1000000] [--folder DIR]

Two invented lists (`invented_list`) are imported by the command, a tenth as many rows first and then all of
them, and each step runs in a process of its own, as a person would run it. Printed are wall seconds, seconds
of processors with those of its workers, and the largest memory of one process; then how many times longer a
step took for ten times the rows. Ten is growth in step with the data. With `--folder` the archives stay
there, and a second run takes the imported one from it.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from invented_list import write_lists

STEPS = (
    ("cases", "link"),
    ("verification", "accept"),
    ("releases", "freeze", "--as-of", "2020-01-01", "--name", "frozen"),
    ("figures", "count", "--release", "frozen", "--rule", "killed", "--by", "year"),
    ("cases", "link"),
    ("verification", "accept"),
)
AGAIN = len(STEPS) - 2
"""From here on the steps run a second time and find nothing to do."""


@dataclass(frozen=True)
class Taken:
    """What one step took: seconds by the clock and of processors, and megabytes."""

    seconds: float
    processor: float
    megabytes: float


def run(archive: Path, *words: str) -> Taken:
    """Run one command on an archive in a process of its own."""
    command = [sys.executable, __file__, "--one", str(archive), *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Taken(*map(float, done.stdout.split()))


def _one(archive: str, *words: str) -> None:
    """Run one command, wait, and print what it took: the system tells it of children that have ended."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "tawthiq", "--archive", archive, *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def imported(folder: Path, records: int) -> Path:
    """Return a new archive that holds so many invented records, imported once for a folder."""
    kept = folder / f"imported-{records}"
    if not kept.exists():
        half = folder / f"importing-{records}"
        shutil.rmtree(half, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "tawthiq", "init", str(half)], check=True)
        lists = write_lists(folder, records)
        for file, source in ((lists.first, "FIRST"), (lists.second, "SECOND")):
            taken = run(half, "records", "import", str(file), "--source", source, "--mapping", "vdc")
            print(f"{taken.seconds:9.1f} s  import of {file.name}", flush=True)
        half.rename(kept)
    archive = folder / f"journey-{records}"
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(kept, archive)
    return archive


def journey(folder: Path, records: int) -> list[Taken]:
    """Take the steps over so many records, and print what each took."""
    archive = imported(folder, records)
    taken = []
    print(f"{records:,} records:", flush=True)
    for number, words in enumerate(STEPS):
        step = run(archive, *words)
        taken.append(step)
        print(
            f"{step.seconds:9.1f} s {step.processor:9.1f} s of processors {step.megabytes:7.0f} MB  "
            f"{' '.join(words[:2])}{' again' if number >= AGAIN else ''}",
            flush=True,
        )
    print(f"{sum(step.seconds for step in taken[:3]):9.1f} s  link, accept and freeze together", flush=True)
    return taken


def main() -> None:
    """Run both sizes and print how the steps grow."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = given.folder or Path(thrown_away)
        small, large = (journey(folder, count) for count in (given.records // 10, given.records))
    print("Times longer for ten times the records:")
    for words, less, more in zip(STEPS, small, large, strict=True):
        print(f"{more.processor / less.processor:9.1f}  {' '.join(words[:2])}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        main()
