"""How long a count takes over ten million released acts, beside its own SQL and beside a bare count.

    .venv/bin/python benchmarks/counting_at_scale.py [--acts 10000000] [--folder DIR]

An invented release is made with a fixed seed (hashes of row numbers; nobody in it exists). For each question
three things are timed in turn, the best of three rounds: the engine; every statement that the engine sent to
DuckDB, sent again to a bare connection over the same files; and `count(*)` of the acts of the same condition.
Only the ratios mean something.
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
    "violation": "CASE WHEN p2 < 70 THEN 'killing' WHEN p2 < 90 THEN 'detention' ELSE 'torture' END",
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
SELECT i::INT AS i, {_DRAWS}, (hash(i, {SEED}) % $persons)::INT AS person,
    DATE '2011-03-01' + (hash(i, {SEED} + 8) % 4200)::INT AS day,
    printf('SY%02d', 1 + (hash(i, {SEED} + 9) % 14)::INT) AS governorate
FROM range($n) AS t(i)
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
CASES = (
    Case("acts, four-way", Options(unit="acts", by=FOUR), "TRUE"),
    Case("acts, four-way, one a year", Options(unit="acts", by=(*FOUR[:3], "year")), "TRUE"),
    Case("acts, four-way, one a month", Options(unit="acts", by=(*FOUR[:3], "month")), "TRUE"),
    Case("acts, conditioned", Options(unit="acts", where=("sex=female",)), "sex = 'female'"),
    Case("persons", Options(), "TRUE"),
    Case("persons killed", Options(), KILLED, rule="killed"),
    Case("persons killed, by governorate", Options(by=("governorate",)), KILLED, rule="killed"),
    Case("persons killed, a period", Options(period="2012-01..2014-12"), KILLED, rule="killed"),
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


def seconds(work: Callable[[], object]) -> float:
    """Return the best wall time of a few rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


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
    """Print, for each case, the engine's seconds, and how many times its own SQL and a bare count that is."""
    print(f"{'':36}{'engine':>9}{'own SQL':>9}{'ratio':>7}{'count(*)':>10}{'ratio':>7}")
    with ReleaseTables.open(folder) as tables:
        engine = DuckDBEngine(tables)
        for case in CASES:
            rule = load_rule(case.rule, tables.rules) if case.rule else None
            question = ask(tables.words, rule=rule, options=case.options)
            engine.db = Heard(tables.db)  # type: ignore[assignment]  # it answers as a connection does
            engine.count(question, digest=False)
            asked = engine.db.asked
            engine.db = tables.db
            own = seconds(lambda asked=asked: again(tables.db, asked))
            whole = seconds(lambda question=question: engine.count(question, digest=False))
            sql = f"SELECT count(*) FROM acts WHERE {case.bare}"
            bare = seconds(lambda sql=sql: tables.db.execute(sql).fetchall())
            print(
                f"{case.name:36}{whole:8.2f}s{own:8.2f}s{whole / own:6.1f}x{bare:9.2f}s{whole / bare:6.1f}x",
                flush=True,
            )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main()
