"""The process that looks at an unknown list: ``python -m tawthiq.adapters.importers.suggesting.look``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tawthiq.adapters.importers import inside
from tawthiq.adapters.importers.mapping import read_mapping
from tawthiq.adapters.importers.suggesting.guesses import Guess, guess_all
from tawthiq.adapters.importers.suggesting.seen import Seen
from tawthiq.adapters.importers.suggesting.writing import Looked, key_columns, mapping_text
from tawthiq.adapters.importers.table import Layout
from tawthiq.adapters.importers.tables.opening import CSV, JSONL, opened
from tawthiq.core.errors import InputRejected
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load

EVERY = 1000
DELIMITERS = (",", ";", "\t", "|")
FURTHEST_HEADER = 10


def look(path: Path, *, sheet: str, packs: tuple[str, ...], folder: Path, say: inside.Say) -> Looked:
    """Read a list to its end and count what its columns look like.

    Raises:
        InputRejected: It cannot be read.
    """
    layout = _layout(path, sheet, folder)
    places = gazetteer(packs)
    with opened(path, layout, folder=folder) as found:
        names = found.grid.columns.names
        seen = {name: Seen() for name in names if name}
        rows = damaged = 0
        for line in found.grid.lines():
            rows += 1
            if rows % EVERY == 0:
                say({"rows": EVERY})
            if line.damage:
                damaged += 1
                continue
            for name, cell in zip(names, line.cells, strict=False):
                if name:
                    seen[name].add(cell, places)
        if rows == 0:
            raise InputRejected("The file has a header and no rows.", where=path.name)
        guesses = guess_all(seen)
        if not any(guess.is_told_by_header for guess in guesses):
            raise InputRejected(
                "No column has a known name, so the first row may be a person: nothing is suggested.",
                hint="If it names the columns, write the mapping by hand (docs/reference/mapping-format.md).",
                where=path.name,
            )
        is_book = "#sheet=" in found.grid.locator(1)
        return Looked(
            file=path.name,
            media_type=found.media_type,
            rows=rows - damaged,
            assumed=found.assumed,
            layout=layout,
            sheet=sheet if is_book else "",
            guesses=guesses,
            damaged_rows=damaged,
        )


def _layout(path: Path, sheet: str, folder: Path) -> Layout:
    """Return the mark between cells and the row of the header that give the most named columns."""
    layout = Layout(sheet=sheet)
    width, media_type = _width(path, layout, folder)
    if media_type == CSV and width == 1:
        layout = max(
            (Layout(delimiter=mark) for mark in DELIMITERS), key=lambda one: _width(path, one, folder)[0]
        )
        width = _width(path, layout, folder)[0]
    if media_type == JSONL:
        return layout
    best = (width, layout)
    if width <= 2:
        for row in range(2, FURTHEST_HEADER + 1):
            lower = Layout(delimiter=layout.delimiter, sheet=sheet, header=row)
            if (found := _width(path, lower, folder)[0]) > best[0]:
                best = (found, lower)
    return best[1]


def _width(path: Path, layout: Layout, folder: Path) -> tuple[int, str]:
    """Return how many columns a layout names; none where there is no header so."""
    try:
        with opened(path, layout, folder=folder) as found:
            return sum(map(bool, found.grid.columns.names)), found.media_type
    except InputRejected as error:
        if "header" in error.message:
            return 0, CSV
        raise


def _column(guess: Guess) -> dict[str, Any]:
    seen = guess.seen
    return {
        "column": guess.column,
        "guess": guess.kind,
        "why": guess.why,
        "language": guess.language,
        "script": seen.script,
        "filled": seen.filled,
        "different": seen.different,
        "repeated": seen.repeated,
        "unknown": dict(seen.unknown),
        "dates": {
            "day_first": seen.day_first,
            "month_first": seen.month_first,
            "undecided": seen.undecided,
            "hijri": seen.hijri,
        },
        "values": dict(seen.values or {}) if guess.may_be_printed else {},
    }


def work(job: dict[str, Any], say: inside.Say) -> None:
    """Look at the file of a job, and say what its mapping may be."""
    packs = tuple(job["packs"])
    looked = look(Path(job["path"]), sheet=job["sheet"], packs=packs, folder=Path(job["folder"]), say=say)
    text = mapping_text(looked, load(packs))
    read_mapping(text, name="the suggestion", packs=packs)
    say(
        {
            "suggestion": {
                "file": looked.file,
                "media_type": looked.media_type,
                "rows": looked.rows,
                "damaged_rows": looked.damaged_rows,
                "row_id": [guess.column for guess in key_columns(looked)],
                "columns": [_column(guess) for guess in looked.guesses],
                "mapping": text,
            }
        }
    )


if __name__ == "__main__":
    sys.exit(inside.serve(work))
