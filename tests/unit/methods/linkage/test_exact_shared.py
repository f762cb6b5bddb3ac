"""Linkage by exact keys on real lists: counts only, never a name."""

from __future__ import annotations

import csv
import os
from itertools import combinations
from pathlib import Path

import pytest

from tawthiq.core.dates import Dated, UnreadableDate, read_date
from tawthiq.core.names import is_placeholder, naming_tokens
from tawthiq.methods.linkage import AgeAt, Candidate, ExactKeys

ROOT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared")) / "data"
pytestmark = pytest.mark.shared


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"the shared data is not here ({path.name}; TAWTHIQ_SHARED)")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def day(text: str) -> Dated | None:
    try:
        return read_date(text)
    except UnreadableDate:
        return None


def killed(row: dict[str, str]) -> Candidate:
    group, _, sex = row["sex_age"].partition(" - ")
    death = day(row["date_of_death"])
    bounds = [(None, 17) if group == "Child" else (18, None)]
    if row["age"] not in ("", "0"):
        bounds.append((int(row["age"]), int(row["age"])))
    return Candidate(
        record_id=row["uid"],
        name=row["name"],
        sex=sex.lower(),
        mother_name=row["mother_name"],
        birth=day(row["dob"]),
        ages=() if death is None else tuple(AgeAt(least, most, death) for least, most in bounds),
        deaths=() if death is None else (death,),
    )


def test_no_cluster_of_the_real_list_has_a_placeholder_or_two_dates_of_death() -> None:
    candidates = {row["uid"]: killed(row) for row in rows(DATA / "syria_vdc" / "killed.csv")}

    linkage = ExactKeys().link(candidates.values())

    clusters = [[candidates[record] for record in cluster] for cluster in linkage.joined]
    assert len(candidates) == 32_985
    assert len(clusters) > 0
    assert sum(is_placeholder(one.name) for cluster in clusters for one in cluster) == 0
    assert sum(len(naming_tokens(one.name)) < 2 for cluster in clusters for one in cluster) == 0
    assert sum(len({death for one in cluster for death in one.deaths}) > 1 for cluster in clusters) == 0
    assert len(linkage.clusters) == len(candidates) - len(linkage.matches)


def test_two_real_releases_of_one_list_are_linked_almost_without_error() -> None:
    candidates, truth = [], {}
    for release in ("20240105", "20240831"):
        people = {
            row["source_id"]: row["person_key"] for row in rows(DATA / "gaza" / f"moh_{release}.truth.csv")
        }
        for row in rows(DATA / "gaza" / f"moh_{release}.csv"):
            record = f"{release}-{row['source_id']}"
            truth[record] = people.get(row["source_id"])
            candidates.append(
                Candidate(
                    record, row["name_ar"], sex=row["sex"] or None, birth=day(row["dob"]), source=release
                )
            )

    linkage = ExactKeys().link(candidates)

    pairs = [pair for cluster in linkage.joined for pair in combinations(cluster, 2)]
    known = [(truth[left], truth[right]) for left, right in pairs if truth[left] and truth[right]]
    right = sum(left == other for left, other in known)
    assert right / len(known) > 0.998
    assert right > 10_000
