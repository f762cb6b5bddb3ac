"""What a figure opens into: the number, the acts behind it, their people, reports and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tawthiq.methods.counting.answer import Undetermined


@dataclass(frozen=True, slots=True)
class ReleaseMark:
    """What every output says of the release a figure was made from.

    `reconstructed` says that it was frozen after its date; `single_operator` that one login did and accepted
    the work; `invented` that nobody in it exists.
    """

    name: str
    digest: str
    as_of: date
    frozen_at: str
    reconstructed: bool
    single_operator: bool
    profile: str
    invented: bool


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One cell of a table: its key (``{"sex": "female"}``) and its bounds; `at_most` None is open-ended."""

    key: Mapping[str, str]
    at_least: int
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number from one release by one counting rule, with its breakdown.

    Wherever a unit can stand in several cells, at_least = sum of the cells + undetermined - repeated.
    `digest` is of the acts counted: two figures with one digest rest on the same acts. `rule` is the rule
    as resolved, defaults included.
    """

    rule: Mapping[str, Any]
    unit: str
    measure: str
    at_least: int
    at_most: int | None
    undetermined: Undetermined
    repeated: int
    digest: str
    release: ReleaseMark
    by: tuple[str, ...] = ()
    cells: tuple[FigureCell, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the figure as `figures count --json` prints it."""
        return {
            "rule": dict(self.rule),
            "unit": self.unit,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "undetermined": self.undetermined.as_json(),
            "repeated": self.repeated,
            "single_operator": self.release.single_operator,
            "release": {
                "name": self.release.name,
                "digest": self.release.digest,
                "as_of": self.release.as_of.isoformat(),
                "reconstructed": self.release.reconstructed,
            },
            "digest": self.digest,
            "by": list(self.by),
            "cells": [
                {"key": dict(cell.key), "at_least": cell.at_least, "at_most": cell.at_most}
                for cell in self.cells
            ],
        }


@dataclass(frozen=True, slots=True)
class SpellBehind:
    """One stay in detention of an act, as the counting tables hold it.

    `turning_point` is the event that brought the stay; None where a source tells of it.
    """

    status: str | None
    begin: str | None
    end: str | None
    turning_point: str | None


@dataclass(frozen=True, slots=True)
class ActBehind:
    """One act that a figure rests on, as the counting tables hold it: codes and bounds, no name.

    `certain` says that it counts in at_least, otherwise only in at_most. `fields` are the columns of the act
    in counting/acts that are not identifiers, as written (``SY01|SY03`` is one or the other). `spells` are
    its stays in detention in their order, where the whole person is shown.
    """

    act_id: str
    person_id: str
    event_id: str | None
    certain: bool
    violation: str | None
    date: str | None
    level: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    spells: tuple[SpellBehind, ...] = ()


@dataclass(frozen=True, slots=True)
class ActsBehind:
    """The acts behind a figure that the reader may open, and how many more there are that they may not."""

    acts: tuple[ActBehind, ...]
    restricted: int


@dataclass(frozen=True, slots=True)
class EvidenceBehind:
    """A piece of evidence: what names its bytes."""

    evidence_id: str
    sha256: str
    size: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportBehind:
    """A report, its source, and its evidence. `documented` is EDTF, `received_at` ISO 8601 in UTC."""

    report_id: str
    source: str
    source_title: str
    title: str
    kind: str
    documented: str
    received_at: str
    evidence: tuple[EvidenceBehind, ...]
    evidence_restricted: int = 0


@dataclass(frozen=True, slots=True)
class ClaimBehind:
    """One claim of a record: what was written, what it was read as, and where it stood."""

    on: str
    field: str
    value: Any
    verbatim: str
    locator: str
    basis: str


@dataclass(frozen=True, slots=True)
class RecordBehind:
    """One record: what one row or passage says of the person. `acts` are those of the release it reports."""

    record_id: str
    source: str
    source_key: str
    locator: str
    documented: str
    claims: tuple[ClaimBehind, ...]
    acts: tuple[str, ...]
    report: ReportBehind | None
    """None where the report is above the reader's clearance."""


@dataclass(frozen=True, slots=True)
class PersonDossier:
    """One person of a release as far as the reader may see: names, acts, records, reports, evidence.

    `names` come from the records that the reader may open, each once, the most complete first.
    `restricted` counts acts and records above the reader's clearance.
    """

    person_id: str
    kind: str
    names: tuple[str, ...]
    fields: Mapping[str, Any]
    acts: tuple[ActBehind, ...]
    records: tuple[RecordBehind, ...]
    restricted: int
