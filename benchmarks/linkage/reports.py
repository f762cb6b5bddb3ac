"""The sets of reports that linkage is measured on, read as candidates, and who they are about."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.dates import parse_edtf
from tawthiq.methods.linkage import AgeAt, Candidate

dated = lru_cache(maxsize=None)(parse_edtf)
OLDEST = 110
UNDATED = "2023-11-25"
"""The day that ages hold on where a report of these sets gives none: about their middle."""


def read_reports(path: Path) -> list[Candidate]:
    """Return the reports of a set in its columns (rid, name, dob, age, sex, ev_date, gov)."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [_candidate(row) for row in csv.DictReader(stream)]


def _candidate(row: dict[str, str]) -> Candidate:
    age = int(row["age"]) if row["age"] and int(row["age"]) <= OLDEST else None
    return Candidate(
        row["rid"],
        row["name"],
        sex=row["sex"] or None,
        birth=dated(row["dob"]) if row["dob"] else None,
        ages=() if age is None else (AgeAt(age, age, dated(row["ev_date"] or UNDATED)),),
        deaths=(dated(row["ev_date"]),) if row["ev_date"] else (),
        place=row["gov"],
    )


def read_names(path: Path) -> list[str]:
    """Return the name of each report as it is written."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream)]


def read_truth(path: Path) -> NDArray[np.int64]:
    """Return a number for the person of each report, in the order of the set."""
    with path.open(encoding="utf-8", newline="") as stream:
        order = [row["rid"] for row in csv.DictReader(stream)]
    with path.with_suffix(".truth.csv").open(encoding="utf-8", newline="") as stream:
        person = {row["rid"]: row["eid"] for row in csv.DictReader(stream)}
    return np.asarray(np.unique([person[rid] for rid in order], return_inverse=True)[1], np.int64)
