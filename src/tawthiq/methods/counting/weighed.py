"""Weighed texts as small tables in DuckDB, to which the rows of a release are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from tawthiq.methods.counting.axes import Axis, Tokens
from tawthiq.methods.counting.standings import IMPOSSIBLE, Standing
from tawthiq.methods.counting.tables import create_from

SETTLED = Standing(True, True)
OPEN = Standing(False, True)
FEW = 50
"""So many texts at most are written out as a condition, which reads fewer rows than a join does."""


@dataclass(frozen=True)
class WeighedAxis:
    """One axis, weighed. Its table holds for each distinct text `s`, which standing, and `ok`: 2, 1 or 0.

    `alike` is SQL that is true for the rows of the table, where they are few and all stand alike.
    """

    axis: Axis
    table: str
    standings: tuple[Standing, ...]
    alike: str | None = None


def weigh_all(
    db: duckdb.DuckDBPyConnection, source: str, axes: Sequence[Axis], *, keep_impossible: bool = False
) -> list[WeighedAxis]:
    """Weigh every distinct text of the axes in `source` and put the result into temporary tables.

    Texts that cannot satisfy the question are left out, so that joining leaves their rows out too, unless
    `keep_impossible`.
    """
    return [_weigh(db, source, axis, f"axis_{place}", keep_impossible) for place, axis in enumerate(axes)]


def _weigh(
    db: duckdb.DuckDBPyConnection, source: str, axis: Axis, table: str, keep_impossible: bool
) -> WeighedAxis:
    tokens = [token.sql for token in axis.tokens]
    places = ", ".join(str(place + 1) for place in range(len(tokens)))
    rows = db.execute(
        f"SELECT {', '.join(tokens)} FROM {source} GROUP BY {places}"  # noqa: S608  # our names
    ).fetchall()
    numbers: dict[Standing, int] = {}
    kept: list[tuple[Tokens, int, int]] = []
    for key in rows:
        standing = merged(axis, axis.weigh(key))
        if standing.is_possible or keep_impossible:
            number = numbers.setdefault(standing, len(numbers))
            kept.append((key, number, int(standing.is_possible) + int(standing.is_certain)))
    _store(db, table, axis, kept)
    alike = _alike(axis, [key[0] for key, _, _ in kept]) if len(numbers) == len(tokens) == 1 else None
    return WeighedAxis(axis, table, tuple(numbers), alike)


def _alike(axis: Axis, texts: list[str | None]) -> str | None:
    if len(texts) > FEW or None in texts:
        return None
    # the texts are the release's own words: a quotation mark in one is doubled, as SQL wants it
    quoted = ", ".join("'" + str(text).replace("'", "''") + "'" for text in texts)
    return f"{axis.tokens[0].sql} IN ({quoted})"


def merged(axis: Axis, standing: Standing) -> Standing:
    """Return the standing without what the breakdown does not ask, so that equal ones are one."""
    if not standing.is_possible:
        return IMPOSSIBLE
    if not axis.by:
        return SETTLED if standing.is_certain else OPEN
    return standing


def _store(
    db: duckdb.DuckDBPyConnection, table: str, axis: Axis, kept: list[tuple[Tokens, int, int]]
) -> None:
    columns = [(f"t{place}", token.type) for place, token in enumerate(axis.tokens)]
    create_from(
        db,
        f"CREATE OR REPLACE TEMP TABLE {table} AS",
        [*columns, ("s", "INTEGER"), ("ok", "TINYINT")],
        ((*tokens, number, ok) for tokens, number, ok in kept),
    )


def joined(weighed: Iterable[WeighedAxis]) -> str:
    """Return SQL that joins rows to the tables of the axes, to stand after the source."""
    return " ".join(
        f"JOIN {one.table} ON "
        + " AND ".join(
            f"{token.sql} IS NOT DISTINCT FROM {one.table}.t{place}"
            for place, token in enumerate(one.axis.tokens)
        )
        for one in weighed
    )


def least_of(certainty: str, weighed: Iterable[WeighedAxis]) -> str:
    """Return SQL of the level of a row: 2 certain, 1 possible, 0 neither, on every axis together."""
    return f"least({', '.join([certainty, *(f'{one.table}.ok' for one in weighed)])})"


def combined(weighed: Sequence[WeighedAxis], numbers: Sequence[int]) -> tuple[Standing, ...]:
    """Return the standings that a row of numbers means, one for each axis."""
    return tuple(one.standings[number] for one, number in zip(weighed, numbers, strict=True))
