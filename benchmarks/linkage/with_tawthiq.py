"""Our own likely linkage, as `methods link` runs it: no threshold is chosen by looking at the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from reports import read_reports
from tools import Answer, Clusters, Meter, megabytes

from tawthiq.methods.linkage.likely import LikelyPeople, people, scored
from tawthiq.methods.linkage.scoring import Learned, Scorer, Weighed, shipped

SCORERS: dict[str, type[Learned] | type[Weighed]] = {"learned": Learned, "weighed": Weighed}


def linked(path: Path, _truth: Clusters, *, by: str) -> list[Answer]:
    """Link a set with one of the shipped scorers."""
    meter = Meter()
    found = people(scored(read_reports(path), scorer=_scorer(by)))
    return [
        Answer(
            f"Tawthiq, {by}",
            in_order_of_file(found),
            *meter.spent(),
            megabytes(),
            f"threshold {found.calibration.threshold:+.2f}, found without labels",
        )
    ]


def _scorer(by: str) -> Scorer:
    return SCORERS[by](shipped())


def in_order_of_file(found: LikelyPeople) -> Clusters:
    """Return the clusters by the place of each record in its file; the identifiers are these places."""
    clusters = np.empty(len(found.cluster), np.int64)
    clusters[np.array(found.scored.table.record_ids).astype(np.int64)] = found.cluster
    return clusters
