"""Reads a file of bytes as an importer would, without a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.adapters.importers.table import Layout, Line
from tawthiq.adapters.importers.tables.opening import opened
from tawthiq.core.errors import InputRejected


def lines(folder: Path, content: bytes | str, *, name: str = "list.bin", **layout: object) -> list[Line]:
    """Return the lines of a file."""
    return everything(folder, content, name=name, **layout)[0]


def everything(
    folder: Path, content: bytes | str, *, name: str = "list.bin", **layout: object
) -> tuple[list[Line], tuple[str, ...], list[str]]:
    """Return the lines of a file, its columns, and its notes."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with opened(path, Layout(**layout), folder=folder) as found:  # type: ignore[arg-type]
        return list(found.grid.lines()), found.grid.columns.names, list(found.grid.notes())


def refusal(folder: Path, content: bytes | str, **layout: object) -> InputRejected:
    """Return the error that a file gives."""
    with pytest.raises(InputRejected) as caught:
        everything(folder, content, **layout)
    return caught.value
