"""Weighed texts as SQL: small tables to which the rows of a release are joined, or conditions on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from tawthiq.methods.counting.axes import Axis, Tokens
from tawthiq.methods.counting.bounded import Bounds
from tawthiq.methods.counting.standings import IMPOSSIBLE, Standing
from tawthiq.methods.counting.tables import create_from

SETTLED = Standing(True, True)
OPEN = Standing(False, True)
UNKNOWN_DATE: Final[Tokens] = (None, None, None)
ALWAYS: Final = "2"
"""The level of rows that all are certain on an axis."""
FEW: Final = 50
"""So many texts at most are written out as a condition, which reads fewer rows than a join does."""


@dataclass(frozen=True, slots=True)
class WeighedAxis:
    """One axis, weighed. `number` is SQL of which standing a row has, and `level` of 2, 1 or 0.

    `join` is SQL of a table that both may need, and `kept` of a condition on the rows that may count.
    """

    axis: Axis
    standings: tuple[Standing, ...]
    number: str
    level: str
    join: str = ""
    kept: str = ""


def weigh_all(
    db: duckdb.DuckDBPyConnection, source: str, axes: Sequence[Axis], *, keep_impossible: bool = False
) -> list[WeighedAxis]:
    """Weigh every distinct text of the axes in `source` and put the result into temporary tables.

    Rows that cannot satisfy the question are left out by what is joined and `kept`, unless `keep_impossible`.
    """
    return [_weigh(db, source, axis, f"axis_{place}", keep_impossible) for place, axis in enumerate(axes)]


def _weigh(
    db: duckdb.DuckDBPyConnection, source: str, axis: Axis, table: str, keep_impossible: bool
) -> WeighedAxis:
    if axis.bounds is not None:
        otherwise = _otherwise(db, source, axis, axis.bounds)
        _store(db, table, axis, otherwise)
        return _bounded(axis, axis.bounds, table if otherwise else "", keep_impossible)
    numbers: dict[Standing, int] = {}
    kept: list[tuple[Tokens, int, int]] = []
    for key in _texts(db, source, axis):
        standing = merged(axis, axis.weigh(key))
        if standing.is_possible or keep_impossible:
            kept.append((key, numbers.setdefault(standing, len(numbers)), _level(standing)))
    alike = _alike(axis, [key[0] for key, _, _ in kept]) if len(numbers) == len(axis.tokens) == 1 else ""
    if alike:
        return WeighedAxis(axis, tuple(numbers), "0", str(kept[0][2]), kept=alike)
    _store(db, table, axis, kept)
    return WeighedAxis(axis, tuple(numbers), f"{table}.s", f"{table}.ok", join=f"JOIN {_on(axis, table)}")


def _otherwise(
    db: duckdb.DuckDBPyConnection, source: str, axis: Axis, bounds: Bounds
) -> list[tuple[Tokens, int, int]]:
    """Return the dates that stand otherwise than their bounds say, such as one of two years apart."""
    found: list[tuple[Tokens, int, int]] = []
    doubtful = _texts(db, source, axis, where=bounds.doubtful) if bounds.doubtful else []
    for key in {UNKNOWN_DATE, *doubtful}:
        level = _level(axis.weigh(key))
        if level != bounds.level(*key[1:]):
            found.append((key, 2 - level, level))
    return found


def _bounded(axis: Axis, bounds: Bounds, table: str, keep_impossible: bool) -> WeighedAxis:
    """Return a date weighed by its bounds, and by the table's word, where there is one, before them."""
    standings = (SETTLED, OPEN, IMPOSSIBLE) if keep_impossible else (SETTLED, OPEN)
    neither = f"WHEN {bounds.possible} THEN 1 ELSE 0" if keep_impossible else "ELSE 1"
    level, kept, join = f"CASE WHEN {bounds.certain} THEN 2 {neither} END", bounds.possible, ""
    if table:
        level, kept = f"coalesce({table}.ok, {level})", f"coalesce({table}.ok > 0, {kept})"
        join = f"LEFT JOIN {_on(axis, table)}"
    return WeighedAxis(axis, standings, f"(2 - {level})", level, join, "" if keep_impossible else kept)


def _texts(db: duckdb.DuckDBPyConnection, source: str, axis: Axis, *, where: str = "TRUE") -> list[Tokens]:
    tokens = [token.sql for token in axis.tokens]
    places = ", ".join(str(place + 1) for place in range(len(tokens)))
    return db.execute(
        f"SELECT {', '.join(tokens)} FROM {source} WHERE {where} GROUP BY {places}"  # noqa: S608  # our names
    ).fetchall()


def _level(standing: Standing) -> int:
    return int(standing.is_possible) + int(standing.is_certain)


def _alike(axis: Axis, texts: list[str | None]) -> str:
    if len(texts) > FEW or None in texts:
        return ""
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


def _on(axis: Axis, table: str) -> str:
    return f"{table} ON " + " AND ".join(
        f"{token.sql} IS NOT DISTINCT FROM {table}.t{place}" for place, token in enumerate(axis.tokens)
    )


def joined(weighed: Iterable[WeighedAxis], *conditions: str) -> str:
    """Return SQL of the joins and conditions by which rows that may count stay, to stand after the source."""
    axes = list(weighed)
    kept = " AND ".join(one for one in (*conditions, *(axis.kept for axis in axes)) if one)
    return f"{' '.join(axis.join for axis in axes if axis.join)} WHERE {kept or 'TRUE'}"


def least_of(certainty: str, weighed: Iterable[WeighedAxis]) -> str:
    """Return SQL of the level of a row: 2 certain, 1 possible, 0 neither, on every axis together."""
    levels = [certainty, *(one.level for one in weighed if one.level != ALWAYS)]
    return f"least({', '.join(levels)})" if len(levels) > 1 else certainty


@dataclass(frozen=True)
class Numbering:
    """One number for how a row stands: on each axis that a table shows, and its level on all others."""

    level: str
    shown: Sequence[WeighedAxis]

    @classmethod
    def of(cls, certainty: str, weighed: Sequence[WeighedAxis]) -> Numbering:
        """Number the rows of weighed axes, of a certainty before they were weighed."""
        level = least_of(certainty, (one for one in weighed if not one.axis.by))
        return cls(level, [one for one in weighed if one.axis.by])

    @property
    def sql(self) -> str:
        """Return SQL of a row's number."""
        number = f"(({self.level}) - 1)::BIGINT"
        for one in self.shown:
            number = f"({number} * {len(one.standings)} + {one.number})"
        return number

    def read(self, number: int) -> tuple[tuple[Standing, ...], int]:
        """Return the standings that a number means, one for each axis that is shown, and the level."""
        places: list[int] = []
        for one in reversed(self.shown):
            number, place = divmod(number, len(one.standings))
            places.append(place)
        return combined(self.shown, places[::-1]), number + 1


def combined(weighed: Sequence[WeighedAxis], numbers: Sequence[int]) -> tuple[Standing, ...]:
    """Return the standings that a row of numbers means, one for each axis."""
    return tuple(one.standings[number] for one, number in zip(weighed, numbers, strict=True))
