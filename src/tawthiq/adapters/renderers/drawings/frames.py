"""What stands around a drawing: the title above it, and what must be said below it."""

from __future__ import annotations

from tawthiq.adapters.renderers.drawings.looks import MARGIN, QUIET, SMALL, TITLE, WIDTH, wrapped
from tawthiq.adapters.renderers.drawings.model import Frame
from tawthiq.adapters.renderers.drawings.scene import Mark, Text, drawn

_TITLE_LINE, _NOTE_LINE, _ARABIC_MORE = 20.0, 14.0, 2.0


def heading(frame: Frame) -> tuple[list[Mark], float]:
    """Return the title and the unit, and how far down they reach."""
    marks: list[Mark] = []
    y = 18.0
    for line in wrapped(frame.title, TITLE, WIDTH - 2 * MARGIN):
        marks.append(Text(MARGIN, y, line, TITLE, weight=600))
        y += _TITLE_LINE + (_ARABIC_MORE if frame.is_rtl else 0)
    y -= 3
    for line in wrapped(frame.unit, SMALL, WIDTH - 2 * MARGIN):
        marks.append(Text(MARGIN, y, line, SMALL, fill=QUIET))
        y += _NOTE_LINE
    return marks, y


def finished(frame: Frame, marks: list[Mark], bottom: float, *, is_mirrored: bool | None = None) -> str:
    """Return the SVG, with the notes under what was drawn down to `bottom`."""
    y = bottom + 12
    for note in frame.notes:
        for line in wrapped(note, SMALL, WIDTH - 2 * MARGIN):
            marks.append(Text(MARGIN, y, line, SMALL, fill=QUIET))
            y += _NOTE_LINE
        y += 1
    return drawn(
        marks,
        size=(WIDTH, y - 4 if frame.notes else bottom + 4),
        name=frame.name,
        lang=frame.lang,
        title=frame.title,
        description=frame.alternative,
        is_rtl=frame.is_rtl,
        is_mirrored=frame.is_rtl if is_mirrored is None else is_mirrored,
    )
