"""What a count gives: two numbers, what stays undetermined, and the acts and persons behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

REASONS: Final = ("unknown", "unidentified", "imprecise", "conflict")
"""Why a unit that is counted stands in no cell; where several apply, the first of them is given."""


@dataclass(frozen=True, slots=True)
class Undetermined:
    """Units certainly counted that stand in no cell for certain, by the reason; `total` is their sum."""

    unknown: int = 0
    unidentified: int = 0
    imprecise: int = 0
    conflict: int = 0

    @property
    def total(self) -> int:
        """Return how many there are for whatever reason."""
        return self.unknown + self.unidentified + self.imprecise + self.conflict

    def as_json(self) -> dict[str, int]:
        """Return the numbers as a figure's JSON holds them."""
        return {"total": self.total, **{reason: getattr(self, reason) for reason in REASONS}}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a breakdown: its value of each field of the breakdown, in that order."""

    key: tuple[str, ...]
    at_least: int
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A number. `at_most` is None where a group that may be counted is open-ended.

    With a breakdown, ``at_least == sum of the cells' at_least + undetermined.total - repeated``.
    `digest` is of the acts certainly counted; empty where it was not asked for.
    """

    at_least: int
    at_most: int | None
    undetermined: Undetermined = Undetermined()
    repeated: int = 0
    by: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    digest: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the numbers as ``figures count --json`` prints them, without rule, release and format."""
        return {
            "at_least": self.at_least,
            "at_most": self.at_most,
            "undetermined": self.undetermined.as_json(),
            "repeated": self.repeated,
            "digest": self.digest,
            "by": list(self.by),
            "cells": [
                {
                    "key": dict(zip(self.by, cell.key, strict=True)),
                    "at_least": cell.at_least,
                    "at_most": cell.at_most,
                }
                for cell in self.cells
            ],
        }

    def cell(self, key: Mapping[str, str]) -> Cell:
        """Return one cell by its values.

        Raises:
            KeyError: The answer has no such cell.
        """
        wanted = tuple(key[name] for name in self.by)
        for cell in self.cells:
            if cell.key == wanted:
                return cell
        raise KeyError(wanted)


@dataclass(frozen=True, slots=True, order=True)
class CountedAct:
    """An act behind a number: certainly counted, or only in `at_most`."""

    act_id: str
    version: str
    person_id: str
    event_id: str | None
    is_certain: bool


@dataclass(frozen=True, slots=True, order=True)
class CountedPerson:
    """A person behind a number: certainly counted, or only in `at_most`; a group counts as so many people."""

    person_id: str
    count_min: int
    count_max: int | None
    is_certain: bool


def digest_of(acts: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 over ``act_id version`` lines, sorted by the bytes of act_id."""
    digest = hashlib.sha256()
    for act_id, version in sorted(acts, key=lambda act: act[0].encode()):
        digest.update(f"{act_id} {version}\n".encode())
    return digest.hexdigest()
