"""The axes of a question over stored columns: which texts are read, and how each is weighed.

An axis reads a few SQL expressions, its *tokens*. Rows with equal tokens stand equally to the question, so
that each distinct combination is weighed once, in Python, however many rows have it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from tawthiq.methods.counting.bounded import Bounds
from tawthiq.methods.counting.day_standings import DateAxis
from tawthiq.methods.counting.fields import DATE_AXIS, FIELDS, JOINT, PARTY_AXIS, PLACE_AXES
from tawthiq.methods.counting.question import CERTAIN_ATTRIBUTION, NOTICE, Question
from tawthiq.methods.counting.schema import ALTERNATIVE, UNIDENTIFIED
from tawthiq.methods.counting.sets import Members, alternatives, renamed
from tawthiq.methods.counting.standings import CodeAxis, Standing

Tokens = tuple[Any, ...]
IN_NONE: Final[tuple[Members, ...]] = (frozenset(),)
_BOUNDS: Final = {
    "documented": ("documented_begin", "documented_end"),
    "status": ("status_begin", "status_end"),
}
"""Where the dates of the other bases stand. A status has no text of its own: its bounds say all."""


@dataclass(frozen=True, slots=True)
class Token:
    """One SQL expression over a row, and its type."""

    sql: str
    type: str = "VARCHAR"


@dataclass(frozen=True)
class Axis:
    """One axis: the tokens that are weighed, and the weighing.

    `is_filter` says that conditions may refuse rows; a date is also too various to group by. `bounds` are
    those of a date whose days no table asks for.
    """

    name: str
    by: tuple[str, ...]
    tokens: tuple[Token, ...]
    weigh: Callable[[Tokens], Standing]
    is_filter: bool = True
    bounds: Bounds | None = None


def axes_of(question: Question, has_alternatives: Callable[[str], bool]) -> list[Axis]:
    """Return the axes that the answer depends on, in order.

    `has_alternatives` says of a column whether any row holds alternatives in it.
    """
    return [
        replace(
            _axis(question, name, has_alternatives),
            is_filter=name == DATE_AXIS or bool(question.on_axis(name)[0]),
        )
        for name in question.axes
    ]


def _axis(question: Question, name: str, has_alternatives: Callable[[str], bool]) -> Axis:
    if name == DATE_AXIS:
        return _date_axis(question)
    asked, by = question.on_axis(name)
    several = name == PARTY_AXIS or any(f.several for f in FIELDS.values() if f.axis == name)
    codes = CodeAxis(asked, by, several)
    if name == PARTY_AXIS:
        return _party_axis(question, codes)
    if name in PLACE_AXES:
        return _place_axis(question, name, codes, has_alternatives)
    if name == "violation" and question.notice_counts_as:
        return Axis(name, by, (Token(name),), _reading_notices(codes, question.notice_counts_as))
    if any(f.absent for f in FIELDS.values() if f.axis == name):
        return Axis(name, by, (Token(name),), lambda row: codes.standing(said_or_none(row[0])))
    return Axis(name, by, (Token(name),), lambda row: codes.standing(alternatives(row[0])))


def said_or_none(text: str | None) -> tuple[Members, ...]:
    """Return the alternatives of a column where nothing stored means none."""
    return IN_NONE if text is None else alternatives(text)


def _reading_notices(codes: CodeAxis, counts_as: str) -> Callable[[Tokens], Standing]:
    names = {NOTICE: counts_as}

    def weigh(row: Tokens) -> Standing:
        said = dict.fromkeys(renamed(members, names) for members in alternatives(row[0]))
        return codes.standing(tuple(said))

    return weigh


def _party_axis(question: Question, codes: CodeAxis) -> Axis:
    def weigh(row: Tokens) -> Standing:
        party, attribution = row
        said = alternatives(party)
        as_stated = question.attribution == "as-stated"
        return codes.standing(said, doubt="" if as_stated else doubt_of(said, attribution))

    return Axis(PARTY_AXIS, codes.by, (Token("party"), Token("attribution")), weigh)


def doubt_of(said: tuple[Members, ...], attribution: str | None) -> str:
    """Return why a stated party is not certain, empty where it is.

    `confirmed` is certain; `joint` is as certain that several acted together, and of nothing else.
    """
    all_joint = all(len(members) > 1 for members in said)
    if attribution == CERTAIN_ATTRIBUTION or (attribution == JOINT and all_joint):
        return ""
    return "conflict" if attribution == "contested" else "imprecise"


def _place_axis(
    question: Question, name: str, codes: CodeAxis, has_alternatives: Callable[[str], bool]
) -> Axis:
    basis = question.place_basis.replace("-", "_")
    column, place = f"{name}_{basis}", f"place_{basis}"
    if not has_alternatives(column):
        return Axis(name, codes.by, (Token(column),), lambda row: codes.standing(alternatives(row[0])))
    is_wide = f"contains({column}, '{ALTERNATIVE}') AND NOT contains({place}, '{ALTERNATIVE}')"
    return Axis(
        name,
        codes.by,
        (Token(column), Token(f"coalesce({is_wide}, FALSE)", "BOOLEAN")),
        lambda row: codes.standing(alternatives(row[0]), is_wide=row[1]),
    )


def _date_axis(question: Question) -> Axis:
    """The text of a date is read only where the bounds do not say all: they do, for a single stated date."""
    asked, by = question.on_axis(DATE_AXIS)
    days = DateAxis(asked, by)
    if question.date_basis == "act":
        first, last = "date_begin", "date_end"
        needs_text = f"contains(date, '{ALTERNATIVE}') OR ({first} IS NULL AND {last} IS NULL)"
        text = f"CASE WHEN {needs_text} THEN date END"
        doubtful = f"contains(date, '{ALTERNATIVE}') OR date = '{UNIDENTIFIED}'"
    else:
        first, last = _BOUNDS[question.date_basis]
        text, doubtful = "NULL::VARCHAR", ""

    def weigh(row: Tokens) -> Standing:
        written, begin, end = row
        is_bounded = begin is not None or end is not None
        return days.standing("" if written is None and is_bounded else written, begin, end)

    tokens = (Token(text), Token(first, "DATE"), Token(last, "DATE"))
    bounds = None if by else Bounds(first, last, days.allowed, doubtful)
    return Axis(DATE_AXIS, by, tokens, weigh, bounds=bounds)
