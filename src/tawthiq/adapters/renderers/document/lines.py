"""What fits on a line: the head of every page after the first, and codes that cannot be parted."""

from __future__ import annotations

from collections.abc import Iterable

from tawthiq.adapters.renderers.document.model import Document, Run

LONG_CODE = 32
"""A line with a longer code in it is not stretched: the code cannot be parted, and would tear it."""
HEADER_LETTERS = 104
"""What fits on the line at the head of a page."""


def is_ragged(runs: Iterable[Run]) -> bool:
    """Tell whether lines of these words should not be stretched to one width."""
    return any(run.code and len(run.text) > LONG_CODE for run in runs)


def running(document: Document) -> tuple[Run, ...]:
    """Return the line at the head of a page: the publisher and as much of the title as fits."""
    before = (*document.publisher, Run(" · ")) if document.publisher else ()
    room = HEADER_LETTERS - len("".join(run.text for run in before))
    return (*before, *_shortened(document.title, room))


def _shortened(runs: Iterable[Run], room: int) -> tuple[Run, ...]:
    """Return the first words of some runs; a run that must stay whole is never cut."""
    found: list[Run] = []
    for run in runs:
        words = Run(run.text.replace("\n", " "), isolated=run.isolated, code=run.code)
        if len(words.text) <= room:
            found.append(words)
            room -= len(words.text)
            continue
        kept = "" if run.isolated or run.code else words.text[: max(room, 0)].rpartition(" ")[0]
        return (*found, Run(f"{kept}…") if kept or not found else Run("…"))
    return tuple(found)
