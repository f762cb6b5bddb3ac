"""The likely linkage on real lists, without any label from them: two releases of a ministry, two registers.

    .venv/bin/python benchmarks/linkage/real_lists.py ministry [20240105 20240831]
    .venv/bin/python benchmarks/linkage/real_lists.py argentina [--sample FILE] [--judged FILE]

Of the ministry's releases it is known which rows are one person: rows of which it is not known are linked and
left out of the measure, and people of equal folded name and date of birth are taken for one, since some were
given two numbers. Of the two Argentine registers only pairs of equal full names are known:
what is told is how many of these are found again, and how many further pairs are proposed. `--sample` writes
a hundred of the further ones with all that both rows say, for a person to read and to put `same`,
`different` or `unsure` into the first column; `--judged` counts these words. The sample holds names of real
people: it is never written into the project.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import numpy as np
from argentine_lists import Row, of_the_monument, of_the_register, read_rows
from corruptor import SHARED
from measures import measured, wilson
from numpy.typing import NDArray

from tawthiq.core.dates import parse_edtf
from tawthiq.core.names import fold
from tawthiq.methods.linkage import AgeAt, Candidate
from tawthiq.methods.linkage.likely import LikelyPeople, people, scored
from tawthiq.methods.linkage.unions import Unions

ROOT = Path(__file__).resolve().parents[2]
MINISTRY, ARGENTINA = SHARED / "data/gaza", SHARED / "data/argentina"
SAMPLE, SEED = 100, 11
VERDICTS = ("same", "different", "unsure")
Pair = tuple[str, str]


def main() -> None:
    """Link what is asked for."""
    given = _asked()
    if given.lists == "ministry":
        _ministry(given.releases)
    elif given.judged:
        _judged(given.judged)
    else:
        _argentina(given.sample)


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    lists = asked.add_subparsers(dest="lists", required=True)
    lists.add_parser("ministry").add_argument("releases", nargs="*", default=["20240105", "20240831"])
    argentina = lists.add_parser("argentina")
    argentina.add_argument("--sample", type=Path)
    argentina.add_argument("--judged", type=Path)
    return asked.parse_args()


def _linked(candidates: Sequence[Candidate]) -> tuple[LikelyPeople, dict[str, int]]:
    found = people(scored(candidates))
    return found, dict(zip(found.scored.table.record_ids, found.cluster.tolist(), strict=True))


def _ministry(releases: Sequence[str]) -> None:
    rows = [(release, row) for release in releases for row in read_rows(MINISTRY / f"moh_{release}.csv")]
    known = {
        f"{release}:{row['source_id']}": row["person_key"]
        for release in releases
        for row in read_rows(MINISTRY / f"moh_{release}.truth.csv")
    }
    candidates = [_of_the_ministry(release, row) for release, row in rows]
    _, cluster = _linked(candidates)
    measurable = [one for one in candidates if one.record_id in known]
    truth = _merged(measurable, known)
    by_key = [f"{fold(one.name)}|{'' if one.birth is None else one.birth.edtf}" for one in measurable]
    print(f"{' and '.join(releases)}: {len(rows):,} rows, {len(measurable):,} of them known")
    print(f"likely linkage: {measured(_numbers(cluster[one.record_id] for one in measurable), truth)}")
    print(f"equal folded name and birth: {measured(_numbers(by_key), truth)}")


def _of_the_ministry(release: str, row: Row) -> Candidate:
    on = parse_edtf(f"{release[:4]}-{release[4:6]}-{release[6:]}")
    age = int(row["age"]) if row["age"].isdigit() else None
    return Candidate(
        f"{release}:{row['source_id']}",
        row["name_ar"],
        sex=row["sex"] or None,
        birth=parse_edtf(row["dob"]) if row["dob"] else None,
        ages=() if age is None else (AgeAt(age, age, on),),
    )


def _merged(candidates: Iterable[Candidate], known: dict[str, str]) -> NDArray[np.int64]:
    """Return a number for the person of each row; those of equal folded name and date of birth are one."""
    unions, first, of = Unions(), dict[Pair, str](), []
    for one in candidates:
        person = known[one.record_id]
        of.append(person)
        if one.birth is not None:
            unions.join(first.setdefault((fold(one.name), one.birth.edtf), person), person)
    return _numbers(unions.root(person) for person in of)


def _numbers(labels: Iterable[str | int]) -> NDArray[np.int64]:
    number: dict[str | int, int] = {}
    return np.array([number.setdefault(label, len(number)) for label in labels], np.int64)


def _argentina(sample: Path | None) -> None:
    register = {f"R:{row['id_unico_ruvte']}": row for row in read_rows(ARGENTINA / "ruvte.csv")}
    monument = {f"P:{row['id']}": row for row in read_rows(ARGENTINA / "parque_de_la_memoria.csv")}
    found, cluster = _linked(
        [*map(of_the_register, register.values()), *map(of_the_monument, monument.values())]
    )
    silver = {
        (f"R:{row['id_unico_ruvte']}", f"P:{row['parque_id']}")
        for row in read_rows(ARGENTINA / "silver_links.csv")
    }
    silver = {pair for pair in silver if pair[0] in register and pair[1] in monument}
    proposed = _proposed(cluster, register, monument)
    again, further = len(silver & proposed), sorted(proposed - silver)
    print(f"RUVTE and the Parque de la Memoria: {len(cluster):,} rows, {found.count.people:,} people")
    print(f"pairs of equal full names found again: {again:,} of {len(silver):,} ({again / len(silver):.2%})")
    print(f"further pairs proposed: {len(further):,}")
    print(f"pairs within one list: {_within(cluster, register):,} and {_within(cluster, monument):,}")
    if sample is not None:
        _write_sample(sample, Random(SEED).sample(further, min(SAMPLE, len(further))), register | monument)


def _proposed(cluster: dict[str, int], some: Iterable[str], others: Iterable[str]) -> set[Pair]:
    members: dict[int, list[str]] = {}
    for record in others:
        members.setdefault(cluster[record], []).append(record)
    return {(one, other) for one in some for other in members.get(cluster[one], ())}


def _within(cluster: dict[str, int], records: Iterable[str]) -> int:
    sizes = np.unique([cluster[record] for record in records], return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def _write_sample(path: Path, pairs: Sequence[Pair], rows: dict[str, Row]) -> None:
    if path.resolve().is_relative_to(ROOT):
        raise SystemExit("A sample with names of real people is not written into the project.")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("verdict", "register", "monument", "register says", "monument says"))
        for one, other in pairs:
            said = [" | ".join(f"{k}={v}" for k, v in rows[of].items() if v) for of in (one, other)]
            writer.writerow(("", one, other, *said))
    print(f"wrote {len(pairs)} pairs to be read")


def _judged(path: Path) -> None:
    verdicts = [row["verdict"] for row in read_rows(path)]
    counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
    if sum(counts.values()) != len(verdicts):
        raise SystemExit(f"The first column holds something else than {', '.join(VERDICTS)}.")
    told = counts["same"] + counts["different"]
    low, high = wilson(counts["same"], told)
    print(f"{counts['same']} same, {counts['different']} different, {counts['unsure']} cannot be told")
    print(f"precision {counts['same'] / max(told, 1):.1%} (95 %: {low:.1%} to {high:.1%})")
    low, high = wilson(counts["same"], len(verdicts))
    share = counts["same"] / len(verdicts)
    print(f"with what cannot be told as different: {share:.1%} (95 %: {low:.1%} to {high:.1%})")


if __name__ == "__main__":
    main()
