"""Standard tables filled from one release: every number is a count, and what it leaves out stands with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from tawthiq.core.errors import UsageProblem
from tawthiq.journey.figures.facts import Figure, ReleaseMark
from tawthiq.journey.figures.standard_tables import StandardTable, Subset, TableSet
from tawthiq.methods.counting.fields import DATE_AXIS, FIELDS
from tawthiq.methods.counting.question import Options, Question
from tawthiq.methods.counting.spans import LAST, parse_span

IN_PERIOD, SINCE = "period", "since"


class Counts(Protocol):
    """What answers questions: one release, opened for a reader."""

    @property
    def mark(self) -> ReleaseMark:
        """Return what every output says of the release."""
        ...

    def question(self, *, rule: str | None = None, options: Options | None = None) -> Question:
        """Return the question that a rule and the options beside it ask."""
        ...

    def count(self, question: Question) -> Figure:
        """Answer it."""
        ...

    def rules(self) -> Mapping[str, Any]:
        """Return the counting rules that the release carries, by code."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a set of tables is made for.

    `period` is written as ``2022-10`` or ``2022-10..2022-12``. `attribution` and the bases replace those of
    the rules where they are given.
    """

    period: str
    attribution: str | None = None
    date_basis: str | None = None
    place_basis: str | None = None
    where: tuple[str, ...] = ()

    @property
    def last_day(self) -> date:
        """Return the last day of the period.

        Raises:
            UsageProblem: It is no period, or has no end.
        """
        try:
            last = parse_span(self.period).last
        except ValueError as err:
            raise UsageProblem(
                f"No table was made: {self.period!r} is no period.",
                hint="Write 2022-10, 2022, or FROM..TO.",
                where="--period",
            ) from err
        if last == LAST:
            raise UsageProblem(
                "No table was made: the period has no end.", hint="Write FROM..TO.", where="--period"
            )
        return last


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row: what it is of, and its numbers in the order of the columns. A number is a lower bound."""

    key: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FilledTable:
    """One table of one release.

    `columns` are codes: of subsets, of the two times, or ``all``, the values of the field `across`, and
    ``undetermined``. Where the rows are a breakdown, each column has a number that is in no row
    (`undetermined`), one that is in several (`repeated`) and a total: total = rows + undetermined - repeated.
    `figures` are the counts that it is made of, the first of the whole.
    """

    table: StandardTable
    columns: tuple[str, ...]
    rows: tuple[FilledRow, ...]
    figures: tuple[Figure, ...]
    total: tuple[int, ...] = ()
    undetermined: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()

    @property
    def whole(self) -> Figure:
        """Return the count of everyone in the table."""
        return self.figures[0]


@dataclass(frozen=True, slots=True)
class FilledSet:
    """The tables of a set, filled; `absent` are those whose rule the release does not carry."""

    of: TableSet
    asked: Asked
    release: ReleaseMark
    tables: tuple[FilledTable, ...]
    absent: tuple[StandardTable, ...] = ()


def fill(chosen: TableSet, counts: Counts, asked: Asked) -> FilledSet:
    """Fill the tables of a set from a release.

    Raises:
        UsageProblem: The period is none, or ends after the release's as-of date.
    """
    as_of = counts.mark.as_of
    if asked.last_day > as_of:
        raise UsageProblem(
            f"No table was made: the period ends after {as_of.isoformat()}, the as-of date of the release.",
            hint=f"Freeze a later release, or end the period earlier: FROM..{as_of.isoformat()}.",
            where="--period",
        )
    filling, rules = _Filling(counts, asked), counts.rules()
    tables = tuple(filling.table(table) for table in chosen.tables if table.rule in rules)
    # a release counts by the rules that it was frozen with, and an old one has fewer
    absent = tuple(table for table in chosen.tables if table.rule not in rules)
    return FilledSet(chosen, asked, counts.mark, tables, absent)


@dataclass(frozen=True)
class _Filling:
    counts: Counts
    asked: Asked

    def table(self, table: StandardTable) -> FilledTable:
        if not table.by:
            return self._list(table)
        return self._cross(table) if table.across else self._breakdown(table)

    def _list(self, table: StandardTable) -> FilledTable:
        """Count every row in the period, and since the beginning."""
        everything = replace(table, since_the_beginning=True)
        counted = [
            (subset.code, self._count(table, subset), self._count(everything, subset))
            for subset in table.subsets
        ]
        rows = tuple(FilledRow(code, (now.at_least, ever.at_least)) for code, now, ever in counted)
        figures = tuple(figure for _, *both in counted for figure in both)
        return FilledTable(table, (IN_PERIOD, SINCE), rows, figures)

    def _breakdown(self, table: StandardTable) -> FilledTable:
        """Count each subset by the field of the rows."""
        figures = tuple(self._count(table, subset, by=(table.by,)) for subset in table.subsets)
        found = [_cells(figure, table.by) for figure in figures]
        rows = tuple(
            FilledRow(key, tuple(cells.get(key, 0) for cells in found)) for key in _ordered(found, table.by)
        )
        return FilledTable(
            table,
            tuple(subset.code for subset in table.subsets),
            rows,
            figures,
            total=tuple(figure.at_least for figure in figures),
            undetermined=tuple(figure.undetermined.total for figure in figures),
            repeated=tuple(figure.repeated for figure in figures),
        )

    def _cross(self, table: StandardTable) -> FilledTable:
        """Count each value of one field by another; whoever is in no column stands in the last.

        A column is counted like a table of its own, so that each has what it leaves out. The field of the
        columns puts nobody into two of them.
        """
        whole = self._count(table, by=(table.by,))
        columns = _ordered([_cells(self._count(table, by=(table.across,)), table.across)], table.across)
        own = [
            self._count(table, by=(table.by,), where=(f"{table.across}=exact:{column}",))
            for column in columns
        ]
        found = [_cells(figure, table.by) for figure in (whole, *own)]
        rows = tuple(
            FilledRow(key, _with_rest([cells.get(key, 0) for cells in found]))
            for key in _ordered(found, table.by)
        )
        return FilledTable(
            table,
            ("all", *columns, "undetermined"),
            rows,
            (whole, *own),
            total=_with_rest([figure.at_least for figure in (whole, *own)]),
            undetermined=_with_rest([figure.undetermined.total for figure in (whole, *own)]),
            repeated=_with_rest([figure.repeated for figure in (whole, *own)]),
        )

    def _count(
        self,
        table: StandardTable,
        subset: Subset | None = None,
        *,
        by: Sequence[str] = (),
        where: Sequence[str] = (),
    ) -> Figure:
        conditions = (*self.asked.where, *table.where, *(subset.where if subset else ()), *where)
        question = self.counts.question(
            rule=table.rule, options=Options(where=conditions, by=tuple(by), **self._settings(table))
        )
        return self.counts.count(question)

    def _settings(self, table: StandardTable) -> Mapping[str, Any]:
        asked = self.asked
        settings = {"attribution": asked.attribution, "place_basis": asked.place_basis}
        if self.counts.question(rule=table.rule).measure == "stock":
            return {**settings, "on": asked.last_day}
        until = f"..{asked.last_day.isoformat()}"
        period = until if table.since_the_beginning else asked.period
        return {**settings, "period": period, "date_basis": table.date_basis or asked.date_basis}


def _cells(figure: Figure, by: str) -> dict[str, int]:
    return {cell.key[by]: cell.at_least for cell in figure.cells}


def _with_rest(numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the whole and its columns, with what is in none of them last."""
    return (*numbers, numbers[0] - sum(numbers[1:]))


def _ordered(found: Sequence[Mapping[str, int]], by: str) -> list[str]:
    """Return the keys that have anybody: time in its order, all else with the greatest number first."""
    keys = {key for cells in found for key, number in cells.items() if number}
    if FIELDS[by].axis == DATE_AXIS:
        return sorted(keys)
    return sorted(keys, key=lambda key: ([-cells.get(key, 0) for cells in found], key))
