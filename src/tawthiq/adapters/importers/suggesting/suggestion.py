"""Asks the process that looks at lists, and hands its suggestion on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tawthiq.adapters.importers.process import Limits, run
from tawthiq.core.errors import InputRejected
from tawthiq.journey.records.lists import Progress

LOOKER = "tawthiq.adapters.importers.suggesting.look"


def suggest(
    path: Path, *, sheet: str, packs: tuple[str, ...], progress: Progress, limits: Limits | None = None
) -> dict[str, Any]:
    """Return what the columns of a list may mean, and the text of a mapping that says so.

    Raises:
        InputRejected: The file cannot be read, or reading it went over its limits.
    """
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory(prefix="tawthiq-") as folder,
        progress(f"Looking at {path.name}") as advance,
    ):

        def hear(message: dict[str, Any]) -> None:
            advance(message.get("rows", 0))
            found.update(message.get("suggestion", {}))

        job = {"path": str(path.resolve()), "folder": folder, "sheet": sheet, "packs": list(packs)}
        run(LOOKER, job, file=path.name, limits=limits or Limits(), hear=hear)
    if not found:
        raise InputRejected("The file was not read: the reading process said nothing.", where=path.name)
    return found
