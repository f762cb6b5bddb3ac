"""One cell becomes one reading: what it means, in which words, from which column; or why it was not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeVar

from tawthiq.adapters.importers.conditions import Row, alike, visible
from tawthiq.adapters.importers.says import (
    CONSTANT,
    KEEP_UNREAD,
    ON_OR_AFTER,
    ON_OR_BEFORE,
    REJECT,
    WITHIN,
    Says,
    Value,
)
from tawthiq.adapters.importers.table import Columns
from tawthiq.core.claims import UNIDENTIFIED
from tawthiq.core.dates import AmbiguousDate, Dated, UnreadableDate, parse_edtf, read_date
from tawthiq.core.facilities import Facilities
from tawthiq.core.places import Gazetteer

OLDEST = 130
NUMBER = re.compile(r"(?P<min>\d{1,9})(?:\s*(?:[-–]|to)\s*(?P<max>\d{1,9})|(?P<open>\s*\+))?")
REMEMBERED = 20_000


class Reading(NamedTuple):
    """What a row says of one field; `value` is None where the words could not be read as anything."""

    value: Any
    verbatim: str
    locator: str
    basis: str


class CellProblem(Exception):
    """A cell that the mapping says nothing about, or that cannot be what its field needs.

    The message never repeats the cell: its words may name somebody. They are kept in `value`.
    """

    def __init__(self, column: str, reason: str, message: str, value: str) -> None:
        """Keep the column, the code of the reason, a sentence without the cell's words, and those words."""
        super().__init__(message)
        self.column, self.reason, self.message, self.value = column, reason, message, value


class _Unread(Exception):
    """The text is nothing that the field knows."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason, self.message = reason, message


Read = Callable[[str], Any]
K = TypeVar("K")
Reader = Callable[[Row], Reading | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What words are looked up in: the gazetteer, the places of detention, the codes of a scheme."""

    places: Gazetteer
    facilities: Facilities
    codes: Callable[[str], frozenset[str]]


def bind(rules: Sequence[Says], *, columns: Columns, known: Known) -> Reader:
    """Return the rules of one field as a function of a row: the first that says something counts.

    Raises:
        InputRejected: The file lacks a column that a rule reads.
    """
    readers = [_bind_one(rule, columns, known) for rule in rules]
    if len(readers) == 1:
        return readers[0]

    def first(row: Row) -> Reading | None:
        return next((found for reader in readers if (found := reader(row)) is not None), None)

    return first


def _bind_one(says: Says, columns: Columns, known: Known) -> Reader:
    if says.not_before is None:
        return _bind_alone(says, columns, known)
    bare, since = _bind_alone(says, columns, known), _bind_one(says.not_before, columns, known)
    return lambda row: _not_before(bare(row), since(row))


def _not_before(reading: Reading | None, since: Reading | None) -> Reading | None:
    """Narrow a date by another that it cannot precede; where the two contradict each other, it stays."""
    if reading is None or since is None:
        return reading
    if not all(isinstance(r.value, str) and r.value != UNIDENTIFIED for r in (reading, since)):
        return reading
    dated, first = parse_edtf(reading.value), parse_edtf(since.value).earliest
    if first is None or (dated.earliest or first) > first or (dated.latest or first) < first:
        return reading
    if dated.earliest == first:
        return reading
    last = ".." if dated.latest is None else dated.latest.isoformat()
    value = last if last == first.isoformat() else f"{first.isoformat()}/{last}"
    locator = ", ".join(filter(None, (since.locator, reading.locator)))
    verbatim = " / ".join(filter(None, (since.verbatim, reading.verbatim)))
    return Reading(value, verbatim, locator, since.basis if reading.basis == CONSTANT else reading.basis)


def _bind_alone(says: Says, columns: Columns, known: Known) -> Reader:
    indexes = [columns.index(column) for column in says.columns]
    locator = ", ".join(says.columns)
    test = says.when.bind(columns) if says.when is not None else None
    constant = _listed(says.constant)
    if not indexes:
        said = Reading(constant, "", "", says.basis)
        return lambda row: said if test is None or test(row) else None
    if says.field.kind == "place" and not says.unread:
        return _place_reader(says, columns, known, test)
    read = _value_reader(says, known)
    look = _remembering(partial(_cell_reading, says, locator=locator, read=read))
    if test is None and len(indexes) == 1:
        index = indexes[0]
        return lambda row: look(row[index])

    def reader(row: Row) -> Reading | None:
        if test is not None and not test(row):
            return None
        cells = [row[index] for index in indexes]
        verbatim = cells[0] if len(cells) == 1 else says.join.join(cell for cell in cells if visible(cell))
        return look(verbatim)

    return reader


def _cell_reading(says: Says, verbatim: str, *, locator: str, read: Read) -> Reading | None:
    """Return what the words of a cell say by themselves.

    Raises:
        CellProblem: The mapping says nothing about them.
    """
    text = verbatim if says.part is None else says.part.of(verbatim)
    if text is None:
        return None
    if says.pattern is not None:
        match = says.pattern.search(visible(text))
        if match is None:
            return None
        verbatim = text = match.group(match.lastindex or 0) or ""
        if says.constant is not None:
            return Reading(_listed(says.constant), match.group(0), locator, says.basis)
    return _reading(says, visible(text), verbatim, locator, read)


def _reading(says: Says, text: str, verbatim: str, locator: str, read: Read) -> Reading | None:
    if text == "":
        return None
    plain = alike(text)
    if plain in says.unknown:
        return None
    if plain in says.unidentified:
        return Reading(UNIDENTIFIED, verbatim, locator, says.basis)
    try:
        return Reading(read(text), verbatim, locator, says.basis)
    except _Unread as unread:
        if says.otherwise == REJECT:
            raise CellProblem(locator, unread.reason, unread.message, verbatim) from unread
        return Reading(None, verbatim, locator, says.basis)


def _remembering(look: Callable[[K], Reading | None]) -> Callable[[K], Reading | None]:
    """Read each different cell once: lists repeat their words, and a place or a date is slow to read."""
    known: dict[K, Reading | None] = {}

    def remember(key: K) -> Reading | None:
        # a hit is the usual case, and the cheapest way to it; what cannot be read is not remembered
        try:
            return known[key]
        except KeyError:
            pass
        if len(known) >= REMEMBERED:
            known.clear()
        known[key] = found = look(key)
        return found

    return remember


def _listed(value: Value | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _value_reader(says: Says, known: Known) -> Read:
    if says.unread:
        return lambda _text: None
    if says.field.kind == "facility":
        return lambda text: _facility(text, says, known.facilities)
    codes = known.codes(says.field.scheme) if says.field.scheme else frozenset()
    if says.field.kind == "date":
        return lambda text: _date(text, says)
    if says.field.kind == "age":
        return lambda text: _number(str(says.values.get(alike(text), text)), oldest=_oldest(says))
    if says.field.kind == "code":
        return lambda text: _codes(text, says, codes)
    return lambda text: _listed(says.values.get(alike(text))) or text


def _facility(text: str, says: Says, facilities: Facilities) -> str:
    """Return the code of a listed place of detention; another name stays, for the archive's register."""
    named = str(says.values.get(alike(text), text))
    found = facilities.find(named)
    return found.code if found is not None else named


def _oldest(says: Says) -> int | None:
    return OLDEST if says.name == "age" else None


def _date(text: str, says: Says) -> str:
    style = says.dates
    try:
        dated = read_date(text, order=style.order, formats=style.formats, calendar=style.calendar)
    except AmbiguousDate as error:
        message = "The date can be read as day first or as month first; the mapping must say `order`."
        raise _Unread("ambiguous-date", message) from error
    except UnreadableDate as error:
        raise _Unread("unreadable-date", "The cell cannot be read as a date.") from error
    return bounded(dated, style.bound)


def bounded(dated: Dated, bound: str) -> str:
    """Return a date as EDTF, or what is open on one side where it is only a bound."""
    if bound == ON_OR_BEFORE and dated.latest is not None:
        return f"../{dated.latest.isoformat()}"
    if bound == ON_OR_AFTER and dated.earliest is not None:
        return f"{dated.earliest.isoformat()}/.."
    return dated.edtf


def _number(text: str, *, oldest: int | None) -> dict[str, int | None]:
    match = NUMBER.fullmatch(text)
    if match is None:
        raise _Unread("unreadable-number", "The cell is not a number, a range such as 20-25, or 20+.")
    least = int(match["min"])
    most = None if match["open"] else int(match["max"] or match["min"])
    if most is not None and most < least:
        raise _Unread("unreadable-number", "The range ends below where it begins.")
    if oldest is not None and max(least, most or 0) > oldest:
        raise _Unread("impossible-age", f"Nobody is older than {oldest} years.")
    return {"min": least, "max": most}


def _codes(text: str, says: Says, codes: frozenset[str]) -> Any:
    if not says.split:
        return _code(text, says, codes)
    parts = [visible(part) for part in text.split(says.split)]
    found = [_code(part, says, codes) for part in parts if part]
    members = [code for one in found for code in (one if isinstance(one, list) else [one])]
    return members[0] if len(members) == 1 else sorted(set(members))


def _code(text: str, says: Says, codes: frozenset[str]) -> Any:
    if says.values:
        value = _listed(says.values.get(alike(text)))
        if value is not None:
            return value
    elif text in codes:
        return text
    raise _Unread("unmapped-value", "The mapping does not say what this value means.")


def _place_reader(says: Says, columns: Columns, known: Known, test: Callable[[Row], bool] | None) -> Reader:
    """Read a place inside the place that it is said to be in.

    With ``otherwise: within`` words that the gazetteer does not know leave the place around them, which is
    less exact and still true; the words themselves stay in the claim.
    """
    index = columns.index(says.columns[0])
    locator = says.columns[0]
    places = known.places
    around = _bind_one(says.within, columns, known) if says.within is not None else None

    def look(key: tuple[str, Reading | None]) -> Reading | None:
        verbatim, outer = key
        outer_code = outer.value if outer is not None and outer.value != UNIDENTIFIED else None
        text = _place_words(says, verbatim)
        if text is None:
            return None
        if text == "" or alike(text) in says.unknown:
            return outer if says.otherwise == WITHIN else None
        if alike(text) in says.unidentified:
            return Reading(UNIDENTIFIED, verbatim, locator, says.basis)
        code = _place(text, outer_code, says, places)
        if code is not None:
            return Reading(code, verbatim, locator, says.basis)
        if says.otherwise == REJECT:
            raise CellProblem(locator, "unknown-place", "The gazetteer does not know this place.", verbatim)
        if says.otherwise == KEEP_UNREAD or outer is None:
            return Reading(None, verbatim, locator, says.basis)
        return Reading(outer_code, f"{outer.verbatim}: {verbatim}", f"{outer.locator}, {locator}", says.basis)

    remembered = _remembering(look)

    def reader(row: Row) -> Reading | None:
        if test is not None and not test(row):
            return None
        return remembered((row[index], around(row) if around is not None else None))

    return reader


def _place_words(says: Says, cell: str) -> str | None:
    """Return the words of a cell that name the place; None where there is no such part of it."""
    part = cell if says.part is None else says.part.of(cell)
    if part is None or says.pattern is None:
        return None if part is None else visible(part)
    match = says.pattern.search(visible(part))
    return visible(match.group(match.lastindex or 0) or "") if match is not None else None


def _place(text: str, outer: str | None, says: Says, places: Gazetteer) -> str | None:
    parts = [part for part in map(visible, text.split(says.hierarchy)) if part] if says.hierarchy else [text]
    code: str | None = outer
    for number, part in enumerate(parts):
        inner = _one_place(part, code, says, places)
        if inner is None:
            return code if says.otherwise == WITHIN and number > 0 else None
        code = inner
    return code


def _one_place(text: str, outer: str | None, says: Says, places: Gazetteer) -> str | None:
    value = says.values.get(alike(text))
    if isinstance(value, str) and (outer is None or places.is_within(value, outer)):
        return value
    place = places.find(text, within=outer)
    return place.code if place is not None else None
