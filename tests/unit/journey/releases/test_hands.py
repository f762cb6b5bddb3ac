"""Several processes write what one process writes, and none outlives the one that hired it."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from multiprocessing import Pipe
from pathlib import Path

import pytest

from tawthiq.adapters.storage.shelves import LineShelf, runs
from tawthiq.core.claims import Account, Claim
from tawthiq.core.digests import canonical_json
from tawthiq.core.places import gazetteer
from tawthiq.journey.cases.persons import Reading, Stored, Told
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import Origin, RecordRow
from tawthiq.journey.releases.flatten import Accepted, Flattening
from tawthiq.journey.releases.folder import NoShelf
from tawthiq.journey.releases.hands import work, written
from tawthiq.journey.releases.sets import Regions
from tawthiq.journey.releases.writing import Portion, Writer, Written
from tawthiq.methods.checking.folder import ALL_TABLES
from tawthiq.methods.counting.runs import merged


def writer() -> Writer:
    reading = Reading(None, Words(()), {"B-1": Origin("src", "src", "B", "RP-1")})
    return Writer(reading, Flattening({}, Regions(gazetteer(())), {}, {}))


def portion(number: int, *, violation: str = "killing") -> Portion:
    record, person, act = f"R-{number}", f"P-{number}", f"A-{number}"
    claims = (Claim("person", "name", "Salma Invented"), Claim("act-1", "violation", violation))
    body = Account(str(number), f"list.csv#row={number}", "2014", claims).body()
    row = RecordRow(record, "B-1", 4, "c" * 64, canonical_json(body))
    count = {"min": 1, "max": 1}
    about = {"kind": "individual", "count": count, "records": [record], "retired": None}
    done = {"person": person, "parts": [[record, "act-1"]], "resolved": [], "added_spells": []}
    told = Told(Stored(person, 1, "d" * 64, 4, about), [row], [Stored(act, 1, "e" * 64, 4, done)])
    return Portion([told], {act: Accepted("as-documented", None)}, {})


def shelves(folder: Path) -> Callable[[], LineShelf]:
    folder.mkdir()
    numbers = count()
    return lambda: LineShelf(folder, next(numbers))


def together(found: list[Written], folder: Path) -> tuple[Counter[str], dict[str, list[bytes]]]:
    counts: Counter[str] = Counter()
    for one in found:
        counts += one.counts
    tables = (table.name for table in ALL_TABLES.values())
    return counts, {name: list(merged(runs(folder, name))) for name in tables}


def test_several_hands_write_what_one_writes(tmp_path: Path) -> None:
    portions = [portion(number) for number in range(8)]
    folders = (tmp_path / "one", tmp_path / "several")

    one, several = (
        list(written(writer(), portions, new_shelf=shelves(folder), alone=alone))
        for folder, alone in zip(folders, (100, 2), strict=True)
    )

    assert together(one, folders[0]) == together(several, folders[1])
    assert together(one, folders[0])[0]["counting/acts.parquet"] == 8
    assert len(together(one, folders[0])[1]["acts"]) == 8
    assert {report for found in several for report in found.report_ids} == {"RP-1"}


def test_what_stops_a_worker_stops_the_freeze() -> None:
    portions = [portion(1), portion(2), portion(3, violation="a|b")]

    with (
        closing(written(writer(), portions, new_shelf=NoShelf, alone=1)) as found,
        pytest.raises(ValueError, match="neither"),
    ):
        list(found)


class FullShelf(NoShelf):
    """Has no room left for what it held."""

    def close(self) -> None:
        raise OSError("no space left")


def test_a_shelf_that_is_full_at_the_end_stops_the_freeze() -> None:
    portions = [portion(1), portion(2)]

    with (
        closing(written(writer(), portions, new_shelf=FullShelf, alone=1)) as found,
        pytest.raises(OSError, match="no space left"),
    ):
        list(found)


@pytest.fixture
def _interrupts() -> Iterator[None]:
    """A worker does not listen to interrupts; the process that runs the tests goes on doing so."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interrupts")
def test_a_worker_ends_when_nobody_asks_any_more_and_leaves_the_collector_as_it_was() -> None:
    here, there = Pipe()
    here.close()

    work(there, writer(), NoShelf())

    assert gc.isenabled()


KILLED = """
import os, sys
from multiprocessing import active_children
from tests.unit.journey.releases.test_hands import portion, writer
from tawthiq.journey.releases.folder import NoShelf
from tawthiq.journey.releases.hands import written

if __name__ == "__main__":
    found = written(writer(), (portion(n) for n in range(1000)), new_shelf=NoShelf, alone=1)
    next(found)
    print(*[child.pid for child in active_children()], flush=True)
    os._exit(9)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up in /proc")
def test_no_worker_outlives_a_killed_freeze(tmp_path: object) -> None:
    script = Path(str(tmp_path)) / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    root = Path(__file__).resolve().parents[4]
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PYTHONPATH": f"{root}:{root / 'src'}", "PATH": ""},
    )

    assert done.returncode == 9, done.stderr
    workers = [Path("/proc") / pid for pid in done.stdout.split()]
    assert workers
    for _ in range(100):
        if not any(worker.exists() for worker in workers):
            return
        time.sleep(0.1)
    pytest.fail("a worker goes on after the process that hired it was killed")
