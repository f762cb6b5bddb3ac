"""How two records are compared: what is looked at, and the levels of likeness, as portable SQL.

Each comparison is a ladder: the first condition that holds is its level, and where none does, the last. The
conditions use precomputed columns (`columns`) and functions that every engine has, so that the same ladders
run on DuckDB and, for tens of millions of records, on Spark. `_l` and `_r` name the two records, as Splink
does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tawthiq.methods.linkage.compared import MIDDLES

BORNE, AS_OFTEN = 10, 20
"""How many people bear a first name that is no slip of the hand, and how much more often another one may be
borne beside it: a slip in a common name comes back, but rarely. Read off the development set and off a set of
`benchmarks/linkage/corruptor.py`.
"""
ELSE = "else"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Level:
    """One rung: a code by which reasons name it, and the SQL condition under which it holds."""

    code: str
    condition: str


@dataclass(frozen=True)
class Comparison:
    """One ladder: under `unknown` nothing can be said; `levels` from the most alike; `otherwise` names the
    rest.

    A likeness is a number: -1 is unknown, 0 is `otherwise`, and the first level is the highest.
    """

    name: str
    unknown: str
    levels: tuple[Level, ...]
    otherwise: str = ELSE

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the code of each likeness from -1 on."""
        return (UNKNOWN, self.otherwise, *(level.code for level in reversed(self.levels)))

    def code(self, likeness: int) -> str:
        """Return the code of a likeness."""
        return self.codes[likeness + 1]


def _near(name: str) -> str:
    """Two names a slip of the hand or of the ear apart."""
    return (
        f"(is_latin_l = is_latin_r AND greatest(length({name}_fold_l), length({name}_fold_r)) >= 4"
        f" AND levenshtein({name}_fold_l, {name}_fold_r) <= 1)"
        f" OR {name}_letters_no_l = {name}_letters_no_r"
        f" OR ({name}_stem_no_l = {name}_stem_no_r AND length({name}_stem_l) >= 2)"
        f" OR (least(length({name}_sound_l), length({name}_sound_r)) >= 3"
        f" AND levenshtein({name}_sound_l, {name}_sound_r) <= 1)"
    )


def _far(name: str) -> str:
    """Two names that may still be one, written badly."""
    return (
        f"(is_latin_l = is_latin_r AND levenshtein({name}_fold_l, {name}_fold_r)"
        f" <= CASE WHEN greatest(length({name}_fold_l), length({name}_fold_r)) >= 5 THEN 2 ELSE 1 END)"
        f" OR levenshtein({name}_sound_l, {name}_sound_r) <= 1"
        f" OR levenshtein({name}_stem_l, {name}_stem_r)"
        f" <= CASE WHEN least(length({name}_stem_l), length({name}_stem_r)) >= 3 THEN 1 ELSE 0 END"
    )


def _among(sound: str, side: str) -> str:
    middles = ", ".join(f"middle_{place}_{side}" for place in range(1, MIDDLES + 1))
    return f"coalesce({sound} IN ({middles}), false)"


def _elsewhere(name: str, other: str) -> str:
    mine, others = f"{name}_sound_no", f"{other}_sound_no"
    return (
        f"{_among(f'{mine}_l', 'r')} OR {_among(f'{mine}_r', 'l')}"
        f" OR {mine}_l = {others}_r OR {mine}_r = {others}_l"
    )


TWO_NAMES = (
    "NOT is_latin_l AND NOT is_latin_r"
    f" AND least(first_borne_l, first_borne_r) >= {BORNE}"
    f" AND least(first_borne_l, first_borne_r) * {AS_OFTEN} >= greatest(first_borne_l, first_borne_r)"
)
"""Two first names in Arabic letters that are both borne by many, and neither by few beside the other: سامر
and سمير are two brothers, and not one name badly written.
"""


def _name(name: str, other: str, *, two_names: str = "") -> Comparison:
    def unless_two(condition: str) -> str:
        return f"({condition}) AND NOT ({two_names})" if two_names else condition

    return Comparison(
        name,
        f"{name}_sound_no_l IS NULL OR {name}_sound_no_r IS NULL",
        (
            Level("written-alike", f"{name}_fold_no_l = {name}_fold_no_r"),
            Level("same-consonants", unless_two(f"{name}_skeleton_no_l = {name}_skeleton_no_r")),
            Level("same-sound", unless_two(f"{name}_sound_no_l = {name}_sound_no_r")),
            Level("a-slip-apart", unless_two(_near(name))),
            Level("alike", unless_two(_far(name))),
            Level("in-another-place", _elsewhere(name, other)),
        ),
        "different",
    )


def _found(place: int) -> str:
    return f"(middle_{place}_l IS NOT NULL AND {_among(f'middle_{place}_l', 'r')})"


_PLACES = range(1, MIDDLES + 1)
_FOUND = " + ".join(f"CAST({_found(place)} AS INT)" for place in _PLACES)
_FEWER = "least(middles_l, middles_r)"
_IN_ORDER = f"middle_1_l = middle_1_r AND ({_FEWER} < 2 OR middle_2_l = middle_2_r)"
_MIDDLE = Comparison(
    "middle",
    f"{_FEWER} = 0",
    (
        Level("three-agree", f"({_FOUND}) >= 3"),
        Level("two-agree-in-order", f"({_FOUND}) = 2 AND {_FEWER} = 2 AND {_IN_ORDER}"),
        Level("two-agree", f"({_FOUND}) = 2 AND {_FEWER} = 2"),
        Level("two-of-three-agree", f"({_FOUND}) = 2"),
        Level("one-agrees-first", f"({_FOUND}) = 1 AND {_FEWER} = 1 AND middle_1_l = middle_1_r"),
        Level("one-agrees", f"({_FOUND}) = 1 AND {_FEWER} = 1"),
        Level("one-of-two-agrees-first", f"({_FOUND}) = 1 AND {_FEWER} = 2 AND middle_1_l = middle_1_r"),
        Level("one-of-two-agrees", f"({_FOUND}) = 1 AND {_FEWER} = 2"),
        Level("one-of-three-agrees", f"({_FOUND}) = 1"),
        Level("one-differs", f"{_FEWER} = 1"),
    ),
    "several-differ",
)


def _shared(name: str) -> str:
    alike = " OR ".join(f"{name}_{part}_no_l = {name}_{part}_no_r" for part in ("sound", "letters", "stem"))
    return f"CASE WHEN {alike} THEN least({name}_rarity_l, {name}_rarity_r) ELSE 0 END"


_SHARED_RARITY = " + ".join(
    (
        _shared("given"),
        _shared("family"),
        *(f"CASE WHEN {_found(place)} THEN middle_{place}_rarity_l ELSE 0 END" for place in _PLACES),
    )
)


def _steps(name: str, value: str, edges: Sequence[float], unknown: str = "1 = 0") -> Comparison:
    """Return a ladder over a number: how many of the edges it reaches."""
    levels = (Level(f"from-{edge:g}", f"({value}) >= {edge!r}") for edge in reversed(edges))
    return Comparison(name, unknown, tuple(levels), "least")


def _crowd(name: str) -> Comparison:
    sizes = (1.5, 2.5, 3.5, 4.5, 6.5, 9.5, 14.5, 24.5, 49.5, 99.5)
    return _steps(name, f"least({name}_l, {name}_r)", [round(float(np.log(size)), 4) for size in sizes])


_DIGITS = " + ".join(
    f"CAST(substr(born_on_l, {at}, 1) <> substr(born_on_r, {at}, 1) AS INT)" for at in range(1, 9)
)
_BOTH_BORN = "born_on_l IS NOT NULL AND born_on_r IS NOT NULL"
_SAME_YEAR = "substr(born_on_l, 1, 4) = substr(born_on_r, 1, 4)"
_NEW_YEAR = "'0101'"
_APART = "(abs(born_year_l - born_year_r) - born_slack_l - born_slack_r)"


def _born(code: str, condition: str) -> Level:
    return Level(code, f"{_BOTH_BORN} AND {condition}")


_BIRTH = Comparison(
    "birth",
    "born_year_l IS NULL OR born_year_r IS NULL",
    (
        _born("same-day", f"born_on_l = born_on_r AND substr(born_on_l, 5) <> {_NEW_YEAR}"),
        _born("same-new-year", "born_on_l = born_on_r"),
        _born(
            "day-and-month-swapped",
            f"{_SAME_YEAR} AND substr(born_on_l, 5, 2) = substr(born_on_r, 7, 2)"
            " AND substr(born_on_l, 7, 2) = substr(born_on_r, 5, 2)",
        ),
        _born("one-digit-differs", f"({_DIGITS}) = 1"),
        _born(
            "same-month",
            "substr(born_on_l, 1, 6) = substr(born_on_r, 1, 6) OR abs(born_day_l - born_day_r) <= 2",
        ),
        _born(
            "same-day-other-year",
            f"substr(born_on_l, 5) = substr(born_on_r, 5) AND substr(born_on_l, 5) <> {_NEW_YEAR}",
        ),
        _born(
            "same-year-one-rounded",
            f"{_SAME_YEAR} AND (substr(born_on_l, 5) = {_NEW_YEAR} OR substr(born_on_r, 5) = {_NEW_YEAR})",
        ),
        _born("same-year", _SAME_YEAR),
        _born("within-two-years", "abs(born_day_l - born_day_r) <= 800"),
        _born("within-five-years", "abs(born_day_l - born_day_r) <= 2000"),
        _born("years-apart", "1 = 1"),
        *(
            Level(f"ages-within-{years:g}", f"{_APART} <= {years}")
            for years in (0.6, 1.1, 1.6, 2.6, 3.6, 6.0, 10.0)
        ),
    ),
    "ages-far-apart",
)

_BOTH_DIED = "(death_from_l IS NOT NULL AND death_from_r IS NOT NULL)"
_BOTH_ARRESTED = "(arrest_from_l IS NOT NULL AND arrest_from_r IS NOT NULL)"


def _of_one_kind(measure: str, otherwise: str) -> str:
    """Two deaths, else two arrests: somebody who was arrested and died long after is one person."""
    return (
        f"CASE WHEN {_BOTH_DIED} THEN {measure.format('death')}"
        f" WHEN {_BOTH_ARRESTED} THEN {measure.format('arrest')} ELSE {otherwise} END"
    )


_DAYS_APART = _of_one_kind(
    "greatest({0}_from_l - {0}_to_r, {0}_from_r - {0}_to_l, 0)",
    # nobody is arrested after their death
    "greatest(coalesce(arrest_from_l - death_to_r, arrest_from_r - death_to_l, 0), 0)",
)
_WIDEST = _of_one_kind("greatest({0}_to_l - {0}_from_l, {0}_to_r - {0}_from_r)", "99")
_EVENT = Comparison(
    "event",
    # an overlap of whole months says next to nothing, as does a death after an arrest
    f"({_WIDEST}) > 3 AND ({_DAYS_APART}) = 0",
    (
        *(
            Level(f"{days}-days-apart" if days else "same-day", f"({_DAYS_APART}) <= {days}")
            for days in range(8)
        ),
        Level("within-a-month", f"({_DAYS_APART}) <= 30"),
        Level("within-a-season", f"({_DAYS_APART}) <= 90"),
    ),
    "on-other-days",
)
_PLACE = Comparison(
    "place",
    "place_l IS NULL OR place_r IS NULL OR place_kind_l <> place_kind_r",
    (Level("same", "place_l = place_r"),),
    "different",
)
_SEX = Comparison("sex", "sex_l IS NULL OR sex_r IS NULL", (Level("same", "sex_l = sex_r"),), "different")
_MOTHER = Comparison(
    "mother",
    "mother_l IS NULL OR mother_r IS NULL",
    (Level("same", "mother_l = mother_r"), Level("a-slip-apart", "levenshtein(mother_l, mother_r) <= 1")),
    "different",
)
_SCRIPT = Comparison(
    "script",
    "1 = 0",
    (Level("both-latin", "is_latin_l AND is_latin_r"), Level("two-scripts", "is_latin_l OR is_latin_r")),
    "one",
)

COMPARISONS: tuple[Comparison, ...] = (
    _name("given", "family", two_names=TWO_NAMES),
    _name("family", "given"),
    _MIDDLE,
    _steps("given_rarity", "least(given_rarity_l, given_rarity_r)", (1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)),
    _steps("rarity", _SHARED_RARITY, (5.0, 7.0, 9.0, 10.5, 12.0, 13.5, 15.0, 17.0, 19.0, 22.0)),
    _crowd("same_name"),
    _crowd("same_ends"),
    _crowd("same_rest"),
    _BIRTH,
    _EVENT,
    _PLACE,
    _SEX,
    _SCRIPT,
    _MOTHER,
)
"""All that is looked at, in the order in which it is told."""
NAMES = tuple(comparison.name for comparison in COMPARISONS)
