"""Standard tables over drawn releases: what a cell counts, and what its table leaves out and says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tawthiq.core.errors import UsageProblem
from tawthiq.journey.figures import tabling
from tawthiq.journey.figures.facts import Figure, FigureCell, ReleaseMark
from tawthiq.journey.figures.standard_tables import set_names, table_set
from tawthiq.journey.figures.tabling import Asked, FilledTable, fill
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.examples import AS_OF, tables_of, words
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.question import Options, Question, ask
from tawthiq.methods.counting.rules import load_rule, shipped_rules

MARK = ReleaseMark("drawn", "d" * 64, AS_OF, "", False, False, "small", True)
KILLED: list[dict[str, Any]] = [
    {"person": "A", "violation": "killing", "date": "2022-09-02", "sex": "female", "age_group": "adult"},
    {"person": "B", "violation": "killing", "date": "2022-09-03", "sex": "male", "age_group": "child"},
    {"person": "C", "violation": "death-due-to-torture", "date": "2022-09-04", "sex": "male"},
    {"person": "D", "violation": "killing", "date": "2022-09-05", "sex": "female"},
    {"person": "E", "violation": "killing", "date": "2021-01-05", "sex": "male", "age_group": "adult"},
]
WHERE = {"A": ("isis", "XX01"), "B": ("isis", "XX02"), "C": ("syrian-regime", "XX01"), "D": (None, "XX01")}


@dataclass(frozen=True)
class Counting:
    """A drawn release that answers as a frozen one does."""

    tables: ReleaseTables
    mark: ReleaseMark = MARK
    carried: Mapping[str, Any] | None = None

    def question(self, *, rule: str | None = None, options: Options | None = None) -> Question:
        return ask(words(), rule=None if rule is None else load_rule(rule), options=options)

    def rules(self) -> Mapping[str, Any]:
        return self.carried if self.carried is not None else shipped_rules()

    def count(self, question: Question) -> Figure:
        answer = DuckDBEngine(self.tables).count(question)
        cells = [
            FigureCell(dict(zip(answer.by, c.key, strict=True)), c.at_least, c.at_most) for c in answer.cells
        ]
        rule: Mapping[str, Any] = question.as_json()
        return Figure(
            rule,
            question.unit,
            question.measure,
            answer.at_least,
            answer.at_most,
            answer.undetermined,
            answer.repeated,
            answer.digest,
            self.mark,
            answer.by,
            tuple(cells),
        )


@contextmanager
def drawn(acts: list[dict[str, Any]], spells: list[dict[str, Any]] | None = None) -> Iterator[Counting]:
    with tables_of(acts, spells or [], AS_OF) as tables:
        yield Counting(tables)


def killed() -> list[dict[str, Any]]:
    placed = []
    for act in KILLED:
        party, place = WHERE.get(act["person"], ("isis", "XX01"))
        placed.append({**act, "party": party, "governorate": place, "place": place})
    return placed


def filled(set_name: str, period: str, code: str, counting: Counting) -> FilledTable:
    tables = fill(table_set(set_name), counting, Asked(period)).tables
    return next(table for table in tables if table.table.code == code)


def as_rows(table: FilledTable) -> dict[str, tuple[int, ...]]:
    return {row.key: row.numbers for row in table.rows}


def test_the_first_table_counts_a_period_and_since_the_beginning() -> None:
    with drawn(killed()) as counting:
        table = filled("killings", "2022-09", "T1", counting)

    assert table.columns == ("period", "since")
    assert as_rows(table) == {
        "all": (4, 5),
        "children": (1, 1),
        "women": (1, 1),
        "females-age-unknown": (1, 1),
        "died-under-torture": (1, 1),
    }


def test_a_table_by_party_says_whom_it_leaves_out() -> None:
    with drawn(killed()) as counting:
        table = filled("killings", "2022-09", "T2", counting)

    assert as_rows(table) == {"isis": (2, 1, 1, 0), "syrian-regime": (1, 0, 0, 0)}
    assert (table.undetermined, table.repeated, table.total) == ((1, 0, 0, 1), (0, 0, 0, 0), (4, 1, 1, 1))


def test_a_crossed_table_adds_up_both_ways() -> None:
    with drawn(killed()) as counting:
        table = filled("killings", "2022-09", "T3", counting)

    assert table.columns == ("all", "isis", "syrian-regime", "undetermined")
    assert as_rows(table) == {"XX01": (3, 1, 1, 1), "XX02": (1, 1, 0, 0)}
    assert (table.undetermined, table.total) == ((0, 0, 0, 0), (4, 2, 1, 1))


def test_an_attack_on_two_kinds_of_facility_counts_once_in_the_total() -> None:
    attack = {"violation": "attack-on-vital-facility", "date": "2022-09-02"}
    attacks = [
        {**attack, "person": "A", "target": "hospital+school", "party": "isis"},
        {**attack, "person": "B", "target": "school"},
        {**attack, "person": "C", "party": "isis"},
    ]
    with drawn(attacks) as counting:
        table = filled("killings", "2022-09", "T7", counting)

    assert as_rows(table) == {"school": (2, 1, 1), "hospital": (1, 1, 0)}
    assert (table.undetermined, table.repeated, table.total) == ((1, 1, 0), (1, 1, 0), (3, 2, 1))


def test_workers_of_a_protected_group_stand_by_party() -> None:
    people = [
        {"person": "A", "violation": "killing", "date": "2022-09-02", "protected_group": "medical-personnel"},
        {"person": "B", "violation": "killing", "date": "2022-09-02", "protected_group": "civil-defence"},
    ]
    with drawn([{**one, "party": "isis"} for one in people]) as counting:
        table = filled("killings", "2022-09", "T5", counting)

    assert as_rows(table) == {"isis": (1, 0, 1)}


def test_a_table_whose_rule_the_release_does_not_carry_is_named() -> None:
    old = {code: rule for code, rule in shipped_rules().items() if code != "attacks-on-facilities"}
    with tables_of(killed(), [], AS_OF) as tables:
        made = fill(table_set("killings"), Counting(tables, carried=old), Asked("2022-09"))

    assert [table.code for table in made.absent] == ["T7"]
    assert "T7" not in [table.table.code for table in made.tables]


HELD = [
    {"id": "a", "person": "A", "violation": "arbitrary-detention", "date": "2022-09-02", "party": "isis"},
    {"id": "b", "person": "B", "violation": "enforced-disappearance", "date": "2020-03-02", "party": "isis"},
    {"id": "c", "person": "C", "violation": "arbitrary-detention", "date": "2020-03-02", "party": "isis"},
]
SPELLS = [
    {"act": "a", "seq": 1, "status": "acknowledged", "begin": "2022-09-02"},
    {"act": "b", "seq": 1, "status": "forcibly-disappeared", "begin": "2020-03-02"},
    {"act": "c", "seq": 1, "status": "acknowledged", "begin": "2020-03-02", "end": "2022-09-10"},
    {"act": "c", "seq": 2, "status": "released", "begin": "2022-09-10"},
]


def test_a_release_counts_when_it_happened_and_not_when_the_arrest_did() -> None:
    with drawn(HELD, SPELLS) as counting:
        arrested = filled("detention", "2022-09", "D1", counting)
        freed = filled("detention", "2022-09", "D4", counting)

    assert as_rows(arrested)["all"] == (1, 3)
    assert as_rows(freed) == {"released": (1, 0, 0, 0)}


def test_those_still_held_are_taken_on_the_last_day() -> None:
    with drawn(HELD, SPELLS) as counting:
        before = filled("detention", "2022-08", "D5", counting)
        after = filled("detention", "2022-09", "D5", counting)

    assert as_rows(before)["isis"][:3] == (2, 1, 1)
    assert as_rows(after)["isis"][:3] == (2, 1, 1)
    assert before.whole.rule["on"] == "2022-08-31"


def test_years_of_arrest_reach_back_before_the_period() -> None:
    with drawn(HELD, SPELLS) as counting:
        table = filled("detention", "2022-09", "D6", counting)

    assert {key: numbers[0] for key, numbers in as_rows(table).items()} == {"2020": 2, "2022": 1}


@pytest.mark.parametrize(
    ("period", "words_of_it"),
    [
        ("2022-13", "is no period"),
        ("2022-09..", "has no end"),
        ("2022-10", "ends after"),
        ("2023", "ends after"),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(period: str, words_of_it: str) -> None:
    with drawn(killed()) as counting, pytest.raises(UsageProblem, match=words_of_it):
        fill(table_set("killings"), counting, Asked(period))


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(UsageProblem, match="no set"):
        table_set("looting")


@pytest.mark.parametrize("name", set_names())
def test_every_table_says_its_words_in_both_languages(name: str) -> None:
    chosen = table_set(name)
    said = [chosen.title, *(table.title for table in chosen.tables)]
    said += [subset.words for table in chosen.tables for subset in table.subsets]

    assert all(set(words_of_it) == {"en", "ar"} for words_of_it in said)


def forget_the_period(patch: pytest.MonkeyPatch) -> None:
    original = tabling._Filling._settings

    def settings(self: tabling._Filling, table: Any) -> Mapping[str, Any]:
        return {k: v for k, v in original(self, table).items() if k != "period"}

    patch.setattr(tabling._Filling, "_settings", settings)


def forget_the_subset(patch: pytest.MonkeyPatch) -> None:
    original = tabling._Filling._count
    patch.setattr(
        tabling._Filling, "_count", lambda self, table, subset=None, **more: original(self, table, **more)
    )


def drop_the_undetermined(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tabling, "_with_rest", lambda numbers: (*numbers, 0))


def take_the_stock_today(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tabling.Asked, "last_day", property(lambda self: date(2022, 10, 21)))


@pytest.mark.parametrize(
    ("mutate", "test"),
    [
        (forget_the_period, test_the_first_table_counts_a_period_and_since_the_beginning),
        (forget_the_subset, test_a_table_by_party_says_whom_it_leaves_out),
        (drop_the_undetermined, test_a_crossed_table_adds_up_both_ways),
        (take_the_stock_today, test_those_still_held_are_taken_on_the_last_day),
    ],
)
def test_a_seeded_mistake_is_caught(mutate: Any, test: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mutate(monkeypatch)

    with pytest.raises(AssertionError):
        test()
