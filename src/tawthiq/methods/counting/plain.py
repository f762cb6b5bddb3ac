"""The reference engine: it tries every possibility, one row and one person after another.

It is written to be read as the definition of a count, and to be slow. The fast engine must give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

from tawthiq.methods.counting.answer import (
    REASONS,
    Answer,
    Cell,
    CountedAct,
    CountedPerson,
    Undetermined,
    digest_of,
)
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.plain_stock import whereabouts
from tawthiq.methods.counting.plain_worlds import Fact, Key, Worlds
from tawthiq.methods.counting.question import Question
from tawthiq.methods.counting.schema import ACTS, PERSONS, SPELLS

Row = Mapping[str, Any]
Place = tuple[Key, ...]
"""A cell: the values on each axis of the breakdown."""


@dataclass(frozen=True)
class Seen:
    """One row as it stands to the question."""

    row: Row
    is_certain: bool
    is_possible: bool
    facts: tuple[Fact, ...]
    """On the axes of the breakdown."""

    @property
    def cells(self) -> set[Place]:
        """Return the cells that it is in whatever is true."""
        return set(product(*(fact.cells for fact in self.facts))) if self.is_certain else set()

    @property
    def listed(self) -> set[Place]:
        """Return the cells that it may be in by what sources state."""
        if not self.is_possible:
            return set()
        return set(product(*(fact.cells_possible(listed=True) for fact in self.facts)))

    def may_be_in(self, place: Place) -> bool:
        """Return whether it may be in a cell by what sources state or leave open."""
        return self.is_possible and all(
            key in fact.cells_possible(listed=True) | fact.cells_possible(listed=False)
            for key, fact in zip(place, self.facts, strict=True)
        )

    @property
    def reason(self) -> str:
        """Return the first reason why it is in no cell."""
        return _first(fact.reason for fact in self.facts if not fact.cells)


NO_STAY: Final = {"status": None, "status_begin": None, "status_end": None}


@dataclass(frozen=True)
class Unit:
    """One person, act or event, with what it counts as and where it stands."""

    least: int
    most: int | None
    is_certain: bool
    is_possible: bool
    cells: frozenset[Place]
    may_be_in: frozenset[Place]
    reason: str


class PlainEngine:
    """Answers questions of one release, by definition."""

    def __init__(self, tables: ReleaseTables) -> None:
        """Read all rows of the opened release into memory."""
        self.tables = tables
        self._acts = tables.rows(ACTS)
        self._spells = tables.rows(SPELLS)
        self._persons = {row["person"]: row for row in tables.rows(PERSONS)}
        self._last = {
            spell["act"]: {
                "status": spell["status"],
                "status_begin": spell["begin_min"],
                "status_end": spell["begin_max"],
            }
            for spell in sorted(self._spells, key=lambda spell: spell["seq"])
        }

    def count(self, question: Question, *, digest: bool = True) -> Answer:
        """Return the answer to a question, with the digest of the acts counted unless it is not wanted.

        Raises:
            UsageProblem: A stock is asked for a date after the release's.
        """
        groups = self._grouped(question)
        judge = self._judge_stay if question.measure == "stock" else self._judge
        possible = [rows for key, rows in groups if judge(question, key, rows, set()).is_possible]
        places = {place for rows in possible for seen in rows for place in seen.listed}
        units = [judge(question, key, rows, places) for key, rows in groups]
        answer = _answer(question, units, places if question.by else set())
        return replace(answer, digest=self.digest(question)) if digest else answer

    def acts(self, question: Question) -> list[CountedAct]:
        """Return the acts behind the number, by act_id.

        Raises:
            UsageProblem: As `count`.
        """
        counted: dict[str, CountedAct] = {}
        for row, is_certain in self._behind(question):
            act = CountedAct(row["act_id"], row["version"], row["person_id"], row["event_id"], is_certain)
            before = counted.get(act.act_id, act)
            counted[act.act_id] = replace(act, is_certain=before.is_certain or act.is_certain)
        return sorted(counted.values(), key=lambda act: act.act_id.encode())

    def persons(self, question: Question) -> list[CountedPerson]:
        """Return the persons behind the number, by person_id.

        Raises:
            UsageProblem: As `count`.
        """
        counted: dict[str, CountedPerson] = {}
        for row, is_certain in self._behind(question):
            one = CountedPerson(row["person_id"], row["count_min"], row["count_max"], is_certain)
            before = counted.get(one.person_id, one)
            counted[one.person_id] = replace(one, is_certain=before.is_certain or is_certain)
        return sorted(counted.values(), key=lambda one: one.person_id.encode())

    def digest(self, question: Question) -> str:
        """Return the digest of the acts certainly counted.

        Raises:
            UsageProblem: As `count`.
        """
        return digest_of((act.act_id, act.version) for act in self.acts(question) if act.is_certain)

    def _behind(self, question: Question) -> Iterable[tuple[Row, bool]]:
        judge = self._judge_stay if question.measure == "stock" else self._judge
        for key, rows in self._grouped(question):
            unit = judge(replace(question, by=()), key, rows, set())
            if unit.is_possible:
                sure_of_all = question.measure == "stock" or question.persons_per_event is not None
                for seen in rows:
                    if seen.is_possible:
                        yield seen.row, seen.is_certain and (unit.is_certain or not sure_of_all)

    def _grouped(self, question: Question) -> list[tuple[Any, list[Seen]]]:
        """Return the rows of each unit, as they stand to the question."""
        if question.measure == "stock":
            return self._stays(question)
        rows = [{**act, **self._last.get(act["act"], NO_STAY)} for act in self._acts]
        worlds = Worlds(question, rows)
        name = {"persons": "person", "acts": "act", "events": "event"}[question.unit]
        units: dict[Any, list[Seen]] = {}
        for row in rows:
            if row[name] is not None:
                units.setdefault(row[name], []).append(
                    _seen(question, worlds, row, 2 if row["certain"] else 1)
                )
        return list(units.items())

    def _stays(self, question: Question) -> list[tuple[Any, list[Seen]]]:
        on = self.tables.date_of(question)
        found = whereabouts(question, on, self._acts, self._spells)
        worlds = Worlds(question, [stay.row for one in found.values() for stay in one.candidates])
        return [
            (
                (person, one.is_certain),
                [_seen(question, worlds, stay.row, stay.lasts) for stay in one.candidates],
            )
            for person, one in found.items()
        ]

    def _judge(self, question: Question, key: Any, rows: Sequence[Seen], places: set[Place]) -> Unit:
        """A unit counts where one of its rows does; it stands in every cell in which one of them does."""
        least, most = self._size(question, key)
        is_certain = any(seen.is_certain for seen in rows)
        is_possible = any(seen.is_possible for seen in rows)
        if question.persons_per_event is not None:
            enough = question.persons_per_event
            is_certain = sum(_people(rows, certain=True)) >= enough
            at_most = [enough if size is None else size for size in _people(rows, certain=False)]
            is_possible = sum(size for size in at_most if size is not None) >= enough
        certain = [seen for seen in rows if seen.is_certain] if is_certain else []
        return Unit(
            least,
            most,
            is_certain,
            is_possible,
            frozenset(place for seen in certain for place in seen.cells),
            frozenset(place for place in places if is_possible and any(s.may_be_in(place) for s in rows)),
            _first(seen.reason for seen in certain),
        )

    def _judge_stay(self, question: Question, key: Any, rows: Sequence[Seen], places: set[Place]) -> Unit:
        """A person counts where every stay that may be the latest does, and stands where all of them do."""
        person, may_be_certain = key
        least, most = self._size(question, person)
        is_certain = may_be_certain and all(seen.is_certain for seen in rows)
        return Unit(
            least,
            most,
            is_certain,
            any(seen.is_possible for seen in rows),
            frozenset(set.intersection(*(seen.cells for seen in rows))) if is_certain else frozenset(),
            frozenset(place for place in places if any(seen.may_be_in(place) for seen in rows)),
            _first(seen.reason for seen in rows) or "conflict",
        )

    def _size(self, question: Question, key: Any) -> tuple[int, int | None]:
        if question.unit != "persons":
            return 1, 1
        person = self._persons[key]
        return person["count_min"], person["count_max"]


def _seen(question: Question, worlds: Worlds, row: Row, certainty: int) -> Seen:
    facts = {axis: worlds.fact(axis, row) for axis in question.axes}
    return Seen(
        row,
        certainty == 2 and all(fact.is_certain for fact in facts.values()),
        certainty > 0 and all(fact.is_possible for fact in facts.values()),
        tuple(fact for axis, fact in facts.items() if question.on_axis(axis)[1]),
    )


def _people(rows: Sequence[Seen], *, certain: bool) -> Iterable[Any]:
    """Return how many people each person of the rows stands for."""
    name = "count_min" if certain else "count_max"
    chosen = (seen for seen in rows if (seen.is_certain if certain else seen.is_possible))
    return {seen.row["person"]: seen.row[name] for seen in chosen}.values()


def _first(reasons: Iterable[str]) -> str:
    given = set(reasons)
    return next((reason for reason in REASONS if reason in given), "")


def _answer(question: Question, units: Sequence[Unit], places: set[Place]) -> Answer:
    certain = [unit for unit in units if unit.is_certain]
    possible = [unit for unit in units if unit.is_possible]
    least, most = sum(unit.least for unit in certain), _most(possible)
    if not question.by:
        return Answer(least, most)
    cells = [
        Cell(
            _key(question, place),
            sum(unit.least for unit in certain if place in unit.cells),
            _most([unit for unit in possible if place in unit.may_be_in]),
        )
        for place in places
    ]
    nowhere = [unit for unit in certain if not unit.cells]
    return Answer(
        least,
        most,
        Undetermined(**{r: sum(unit.least for unit in nowhere if unit.reason == r) for r in REASONS}),
        sum(unit.least * (len(unit.cells) - 1) for unit in certain if unit.cells),
        question.by,
        tuple(sorted(cells, key=lambda cell: cell.key)),
    )


def _most(units: Sequence[Unit]) -> int | None:
    sizes = [unit.most for unit in units]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _key(question: Question, place: Place) -> Key:
    """Return a cell's values in the order of the breakdown."""
    axes = [by for axis in question.axes if (by := question.on_axis(axis)[1])]
    values = {
        name: value for by, key in zip(axes, place, strict=True) for name, value in zip(by, key, strict=True)
    }
    return tuple(values[name] for name in question.by)
