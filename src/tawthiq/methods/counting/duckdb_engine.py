"""The fast engine: DuckDB groups the rows, Python weighs each distinct text once.

Acts are counted in one GROUP BY. The weighed texts become small tables, to which rows are joined, or
conditions (`weighed`). Persons and events are then counted with bitmaps over their dense numbers, one for
each group of rows that stand alike; where everybody has one row, or the groups are too many, those who stand
alike are counted together (`alike`). A stock is counted with bitmaps of the stays that may be a person's
latest (`stock_sql`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import Final

from tawthiq.methods.counting import alike, stock_sql
from tawthiq.methods.counting.alike import Alike, Placed
from tawthiq.methods.counting.answer import Answer, CountedAct, CountedPerson
from tawthiq.methods.counting.axes import Axis, Tokens, axes_of
from tawthiq.methods.counting.fields import STATUS_AXIS
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.question import Question
from tawthiq.methods.counting.schema import ALTERNATIVE
from tawthiq.methods.counting.standings import Standing
from tawthiq.methods.counting.tally import Bitmaps, Group, Layout, Numbers, tally_flow
from tawthiq.methods.counting.tally_alike import tally_alike
from tawthiq.methods.counting.tally_stock import tally_stock
from tawthiq.methods.counting.weighed import (
    Numbering,
    WeighedAxis,
    combined,
    joined,
    least_of,
    merged,
    weigh_all,
)

BITMAP_BUDGET: Final = 256 << 20
"""Bytes of bitmaps that one query may build; beyond it, a stock is counted range by range, a flow `alike`."""
DIGEST_BLOCK: Final = 1 << 16
LEVELS: Final = 3
"""How a row stands on all axes that no table shows: certainly, possibly, or not."""

_WITH_STATUS: Final = """(
SELECT acts.*, stay.status, stay.begin_min AS status_begin, stay.begin_max AS status_end
FROM acts LEFT JOIN (
    SELECT act, arg_max({status: status, begin_min: begin_min, begin_max: begin_max}, seq) AS stay
    FROM spells GROUP BY act
) AS last ON acts.act = last.act)"""
"""Acts with the last of their stays; packed, because arg_max passes over what is NULL."""


_EVENT_SIZES: Final = """
CREATE OR REPLACE TEMP TABLE event_sizes AS
SELECT event, sum(CASE WHEN sure = 2 THEN count_min ELSE 0 END) >= $size AS is_certain
FROM (
    SELECT event, person, max(sure) AS sure, min(count_min) AS count_min,
        coalesce(min(count_max), $size) AS count_max
    FROM event_acts GROUP BY event, person
)
GROUP BY event
HAVING sum(count_max) >= $size
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to count: SQL after FROM, and SQL of 2 where a row may be certain, 1 possible, 0 neither."""

    sql: str
    certainty: str


class DuckDBEngine:
    """Answers questions of one release."""

    def __init__(self, tables: ReleaseTables) -> None:
        """Take the opened release; it stays open as long as the engine is used."""
        self.tables = tables
        self.db = tables.db
        self._one_row_each: dict[Question, bool] = {}

    def count(self, question: Question, *, digest: bool = True) -> Answer:
        """Return the answer to a question, with the digest of the acts counted unless it is not wanted.

        Raises:
            UsageProblem: A stock is asked for a date after the release's.
        """
        axes = axes_of(question, self._has_alternatives)
        layout = Layout.of(question.by, [axis.by for axis in axes if axis.by])
        if question.measure == "stock":
            answer = self._stock(question, axes, layout)
        elif question.unit == "acts":
            answer = tally_flow(list(self._groups_of_acts(question, axes)), Numbers(), layout)
        else:
            answer = self._flow(question, axes, layout)
        return replace(answer, digest=self.digest(question)) if digest else answer

    def acts(self, question: Question) -> list[CountedAct]:
        """Return the acts behind the number, by act_id: those certainly counted, and those possibly.

        For a stock these are the acts of the stays that may be a person's latest.

        Raises:
            UsageProblem: As `count`.
        """
        rows = self.db.execute(
            f"SELECT act_id, version, person_id, event_id, sure = 2 FROM ({self._counted(question)}) "  # noqa: S608  # our names
            "ORDER BY act"
        ).fetchall()
        return [CountedAct(*row) for row in rows]

    def persons(self, question: Question) -> list[CountedPerson]:
        """Return the persons behind the number, by person_id.

        Raises:
            UsageProblem: As `count`.
        """
        rows = self.db.execute(
            "SELECT person_id, any_value(count_min), any_value(count_max), bool_or(sure = 2) "  # noqa: S608  # our names
            f"FROM ({self._counted(question)}) GROUP BY person, person_id ORDER BY person"
        ).fetchall()
        return [CountedPerson(*row) for row in rows]

    def digest(self, question: Question) -> str:
        """Return the digest of the acts certainly counted, with their versions (`answer.digest_of`).

        Raises:
            UsageProblem: As `count`.
        """
        blocks = self.db.execute(
            "SELECT string_agg(act_id || ' ' || version || chr(10), '' ORDER BY act) "  # noqa: S608  # our names
            f"FROM ({self._counted(question)}) WHERE sure = 2 "
            f"GROUP BY act // {DIGEST_BLOCK} ORDER BY act // {DIGEST_BLOCK}"
        )
        digest = hashlib.sha256()
        while row := blocks.fetchone():
            digest.update(row[0].encode())
        return digest.hexdigest()

    # What is behind the number

    def _counted(self, question: Question) -> str:
        """Return SQL of the acts behind the number with their `sure` level, having made the tables it reads.

        `sure` is 2 for what counts certainly and 1 for what counts in at_most only.
        """
        rows = self._rows(question)
        axes = axes_of(question, self._has_alternatives)
        weighed = weigh_all(self.db, rows.sql, axes, keep_impossible=question.measure == "stock")
        sure = least_of(rows.certainty, weighed)
        counted = f"SELECT rows.*, {sure} AS sure FROM {rows.sql} AS rows {joined(weighed)}"  # noqa: S608  # our names
        if question.measure == "stock":
            return stock_sql.agreed(counted)
        if question.unit == "events":
            return self._in_events(question, counted)
        return counted

    def _has_alternatives(self, column: str) -> bool:
        found = self.db.execute(f"SELECT 1 FROM acts WHERE contains({column}, '{ALTERNATIVE}') LIMIT 1")  # noqa: S608  # our names
        return found.fetchone() is not None

    def _in_events(self, question: Question, counted: str) -> str:
        counted = f"SELECT * FROM ({counted}) WHERE event IS NOT NULL"  # noqa: S608  # our names
        if question.persons_per_event is None:
            return counted
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE event_acts AS {counted}")
        self.db.execute(_EVENT_SIZES, {"size": question.persons_per_event})
        return (
            "SELECT event_acts.* REPLACE (least(sure, CASE WHEN is_certain THEN 2 ELSE 1 END) AS sure) "
            "FROM event_acts JOIN event_sizes USING (event)"
        )

    def _rows(self, question: Question) -> Rows:
        if question.measure == "stock":
            stock_sql.prepare(self.db, question, self.tables.date_of(question))
            return Rows(stock_sql.CANDIDATES, "stays_on")
        certainty = "(certain::TINYINT + 1)"
        reads_stays = STATUS_AXIS in question.axes or question.date_basis == "status"
        return Rows(_WITH_STATUS if reads_stays else "acts", certainty)

    # Flows

    def _groups_of_acts(self, question: Question, axes: Sequence[Axis]) -> Iterator[Group]:
        """Yield groups of acts from one GROUP BY, over the texts where no condition refuses any."""
        rows = self._rows(question)
        filters = [axis for axis in axes if axis.is_filter]
        weighed = {one.axis.name: one for one in weigh_all(self.db, rows.sql, filters)}
        columns: list[str] = []
        readers: list[tuple[int, int, Callable[[Tokens], Standing]]] = []
        for axis in axes:
            own, read = _read_from(axis, weighed.get(axis.name))
            readers.append((1 + len(columns), 1 + len(columns) + len(own), read))
            columns += own
        places = ", ".join(str(place + 1) for place in range(1 + len(columns)))
        chosen = ", ".join([rows.certainty, *columns])
        source = f"{rows.sql} AS rows {joined(weighed.values())}"
        found = self.db.execute(f"SELECT {chosen}, count(*) FROM {source} GROUP BY {places}").fetchall()  # noqa: S608  # our names
        for row in found:
            standings = [read(row[first:after]) for first, after, read in readers]
            yield _group_of_acts(axes, standings, row[0], row[-1])

    def _flow(self, question: Question, axes: Sequence[Axis], layout: Layout) -> Answer:
        """Count persons or events, each once."""
        if question.persons_per_event is not None:
            source = Rows(f"({self._counted(question)})", "sure")
        else:
            source = self._rows(question)
        weighed = weigh_all(self.db, source.sql, axes)
        unit = "person" if question.unit == "persons" else "event"
        if layout.by and self._has_one_row_each(question, source, weighed, unit):
            return self._table(source, weighed, unit, layout, one_row_each=True)
        if layout.by and self._has_many_groups(weighed, unit):
            return self._table(source, weighed, unit, layout, one_row_each=False)
        groups = list(self._bitmaps(source, weighed, unit))
        return tally_flow(groups, self._bags(unit), layout)

    def _table(
        self, source: Rows, weighed: Sequence[WeighedAxis], unit: str, layout: Layout, *, one_row_each: bool
    ) -> Answer:
        """Count persons or events in each cell of a table, those who stand alike together."""
        numbering = Numbering.of(source.certainty, weighed)
        sql = f"FROM {source.sql} AS rows {joined(weighed, f'{unit} IS NOT NULL')}"
        rows = Placed(sql, unit, numbering.sql)
        has_sizes = unit == "person" and bool(alike.make_sized(self.db))
        units: Iterable[Alike]
        if one_row_each:
            units = alike.units_of_one_row(self.db, rows, has_sizes=has_sizes)
            used = [group for one in units for group in one.stands]
        else:
            used = alike.groups_in(self.db, rows)
            units = alike.units_of_several_rows(self.db, rows, has_sizes=has_sizes)
        return tally_alike(units, {number: _group(*numbering.read(number)) for number in used}, layout)

    def _has_one_row_each(
        self, question: Question, source: Rows, weighed: Sequence[WeighedAxis], unit: str
    ) -> bool:
        """Return whether nobody is in two rows, which holds for every table under the same conditions."""
        asked = replace(question, by=())
        if asked not in self._one_row_each:
            filters = (one for one in weighed if one.axis.is_filter)
            sql = f"FROM {source.sql} AS rows {joined(filters, f'{unit} IS NOT NULL')}"
            found = alike.has_one_row_each(self.db, sql, unit, size=self._size(unit))
            self._one_row_each[asked] = found
        return self._one_row_each[asked]

    def _stock(self, question: Question, axes: Sequence[Axis], layout: Layout) -> Answer:
        """Count persons by the stays that may be their latest."""
        source = self._rows(question)
        weighed = weigh_all(self.db, source.sql, axes, keep_impossible=True)
        groups = list(self._bitmaps(source, weighed, "person"))
        begun = self._bitmap("stock_candidates WHERE has_any")
        ended = self._bitmap("stock_ended")
        gone = self._bitmap("stock_ended WHERE is_gone")
        return tally_stock(groups, self._bags("person"), layout, sure=begun & ~ended, gone=gone)

    # Bitmaps

    def _bitmaps(self, source: Rows, weighed: Sequence[WeighedAxis], unit: str) -> Iterator[Group]:
        """Yield rows that stand alike, with their units; what no table shows is in their level alone."""
        size = self._size(unit)
        shown = [one for one in weighed if one.axis.by]
        level = least_of(source.certainty, (one for one in weighed if not one.axis.by))
        columns = [level, *(one.number for one in shown)]
        step = self._range(weighed)
        places = ", ".join(str(place + 1) for place in range(len(columns)))
        for first in range(0, size, step):
            last = min(first + step, size) - 1
            within = f"{unit} IS NOT NULL" if step >= size else f"{unit} BETWEEN {first} AND {last}"
            rows = self.db.execute(
                f"SELECT {', '.join(columns)}, bitstring_agg({unit}, {first}, {last})::BLOB "  # noqa: S608  # our names
                f"FROM {source.sql} AS rows {joined(weighed, within)} GROUP BY {places}"
            ).fetchall()
            for level, *numbers, bits in rows:
                units = int.from_bytes(bits, "big") << (size - 1 - last)
                yield _group(combined(shown, numbers), level, units)

    def _has_many_groups(self, weighed: Sequence[WeighedAxis], unit: str) -> bool:
        return self._range(weighed) < self._size(unit)

    def _range(self, weighed: Sequence[WeighedAxis]) -> int:
        """Return how many units may have bitmaps at once."""
        groups = LEVELS * prod(len(one.standings) for one in weighed if one.axis.by)
        return max(1024, 8 * BITMAP_BUDGET // max(groups, 1))

    def _bitmap(self, source: str) -> int:
        """Return the persons of a table as one bitmap."""
        size = self._size("person")
        row = self.db.execute(
            f"SELECT bitstring_agg(person, 0, {max(size - 1, 0)})::BLOB FROM {source}"  # noqa: S608  # our names
        ).fetchone()
        return 0 if row is None or row[0] is None else int.from_bytes(row[0], "big")

    def _size(self, unit: str) -> int:
        row = self.db.execute(f"SELECT coalesce(max({unit}) + 1, 0) FROM acts").fetchone()  # noqa: S608  # our names
        assert row is not None  # an aggregate always gives one row
        return int(row[0])

    def _bags(self, unit: str) -> Bitmaps:
        """Return how units count: a group as its minimum and maximum, an event as one."""
        if unit == "event":
            return Bitmaps({}, {})
        size = self._size(unit)
        least: dict[int, int] = {}
        most: dict[int | None, int] = {}
        for person, count_min, count_max in alike.make_sized(self.db):
            if person < size:
                bit = 1 << (size - 1 - person)
                least[count_min] = least.get(count_min, 0) | bit
                most[count_max] = most.get(count_max, 0) | bit
        return Bitmaps(least, most)


def _read_from(axis: Axis, weighed: WeighedAxis | None) -> tuple[list[str], Callable[[Tokens], Standing]]:
    """Return the columns that hold an axis's standing, or the texts that give it, and how it is read."""
    if weighed is not None:
        standings = weighed.standings
        return [weighed.number], lambda number: standings[number[0]]
    return [token.sql for token in axis.tokens], cache(lambda tokens: merged(axis, axis.weigh(tokens)))


def _group(parts: Sequence[Standing], level: int, units: int = 0) -> Group:
    """Return the rows that stand so on the axes of a table, and on all others at that level."""
    is_certain = level == 2 and all(part.is_certain for part in parts)
    return Group(is_certain, level > 0 and all(part.is_possible for part in parts), tuple(parts), units)


def _group_of_acts(axes: Sequence[Axis], standings: Sequence[Standing], certainty: int, acts: int) -> Group:
    others = [standing for axis, standing in zip(axes, standings, strict=True) if not axis.by]
    level = certainty if all(one.is_certain for one in others) else min(certainty, 1)
    parts = [standing for axis, standing in zip(axes, standings, strict=True) if axis.by]
    return _group(parts, level if all(one.is_possible for one in others) else 0, acts)
