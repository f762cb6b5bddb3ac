"""What each tool of the comparison is given, and what it gives back."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawthiq.core.names import naming_tokens, token_skeleton

Clusters = NDArray[np.int64]
Row = dict[str, Any]
NAME_PLACES = ("given", "father", "third", "family")


@dataclass(frozen=True, eq=False)
class Answer:
    """Who the records are about, in the order of the file, and what it cost to say so."""

    tool: str
    clusters: Clusters
    processor: float
    wall: float
    megabytes: float
    note: str = ""


class Meter:
    """Seconds of the processor (of all threads) and of the wall since this process began its work."""

    def __init__(self) -> None:
        """Start now."""
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def spent(self) -> tuple[float, float]:
        """Return seconds of the processor and of the wall."""
        return time.process_time() - self._processor, time.perf_counter() - self._wall


def megabytes() -> float:
    """Return the largest memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def answer(tool: str, before: tuple[float, float], cluster: Callable[[], Clusters], note: str = "") -> Answer:
    """Return an answer whose last step is still to do: what looking for its threshold took is left out."""
    last = Meter()
    clusters = cluster()
    processor, wall = (one + more for one, more in zip(before, last.spent(), strict=True))
    return Answer(tool, clusters, processor, wall, megabytes(), note)


def rows(path: Path) -> list[Row]:
    """Return the reports of a set as a careful user of another tool prepares them.

    Names are folded and taken apart, each part with its skeleton; a year of birth comes from the date or from
    the age. A blank is None.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        return [_row(number, row) for number, row in enumerate(csv.DictReader(stream))]


def _row(number: int, told: dict[str, str]) -> Row:
    given, *middle = naming_tokens(told["name"]) or (None,)
    family = middle.pop() if middle else None
    names = (given, *[*middle, None, None][:2], family)
    parts: Row = dict(zip(NAME_PLACES, names, strict=True))
    parts |= {
        f"{place}_skeleton": (token_skeleton(name) or None) if name else None for place, name in parts.items()
    }
    return {
        "unique_id": number,
        **parts,
        "dob": told["dob"] or None,
        "birth_year": _birth_year(told),
        "sex": told["sex"] or None,
        "ev_date": told["ev_date"] or None,
        "gov": told["gov"] or None,
    }


def _birth_year(told: dict[str, str]) -> int | None:
    if told["dob"]:
        return int(told["dob"][:4])
    if not told["age"]:
        return None
    on = date.fromisoformat(told["ev_date"] or "2023-11-25")
    return on.year - int(told["age"])
