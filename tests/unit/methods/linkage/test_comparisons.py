"""The ladders, level by level, through the engine that climbs them. Everybody is invented."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest
import sqlglot
from sqlglot import expressions as sql
from tests.unit.methods.linkage.drawn import numbered, someone, told

from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.columns import columns
from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import compare

Drawn = dict[str, tuple[Candidate, Candidate]]
"""For each level of one comparison, two records that reach it; after a stroke, a further way to reach it."""
NOTHING = {comparison.name: [0.0] * (len(comparison.levels) + 1) for comparison in COMPARISONS}
LADDERS = {comparison.name: comparison for comparison in COMPARISONS}


def names(one: str, other: str) -> tuple[Candidate, Candidate]:
    return someone("", one), someone("", other)


def births(one: str | None, other: str | None) -> tuple[Candidate, Candidate]:
    return someone("", born=one), someone("", born=other)


def ages(one: int, other: int) -> tuple[Candidate, Candidate]:
    return someone("", age=one), someone("", age=other)


def deaths(one: str | None, other: str | None) -> tuple[Candidate, Candidate]:
    return someone("", died=one), someone("", died=other)


def middles(one: str, other: str) -> tuple[Candidate, Candidate]:
    return names(f"أمل {one} الحلبي", f"أمل {other} الحلبي")


GIVEN: Drawn = {
    "unknown": names("", "أمل الحلبي"),
    "written-alike": names("مصطفى الحلبي", "مصطفي الحموي"),
    "same-consonants": names("Mohammed Halabi", "محمد الحموي"),
    "same-sound": names("Qasem Halabi", "Gasem Hamwi"),
    "a-slip-apart": names("سليم الحلبي", "سليب الحموي"),
    "alike": names("حداد الحلبي", "حداري الحموي"),
    "in-another-place": names("نزار طارق الحلبي", "طارق الحموي"),
    "different/two-names-of-one-skeleton": names("سامر الحلبي", "سمير الحلبي"),
    "same-consonants/one-in-latin-letters": names("سامر الحلبي", "Samir Halabi"),
    "same-consonants/few-bear-the-other": names("حسن الحلبي", "حسون الحلبي"),
    "in-another-place/the-last-of-the-other": names("نزار الحلبي", "أمل نزار"),
    "in-another-place/the-last-of-the-one": names("أمل نزار", "نزار الحلبي"),
    "different": names("أمل الحلبي", "نزار الحلبي"),
}
FAMILY: Drawn = {
    "unknown": names("أمل", "أمل الحلبي"),
    "written-alike": names("أمل الحلبى", "نزار حلبي"),
    "same-consonants": names("Amal Halabi", "أمل الحلبي"),
    "same-sound": names("Amal Qasem", "Amal Gasem"),
    "a-slip-apart": names("أمل الخطيب", "أمل الخطيم"),
    "alike": names("أمل الحداد", "أمل الحداري"),
    "in-another-place": names("أمل باسل نزار", "أمل طارق باسل"),
    "different": names("أمل الحلبي", "أمل النجار"),
}
MIDDLE: Drawn = {
    "unknown": middles("", "باسل"),
    "three-agree": middles("باسل كريم رامي", "باسل كريم رامي"),
    "two-agree-in-order": middles("باسل كريم", "باسل كريم طارق"),
    "two-agree": middles("باسل كريم", "كريم باسل"),
    "two-agree/one-between": middles("باسل كريم", "باسل رامي كريم"),
    "two-agree/one-before": middles("باسل كريم", "رامي كريم باسل"),
    "two-of-three-agree": middles("باسل كريم رامي", "باسل كريم ماهر"),
    "one-agrees-first": middles("باسل", "باسل كريم"),
    "one-agrees": middles("كريم", "باسل كريم"),
    "one-of-two-agrees-first": middles("باسل كريم", "باسل رامي"),
    "one-of-two-agrees": middles("باسل كريم", "رامي كريم"),
    "one-of-three-agrees": middles("باسل كريم رامي", "باسل ماهر طارق"),
    "one-differs": middles("باسل", "كريم رامي"),
    "several-differ": middles("باسل كريم", "رامي طارق"),
}
BIRTH: Drawn = {
    "unknown": births("1990-05-06", None),
    "same-day": births("1990-05-06", "1990-05-06"),
    "same-new-year": births("1990-01-01", "1990-01-01"),
    "day-and-month-swapped": births("1990-05-06", "1990-06-05"),
    "one-digit-differs": births("1990-05-06", "1990-05-16"),
    "same-month": births("1990-05-06", "1990-05-25"),
    "same-day-other-year": births("1990-05-06", "1989-05-06"),
    "same-year-one-rounded": births("1990-01-01", "1990-11-16"),
    "same-year": births("1990-05-06", "1990-11-27"),
    "within-two-years": births("1990-05-06", "1991-11-27"),
    "within-five-years": births("1990-05-06", "1994-11-27"),
    "years-apart": births("1990-05-06", "1957-11-27"),
    "ages-within-0.6": ages(30, 30),
    "ages-within-1.1": ages(30, 31),
    "ages-within-1.6": (someone("", age=30), someone("", born="1981-05-20")),
    "ages-within-2.6": ages(30, 32),
    "ages-within-3.6": ages(30, 33),
    "ages-within-6": ages(30, 36),
    "ages-within-10": ages(30, 40),
    "ages-far-apart": ages(30, 64),
}
EVENT: Drawn = {
    "unknown": deaths("2013-04", "2013-04-30"),
    "same-day": deaths("2013-04-05", "2013-04-05"),
    **{f"{days}-days-apart": deaths("2013-04-05", f"2013-04-{5 + days:02}") for days in range(1, 8)},
    "within-a-month": deaths("2013-04-05", "2013-05"),
    "within-a-season": deaths("2013-04-05", "2013-07-01"),
    "on-other-days": deaths("2013-04-05", "2013-07-05"),
    "unknown/a-death-after-an-arrest": (someone("", died="2013-07-05"), someone("", arrested="2012-04-05")),
    "on-other-days/an-arrest-after-a-death": (
        someone("", died="2012-04-05"),
        someone("", arrested="2013-07-05"),
    ),
    "on-other-days/a-death-before-an-arrest": (
        someone("", arrested="2013-07-05"),
        someone("", died="2012-04-05"),
    ),
    "same-day/arrests-where-one-died": (
        someone("", arrested="2013-04-05", died="2014-01-02"),
        someone("", arrested="2013-04-05"),
    ),
    "on-other-days/deaths-before-arrests": (
        someone("", arrested="2013-04-05", died="2014-01-02"),
        someone("", arrested="2013-04-05", died="2016-01-02"),
    ),
}
PLACE: Drawn = {
    "unknown": (someone("", place="origin:SY-DI"), someone("", place="SY-DI")),
    "same": (someone("", place="SY-DI"), someone("", place="SY-DI")),
    "different": (someone("", place="origin:SY-DI"), someone("", place="origin:SY-HM")),
}
SEX: Drawn = {
    "unknown": (someone("", sex="female"), someone("")),
    "same": (someone("", sex="female"), someone("", sex="female")),
    "different": (someone("", sex="female"), someone("", sex="male")),
}
MOTHER: Drawn = {
    "unknown": (someone("", mother="منى كريم"), someone("", mother="مجهولة")),
    "same": (someone("", mother="منى كريم"), someone("", mother="مني  كريم")),
    "a-slip-apart": (someone("", mother="منى كريم"), someone("", mother="منى كرم")),
    "different": (someone("", mother="منى كريم"), someone("", mother="سها كريم")),
}
SCRIPT: Drawn = {
    "both-latin": names("Amal Halabi", "Inés Robledo"),
    "two-scripts": names("Amal Halabi", "أمل الحلبي"),
    "one": names("أمل الحلبي", "نزار الحلبي"),
}
DRAWN = {
    "given": GIVEN, "family": FAMILY, "middle": MIDDLE, "birth": BIRTH, "event": EVENT, "place": PLACE,
    "sex": SEX, "mother": MOTHER, "script": SCRIPT,
}  # fmt: skip
CROWDS = ("same_name", "same_ends", "same_rest")
RARITIES = ("given_rarity", "rarity")
CASES = [(ladder, level) for ladder, drawn in DRAWN.items() for level in drawn]


def reached(couples: Iterable[tuple[Candidate, Candidate]]) -> list[dict[str, str]]:
    """Return for each couple the level of each ladder that it reaches, all compared at once."""
    records = [one for couple in couples for one in couple]
    records = [one._replace(record_id=f"R-{at:05}") for at, one in enumerate(records)]
    left = np.arange(0, len(records), 2)
    found = compare(columns(*told(*records)), Pairs(left, left + 1), NOTHING, least_bits=-1e9)
    assert found.pairs.left.tolist() == left.tolist()
    return [
        {c.name: c.code(int(likeness)) for c, likeness in zip(COMPARISONS, row, strict=True)}
        for row in found.likeness
    ]


@cache
def codes() -> dict[tuple[str, str], str]:
    """Return the level that each drawn couple reaches on its ladder."""
    levels = reached(DRAWN[ladder][level] for ladder, level in CASES)
    return {case: found[case[0]] for case, found in zip(CASES, levels, strict=True)}


@pytest.mark.parametrize(("ladder", "level"), CASES)
def test_two_records_reach_their_level(ladder: str, level: str) -> None:
    assert codes()[ladder, level] == level.partition("/")[0]


def test_a_letter_is_one_slip_in_any_script() -> None:
    # engines count bytes or letters: an Arabic letter has two bytes
    mothers = [
        ("منى كريم", "منى كرم"),
        ("منى كريم", "منى كريما"),
        ("منى كريم", "منى كريد"),
        ("Zoé Dubois", "Zoe Dubos"),
        ("Мария Иванова", "Мария Иванов"),
    ]

    found = reached((someone("", mother=one), someone("", mother=other)) for one, other in mothers)

    assert [levels["mother"] for levels in found] == ["a-slip-apart"] * len(mothers)


def test_letters_are_counted_in_signs_of_one_byte() -> None:
    table = columns(*told(someone("A", "أمل الحلبي", mother="منى كريم"), someone("B", "Мария Иванова")))

    assert all(
        str(text).isascii() for name in ("given_fold", "family_fold", "mother") for text in table[name]
    )


def test_every_level_is_reached_by_somebody() -> None:
    unreached = {
        name: levels
        for name, comparison in LADDERS.items()
        if name in DRAWN and (levels := set(comparison.codes) - set(DRAWN[name]) - _never_unknown(name))
    }

    assert unreached == {}
    assert set(DRAWN) | set(CROWDS) | set(RARITIES) == set(NAMES)


def _never_unknown(name: str) -> set[str]:
    return {"unknown"} if LADDERS[name].unknown == "1 = 0" else set()


@pytest.mark.parametrize("name", CROWDS)
def test_every_size_of_a_crowd_is_reached(name: str) -> None:
    # crowds of 1, 2, 3, ... records that share all their names
    sizes = (1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100)
    crowds = [f"أمل {family} {family}" for family in _families(len(sizes))]
    records = numbered(*(crowd for crowd, size in zip(crowds, sizes, strict=True) for _ in range(size)))
    first = np.cumsum((0, *sizes[:-1]))
    largest = np.full(len(first), first[-1])

    found = compare(
        columns(*told(*records)), Pairs(np.minimum(first, largest), largest), NOTHING, least_bits=-1e9
    )

    reached = [LADDERS[name].codes[likeness + 1] for likeness in found.likeness[:, NAMES.index(name)]]
    assert reached == list(LADDERS[name].codes[1:])


def _families(number: int) -> list[str]:
    """Return invented family names of which no two sound alike."""
    letters = "بتجدرزسشفكلمن"
    return [f"{one}{two}{one}" for one in letters for two in letters if one != two][:: 150 // number][:number]


@pytest.mark.parametrize("name", RARITIES)
def test_every_step_of_rarity_is_reached(name: str) -> None:
    edges = [float(level.code.removeprefix("from-")) for level in reversed(LADDERS[name].levels)]
    table = columns(*told(*numbered(*["أمل باسل الحلبي"] * 2 * (len(edges) + 1))))
    wanted = np.repeat([0.0, *edges], 2)
    for column in ("given_rarity", "family_rarity", "middle_1_rarity"):
        share = wanted if name == "given_rarity" else wanted / 3 + 1e-9
        table = table.set_column(table.schema.get_field_index(column), column, [share])
    left = np.arange(0, len(wanted), 2)

    found = compare(table, Pairs(left, left + 1), NOTHING, least_bits=-1e9)

    assert found.likeness[:, NAMES.index(name)].tolist() == list(range(len(edges) + 1))


FOUND_ALIKE = [
    ("Juan Carlos Pérez", "Juan Carlos Perez"),
    ("José María Ñuñez", "Jose Maria NUÑEZ"),
    ("Robledo Vidal, Inés", "Inés Robledo Vidal"),
    ("O'Neill Zoë", "Oneill Zoe"),
    ("Jean-Pierre Lefèvre", "Jean Pierre Lefevre"),
    ("Catherine Dubois", "Catherine DUBOIS"),
    ("William Smith", "Wiliam Smith"),
    ("Ezequiel Reynoso", "Exequiel Reinoso"),
]
BROTHERS_AND_SISTERS = [
    ("Juan Robledo", "Inés Robledo"), ("Pablo Vidal", "Carla Vidal"), ("Pierre Dubois", "Zoé Dubois"),
]  # fmt: skip


def test_spanish_french_and_english_spellings_of_a_name_are_found_alike() -> None:
    levels = reached(names(*spellings) for spellings in FOUND_ALIKE)

    found = {level[name] for level in levels for name in ("given", "family")}
    assert found <= {"written-alike", "same-consonants", "a-slip-apart"}


def test_brothers_and_sisters_have_different_first_names_in_any_language() -> None:
    levels = reached(names(*both) for both in BROTHERS_AND_SISTERS)

    assert [(level["given"], level["family"]) for level in levels] == [("different", "written-alike")] * 3


# What conditions may use: in DuckDB, Spark, PostgreSQL (levenshtein with an extension) and SQLite alike.
PORTABLE = (
    sql.Abs, sql.Add, sql.And, sql.Boolean, sql.Case, sql.Cast, sql.Coalesce, sql.Column, sql.DataType,
    sql.EQ, sql.GTE, sql.Greatest, sql.GT, sql.Identifier, sql.If, sql.In, sql.Is, sql.LT, sql.LTE,
    sql.Least, sql.Length, sql.Levenshtein, sql.Literal, sql.Mul, sql.NEQ, sql.Neg, sql.Not, sql.Null,
    sql.Or, sql.Paren, sql.Sub, sql.Substring,
)  # fmt: skip
CONDITIONS = [
    pytest.param(condition, id=f"{comparison.name}-{code}")
    for comparison in COMPARISONS
    for code, condition in (
        ("unknown", comparison.unknown),
        *((level.code, level.condition) for level in comparison.levels),
    )
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_means_the_same_on_spark(condition: str) -> None:
    here, there = (sqlglot.parse_one(condition, dialect=dialect) for dialect in ("duckdb", "spark"))

    foreign = {type(node).__name__ for node in here.walk() if not isinstance(node, PORTABLE)}
    assert foreign == set()
    assert here.sql("spark") == there.sql("spark")


def test_conditions_use_columns_that_are_made() -> None:
    made = set(columns(*told(someone("R-1"))).column_names)
    used = {
        column.name.removesuffix("_l").removesuffix("_r")
        for condition in CONDITIONS
        for column in sqlglot.parse_one(str(condition.values[0]), dialect="spark").find_all(sql.Column)
    }

    assert used <= made
