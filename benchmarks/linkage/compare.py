"""Our likely linkage beside Splink and dedupe, on the same reports, in one run.

    .venv/bin/python benchmarks/linkage/compare.py --reports 10000 100000 --seed 7
    .venv/bin/python benchmarks/linkage/compare.py --development
    .venv/bin/python benchmarks/linkage/compare.py --set FILE.csv      (with FILE.truth.csv beside it)

The reports come from `corruptor.py` with the seed, or are the development set; there our scorers are trained
anew for each part of the people without it, since the shipped ones have seen them all. Each tool works in a
process of its own, after one another. Ours chooses its threshold from the list; the others are given
the best one for this very set, which their users could not know. `--without dedupe` leaves a tool out; dedupe
is left out by itself where it is not installed, and from more than 10,000 reports on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from corruptor import SHARED, write_reports
from measures import measured
from missed import missed_between_scripts
from reports import read_names, read_truth
from tools import Answer, Clusters

DEVELOPMENT = SHARED / "data/linkage/hard_dev10k.csv"
MOST_FOR_DEDUPE = 10_000
ANCHOR = 0.19
"""The share of Arabic to Latin pairs that the best Splink of the earlier measurements missed."""
TOOLS: dict[str, tuple[str, dict[str, str]]] = {
    "learned": ("with_tawthiq", {"by": "learned"}),
    "weighed": ("with_tawthiq", {"by": "weighed"}),
    "splink": ("with_splink", {}),
    "dedupe": ("with_dedupe", {}),
    "learned-left-out": ("with_people_left_out", {"by": "learned"}),
    "weighed-left-out": ("with_people_left_out", {"by": "weighed"}),
}
USUAL, ON_DEVELOPMENT = list(TOOLS)[:4], [*list(TOOLS)[4:], *list(TOOLS)[2:4]]
HEAD = ("tool", "F1", "P", "R", "people", "missed", "processor", "wall", "memory")


def main() -> None:
    """Compare on each set that is asked for."""
    given = _asked()
    if given.only:
        _work(given.only, given.set, given.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        for path, tools in _sets(given, Path(folder)):
            _compare(path, [tool for tool in tools if tool not in given.without], Path(folder))


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--reports", type=int, nargs="*", default=[])
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--development", action="store_true")
    asked.add_argument("--set", type=Path)
    asked.add_argument("--without", nargs="*", default=[], choices=TOOLS)
    asked.add_argument("--only", choices=TOOLS, help=argparse.SUPPRESS)
    asked.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return asked.parse_args()


def _sets(given: argparse.Namespace, folder: Path) -> Iterator[tuple[Path, list[str]]]:
    for reports in given.reports:
        yield write_reports(folder, reports, given.seed)[0], USUAL
    if given.set:
        yield given.set, USUAL
    if given.development:
        yield DEVELOPMENT, ON_DEVELOPMENT


def _compare(path: Path, tools: Sequence[str], folder: Path) -> None:
    truth, names = read_truth(path), read_names(path)
    print(f"\n{path.stem}: {len(truth):,} reports about {len(np.unique(truth)):,} people")
    print(_line(HEAD), flush=True)
    for tool in tools:
        if (why := _left_out(tool, len(truth))) is not None:
            print(f"{tool}: left out, {why}")
            continue
        for found in _in_a_process(tool, path, folder / f"{tool}.npz"):
            print(_told(found, truth, names), flush=True)
    print(f"missed: pairs of one Arabic and one Latin report not found again (anchor {ANCHOR:.0%})")


def _left_out(tool: str, reports: int) -> str | None:
    if tool != "dedupe":
        return None
    if find_spec("dedupe") is None:
        return "since it is not installed: pip install 'dedupe>=3' 'BTrees<6'"
    if reports > MOST_FOR_DEDUPE:
        return f"since there are more than {MOST_FOR_DEDUPE:,} reports: it takes many gigabytes"
    return None


def _in_a_process(tool: str, path: Path, out: Path) -> list[Answer]:
    command = [sys.executable, __file__, "--only", tool, "--set", str(path), "--out", str(out)]
    # what tools say of their trouble holds records
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode:
        print(f"{tool}: FAILED; see with --only {tool} --set {path} --out FILE")
        return []
    with np.load(out) as kept:
        told = json.loads(str(kept["told"]))
        return [Answer(clusters=kept[str(at)], **one) for at, one in enumerate(told)]


def _work(tool: str, path: Path, out: Path) -> None:
    module, options = TOOLS[tool]
    linked: Callable[[Path, Clusters], list[Answer]] = partial(import_module(module).linked, **options)
    found = linked(path, read_truth(path))
    told = [{key: value for key, value in vars(one).items() if key != "clusters"} for one in found]
    np.savez(out, told=json.dumps(told), **{str(at): one.clusters for at, one in enumerate(found)})


def _told(found: Answer, truth: Clusters, names: Sequence[str]) -> str:
    reached = measured(found.clusters, truth)
    missed = missed_between_scripts(found.clusters, truth, names)
    return _line(
        (
            found.tool,
            f"{reached.f1:.4f}",
            f"{reached.precision:.4f}",
            f"{reached.recall:.4f}",
            f"{reached.bias:+.2%}",
            f"{missed:.1%}",
            f"{found.processor:.1f} s",
            f"{found.wall:.1f} s",
            f"{found.megabytes:,.0f} MB",
        ),
        found.note,
    )


def _line(cells: Sequence[str], note: str = "") -> str:
    first, *others = cells
    return " ".join((f"{first:<40}", *(f"{cell:>9}" for cell in others), f" {note}")).rstrip()


if __name__ == "__main__":
    main()
