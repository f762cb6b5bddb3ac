"""Rows set aside by several hands give the file and the digest that writing them together gives."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tawthiq.core.digests import canonical_json
from tawthiq.methods.checking.identity import NAMES, SOURCES
from tawthiq.methods.checking.tables import pairs_digest
from tawthiq.methods.counting.lines import canonical_text
from tawthiq.methods.counting.ordering import (
    IN_TURN,
    NUMBERED,
    Aside,
    Numbers,
    Ordered,
    numbers_of,
    put_in_order,
)
from tawthiq.methods.counting.runs import write_run
from tawthiq.methods.counting.schema import EVENTS, SPELLS, TABLES, TOMBSTONES, Table
from tawthiq.methods.counting.tables import connect, copy_lines, read_rows, write_table

SPELL = dict.fromkeys(name for name in SPELLS.column_names if name not in ("spell", "act", "person"))


def event(event_id: str, **more: Any) -> dict[str, Any]:
    bare = dict.fromkeys(name for name in EVENTS.column_names if name != "event")
    return {**bare, "event_id": event_id, **more}


def spell(act: str, person: str, **more: Any) -> dict[str, Any]:
    return {**SPELL, "spell_id": f"{act}/spell-1", "act_id": act, "person_id": person, **more}


def settled(folder: Path, table: Table, rows: list[dict[str, Any]], **others: list[str]) -> Ordered:
    """Set rows aside beside tables that have nothing but keys, and write them as the table's file."""
    numbers = Numbers()
    for one in IN_TURN[: IN_TURN.index(table)]:
        keys = [{one.key: key} for key in others.get(one.name, [])]
        blank = {name: None for name in one.column_names if name not in numbers_of(one)}
        ids = {"act_id": None, "person_id": None, "event_id": None}
        bare = [{**blank, **{k: v for k, v in ids.items() if _asks(one, k)}, **key} for key in keys]
        written(folder, one, bare, numbers)
    return written(folder, table, rows, numbers)


def written(folder: Path, table: Table, rows: list[dict[str, Any]], numbers: Numbers) -> Ordered:
    """Put rows in order that two hands set aside, and write them as the table's file."""
    runs = [folder / f"{table.name}.{hand}" for hand in range(2)]
    for hand, run in enumerate(runs):
        write_run(map(Aside(table).line, rows[hand::2]), run)
    lines = folder / f"{table.name}.ordered"
    ordered = put_in_order(table, runs, lines, numbers)
    with connect() as engine:
        copy_lines(engine, table, lines, folder / f"{table.name}.parquet")
    return ordered


def _asks(table: Table, key: str) -> bool:
    return key in table.column_names or key.removesuffix("_id") in numbers_of(table)


def test_the_digest_is_that_of_rows_written_with_their_numbers(tmp_path: Path) -> None:
    rows = [
        event("b", type='"quoted"\n \\ \t', date_begin=date(2014, 3, 1)),
        event("a", type="é"),
        event("B", type=unicodedata.normalize("NFD", "é"), parent="a"),
    ]
    numbers = {"B": 0, "a": 1, "b": 2}

    ordered = settled(tmp_path, EVENTS, rows)

    together = [{**row, "event": numbers[row["event_id"]]} for row in rows]
    facts = write_table(EVENTS, together, tmp_path / "together.parquet")
    assert (ordered.rows, ordered.digest) == (facts.rows, facts.digest)
    whole = list(read_rows(EVENTS, tmp_path / "together.parquet"))
    assert list(read_rows(EVENTS, tmp_path / "events.parquet")) == whole


def test_a_number_is_the_place_of_its_identifier_in_its_own_table(tmp_path: Path) -> None:
    rows = [spell("A-2", "P-1", seq=1), spell("A-1", "P-2", seq=1)]

    settled(tmp_path, SPELLS, rows, acts=["A-2", "A-1", "A-0"], persons=["P-2", "P-1"])

    found = list(read_rows(SPELLS, tmp_path / "spells.parquet"))
    numbers = [(row["act_id"], row["act"], row["person"], row["spell"]) for row in found]
    assert numbers == [("A-1", 1, 1, 0), ("A-2", 2, 0, 1)]
    assert "person_id" not in found[0]


def test_two_rows_of_one_key_are_refused(tmp_path: Path) -> None:
    stone = {"person_id": "P-1", "into_id": None, "reason": "merged"}

    with pytest.raises(ValueError, match="two rows of tombstones have one person_id"):
        settled(tmp_path, TOMBSTONES, [stone, {**stone, "reason": "split"}])


@pytest.mark.parametrize(
    "row",
    [
        event(""),
        event("a\x1fb"),
        event("a\nb"),
        {**event("a"), "event_id": None},
        event("a", unknown=1),
        event("a", type=1),
        event("a", date_begin=datetime(2014, 3, 1, 12)),  # noqa: DTZ001  # refused
        event("a", type="\x03"),
        {"event_id": "a"},
    ],
)
def test_a_row_that_is_not_one_of_the_table_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a row of events"):
        Aside(EVENTS).line(row)


def test_a_plain_table_is_sorted_and_holds_any_words(tmp_path: Path) -> None:
    bare = dict.fromkeys(NAMES.column_names)
    rows = [{**bare, "name_id": key, "name": name} for key, name in (("b", 'x\n"\x1f'), ("a", "é"))]

    ordered = written(tmp_path, NAMES, rows, Numbers())

    assert (ordered.rows, ordered.digest) == (2, None)
    assert list(read_rows(NAMES, tmp_path / "names.parquet")) == [rows[1], rows[0]]


def test_a_table_with_commitments_is_digested_by_them(tmp_path: Path) -> None:
    bare = dict.fromkeys(SOURCES.column_names)
    rows = [{**bare, "source": key, "title": "\x1f", "commitment": key * 64} for key in ("é", "e", '"', "e!")]

    ordered = written(tmp_path, SOURCES, rows, Numbers())

    assert ordered.digest == pairs_digest(SOURCES, rows).digest
    keys = [row["source"] for row in read_rows(SOURCES, tmp_path / "sources.parquet")]
    assert keys == ['"', "e", "e!", "é"]


def test_a_row_without_its_commitment_is_refused() -> None:
    bare = dict.fromkeys(SOURCES.column_names)

    with pytest.raises(ValueError, match="a row of sources has no commitment"):
        Aside(SOURCES).line({**bare, "source": "north"})


def test_every_table_comes_after_those_whose_numbers_it_holds() -> None:
    assert {table.name for table in IN_TURN} == {table.name for table in TABLES}
    for place, table in enumerate(IN_TURN):
        assert {NUMBERED[name] for name in numbers_of(table)} <= {*IN_TURN[: place + 1]}


TEXT = some.text(some.characters(exclude_categories=["Cs"]))


@given(some.dictionaries(TEXT, some.none() | some.booleans() | some.integers(-(2**31), 2**31) | TEXT))
def test_the_text_is_the_canonical_one(values: dict[str, Any]) -> None:
    assert canonical_text(values) == canonical_json(values)
