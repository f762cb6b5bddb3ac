"""A real list of 32,985 people goes the whole way, and every number equals plain SQL over its file."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tawthiq.core.names import is_placeholder
from tests.journey.commands import Tawthiq, cells
from tests.journey.examples import build, shown

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
KILLED = SHARED / "data/syria_vdc/killed.csv"
GOVERNORATE = {
    "Damascus": "SY01",
    "Aleppo": "SY02",
    "Damascus Suburbs": "SY03",
    "Homs": "SY04",
    "Hama": "SY05",
    "Lattakia": "SY06",
    "Idlib": "SY07",
    "Hasakeh": "SY08",
    "Deir Ezzor": "SY09",
    "Tartous": "SY10",
    "Raqqa": "SY11",
    "Daraa": "SY12",
    "Sweida": "SY13",
    "Quneitra": "SY14",
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.xdist_group("vdc"),
    pytest.mark.skipif(
        not KILLED.exists(), reason=f"the real list is not here ({KILLED.name}; TAWTHIQ_SHARED)"
    ),
]


@pytest.fixture(scope="module")
def plain() -> Iterator[sqlite3.Connection]:
    """The file as it is, in a database of one table."""
    with KILLED.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"create table killed ({', '.join(header)})")
        marks = ", ".join("?" * len(header))
        connection.executemany(f"insert into killed values ({marks})", rows)
        yield connection


@pytest.fixture(scope="module")
def vdc(tmp_path_factory: pytest.TempPathFactory) -> Tawthiq:
    """An archive that holds the list, every row a person of its own."""
    tawthiq = Tawthiq(tmp_path_factory.mktemp("vdc") / "archive")
    tawthiq.run("init", str(tawthiq.archive))
    tawthiq.run("records", "import", str(KILLED), "--source", "VDC", "--mapping", "vdc")
    tawthiq.run("cases", "link", "--auto", "none")
    tawthiq.run("verification", "accept")
    tawthiq.run("releases", "freeze", "--as-of", "2019-05-14", "--name", "singletons")
    return tawthiq


@pytest.fixture(scope="module")
def linked(vdc: Tawthiq, tmp_path_factory: pytest.TempPathFactory) -> Tawthiq:
    """The same archive, after the exact-key linkage."""
    tawthiq = Tawthiq(tmp_path_factory.mktemp("linked") / "archive")
    shutil.copytree(vdc.archive, tawthiq.archive)
    tawthiq.run("cases", "link", "--auto", "exact")
    tawthiq.run("verification", "accept")
    tawthiq.run("releases", "freeze", "--as-of", "2019-05-14", "--name", "linked")
    return tawthiq


def count(tawthiq: Tawthiq, *words: str, release: str = "singletons") -> dict[str, object]:
    return tawthiq.json("figures", "count", "--release", release, *words)


@pytest.mark.parametrize(
    ("violation", "acts"), [("killing", 32_985), ("torture", 1_822), ("detention", 1_872), ("abduction", 554)]
)
def test_each_row_gives_the_acts_that_it_states(vdc: Tawthiq, violation: str, acts: int) -> None:
    answer = count(vdc, "--unit", "acts", "--where", f"violation={violation}")

    assert answer["at_least"] == acts


def test_all_acts(vdc: Tawthiq) -> None:
    assert count(vdc, "--unit", "acts")["at_least"] == 37_233


def test_by_origin_equals_plain_sql(vdc: Tawthiq, plain: sqlite3.Connection) -> None:
    rows = dict(plain.execute("select province, count(*) from killed group by 1").fetchall())

    answer = count(vdc, "--where", "violation=killing", "--place-basis", "origin", "--by", "governorate")

    assert cells(answer, "governorate") == {GOVERNORATE[p]: n for p, n in rows.items() if p in GOVERNORATE}
    assert answer["undetermined"]["total"] == sum(n for p, n in rows.items() if p not in GOVERNORATE)


def test_by_sex_and_age_group_equals_plain_sql(vdc: Tawthiq, plain: sqlite3.Connection) -> None:
    rows = plain.execute("select sex_age, count(*) from killed group by 1").fetchall()
    expected = {tuple(reversed(key.lower().split(" - "))): n for key, n in rows}

    answer = count(vdc, "--where", "violation=killing", "--by", "sex", "--by", "age-group")

    assert cells(answer, "sex", "age-group") == expected


def test_month_by_month_equals_plain_sql_over_the_dated_rows(vdc: Tawthiq, plain: sqlite3.Connection) -> None:
    dated = "select substr(date_of_death, 1, 7), count(*) from killed where date_of_death != '' group by 1"

    answer = count(vdc, "--where", "violation=killing", "--by", "month")

    assert cells(answer, "month") == dict(plain.execute(dated).fetchall())
    assert answer["undetermined"]["total"] == answer["undetermined"]["unknown"] == 6


def test_linked_killings_fall_by_exactly_the_records_merged(linked: Tawthiq) -> None:
    judgements = [j for j in linked.json("cases", "judgements")["judgements"] if j["holds"]]

    killings = count(linked, "--unit", "acts", "--where", "violation=killing", release="linked")["at_least"]

    assert len(judgements) > 0
    assert killings == 32_985 - len(judgements)


def test_no_cluster_has_a_placeholder_or_two_dates_of_death(
    linked: Tawthiq, plain: sqlite3.Connection
) -> None:
    identity = linked.archive / "releases/linked/identity/records.parquet"
    clusters = duckdb.execute(
        "select list(source_key) from read_parquet($1) group by person_id having count(*) > 1",
        [str(identity)],
    ).fetchall()

    bad = 0
    for (keys,) in clusters:
        marks = ", ".join("?" * len(keys))
        rows = plain.execute(
            f"select name, date_of_death from killed where uid in ({marks})", keys
        ).fetchall()
        bad += len({died for _, died in rows}) > 1 or any(is_placeholder(name) for name, _ in rows)

    assert len(clusters) > 0
    assert bad == 0


def test_doing_everything_again_changes_nothing(vdc: Tawthiq) -> None:
    before = vdc.json("audit", "log")["entries"]

    vdc.run("records", "import", str(KILLED), "--source", "VDC", "--mapping", "vdc")
    vdc.run("cases", "link", "--auto", "none")
    vdc.run("verification", "accept")

    assert len(vdc.json("audit", "log")["entries"]) == len(before)


def test_frozen_twice_the_digest_is_the_same(vdc: Tawthiq) -> None:
    vdc.run("releases", "freeze", "--as-of", "2019-05-14", "--name", "again")

    digests = {r["digest"] for r in vdc.json("releases", "list")["releases"] if r["as_of"] == "2019-05-14"}

    assert len(digests) == 1


def test_the_archive_verifies(vdc: Tawthiq) -> None:
    vdc.run("audit", "verify")


def test_the_example_says_what_plain_sql_says_in_both_languages(
    vdc: Tawthiq, plain: sqlite3.Connection, tmp_path: Path
) -> None:
    children = "select count(*) from killed where sex_age like 'Child%'"
    tortured = "select count(*) from killed where cause like '%Torture%'"
    pages = build(vdc, "killed-in-syria", release="singletons", into=tmp_path / "public")

    for question in ("select count(*) from killed", children, tortured):
        (number,) = plain.execute(question).fetchone()
        assert all(str(number) in shown(page) for page in pages.values())
