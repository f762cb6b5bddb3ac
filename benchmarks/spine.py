"""How long the spine takes: a list through every stage, by the commands, and the demo.

    .venv/bin/python benchmarks/spine.py vdc PATH/TO/killed.csv
    .venv/bin/python benchmarks/spine.py demo

Each command runs in a process of its own, as a person would run it; seconds are wall time on this machine and
mean little by themselves: compare the shares, or two versions in one run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

VDC = (
    ("records", "import", "{file}", "--source", "VDC", "--mapping", "vdc"),
    ("cases", "link", "--auto", "none"),
    ("verification", "accept"),
    ("releases", "freeze", "--as-of", "2019-05-14", "--name", "2019-05-14"),
    ("figures", "count", "--release", "2019-05-14", "--rule", "killed", "--by", "month"),
)


def run(*words: str) -> float:
    """Run one command and return its seconds."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tawthiq", *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main(what: str, *files: str) -> None:
    """Time one of the two journeys in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "archive")
        if what == "demo":
            taken = {"demo": run("demo", archive, "--no-serve")}
        else:
            run("init", archive)
            taken = {
                " ".join(words[:2]): run("--archive", archive, *(w.format(file=files[0]) for w in words))
                for words in VDC
            }
    total = sum(taken.values())
    for name, seconds in taken.items():
        print(f"{seconds:7.1f} s  {seconds / total:4.0%}  {name}")
    print(f"{total:7.1f} s  100%  all")


if __name__ == "__main__":
    main(*sys.argv[1:])
