"""Where the rows of a release wait on disk until its tables are settled: files of sorted lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tawthiq.methods.checking.folder import ALL_TABLES
from tawthiq.methods.counting.runs import write_run

FULL = 1 << 25
"""Characters, most of them a byte, that are held until they are sorted and written."""


@dataclass(slots=True)
class LineShelf:
    """One process's place for rows. It may be sent there while it is empty: it holds no open file."""

    folder: Path
    number: int
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _held: int = 0
    _times: int = 0

    def take(self, file: str, lines: list[str]) -> None:
        """Take rows of a table as `methods.counting.ordering.Aside` wrote them, in any order.

        Raises:
            KeyError: The release has no such table.
            OSError: The disk is full.
        """
        self._lines.setdefault(ALL_TABLES[file].name, []).extend(lines)
        self._held += sum(map(len, lines))
        if self._held >= FULL:
            self.close()

    def close(self) -> None:
        """Write what is held.

        Raises:
            OSError: The disk is full.
        """
        for name, lines in self._lines.items():
            write_run(lines, self.folder / f"{name}.{self.number}.{self._times}")
        self._lines, self._held, self._times = {}, 0, self._times + 1


def runs(folder: Path, table: str) -> list[Path]:
    """Return the files of sorted lines that shelves wrote of a table."""
    return sorted(folder.glob(f"{table}.*"))
