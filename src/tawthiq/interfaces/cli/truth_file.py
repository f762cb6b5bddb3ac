"""A file of known people: a CSV with the source's own identifier of each record, and a key for its person."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from tawthiq.core.errors import UsageProblem
from tawthiq.journey.cases.truth import Truth, TruthRow

REFUSED = "Nothing was evaluated:"
HEADER = 1


def read_truth(path: Path, *, key: str, person: str, source: str | None) -> Truth:
    """Return the rows of a file; blank lines are passed over.

    Raises:
        UsageProblem: It cannot be read as CSV in UTF-8, has not these columns, or a cell of them is empty.
    """
    rows = [(number, row) for number, row in _lines(path) if row]
    header = rows[0][1] if rows and rows[0][0] == HEADER else []
    places = {name: _place(header, name, path) for name in (key, person, source) if name is not None}
    found = [_row(path, header, number, row, places) for number, row in rows[1:]]
    if not found:
        raise UsageProblem(f"{REFUSED} the file has no rows below its header.", where=path.name)
    told = (
        TruthRow(number, cells[key], cells[person], "" if source is None else cells[source])
        for number, cells in found
    )
    return Truth(path.name, key, person, tuple(told))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file with their numbers, the header first."""
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.reader(stream, strict=True), HEADER):
                yield number, row
    except UnicodeDecodeError as error:
        at = _first_bad_line(path)
        hint = "Save the file as CSV UTF-8."
        raise UsageProblem(f"{REFUSED} this line is not UTF-8.", hint=hint, where=at) from error
    except csv.Error as error:
        at = f"{path.name}, row {number + 1}"
        raise UsageProblem(f"{REFUSED} this row is not CSV.", hint=f"{error}.", where=at) from error
    except OSError as error:
        raise UsageProblem(f"{REFUSED} {error.strerror}.", where=path.name) from error


def _first_bad_line(path: Path) -> str:
    # the decoder works in portions and its offset is within one, so the file is decoded line by line
    with path.open("rb") as stream:
        for number, line in enumerate(stream, HEADER):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return f"{path.name}, line {number}"
    return path.name


def _place(header: Sequence[str], name: str, path: Path) -> int:
    """Return where a column stands.

    Raises:
        UsageProblem: There is no such column, or two.
    """
    where = f"{path.name}, row {HEADER}, column {name}"
    if name not in header:
        near = get_close_matches(name, header, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(header) or 'none'}."
        raise UsageProblem(f"{REFUSED} the file has no such column.", hint=hint, where=where)
    if header.count(name) > 1:
        raise UsageProblem(f"{REFUSED} the file has several columns of this name.", where=where)
    return header.index(name)


def _row(
    path: Path, header: Sequence[str], number: int, row: Sequence[str], places: dict[str, int]
) -> tuple[int, dict[str, str]]:
    where = f"{path.name}, row {number}"
    if len(row) != len(header):
        raise UsageProblem(
            f"{REFUSED} the row has {len(row)} cells where the header has {len(header)}.", where=where
        )
    cells = {name: row[place].strip() for name, place in places.items()}
    for name, cell in cells.items():
        if not cell:
            raise UsageProblem(
                f"{REFUSED} the cell is empty.",
                hint="Leave out rows of which this is not known.",
                where=f"{where}, column {name}",
            )
    return number, cells
