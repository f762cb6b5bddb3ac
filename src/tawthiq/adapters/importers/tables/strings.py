"""The shared strings of a workbook, kept outside memory once they are many.

A workbook stores each text once and its cells point there, in any order; so all of them must be at hand, and
there may be gigabytes. They lie in a temporary file without a name, in the folder of the staging.
"""

from __future__ import annotations

import re
import tempfile
from array import array
from functools import lru_cache
from pathlib import Path
from typing import IO

from tawthiq.adapters.importers.table import LONGEST_CELL

IN_MEMORY = 8 << 20
REMEMBERED = 20_000
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class NoSuchString(LookupError):
    """A cell points to a text that the workbook does not have."""


class SharedStrings:
    """Texts by their number."""

    def __init__(self, folder: Path | None) -> None:
        """Keep the texts in memory while they are few, and then in a file in `folder`."""
        place = None if folder is None else str(folder)
        # closed with the table
        self._store: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=place)  # noqa: SIM115
        self._ends = array("Q", [0])
        self._end = 0
        self.get = lru_cache(maxsize=REMEMBERED)(self._get)

    def add(self, text: str) -> None:
        """Add the next text; one that is too long for a cell is cut where that is sure to be noticed."""
        encoded = text[: LONGEST_CELL + 1].encode("utf-8", "surrogatepass")
        self._store.write(encoded)
        self._end += len(encoded)
        self._ends.append(self._end)

    def _get(self, number: int) -> str:
        """Return a text.

        Raises:
            NoSuchString: There is none of this number.
        """
        if not 0 <= number < len(self._ends) - 1:
            raise NoSuchString("no such string")
        begin, end = self._ends[number], self._ends[number + 1]
        self._store.seek(begin)
        return self._store.read(end - begin).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Forget the texts."""
        self._store.close()


def unescaped(text: str) -> str:
    """Return a text without the workbook's own escapes: ``_x000D_`` is a line end."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
