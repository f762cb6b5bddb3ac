"""Seeded mistakes, which the drawn examples must catch: a harness that kills nothing proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tawthiq.methods.counting import (
    alike,
    axes,
    bounded,
    conditions,
    day_standings,
    duckdb_engine,
    plain,
    plain_stock,
    plain_worlds,
    question,
    spans,
    standings,
    stock_sql,
    tally,
    tally_alike,
    weighed,
    words,
)
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine, Rows
from tawthiq.methods.counting.examples import expected, question_of, read_chapter, tables_of
from tawthiq.methods.counting.examples import words as example_words
from tawthiq.methods.counting.fields import field
from tawthiq.methods.counting.plain import PlainEngine
from tawthiq.methods.counting.question import NOTICE
from tests.spec.ways import gather

FOLDER = Path(__file__).parent
Patch = pytest.MonkeyPatch


def joint_acts_are_every_partys(patch: Patch) -> None:
    patch.setattr(conditions, "field", lambda name: replace(field(name), match="any"))


def every_attribution_is_confirmed(patch: Patch) -> None:
    patch.setattr(axes, "doubt_of", lambda said, attribution: "")


def unknown_is_no_value(patch: Patch) -> None:
    patch.setattr(standings.CodeAxis, "_may_accept", lambda self, silent: False)


def unknown_satisfies_everything(patch: Patch) -> None:
    patch.setattr(standings.CodeAxis, "_must_accept", lambda self, silent: True)


def a_late_documentation_is_certain(patch: Patch) -> None:
    def rows(self: DuckDBEngine, asked: Any) -> Rows:
        return replace(original(self, asked), certainty="2")

    original = DuckDBEngine._rows
    patch.setattr(DuckDBEngine, "_rows", rows)


def persons_are_counted_as_acts(patch: Patch) -> None:
    def flow(self: DuckDBEngine, asked: Any, found: Any, layout: Any) -> Any:
        return tally.tally_flow(list(self._groups_of_acts(asked, found)), tally.Numbers(), layout)

    patch.setattr(DuckDBEngine, "_flow", flow)


def a_group_is_one_person(patch: Patch) -> None:
    patch.setattr(DuckDBEngine, "_bags", lambda self, unit: tally.Bitmaps({}, {}))


def an_open_group_is_its_minimum(patch: Patch) -> None:
    patch.setattr(tally.Bitmaps, "at_most", tally.Bitmaps.at_least)


def several_acts_are_several_persons(patch: Patch) -> None:
    patch.setattr(alike, "has_one_row_each", lambda *given, **more: True)


def a_person_stands_in_the_first_of_their_groups(patch: Patch) -> None:
    def first(*given: Any, **more: Any) -> Iterator[alike.Alike]:
        return (replace(unit, stands=unit.stands[:1]) for unit in original(*given, **more))

    original = alike.units_of_several_rows
    gather("kinds", patch)
    patch.setattr(alike, "units_of_several_rows", first)


def a_group_in_a_table_is_one_person(patch: Patch) -> None:
    patch.setattr(alike, "make_sized", lambda db: [])


def an_open_group_in_a_table_is_its_minimum(patch: Patch) -> None:
    patch.setattr(tally_alike.Most, "of", lambda self, bag: self.people[bag])


def nobody_in_two_cells_is_repeated(patch: Patch) -> None:
    original = tally_alike.tally_alike
    patch.setattr(duckdb_engine, "tally_alike", lambda *given: replace(original(*given), repeated=0))


def a_cell_needs_no_condition(patch: Patch) -> None:
    patch.setattr(weighed, "least_of", lambda certainty, axes: certainty)


def two_dates_are_their_bounds(patch: Patch) -> None:
    patch.setattr(weighed, "_otherwise", lambda *given: [])


def an_unknown_date_is_in_no_period(patch: Patch) -> None:
    patch.setattr(bounded.Bounds, "possible", bounded.Bounds.certain)


def a_date_in_part_is_in_the_period(patch: Patch) -> None:
    patch.setattr(bounded.Bounds, "certain", bounded.Bounds.possible)


def a_massacre_needs_no_size(patch: Patch) -> None:
    patch.setattr(duckdb_engine, "_EVENT_SIZES", duckdb_engine._EVENT_SIZES.replace(">= $size", ">= 1"))


def nobody_is_repeated(patch: Patch) -> None:
    original = tally.finished
    patch.setattr(tally, "finished", lambda *given: replace(original(*given), repeated=0))


def a_conflict_is_imprecise(patch: Patch) -> None:
    patch.setattr(standings.CodeAxis, "_reason", lambda self, said, doubt, is_wide: "imprecise")


def unidentified_is_unknown(patch: Patch) -> None:
    patch.setattr(axes, "alternatives", lambda text: standings_of(None if text == "unidentified" else text))


def two_dates_are_the_interval_between(patch: Patch) -> None:
    def hull(text: str) -> tuple[spans.Span, ...]:
        found = spans.stated_spans(text)
        return (spans.Span(min(one.first for one in found), max(one.last for one in found)),)

    patch.setattr(day_standings, "stated_spans", hull)


def a_period_ends_before_its_last_month(patch: Patch) -> None:
    original = spans.parse_span

    def shorter(text: str) -> spans.Span:
        span = original(text)
        return spans.Span(span.first, max(span.first, span.last - spans.DAY)) if ".." in text else span

    patch.setattr(question, "parse_span", shorter)


def _by_the_act(asked: question.Question) -> question.Question:
    return replace(asked, place_basis="act", date_basis="act")


def the_place_is_always_the_acts(patch: Patch) -> None:
    original = axes._place_axis
    patch.setattr(axes, "_place_axis", lambda asked, *rest: original(_by_the_act(asked), *rest))


def the_date_is_always_the_acts(patch: Patch) -> None:
    original = axes._date_axis
    patch.setattr(axes, "_date_axis", lambda asked: original(_by_the_act(asked)))


def a_code_has_nothing_narrower(patch: Patch) -> None:
    patch.setattr(words.ReleaseWords, "narrower", lambda self, scheme, code: frozenset({code}))


def every_stay_counts(patch: Patch) -> None:
    patch.setattr(stock_sql, "_STAYS", stock_sql._STAYS.split("WHERE NOT coalesce")[0])


def the_order_of_stays_is_nothing(patch: Patch) -> None:
    patch.setattr(stock_sql, "_STAYS", stock_sql._STAYS.split(" AND NOT coalesce(seq")[0])


def a_possible_end_is_none(patch: Patch) -> None:
    patch.setattr(stock_sql, "_STAYS", stock_sql._STAYS.replace("ELSE 1", "ELSE 2"))


def a_certain_end_is_none(patch: Patch) -> None:
    patch.setattr(stock_sql, "_STAYS", stock_sql._STAYS.replace("THEN 0", "THEN 2"))


def an_undated_arrest_is_never_certain(patch: Patch) -> None:
    patch.setattr(stock_sql, "_STAYS", stock_sql._STAYS.replace(", documented_end)", ")"))


def the_dead_are_held(patch: Patch) -> None:
    named = "violation IN (SELECT unnest($possible"
    patch.setattr(stock_sql, "_DEATHS", stock_sql._DEATHS.replace(named, f"FALSE AND {named}"))


def a_possible_death_changes_nothing(patch: Patch) -> None:
    patch.setattr(stock_sql, "_DEATHS", stock_sql._DEATHS.replace("GROUP BY", "AND is_sure GROUP BY"))


def a_transfer_ends_a_detention(patch: Patch) -> None:
    patch.setattr(question, "CONTINUING_STATUSES", ())


def a_notice_is_a_killing(patch: Patch) -> None:
    original = stock_sql.naming
    patch.setattr(stock_sql, "naming", lambda texts, codes: original(texts, codes | {NOTICE}))


def a_status_began_with_the_arrest(patch: Patch) -> None:
    patch.setitem(axes._BOUNDS, "status", ("date_begin", "date_end"))


def a_first_stay_is_the_last(patch: Patch) -> None:
    patch.setattr(duckdb_engine, "_WITH_STATUS", duckdb_engine._WITH_STATUS.replace("arg_max", "arg_min"))


def plain_forgets_the_dead(patch: Patch) -> None:
    patch.setattr(plain_stock, "death", lambda *given: 0)


def plain_takes_any_stay(patch: Patch) -> None:
    patch.setattr(plain_stock, "_is_after", lambda other, stay: False)


def plain_never_doubts(patch: Patch) -> None:
    patch.setattr(plain_worlds.Worlds, "_doubt", lambda *given: "")


def plain_counts_groups_as_one(patch: Patch) -> None:
    patch.setattr(plain.PlainEngine, "_size", lambda *given: (1, 1))


standings_of = axes.alternatives

MUTANTS: list[tuple[Callable[[Patch], None], type[Any], str]] = [
    (joint_acts_are_every_partys, DuckDBEngine, "07_attribution"),
    (every_attribution_is_confirmed, DuckDBEngine, "07_attribution"),
    (unknown_is_no_value, DuckDBEngine, "02_possibilities"),
    (unknown_satisfies_everything, DuckDBEngine, "08_subsets"),
    (a_late_documentation_is_certain, DuckDBEngine, "05_dates"),
    (persons_are_counted_as_acts, DuckDBEngine, "01_units"),
    (a_group_is_one_person, DuckDBEngine, "01_units"),
    (an_open_group_is_its_minimum, DuckDBEngine, "01_units"),
    (several_acts_are_several_persons, DuckDBEngine, "03_tables"),
    (a_person_stands_in_the_first_of_their_groups, DuckDBEngine, "03_tables"),
    (a_group_in_a_table_is_one_person, DuckDBEngine, "03_tables"),
    (an_open_group_in_a_table_is_its_minimum, DuckDBEngine, "03_tables"),
    (nobody_in_two_cells_is_repeated, DuckDBEngine, "03_tables"),
    (a_cell_needs_no_condition, DuckDBEngine, "03_tables"),
    (two_dates_are_their_bounds, DuckDBEngine, "02_possibilities"),
    (an_unknown_date_is_in_no_period, DuckDBEngine, "05_dates"),
    (a_date_in_part_is_in_the_period, DuckDBEngine, "02_possibilities"),
    (a_massacre_needs_no_size, DuckDBEngine, "01_units"),
    (nobody_is_repeated, DuckDBEngine, "03_tables"),
    (a_conflict_is_imprecise, DuckDBEngine, "03_tables"),
    (unidentified_is_unknown, DuckDBEngine, "02_possibilities"),
    (two_dates_are_the_interval_between, DuckDBEngine, "02_possibilities"),
    (a_period_ends_before_its_last_month, DuckDBEngine, "05_dates"),
    (the_place_is_always_the_acts, DuckDBEngine, "06_places"),
    (the_date_is_always_the_acts, DuckDBEngine, "05_dates"),
    (a_status_began_with_the_arrest, DuckDBEngine, "05_dates"),
    (a_first_stay_is_the_last, DuckDBEngine, "05_dates"),
    (a_code_has_nothing_narrower, DuckDBEngine, "10_conditions"),
    (every_stay_counts, DuckDBEngine, "04_stock"),
    (the_order_of_stays_is_nothing, DuckDBEngine, "04_stock"),
    (a_possible_end_is_none, DuckDBEngine, "04_stock"),
    (a_certain_end_is_none, DuckDBEngine, "04_stock"),
    (an_undated_arrest_is_never_certain, DuckDBEngine, "04_stock"),
    (the_dead_are_held, DuckDBEngine, "04_stock"),
    (a_possible_death_changes_nothing, DuckDBEngine, "04_stock"),
    (a_transfer_ends_a_detention, DuckDBEngine, "04_stock"),
    (a_notice_is_a_killing, DuckDBEngine, "09_registry_notices"),
    (plain_forgets_the_dead, PlainEngine, "04_stock"),
    (plain_takes_any_stay, PlainEngine, "04_stock"),
    (plain_never_doubts, PlainEngine, "07_attribution"),
    (plain_counts_groups_as_one, PlainEngine, "01_units"),
]


@pytest.mark.parametrize(
    ("mutate", "engine", "chapter"), [pytest.param(*mutant, id=mutant[0].__name__) for mutant in MUTANTS]
)
def test_the_examples_catch_the_mistake(
    mutate: Callable[[Patch], None], engine: type[Any], chapter: str, monkeypatch: Patch
) -> None:
    example_words()  # made before the mistake, as for every other test
    mutate(monkeypatch)

    assert not all_right(engine, FOLDER / f"{chapter}.yml")


@pytest.mark.parametrize("engine", [DuckDBEngine, PlainEngine])
@pytest.mark.parametrize("chapter", sorted({chapter for _, _, chapter in MUTANTS}))
def test_without_a_mistake_they_catch_nothing(engine: type[Any], chapter: str) -> None:
    assert all_right(engine, FOLDER / f"{chapter}.yml")


def all_right(engine: type[Any], path: Path) -> bool:
    """Return whether an engine answers every question of a chapter as the chapter says."""
    for example in read_chapter(path).examples:
        with tables_of(example.acts, example.spells, example.as_of) as tables:
            counting = engine(tables)
            for one in example.asked:
                answer = counting.count(question_of(one.put, tables.words), digest=False)
                if answer != expected(one.put, one.answer):
                    return False
    return True
