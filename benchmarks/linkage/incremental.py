"""What it takes to compare one new report with a list, next to a run over everything, and whether they agree.

    .venv/bin/python benchmarks/linkage/incremental.py SET.csv ... [--reports 50]

All reports of a set are known but some, which come in one after another: each is read, added to what is known
and compared with all of it. Then all with all is compared, and each of the new reports once more by itself:
the pairs, their likenesses and their odds must be those of the run over everything. Also told is the report
with the commonest names. Seconds are the processor's, since a machine may be busy; several sets tell how it
grows. `corruptor.py` writes sets.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from reports import read_reports

from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.compared import NONE, compared
from tawthiq.methods.linkage.engine import Engine
from tawthiq.methods.linkage.few import scored_few
from tawthiq.methods.linkage.likely import Scored, scored
from tawthiq.methods.linkage.rows import more
from tawthiq.methods.linkage.scoring import shipped

SEED = 7


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of how many pairs of the new reports how many are the same in both runs, to the last digit."""

    pairs: int
    same: int


def taken_apart(reports: list[Candidate], count: int) -> tuple[list[Candidate], list[Candidate]]:
    """Return the reports that are known and those that come in, drawn with a fixed seed."""
    new = set(Random(SEED).sample(range(len(reports)), count))
    return [one for at, one in enumerate(reports) if at not in new], [reports[at] for at in sorted(new)]


def arrivals(known: list[Candidate], new: list[Candidate], engine: Engine) -> tuple[list[float], float]:
    """Return how long each new report takes, and how long reading those known before took."""
    started = time.process_time()
    table = compared(sorted(known, key=lambda one: one.record_id))
    read, spent = time.process_time() - started, []
    for report in new:
        started = time.process_time()
        table = more(table, [report])
        scored_few(table, [table.record_ids.index(report.record_id)], engine=engine)
        spent.append(time.process_time() - started)
    return spent, read


def agreement(every: Scored, records: list[str], engine: Engine) -> Agreement:
    """Compare each of some records by itself, and hold it beside the run over everything."""
    place = {record: at for at, record in enumerate(every.table.record_ids)}
    pairs = same = 0
    for record in records:
        wanted, found = _rows(every, place[record]), scored_few(every.table, [place[record]], engine=engine)
        theirs = _rows(found, place[record])
        pairs += len(wanted | theirs)
        same += len(wanted & theirs)
    return Agreement(pairs, same)


def _rows(run: Scored, at: int) -> set[tuple[object, ...]]:
    """Return the pairs of a record with all that was found of them."""
    pairs = run.found.pairs
    is_its = (pairs.left == at) | (pairs.right == at)
    likenesses = map(tuple, run.found.likeness[is_its].tolist())
    odds = run.odds[is_its].tolist()
    return set(zip(pairs.left[is_its].tolist(), pairs.right[is_its].tolist(), likenesses, odds, strict=True))


def commonest(every: Scored, engine: Engine) -> float:
    """Return how long the report takes whose two rarest names are the commonest."""
    rare = np.where(every.rare.sounds == NONE, 0.0, np.append(every.rare.of_sound, 0.0)[every.rare.sounds])
    two = np.sort(rare, axis=1)[:, -2:]
    worst = int(np.argmin(np.where(two[:, 0] == 0.0, np.inf, two.sum(axis=1))))
    started = time.process_time()
    scored_few(every.table, [worst], engine=engine)
    return time.process_time() - started


def tell(path: Path, count: int) -> None:
    """Print what one set takes."""
    reports = read_reports(path)
    known, new = taken_apart(reports, count)
    with Engine(shipped().weights) as engine:
        spent, read = arrivals(known, new, engine)
        started = time.process_time()
        every = scored(reports)
        whole = time.process_time() - started
        found = agreement(every, [one.record_id for one in new], engine)
        common = commonest(every, engine)
    first, *warm = spent
    print(f"{path.name}: {len(known):,} known reports, {len(new)} new ones; seconds of the processor")
    print(f"  {np.median(warm):6.2f}  one new report (median), {max(warm):.2f} at worst")
    print(f"  {first:6.2f}  the first one, with setting up the engine")
    print(f"  {common:6.2f}  the report with the commonest names")
    print(f"  {read:6.2f}  taking apart the names of the known reports, once")
    print(f"  {whole:6.2f}  all with all ({len(every.found):,} pairs looked at)")
    print(f"  {found.same} of {found.pairs} pairs of the new reports are the same in both runs")


def main() -> None:
    """Tell of each set."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("sets", nargs="+", type=Path)
    asked.add_argument("--reports", type=int, default=50)
    given = asked.parse_args()
    for path in given.sets:
        tell(path, given.reports)


if __name__ == "__main__":
    main()
