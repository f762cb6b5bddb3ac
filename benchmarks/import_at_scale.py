"""How an import grows: time, memory and disk against sqlite-utils, side by side in one run.

    .venv/bin/python benchmarks/import_at_scale.py --rows 1000000

The list is invented and the same for the same seed, in the 23 columns of the mapping `vdc`. For a tenth of
the rows and for all of them: `sqlite-utils insert --csv --no-detect-types` and `tawthiq records import`,
each in a process of its own, in turn; then a second edition with one row in a hundred changed, and the same
file again. Memory is the most that all processes of a command held together, looked at twenty times a
second. The disk is what the archive's folder grew by, the file itself included, which the archive keeps as
evidence; the staging is gone by then, and the most that the folder held in between is said too.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from invented_list import COLUMNS, SEED, Row, invented_rows

BIN = Path(sys.executable).parent
NAME, CHANGED_EVERY = COLUMNS.index("name"), 100
MOST_TIME, MOST_DISK, MOST_MEMORY = 4.0, 6.0, 500
EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds by the clock and of processors, most memory in MB, and growth in bytes."""

    seconds: float
    processor: float
    memory: float
    grown: int
    most_grown: int


def write_list(path: Path, rows: int, *, is_changed: bool = False) -> None:
    """Write the list, or the next edition of it."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(
            _edition(invented_rows(rows, seed=SEED)) if is_changed else invented_rows(rows, seed=SEED)
        )


def _edition(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % CHANGED_EVERY == 0:
            row[NAME] += " الابن"
        yield row


def measured(folder: Path, *words: str) -> Run:
    """Run a command and measure it; it must succeed."""
    before, used, begun = size_of(folder), _processor_seconds(), time.perf_counter()
    memory, most, seen = 0.0, before, begun
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            memory = max(memory, _memory_of(process.pid))
            if time.perf_counter() - seen > 1:
                most, seen = max(most, size_of(folder)), time.perf_counter()
            time.sleep(EVERY_SECONDS)
    seconds, processor = time.perf_counter() - begun, _processor_seconds() - used
    if process.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    grown = size_of(folder) - before
    return Run(seconds, processor, memory, grown, max(most - before, grown))


def _processor_seconds() -> float:
    """Return what all commands so far took of the processors: steadier than time on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def size_of(folder: Path) -> int:
    """Return how many bytes the files of a folder have; some may go while we look."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def _memory_of(root: int) -> float:
    """Return the resident memory of a process and all below it, in MB."""
    parents: dict[int, int] = {}
    resident: dict[int, float] = {}
    for found in Path("/proc").iterdir():
        if found.name.isdigit():
            try:
                fields = (found / "stat").read_text().rpartition(")")[2].split()
                pages = int((found / "statm").read_text().split()[1])
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue
            parents[int(found.name)] = int(fields[1])
            resident[int(found.name)] = pages * 4096 / 2**20
    family = {root}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(resident.get(each, 0.0) for each in family)


def compare(folder: Path, rows: int, *, times: int) -> dict[str, float]:
    """Import a list of so many rows by both, and then its next edition, and return the ratios."""
    first, second = folder / "list.csv", folder / "next.csv"
    write_list(first, rows)
    write_list(second, rows, is_changed=True)
    size = first.stat().st_size
    theirs, ours = [], []
    for number in range(times):
        plain, archive = folder / f"plain-{number}", folder / f"archive-{number}"
        plain.mkdir()
        theirs.append(
            measured(
                plain,
                *(str(BIN / "sqlite-utils"), "insert", str(plain / "list.db"), "list", str(first)),
                *("--csv", "--no-detect-types"),
            )
        )
        subprocess.run([BIN / "tawthiq", "init", archive], check=True, stdout=subprocess.DEVNULL)
        ours.append(measured(archive, *_import(archive, first)))
    _print(rows, "sqlite-utils insert", theirs, size)
    _print(rows, "records import", ours, size)
    edition = measured(archive, *_import(archive, second))
    _print(rows, "second edition, 1 % changed", [edition], size)
    again = measured(archive, *_import(archive, second))
    _print(rows, "the same file again", [again], size)
    base = min(run.seconds for run in theirs)
    return {
        "time": min(run.seconds for run in ours) / base,
        "processor": min(run.processor for run in ours) / min(run.processor for run in theirs),
        "edition_time": edition.seconds / base,
        "disk": ours[0].grown / size,
        "memory": max(run.memory for run in [*ours, edition, again]),
        "seconds_per_row": min(run.seconds for run in ours) / rows,
        "seconds_per_row_of_theirs": base / rows,
    }


def _import(archive: Path, file: Path) -> list[str]:
    return [
        *(str(BIN / "tawthiq"), "--archive", str(archive), "records", "import", str(file)),
        *("--source", "invented", "--mapping", "vdc"),
    ]


def _print(rows: int, name: str, runs: list[Run], size: int) -> None:
    for run in runs:
        print(
            f"{rows:9,} rows  {name:28} {run.seconds:7.1f} s  {run.processor:7.1f} s of processor  "
            f"{run.memory:5.0f} MB  "
            f"{run.grown / size:5.2f} x the file, at most {run.most_grown / size:5.2f} x",
            flush=True,
        )


def main() -> None:
    """Measure a tenth of the rows and all of them; exit 1 where a promise is not kept."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for rows in (asked.rows // 10, asked.rows):
            (place := Path(folder) / str(rows)).mkdir()
            found.append(compare(place, rows, times=asked.times))
    small, large = found
    ours = large["seconds_per_row"] / small["seconds_per_row"]
    theirs = large["seconds_per_row_of_theirs"] / small["seconds_per_row_of_theirs"]
    print(f"A row costs {ours:.2f} times as much among ten times as many (sqlite-utils: {theirs:.2f}).")
    print(json.dumps({name: round(value, 6) for name, value in large.items()}))
    kept = large["time"] <= MOST_TIME and large["disk"] <= MOST_DISK and large["memory"] < MOST_MEMORY
    answer = "yes" if kept else "NO"
    print(f"At most {MOST_TIME:g} x the time, {MOST_DISK:g} x the file, {MOST_MEMORY} MB: {answer}")
    sys.exit(not kept)


if __name__ == "__main__":
    main()
