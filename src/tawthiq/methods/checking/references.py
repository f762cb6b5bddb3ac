"""What must hold between the tables of a release: whatever is referred to is there, and says the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tawthiq.methods.checking.folder import ALL_TABLES, COUNTING, IDENTITY
from tawthiq.methods.counting.schema import ACTS, EVENTS, PERSONS, SPELLS
from tawthiq.methods.counting.tables import connect

_C, _I = f"{COUNTING}/", f"{IDENTITY}/"
_NUMBERS = tuple(
    (
        f"{_C}{table.name}.parquet",
        f"its {number} numbers do not run from 0 in the order of {table.key}",
        f"SELECT 1 FROM (SELECT {number} AS given, row_number() OVER (ORDER BY {table.key}) - 1 AS due"  # noqa: S608  # names of the schema
        f" FROM {table.name}) WHERE given IS DISTINCT FROM due"
        f" UNION ALL SELECT 1 FROM {table.name} GROUP BY {table.key} HAVING count(*) > 1",
    )
    for table, number in ((ACTS, "act"), (PERSONS, "person"), (EVENTS, "event"), (SPELLS, "spell"))
)
_REFERENCES = (
    *_NUMBERS,
    (
        f"{_C}acts.parquet",
        "an act's victim is not in the release, or is another one by number",
        "SELECT 1 FROM acts LEFT JOIN persons USING (person_id)"
        " WHERE acts.person IS DISTINCT FROM persons.person OR persons.person IS NULL",
    ),
    (
        f"{_C}acts.parquet",
        "an act repeats another count, sex or community of its victim",
        "SELECT 1 FROM acts JOIN persons USING (person_id) WHERE (acts.count_min, acts.count_max, acts.sex,"
        " acts.community, acts.nationality, acts.collection, acts.place_origin, acts.place_residence)"
        " IS DISTINCT FROM (persons.count_min, persons.count_max, persons.sex, persons.community,"
        " persons.nationality, persons.collection, persons.place_origin, persons.place_residence)",
    ),
    (
        f"{_C}acts.parquet",
        "an act's event is not in the release",
        "SELECT 1 FROM acts LEFT JOIN events USING (event_id) WHERE acts.event IS DISTINCT FROM events.event",
    ),
    (
        f"{_C}involvements.parquet",
        "a party is involved in an act that is not in the release, or that does not name it",
        "SELECT 1 FROM involvements AS i LEFT JOIN acts USING (act_id) WHERE acts.act IS DISTINCT FROM i.act"
        " OR NOT list_contains(string_split(replace(acts.party, '+', '|'), '|'), i.party)",
    ),
    (
        f"{_C}spells.parquet",
        "a stay in detention belongs to no act of the release",
        "SELECT 1 FROM spells AS s LEFT JOIN acts USING (act_id) WHERE (acts.act, acts.person)"
        " IS DISTINCT FROM (s.act, s.person)",
    ),
    (
        f"{_C}identifications.parquet",
        "somebody is identified who is not in the release",
        "SELECT 1 FROM identifications AS i LEFT JOIN persons USING (person_id)"
        " WHERE persons.person IS DISTINCT FROM i.person OR persons.person IS NULL",
    ),
    (
        f"{_C}tombstones.parquet",
        "an identifier that no longer stands for a person does",
        "SELECT 1 FROM tombstones JOIN persons USING (person_id)",
    ),
    (
        f"{_C}acts.parquet",
        "the bounds of a row are crossed",
        "SELECT 1 FROM acts WHERE date_begin > date_end OR documented_begin > documented_end"
        " OR age_min > age_max OR count_min > count_max",
    ),
    (
        f"{_I}parts.parquet",
        "a record reports an act, and one of the two is not in the release",
        "SELECT 1 FROM parts LEFT JOIN acts USING (act_id) LEFT JOIN records USING (record_id)"
        " WHERE acts.act IS NULL OR records.record_id IS NULL",
    ),
    (
        f"{_I}parts.parquet",
        "an act has not the number of records that report it",
        "SELECT 1 FROM acts LEFT JOIN"
        " (SELECT act_id, count(DISTINCT record_id) AS n FROM parts GROUP BY act_id) USING (act_id)"
        " WHERE acts.reports IS DISTINCT FROM n",
    ),
    (
        f"{_I}records.parquet",
        "a record is about a person, or from a report or source, that is not in the release",
        "SELECT 1 FROM records LEFT JOIN persons USING (person_id) LEFT JOIN reports USING (report_id)"
        " LEFT JOIN sources ON sources.source = records.source"
        " WHERE persons.person IS NULL OR reports.report_id IS NULL OR sources.source IS NULL",
    ),
    (
        f"{_I}names.parquet",
        "a name is of a person or from a record that is not in the release",
        "SELECT 1 FROM names LEFT JOIN records USING (record_id) WHERE records.record_id IS NULL"
        " OR records.person_id IS DISTINCT FROM names.person_id",
    ),
    (
        f"{_I}evidence.parquet",
        "a piece of evidence belongs to no report of the release",
        "SELECT 1 FROM evidence LEFT JOIN reports USING (report_id) WHERE reports.report_id IS NULL",
    ),
)
"""What must hold between the tables: the file to blame, what is wrong, and a query that finds it."""


def broken_references(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the file to blame and what is wrong, for everything that does not hold between the tables.

    Raises:
        duckdb.Error: A table cannot be read: check the tables first.
    """
    with connect() as engine:
        for file, table in ALL_TABLES.items():
            engine.read_parquet(str(folder / file)).create_view(table.name)
        for where, what, query in _REFERENCES:
            if engine.execute(f"SELECT count(*) FROM ({query})").fetchall() != [(0,)]:  # noqa: S608  # above
                yield where, what
