"""Lines by the million in the order of their bytes: sorted a portion at a time, and merged from files.

Memory holds one portion, and then one line of each file, however many lines there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from pathlib import Path

MOST_OPEN = 100
"""Files that are merged at once; some systems let a program open no more than 256."""
BUFFER = 1 << 17


def write_run(lines: Iterable[str], path: Path) -> None:
    """Write lines as a new file, sorted.

    Code points have the order of their bytes in UTF-8, so texts are sorted as they are.
    """
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write("".join(sorted(lines)))


def merged(runs: Sequence[Path]) -> Iterator[bytes]:
    """Yield the lines of sorted files in order; where the files are many, some become one first."""
    left = list(runs)
    while len(left) > MOST_OPEN:
        some, left = left[:MOST_OPEN], left[MOST_OPEN:]
        together = some[0].with_name(f"{some[0].name}+")
        with together.open("xb") as stream:
            stream.writelines(_merged(some))
        for run in some:
            run.unlink()
        left.append(together)
    yield from _merged(left)


def _merged(runs: Sequence[Path]) -> Iterator[bytes]:
    with ExitStack() as open_files:
        yield from merge(*[open_files.enter_context(run.open("rb", buffering=BUFFER)) for run in runs])
