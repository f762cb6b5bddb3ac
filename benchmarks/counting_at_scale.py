"""How long a count takes over ten million released acts, beside its own SQL and beside bare counts.

    .venv/bin/python benchmarks/counting_at_scale.py [--acts 10000000] [--folder DIR]

An invented release is made with a fixed seed (hashes of row numbers; nobody in it exists). As in an archive,
a person is killed once; the other acts are of anybody, so that most persons with one have others too. For
each question four things are timed in turn, the best of three rounds: the engine; every statement that the
engine sent to DuckDB, sent again to a bare connection over the same files; `count(*)` of the acts of the same
condition; and a `count(*)` that reads one whole number of every act. Seconds are of the processor, on all its
cores, which other programs disturb least; wall seconds of the engine and its ratio to the conditioned count
stand last. Only the ratios mean something. `first` is an engine's first answer; it remembers whether
everybody has one act under the same conditions. A `count(*)` without a condition reads nothing: look at
`reading all` then.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.question import Options, ask
from tawthiq.methods.counting.rules import load_rule
from tawthiq.methods.counting.schema import ACTS, PERSONS, TABLES, Table
from tawthiq.methods.counting.tables import connect

FIXTURE = Path(__file__).parent.parent / "tests/fixtures/releases/v1"
SEED = 20221021
ROUNDS = 3
PERSONS_PER_ACT = 0.8

_PERSON = {
    "count_min": "1",
    "count_max": "1",
    "sex": "CASE WHEN p7 < 80 THEN 'male' WHEN p7 < 97 THEN 'female' END",
    "community": "CASE WHEN p5 < 9 THEN 'palestinian' END",
    "place_origin": "governorate",
    "governorate_origin": "governorate",
}
_ACT = {
    **_PERSON,
    "act": "i",
    "act_id": "printf('A-%010d', i)",
    "person": "person",
    "person_id": "printf('P-%010d', person)",
    "version": "sha256(printf('%d', i))",
    "certain": "p1 < 98",
    "documented_begin": "day",
    "documented_end": "day + 30",
    "violation": "CASE WHEN turn < 7 THEN 'killing' WHEN turn < 9 THEN 'detention' ELSE 'torture' END",
    "date": "CASE WHEN p3 < 96 THEN strftime(day, '%Y-%m-%d') WHEN p3 < 99 THEN strftime(day, '%Y-%m') END",
    "date_begin": "CASE WHEN p3 < 96 THEN day WHEN p3 < 99 THEN date_trunc('month', day)::DATE END",
    "date_end": "CASE WHEN p3 < 96 THEN day WHEN p3 < 99 THEN last_day(day) END",
    "party": "CASE WHEN p4 < 60 THEN 'syrian-regime' WHEN p4 < 75 THEN 'isis' "
    "WHEN p4 < 76 THEN 'isis|syrian-regime' END",
    "attribution": "CASE WHEN p4 < 70 THEN 'confirmed' WHEN p4 < 76 THEN 'alleged' END",
    "acceptance": "'as-documented'",
    "source": "'list'",
    "reports": "1",
    "age_group": "CASE WHEN p6 < 12 THEN 'child' WHEN p6 < 85 THEN 'adult' END",
    "place_act": "governorate",
    "governorate_act": "governorate",
    "level": "0",
}
_PERSONS = {
    **_PERSON,
    "person": "person",
    "person_id": "printf('P-%010d', person)",
    "version": "sha256(printf('%d', person))",
    "kind": "'individual'",
    "level": "0",
}
_DRAWS = ", ".join(f"(hash(i, {SEED} + {n}) % 100)::INT AS p{n}" for n in range(1, 8))
_DRAWN = f"""
SELECT i::INT AS i, {_DRAWS}, turn,
    -- seven of ten acts are killings; these go round the persons in steps that meet each of them once
    (CASE WHEN turn < 7 THEN (i // 10 * 7 + turn) * 4999999 ELSE hash(i, {SEED}) END % $persons)::INT
        AS person,
    DATE '2011-03-01' + (hash(i, {SEED} + 8) % 4200)::INT AS day,
    printf('SY%02d', 1 + (hash(i, {SEED} + 9) % 14)::INT) AS governorate
FROM (SELECT i, ((i + hash(i // 10, {SEED} + 2)) % 10)::INT AS turn FROM range($n) AS t(i))
"""


@dataclass(frozen=True)
class Case:
    """One question: what it is called, what it asks, and the acts of which a bare count is taken."""

    name: str
    options: Options
    bare: str
    rule: str | None = None


FOUR = ("sex", "age-group", "governorate", "violation")
KILLED = "violation = 'killing'"
KILLED_THEN = f"{KILLED} AND date_begin >= '2012-01-01' AND date_end <= '2014-12-31'"
READ_ALL = "SELECT count(*) FROM acts WHERE person % 2 >= 0"
"""True of every act, and no file's statistics say so: each row is read."""
PERIOD = "2012-01..2014-12"
CASES = (
    Case("acts, four-way", Options(unit="acts", by=FOUR), "TRUE"),
    Case("acts, four-way, one a year", Options(unit="acts", by=(*FOUR[:3], "year")), "TRUE"),
    Case("acts, four-way, one a month", Options(unit="acts", by=(*FOUR[:3], "month")), "TRUE"),
    Case("acts, conditioned", Options(unit="acts", where=("sex=female",)), "sex = 'female'"),
    Case("persons", Options(), "TRUE"),
    Case("persons killed", Options(), KILLED, rule="killed"),
    Case("persons killed, a period", Options(period=PERIOD), KILLED_THEN, rule="killed"),
    Case("persons killed, by governorate", Options(by=("governorate",)), KILLED, rule="killed"),
    Case("the same, a period", Options(period=PERIOD, by=("governorate",)), KILLED_THEN, rule="killed"),
    Case("persons killed, two-way", Options(by=("sex", "governorate")), KILLED, rule="killed"),
    Case("persons killed, four-way", Options(by=(*FOUR[:3], "year")), KILLED, rule="killed"),
    Case("persons of several acts, by governorate", Options(by=("governorate",)), "TRUE"),
    Case("persons of several acts, two-way", Options(by=("sex", "governorate")), "TRUE"),
)


def make_release(folder: Path, acts: int) -> None:
    """Write the counting tables of an invented release, with the words and rules of the fixture."""
    (folder / "counting").mkdir(parents=True)
    for name in ("vocabulary.json", "rules.json"):
        shutil.copy(FIXTURE / name, folder / name)
    (folder / "manifest.json").write_text(json.dumps({"as_of": "2022-10-21"}), encoding="utf-8")
    with connect() as db:
        people = max(1, int(acts * PERSONS_PER_ACT))
        for table in TABLES:
            rows, named = {ACTS.name: (acts, _ACT), PERSONS.name: (people, _PERSONS)}.get(table.name, (0, {}))
            source = _DRAWN.replace("$persons", str(people)).replace("$n", str(rows))
            if table is PERSONS:
                source = source.replace(f"(hash(i, {SEED}) % {people})::INT AS person", "i::INT AS person")
            path = folder / "counting" / f"{table.name}.parquet"
            db.execute(f"COPY (SELECT {_columns(table, named)} FROM ({source})) TO '{path}' (FORMAT parquet)")


def _columns(table: Table, named: dict[str, str]) -> str:
    return ", ".join(f"({named.get(c.name, 'NULL')})::{c.type} AS {c.name}" for c in table.columns)


class Heard:
    """A connection that remembers what was asked of it."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        """Speak through `db`."""
        self._db = db
        self.asked: list[tuple[Any, ...]] = []

    def execute(self, *words: Any) -> duckdb.DuckDBPyConnection:
        """Remember a statement and pass it on."""
        self.asked.append(words)
        return self._db.execute(*words)

    def __getattr__(self, name: str) -> Any:
        """Return whatever else the connection has."""
        return getattr(self._db, name)


@dataclass(frozen=True, order=True)
class Taken:
    """Seconds that something took, of the processor on all its cores, and on the wall."""

    processor: float
    wall: float


def taken(work: Callable[[], object], *, rounds: int = ROUNDS) -> Taken:
    """Return the best time of a few rounds."""
    return min(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> Taken:
    processor, wall = time.process_time(), time.perf_counter()
    work()
    return Taken(time.process_time() - processor, time.perf_counter() - wall)


def again(db: duckdb.DuckDBPyConnection, asked: list[tuple[Any, ...]]) -> None:
    """Send statements again and fetch what they give."""
    for words in asked:
        db.execute(*words).fetchall()


def main() -> None:
    """Make the release, time every case, print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="Keep the release here, or use the one that is here.")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = chosen.folder or Path(thrown_away) / "release"
        if not folder.is_dir():
            make_release(folder, chosen.acts)
        compare(folder)


def compare(folder: Path) -> None:
    """Print, for each case, its seconds, and how many times its own SQL and two bare counts those are."""
    print(
        f"{'processor seconds':40}   first  engine  own SQL     count(*)  reading all      wall, of count(*)"
    )
    with ReleaseTables.open(folder) as tables:
        read_all = taken(lambda: tables.db.execute(READ_ALL).fetchall())
        for case in CASES:
            print(f"{case.name:40}{_compared(case, tables, read_all)}", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


def _compared(case: Case, tables: ReleaseTables, read_all: Taken) -> str:
    rule = load_rule(case.rule, tables.rules) if case.rule else None
    question = ask(tables.words, rule=rule, options=case.options)
    engine = DuckDBEngine(tables)
    first = taken(lambda: engine.count(question, digest=False), rounds=1)
    engine.db = heard = Heard(tables.db)  # type: ignore[assignment]  # it answers as a connection does
    engine.count(question, digest=False)
    engine.db = tables.db
    own = taken(lambda: again(tables.db, heard.asked))
    whole = taken(lambda: engine.count(question, digest=False))
    bare = taken(lambda: tables.db.execute(f"SELECT count(*) FROM acts WHERE {case.bare}").fetchall())
    spent = whole.processor
    return (
        f"{first.processor:7.2f}s{spent:7.2f}s{spent / own.processor:8.1f}x"
        f"{bare.processor:7.3f}s{spent / bare.processor:6.1f}x{spent / read_all.processor:9.1f}x"
        f"{whole.wall:10.2f}s{whole.wall / bare.wall:7.1f}x"
    )


if __name__ == "__main__":
    main()
