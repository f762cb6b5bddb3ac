"""One cell becomes one reading: what it means, in which words, from which column; or why it was not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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
from tawthiq.core.dates import AmbiguousDate, Dated, UnreadableDate, read_date
from tawthiq.core.places import Gazetteer

OLDEST = 130
NUMBER = re.compile(r"(?P<min>\d{1,9})(?:\s*(?:[-–]|to)\s*(?P<max>\d{1,9})|(?P<open>\s*\+))?")
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Reading:
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
Reader = Callable[[Row], Reading | None]


def bind(
    rules: Sequence[Says], *, columns: Columns, places: Gazetteer, codes: Callable[[str], frozenset[str]]
) -> Reader:
    """Return the rules of one field as a function of a row: the first that says something counts.

    `codes` gives the codes of a scheme.

    Raises:
        InputRejected: The file lacks a column that a rule reads.
    """
    readers = [_bind_one(rule, columns, places, codes) for rule in rules]
    if len(readers) == 1:
        return readers[0]

    def first(row: Row) -> Reading | None:
        return next((found for reader in readers if (found := reader(row)) is not None), None)

    return first


def _bind_one(
    says: Says, columns: Columns, places: Gazetteer, codes: Callable[[str], frozenset[str]]
) -> Reader:
    indexes = [columns.index(column) for column in says.columns]
    locator = ", ".join(says.columns)
    test = says.when.bind(columns) if says.when is not None else None
    constant = _listed(says.constant)
    if not indexes:
        said = Reading(constant, "", "", CONSTANT)
        return lambda row: said if test is None or test(row) else None
    if says.field.kind == "place":
        return _place_reader(says, columns, places, test)
    read = _remembering(_value_reader(says, codes(says.field.scheme) if says.field.scheme else frozenset()))

    def reader(row: Row) -> Reading | None:
        if test is not None and not test(row):
            return None
        cells = [row[index] for index in indexes]
        verbatim = cells[0] if len(cells) == 1 else says.join.join(cell for cell in cells if visible(cell))
        if says.pattern is not None:
            match = says.pattern.search(visible(verbatim))
            if match is None:
                return None
            verbatim = match.group(match.lastindex or 0) or ""
            if constant is not None:
                return Reading(constant, match.group(0), locator, says.basis)
        return _reading(says, verbatim, locator, read)

    return reader


def _reading(says: Says, verbatim: str, locator: str, read: Read) -> Reading | None:
    text = visible(verbatim)
    if text == "":
        return None
    plain = alike(text)
    if plain in says.unknown:
        return None
    if plain in says.unidentified:
        return Reading(UNIDENTIFIED, verbatim, locator, says.basis)
    found = read(text)
    if not isinstance(found, _Unread):
        return Reading(found, verbatim, locator, says.basis)
    if says.otherwise == REJECT:
        raise CellProblem(locator, found.reason, found.message, verbatim)
    return Reading(None, verbatim, locator, says.basis)


def _remembering(read: Read) -> Read:
    """Read each different text once: lists repeat their words, and a place or a date is slow to read."""
    known: dict[str, Any] = {}

    def remember(text: str) -> Any:
        if text not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            try:
                known[text] = read(text)
            except _Unread as unread:
                known[text] = unread
        return known[text]

    return remember


def _listed(value: Value | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _value_reader(says: Says, codes: frozenset[str]) -> Read:
    if says.field.kind == "date":
        return lambda text: _date(text, says)
    if says.field.kind == "age":
        return lambda text: _number(str(says.values.get(alike(text), text)), oldest=_oldest(says))
    if says.field.kind == "code":
        return lambda text: _codes(text, says, codes)
    return lambda text: _listed(says.values.get(alike(text))) or text


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
    return _bounded(dated, style.bound)


def _bounded(dated: Dated, bound: str) -> str:
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


def _place_reader(
    says: Says, columns: Columns, places: Gazetteer, test: Callable[[Row], bool] | None
) -> Reader:
    """Read a place inside the place that it is said to be in.

    With ``otherwise: within`` words that the gazetteer does not know leave the place around them, which is
    less exact and still true; the words themselves stay in the claim.
    """
    index = columns.index(says.columns[0])
    locator = says.columns[0]
    around = (
        _bind_one(says.within, columns, places, lambda _: frozenset()) if says.within is not None else None
    )
    found: dict[tuple[str, str | None], str | None] = {}

    def look(text: str, outer: str | None) -> str | None:
        key = (text, outer)
        if key not in found:
            if len(found) >= REMEMBERED:
                found.clear()
            found[key] = _place(text, outer, says, places)
        return found[key]

    def reader(row: Row) -> Reading | None:
        if test is not None and not test(row):
            return None
        outer = around(row) if around is not None else None
        outer_code = outer.value if outer is not None and outer.value != UNIDENTIFIED else None
        verbatim = row[index]
        text = visible(verbatim)
        if text == "" or alike(text) in says.unknown:
            return outer if says.otherwise == WITHIN else None
        if alike(text) in says.unidentified:
            return Reading(UNIDENTIFIED, verbatim, locator, says.basis)
        code = look(text, outer_code)
        if code is not None:
            return Reading(code, verbatim, locator, says.basis)
        if says.otherwise == REJECT:
            raise CellProblem(locator, "unknown-place", "The gazetteer does not know this place.", verbatim)
        if says.otherwise == KEEP_UNREAD or outer is None:
            return Reading(None, verbatim, locator, says.basis)
        return Reading(outer_code, f"{outer.verbatim}: {verbatim}", f"{outer.locator}, {locator}", says.basis)

    return reader


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
