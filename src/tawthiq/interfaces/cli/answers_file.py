"""A reviewer's answers as a CSV file: which pair, which verdict, why. No cell is repeated in what is said."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tawthiq.core.errors import InputRejected
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.reviewing import Answer, NotTaken

COLUMNS = ("left", "right", "verdict", "reason")
VERDICTS = ", ".join(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class Answers:
    """The rows of a file that are answers, and those that are none, with why."""

    answers: tuple[Answer, ...]
    rejected: tuple[NotTaken, ...]


def read_answers(path: Path) -> Answers:
    """Read a file with the columns left, right, verdict and reason; others are passed over.

    Raises:
        InputRejected: It is no CSV in UTF-8, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InputRejected(
                    f"Nothing was judged: the file has no column {', '.join(missing)}.",
                    hint=f"Its first row names the columns: {','.join(COLUMNS)}.",
                    where=path.name,
                )
            read = list(_rows(reader, path.name))
    except UnicodeDecodeError as err:
        raise InputRejected(
            "Nothing was judged: the file is not in UTF-8.", hint="Save it as CSV UTF-8.", where=path.name
        ) from err
    except csv.Error as err:
        raise InputRejected(
            "Nothing was judged: the file is no CSV that can be read to its end.", where=path.name
        ) from err
    return Answers(
        tuple(one for one in read if isinstance(one, Answer)),
        tuple(one for one in read if isinstance(one, NotTaken)),
    )


def _rows(reader: csv.DictReader[str], name: str) -> Iterator[Answer | NotTaken]:
    for row in reader:
        where = f"{name}: row {reader.line_num}"
        left, right, verdict, reason = ((row[column] or "").strip() for column in COLUMNS)
        if not any((left, right, verdict, reason)):
            continue
        if verdict not in list(Verdict):
            yield NotTaken(f"{where}, column verdict", "The verdict is not one.", f"It has: {VERDICTS}.")
        elif empty := [
            c for c, value in zip(COLUMNS, (left, right, verdict, reason), strict=True) if not value
        ]:
            yield NotTaken(f"{where}, column {empty[0]}", "The cell is empty.", "Each row says all four.")
        else:
            yield Answer(left, right, Verdict(verdict), reason, where)
