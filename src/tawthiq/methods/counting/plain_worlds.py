"""Every possibility that a stored fact leaves open, one by one: what the fast engine must meet.

A *world* is one possible truth on one axis: the codes that hold together, or the day. What a source states
gives one world per alternative (per day, for a date). What it does not state gives one for every value that
could matter, and one for a value that nobody names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from tawthiq.methods.counting.conditions import Condition
from tawthiq.methods.counting.fields import (
    DATE_AXIS,
    FIELDS,
    JOINT,
    PARTY_AXIS,
    PLACE_AXES,
    field,
)
from tawthiq.methods.counting.question import NOTICE, Question
from tawthiq.methods.counting.schema import ALTERNATIVE, TOGETHER, UNIDENTIFIED
from tawthiq.methods.counting.spans import FIRST, LAST, Span, stated_spans

Key = tuple[str, ...]
NOBODY_NAMES = ("(another)", "(yet another)")
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class World:
    """One possible truth: whether it satisfies the conditions, and the cells of the axis it stands in.

    `is_listed` says that a source names it, so that its cells belong in the table.
    """

    holds: bool
    keys: frozenset[Key]
    is_listed: bool


@dataclass(frozen=True)
class Fact:
    """What is stored of one axis in one row: its worlds, and why it leaves the cell open if it does."""

    worlds: tuple[World, ...]
    reason: str
    may_be_certain: bool = True

    @property
    def is_certain(self) -> bool:
        """Return whether every world satisfies the conditions."""
        return self.may_be_certain and all(world.holds for world in self.worlds)

    @property
    def is_possible(self) -> bool:
        """Return whether some world does."""
        return any(world.holds for world in self.worlds)

    @property
    def cells(self) -> frozenset[Key]:
        """Return the cells that it is in whatever is true."""
        return frozenset.intersection(*(world.keys for world in self.worlds))

    def cells_possible(self, *, listed: bool) -> frozenset[Key]:
        """Return the cells that it may be in, of the worlds that a source names or of the others."""
        return frozenset(
            key for world in self.worlds if world.holds and world.is_listed is listed for key in world.keys
        )


class Worlds:
    """Lists the worlds of every axis of a question, over the rows of one release."""

    def __init__(self, question: Question, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take the question, and the rows among whose values an unknown one may be."""
        self.question = question
        self.rows = list(rows)
        self._codes: dict[str, tuple[str, ...]] = {}
        self._facts: dict[tuple[Any, ...], Fact] = {}
        self._days = tuple(self._horizon()) if DATE_AXIS in question.axes else ()

    def fact(self, axis: str, row: Mapping[str, Any]) -> Fact:
        """Return the worlds of one axis of one row."""
        stored = self._stored(axis, row)
        if (axis, stored) not in self._facts:
            make = self._date if axis == DATE_AXIS else self._code
            self._facts[axis, stored] = make(axis, *stored)
        return self._facts[axis, stored]

    def _stored(self, axis: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
        if axis == DATE_AXIS and self.question.date_basis != "act":
            of = self.question.date_basis
            first, last = row[f"{of}_begin"], row[f"{of}_end"]
            return (None if first is None and last is None else "", first, last)
        if axis == DATE_AXIS:
            return (row["date"], row["date_begin"], row["date_end"])
        if axis == PARTY_AXIS:
            return (row["party"], row["attribution"])
        if axis in PLACE_AXES:
            basis = self.question.place_basis.replace("-", "_")
            return (row[f"{axis}_{basis}"], row[f"place_{basis}"])
        return (row[axis], None)

    # Codes

    def _code(self, axis: str, text: str | None, beside: str | None) -> Fact:
        conditions, by = self.question.on_axis(axis)
        if axis == "violation" and self.question.notice_counts_as and text is not None:
            text = text.replace(NOTICE, self.question.notice_counts_as)
        if text is None and axis == "collection":
            return Fact((_world(conditions, by, "", frozenset(), True),), "")
        parts = ["unknown"] if text is None else text.split(ALTERNATIVE)
        worlds: list[World] = []
        for part in parts:
            if part in ("unknown", UNIDENTIFIED):
                worlds += [_world(conditions, by, part, truth, False) for truth in self._truths(axis)]
            else:
                worlds.append(_world(conditions, by, "", frozenset(part.split(TOGETHER)), True))
        doubt = self._doubt(axis, parts, beside)
        if doubt:
            worlds.append(_world(conditions, by, "", frozenset({NOBODY_NAMES[0]}), False))
        is_doubted = bool(doubt) and any(condition.codes for condition in conditions)
        reason = _reason(parts, axis, beside, doubt)
        return Fact(tuple(dict.fromkeys(worlds)), reason, may_be_certain=not is_doubted)

    def _doubt(self, axis: str, parts: list[str], attribution: str | None) -> str:
        if axis != PARTY_AXIS or self.question.attribution == "as-stated":
            return ""
        if all(part in ("unknown", UNIDENTIFIED) for part in parts) or attribution == "confirmed":
            return ""
        if attribution == "joint" and all(TOGETHER in part for part in parts):
            return ""
        return "conflict" if attribution == "contested" else "imprecise"

    def _truths(self, axis: str) -> Iterator[frozenset[str]]:
        """Yield what may be true where no source says it."""
        codes = self._known_codes(axis)
        several = axis == PARTY_AXIS or any(one.several for one in FIELDS.values() if one.axis == axis)
        for size in range(1, 4 if several else 2):
            yield from (frozenset(chosen) for chosen in combinations((*codes, *NOBODY_NAMES), size))

    def _known_codes(self, axis: str) -> tuple[str, ...]:
        if axis not in self._codes:
            stored = (self._stored(axis, row)[0] for row in self.rows)
            written = {
                code
                for text in stored
                if text
                for part in text.split(ALTERNATIVE)
                for code in part.split(TOGETHER)
            }
            asked = {code for condition in self.question.on_axis(axis)[0] for code in condition.codes}
            self._codes[axis] = tuple(sorted((written | asked) - {"unknown", UNIDENTIFIED, JOINT, "none"}))
        return self._codes[axis]

    # Days

    def _date(self, _: str, text: str | None, first: date | None, last: date | None) -> Fact:
        conditions, by = self.question.on_axis(DATE_AXIS)
        parts = ["unknown"] if text is None else text.split(ALTERNATIVE)
        worlds: dict[World, None] = {}
        reasons: list[str] = []
        for part in parts:
            is_stated = part not in ("unknown", UNIDENTIFIED)
            if not is_stated:
                span = Span(FIRST, LAST)
            elif len(parts) == 1:
                span = Span.between(first, last)
            else:
                (span,) = stated_spans(part)
            said = "" if is_stated else part
            found = [
                _day_world(conditions, by, said, day, is_stated and not span.is_open)
                for day in self._days_in(span)
            ]
            worlds.update(dict.fromkeys(found))
            in_play = {key for world in found if world.holds for key in world.keys}
            reasons.append(said or ("imprecise" if span.is_open or len(in_play) != 1 else ""))
        stated = [reason for reason in reasons if reason not in ("unknown", UNIDENTIFIED)]
        vague = "imprecise" if "imprecise" in stated else "conflict"
        return Fact(tuple(worlds), vague if stated else reasons[0])

    def _days_in(self, span: Span) -> Iterator[date]:
        if span.is_open:
            yield from (day for day in self._days if span.first <= day <= span.last)
            return
        day = span.first
        while day <= span.last:
            yield day
            day += timedelta(days=1)

    def _horizon(self) -> Iterator[date]:
        """Yield every day near enough to those that are stored or asked for to matter."""
        marks = [date(2011, 3, 1)]
        for row in self.rows:
            marks += [row[name] for name in _BOUNDS if row[name] is not None]
        for condition in self.question.on_axis(DATE_AXIS)[0]:
            marks += [day for span in condition.spans for day in (span.first, span.last)]
        near = [day for day in marks if day not in (FIRST, LAST)]
        day = min(near) - YEAR
        while day <= max(near) + YEAR:
            yield day
            day += timedelta(days=1)


_BOUNDS = ("date_begin", "date_end", "documented_begin", "documented_end")


def _world(
    conditions: tuple[Condition, ...], by: tuple[str, ...], said: str, truth: frozenset[str], is_listed: bool
) -> World:
    holds = all(_holds(condition, said, truth) for condition in conditions)
    return World(holds, frozenset(product(*(_values(name, truth) for name in by))), is_listed)


def _holds(condition: Condition, said: str, truth: frozenset[str]) -> bool:
    asked = {code for code in truth if code in condition.codes}
    if (said == "unknown" and condition.unknown) or (said == UNIDENTIFIED and condition.unidentified):
        found = True
    elif not truth:
        found = "none" in condition.codes
    elif condition.field == "party":
        found = JOINT in condition.codes if len(truth) > 1 else bool(asked)
    else:
        found = bool(asked)
    return not found if condition.is_negated else found


def _values(name: str, truth: frozenset[str]) -> Iterable[str]:
    if not truth:
        return ["none"]
    if field(name).name == "party" and len(truth) > 1:
        return [JOINT]
    return truth


def _day_world(
    conditions: tuple[Condition, ...], by: tuple[str, ...], said: str, day: date, is_listed: bool
) -> World:
    def holds(condition: Condition) -> bool:
        silent = (said == "unknown" and condition.unknown) or (
            said == UNIDENTIFIED and condition.unidentified
        )
        found = silent or any(span.first <= day <= span.last for span in condition.spans)
        return not found if condition.is_negated else found

    written = {"year": f"{day:%Y}", "month": f"{day:%Y-%m}", "date": f"{day:%Y-%m-%d}"}
    key = tuple(written[name] for name in by)
    return World(all(map(holds, conditions)), frozenset({key}), is_listed)


def _reason(parts: list[str], axis: str, beside: str | None, doubt: str) -> str:
    if parts in (["unknown"], [UNIDENTIFIED]):
        return parts[0]
    if axis in PLACE_AXES and len(parts) > 1 and beside is not None and ALTERNATIVE not in beside:
        return "imprecise"
    return doubt if doubt and len(parts) == 1 else "conflict"
