"""The rows of a file of people, read for a linkage without an archive: one candidate a row, whatever is in
it.

A cell that cannot be read counts as not stated, and is told with its row and column. A row that is damaged is
kept as somebody of whom nothing is known, so that every row of the file has its row in the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from statistics import median_low

from tawthiq.adapters.importers.table import Columns, Grid, Layout, Line
from tawthiq.adapters.importers.tables.opening import CSV, JSONL, opened
from tawthiq.core.dates import AmbiguousDate, Dated, UnreadableDate, parse_edtf, read_date
from tawthiq.core.dates.pieces import Order
from tawthiq.core.errors import InputRejected
from tawthiq.core.letters import plain
from tawthiq.core.names import fold
from tawthiq.methods.linkage import AgeAt, Candidate

OLDEST = 120
NUMBERED = 9
"""Digits of the numbers of rows, so that rows sort in their order."""
MALE = frozenset("m male man boy ذكر masculino hombre varon homme".split())
FEMALE = frozenset("f female woman girl انثي femenino mujer femme".split())
HOMBRE_AND_MUJER = {"h": "male", "m": "female"}
_AGE = re.compile(r"(\d{1,3})(?:[.,]\d+)?")
ANY_DAY = date(2000, 1, 1)
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Which column says what; one that is None is not there. `order` says where the day stands in
    03/04/2012.
    """

    id: str
    name: str
    birth_date: str | None = None
    age: str | None = None
    sex: str | None = None
    event_date: str | None = None
    place: str | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell, or a whole row, that says nothing because it could not be read. What stands in it is not
    told.
    """

    file: str
    row: int
    column: str
    why: str

    def __str__(self) -> str:
        """Return where it is and why, in a line."""
        column = f", column {self.column!r}" if self.column else ""
        return f"{self.file}: row {self.row}{column}: {self.why}"


@dataclass
class RowsToLink:
    """The rows of files in their order: `files` and `ids` as the answer names them, and a candidate each."""

    files: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def rows_to_link(
    paths: Sequence[Path], columns: ColumnNames, *, layout: Layout | None = None, told: Told | None = None
) -> RowsToLink:
    """Read files.

    Raises:
        InputRejected: A file cannot be read, is no list of text, or lacks a column.
    """
    found = RowsToLink()
    for number, (path, name) in enumerate(zip(paths, _names(paths), strict=True)):
        with opened(path, layout or Layout()) as file:
            if file.media_type not in (CSV, JSONL):
                raise InputRejected(
                    "The file is a workbook; nothing was linked.",
                    hint="Save the sheet as CSV (UTF-8) and link that.",
                    where=path.name,
                )
            _Reader(name, file.grid, columns, prefix=f"{number:04d}").read(found, told)
    return found


def _names(paths: Sequence[Path]) -> list[str]:
    """Return how the answer names files: by their names, or where two have one name as they were given."""
    times = Counter(path.name for path in paths)
    return [path.name if times[path.name] == 1 else str(path) for path in paths]


class _Reader:
    """Reads one file. Ages hold on the day of the event, or on the usual day of the file."""

    def __init__(self, file: str, grid: Grid, columns: ColumnNames, *, prefix: str) -> None:
        self._file, self._grid, self._order, self._prefix = file, grid, columns.order, prefix
        self._at = {
            what: None if name is None else _index(grid.columns, name)
            for what, name in (
                ("id", columns.id),
                ("name", columns.name),
                ("birth", columns.birth_date),
                ("age", columns.age),
                ("sex", columns.sex),
                ("event", columns.event_date),
                ("place", columns.place),
            )
        }
        self._unread: list[Unread] = []

    def read(self, into: RowsToLink, told: Told | None) -> None:
        """Read all rows into the answer."""
        candidates: list[Candidate] = []
        ages: list[int | None] = []
        for line in self._grid.lines():
            candidate, age = self._row(line)
            candidates.append(candidate)
            ages.append(age)
            into.files.append(self._file)
            into.ids.append(self._cell(line, "id"))
            if told is not None:
                told(1)
        into.candidates += _with_sex(_with_ages(candidates, ages))
        into.unread += self._unread

    def _row(self, line: Line) -> tuple[Candidate, int | None]:
        record_id = f"{self._prefix}-{line.number:0{NUMBERED}d}"
        if line.damage:
            self._say(line, "", f"the row is damaged ({line.damage}) and was linked with nothing")
            return Candidate(record_id, ""), None
        if not self._cell(line, "name"):
            self._say(line, "name", "there is no name; the row was linked with nothing")
        event = self._date(line, "event")
        candidate = Candidate(
            record_id,
            self._cell(line, "name"),
            sex=plain(self._cell(line, "sex")) or None,
            birth=self._date(line, "birth"),
            deaths=() if event is None else (event,),
            place=fold(self._cell(line, "place")),
        )
        return candidate, self._age(line)

    def _cell(self, line: Line, what: str) -> str:
        at = self._at[what]
        return "" if at is None or at >= len(line.cells) else line.cells[at].strip()

    def _date(self, line: Line, what: str) -> Dated | None:
        text = self._cell(line, what)
        if not text:
            return None
        dated, why = _read(text, self._order)
        if why:
            self._say(line, what, why)
        return dated

    def _age(self, line: Line) -> int | None:
        text = plain(self._cell(line, "age"))
        match = _AGE.fullmatch(text)
        if match is not None and int(match[1]) <= OLDEST:
            return int(match[1])
        if text:
            self._say(line, "age", f"it is not an age in years up to {OLDEST}")
        return None

    def _say(self, line: Line, what: str, why: str) -> None:
        at = self._at[what] if what else None
        column = "" if at is None else self._grid.columns.names[at]
        self._unread.append(Unread(self._file, line.number, column, why))


def _index(columns: Columns, name: str) -> int:
    try:
        return columns.index(name)
    except InputRejected as error:
        raise InputRejected(
            f"The file has no column {name!r}; nothing was linked.",
            hint=_hint(columns, name),
            where=error.where,
        ) from error


def _hint(columns: Columns, name: str) -> str:
    """Say what to do. The header is not printed: where a file has none, it is the first person of it."""
    if close := get_close_matches(name, columns.names, n=1, cutoff=0.6):
        return f"Did you mean {close[0]!r}?"
    if len(columns.names) == 1 and any(mark in columns.names[0] for mark in ",;\t|"):
        return "The cells look divided by another mark: name it with --delimiter."
    return "The first row must name the columns, in every file alike."


@lru_cache(maxsize=1 << 17)
def _read(text: str, order: Order | None) -> tuple[Dated | None, str]:
    try:
        return read_date(text, order=order), ""
    except AmbiguousDate:
        return None, "it can be two dates; say which number is the day with --date-order"
    except UnreadableDate:
        return None, "it is not a date in a form known here"


def _with_ages(candidates: Sequence[Candidate], ages: Sequence[int | None]) -> Iterator[Candidate]:
    usual = _dated(_usual_day(candidates, ages))
    for candidate, age in zip(candidates, ages, strict=True):
        on = next((day for day in candidate.deaths if day.is_exact), usual)
        yield candidate if age is None else candidate._replace(ages=(AgeAt(age, age, on),))


def _usual_day(candidates: Sequence[Candidate], ages: Sequence[int | None]) -> date:
    """Return the day that ages hold on without an event: the middle of events, else by births and ages."""
    events = _days(day for candidate in candidates for day in candidate.deaths if day.is_exact)
    if events:
        return median_low(events)
    births = _days(candidate.birth for candidate in candidates if candidate.birth is not None)
    stated = [age for age in ages if age is not None]
    if births and stated:
        return date(min(median_low(births).year + median_low(stated), date.max.year), 7, 1)
    return ANY_DAY


def _days(dates: Iterable[Dated]) -> list[date]:
    return [dated.earliest for dated in dates if dated.earliest is not None]


@lru_cache(maxsize=1 << 16)
def _dated(day: date) -> Dated:
    return parse_edtf(day.isoformat())


def _with_sex(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates with what their list calls male and female as such, and anything else as not
    stated.
    """
    known = list(candidates)
    said = {candidate.sex for candidate in known if candidate.sex}
    meant = dict.fromkeys(MALE, "male") | dict.fromkeys(FEMALE, "female")
    if "h" in said and not said & {"f", "female", "femenino"}:
        meant |= HOMBRE_AND_MUJER
    return [c if c.sex is None else c._replace(sex=meant.get(c.sex)) for c in known]
