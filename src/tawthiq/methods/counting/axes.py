"""The axes of a question over stored columns: which texts are read, and how each is weighed.

An axis reads a few SQL expressions, its *tokens*. Rows with equal tokens stand equally to the question, so
that each distinct combination is weighed once, in Python, however many rows have it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tawthiq.methods.counting.day_standings import DateAxis
from tawthiq.methods.counting.fields import DATE_AXIS, FIELDS, JOINT, PARTY_AXIS, PLACE_AXES
from tawthiq.methods.counting.question import CERTAIN_ATTRIBUTION, NOTICE, Question
from tawthiq.methods.counting.schema import ALTERNATIVE, UNIDENTIFIED
from tawthiq.methods.counting.sets import Members, alternatives, renamed
from tawthiq.methods.counting.spans import FIRST, LAST
from tawthiq.methods.counting.standings import CodeAxis, Standing

Tokens = tuple[Any, ...]
IN_NONE: Final[tuple[Members, ...]] = (frozenset(),)
MARKS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Token:
    """One SQL expression over a row, and its type."""

    sql: str
    type: str = "VARCHAR"


@dataclass
class Axis:
    """One axis: the tokens it groups rows by, what it reads of a group, and the weighing of that.

    `reads` are aggregates that stand for a whole group, where the tokens themselves are not what is weighed.
    """

    name: str
    by: tuple[str, ...]
    tokens: tuple[Token, ...]
    weigh: Callable[[Tokens], Standing]
    reads: tuple[str, ...] = ()
    weighed: dict[Tokens, Standing] = field(default_factory=dict)

    def standing(self, tokens: Tokens, read: Tokens) -> Standing:
        """Return how a group of rows stands, weighing it the first time."""
        if tokens not in self.weighed:
            self.weighed[tokens] = self.weigh(read or tokens)
        return self.weighed[tokens]


def axes_of(question: Question) -> list[Axis]:
    """Return the axes that the answer depends on, in order."""
    return [_axis(question, name) for name in question.axes]


def _axis(question: Question, name: str) -> Axis:
    if name == DATE_AXIS:
        return _date_axis(question)
    asked, by = question.on_axis(name)
    several = name == PARTY_AXIS or any(f.several for f in FIELDS.values() if f.axis == name)
    codes = CodeAxis(asked, by, several)
    if name == PARTY_AXIS:
        return _party_axis(question, codes)
    if name in PLACE_AXES:
        return _place_axis(question, name, codes)
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


def _place_axis(question: Question, name: str, codes: CodeAxis) -> Axis:
    basis = question.place_basis.replace("-", "_")
    column, place = f"{name}_{basis}", f"place_{basis}"
    is_wide = f"contains({column}, '{ALTERNATIVE}') AND NOT contains({place}, '{ALTERNATIVE}')"
    return Axis(
        name,
        codes.by,
        (Token(column), Token(f"coalesce({is_wide}, FALSE)", "BOOLEAN")),
        lambda row: codes.standing(alternatives(row[0]), is_wide=row[1]),
    )


def _date_axis(question: Question) -> Axis:
    asked, by = question.on_axis(DATE_AXIS)
    days = DateAxis(asked, by)
    if question.date_basis == "act":
        text, first, last = "date", "date_begin", "date_end"
        mixed = f"contains(date, '{ALTERNATIVE}') OR date = '{UNIDENTIFIED}'"
        tokens: tuple[Token, ...] = (Token(f"CASE WHEN {mixed} THEN date END"),)
    else:
        text, first, last = "", "documented_begin", "documented_end"
        text = f"CASE WHEN {first} IS NOT NULL OR {last} IS NOT NULL THEN '' END"
        tokens = ()
    return Axis(
        DATE_AXIS,
        by,
        (
            *tokens,
            Token(f"({text} IS NULL)", "BOOLEAN"),
            Token(_bucket(days, first), "BIGINT"),
            Token(_bucket(days, last), "BIGINT"),
        ),
        lambda row: days.standing(*row),
        reads=(f"min({text})", f"min({first})", f"min({last})"),
    )


def _bucket(days: DateAxis, column: str) -> str:
    """Return SQL for a number that is equal only for days that every cell and condition treats alike."""
    if "date" in days.by:
        cell = f"epoch({column})::BIGINT"
    elif "month" in days.by:
        cell = f"(year({column}) * 12 + month({column}))"
    elif "year" in days.by:
        cell = f"year({column})"
    else:
        cell = f"(CASE WHEN {column} IS NOT NULL THEN 0 END)"
    begins = [span.first for span in days.allowed if span.first != FIRST]
    ends = [span.last for span in days.allowed if span.last != LAST]
    marks = [f"({column} >= DATE '{day.isoformat()}')::BIGINT" for day in begins]
    marks += [f"({column} > DATE '{day.isoformat()}')::BIGINT" for day in ends]
    return f"({cell} * {MARKS} + {' + '.join(marks)})" if marks else f"({cell})::BIGINT"
