"""Units that stand alike, counted together: how persons are put into the cells of a table.

A person stands in the cells in which the person's acts do. Where everybody who is counted has one act, as the
killed have, persons are counted as acts are. Otherwise a person's acts may be gathered first, and persons
whose acts stand in the same groups counted as one kind, however many they are: a bitmap for each group is
faster while there are few, but the groups of four fields are thousands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import duckdb

BATCH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows that may count, and where: SQL of them, of a row's unit, and of the number of its group.

    `source` is SQL from FROM on.
    """

    source: str
    unit: str
    group: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Units whose rows stand in the same groups, and how many people they are together."""

    stands: tuple[int, ...]
    at_least: int
    at_most: int | None


def units_of_one_row(db: duckdb.DuckDBPyConnection, rows: Placed, *, has_sizes: bool) -> list[Alike]:
    """Return the units by the group in which their only row stands.

    `has_sizes` says that some units count as other than one, and are in the table ``sized`` (`make_sized`).
    """
    found = _kinds(db, f"SELECT {rows.unit} AS unit, {rows.group} AS stands {rows.source}", has_sizes)
    return [Alike((group,), least, most) for group, least, most in found]


def units_of_several_rows(db: duckdb.DuckDBPyConnection, rows: Placed, *, has_sizes: bool) -> Iterator[Alike]:
    """Yield the units by the groups in which their rows stand; `has_sizes` as above.

    There may be millions of kinds: read them before anything else is asked of the database.
    """
    groups = f"list_sort(list_distinct(list({rows.group})))"
    gathered = f"SELECT {rows.unit} AS unit, {groups} AS stands {rows.source} GROUP BY 1"
    for stands, least, most in _kinds(db, gathered, has_sizes):
        yield Alike(tuple(stands), least, most)


def groups_in(db: duckdb.DuckDBPyConnection, rows: Placed) -> list[int]:
    """Return the groups in which some row stands."""
    return [group for (group,) in db.execute(f"SELECT DISTINCT {rows.group} {rows.source}").fetchall()]


def has_one_row_each(db: duckdb.DuckDBPyConnection, source: str, unit: str, *, size: int) -> bool:
    """Return whether no unit has several of the rows: whether there are as many units as rows.

    `source` is SQL from FROM on; units have numbers below `size`.
    """
    units = f"bit_count(bitstring_agg({unit}, 0, {max(size - 1, 0)}))"
    told = db.execute(f"SELECT count(*), coalesce({units}, 0) {source}").fetchone()
    assert told is not None  # an aggregate always gives one row
    return bool(told[0] == told[1])


def make_sized(db: duckdb.DuckDBPyConnection) -> list[tuple[int, int, int | None]]:
    """Make the table ``sized`` of the persons who count as other than one, and return its rows."""
    # Each is asked by itself: the bounds that a file keeps of a column then answer without reading it.
    asked = ("count_min <> 1", "count_max <> 1", "count_max IS NULL")
    found = " UNION ".join(f"SELECT person, count_min, count_max FROM persons WHERE {one}" for one in asked)  # noqa: S608  # our names
    db.execute(f"CREATE OR REPLACE TEMP TABLE sized AS {found}")
    return db.execute("SELECT person, count_min, count_max FROM sized").fetchall()


def _kinds(
    db: duckdb.DuckDBPyConnection, gathered: str, has_sizes: bool
) -> Iterator[tuple[Any, int, int | None]]:
    """Yield each way in which units stand, with how many people stand so at least and at most."""
    people, sizes = "count(*), count(*)", ""
    if has_sizes:
        is_open = "bool_or(sized.person IS NOT NULL AND count_max IS NULL)"
        people = (
            "sum(coalesce(count_min, 1))::BIGINT, "
            f"CASE WHEN NOT {is_open} THEN sum(coalesce(count_max, 1))::BIGINT END"
        )
        sizes = "LEFT JOIN sized ON sized.person = gathered.unit"
    found = db.execute(f"SELECT stands, {people} FROM ({gathered}) AS gathered {sizes} GROUP BY stands")  # noqa: S608  # our names
    while batch := found.fetchmany(BATCH):
        yield from batch
