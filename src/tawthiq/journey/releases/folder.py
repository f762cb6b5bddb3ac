"""The seam to the place where release folders are kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from tawthiq.methods.checking.manifest import FileEntry, Manifest, TableEntry


class Shelf(Protocol):
    """Where one process puts the rows of a release's tables; it may be sent there while it is empty."""

    def take(self, file: str, lines: list[str]) -> None:
        """Take rows of a table as `methods.counting.ordering.Aside` wrote them, in any order."""
        ...

    def close(self) -> None:
        """Let go of it; what it took is kept."""
        ...


class NoShelf:
    """Keeps nothing: for a freeze that only says what it would hold."""

    def take(self, file: str, lines: list[str]) -> None:
        """Let rows go."""

    def close(self) -> None:
        """Do nothing."""


class ReleaseDraft(Protocol):
    """A release folder being written, which nobody takes for a release until it is published."""

    def add(self, file: str, row: Mapping[str, Any]) -> None:
        """Take one row of a table, in any order; dense numbers are given when the tables are settled."""
        ...

    def shelf(self) -> Shelf:
        """Return another place to put rows, which is closed before the tables are settled."""
        ...

    def settle(self) -> dict[str, TableEntry]:
        """Write every table, sorted and numbered, and return its rows and digest by file."""
        ...

    def write(self, file: str, text: str) -> None:
        """Write a text file of the folder."""
        ...

    def files(self) -> dict[str, FileEntry]:
        """Return the SHA-256 and size of every file but the manifest."""
        ...

    def publish(self, manifest: Manifest) -> Path:
        """Write the manifest, flush everything to the disk and give the folder its name in one step."""
        ...

    def withdraw(self) -> None:
        """Take a published folder away again, because the log entry that makes it a release was not made."""
        ...


class ReleaseStore(Protocol):
    """Keeps the release folders of an archive."""

    def folder(self, name: str) -> Path:
        """Return where the release of this name stands, whether or not there is one."""
        ...

    def draft(self, name: str) -> AbstractContextManager[ReleaseDraft]:
        """Begin a folder. Remains of a killed freeze of this name are cleared away first."""
        ...
