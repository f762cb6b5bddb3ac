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
from tawthiq.methods.checking.identity import NAMES
from tawthiq.methods.counting.lines import canonical_text
from tawthiq.methods.counting.ordering import Aside, number, numbers_of, write_ordered, write_plain
from tawthiq.methods.counting.schema import EVENTS, SPELLS, TABLES, TOMBSTONES, Table
from tawthiq.methods.counting.tables import TableFacts, connect, read_rows, write_table

SPELL = dict.fromkeys(name for name in SPELLS.column_names if name not in ("spell", "act", "person"))


def event(event_id: str, **more: Any) -> dict[str, Any]:
    bare = dict.fromkeys(name for name in EVENTS.column_names if name != "event")
    return {**bare, "event_id": event_id, **more}


def spell(act: str, person: str, **more: Any) -> dict[str, Any]:
    return {**SPELL, "spell_id": f"{act}/spell-1", "act_id": act, "person_id": person, **more}


def settled(folder: Path, table: Table, rows: list[dict[str, Any]], **others: list[str]) -> TableFacts:
    """Set rows aside beside tables that have nothing but keys, and write them as the table's file."""
    lines = {one.name: folder / f"{one.name}.aside" for one in TABLES}
    for one in TABLES:
        keys = [{one.key: key} for key in others.get(one.name, [])]
        blank = {name: None for name in one.column_names if name not in numbers_of(one)}
        ids = {"act_id": None, "person_id": None, "event_id": None}
        bare = [{**blank, **{k: v for k, v in ids.items() if _asks(one, k)}, **key} for key in keys]
        given_rows = rows if one is table else bare
        lines[one.name].write_bytes(b"".join(map(Aside(one).line, given_rows)))
    with connect() as engine:
        number(engine, lines)
        return write_ordered(engine, table, lines[table.name], folder / f"{table.name}.parquet")


def _asks(table: Table, key: str) -> bool:
    return key in table.column_names or key.removesuffix("_id") in numbers_of(table)


def test_the_digest_is_that_of_rows_written_with_their_numbers(tmp_path: Path) -> None:
    rows = [
        event("b", type='"quoted"\n \\ \t', date_begin=date(2014, 3, 1)),
        event("a", type="é"),
        event("B", type=unicodedata.normalize("NFD", "é"), parent="a"),
    ]
    numbers = {"B": 0, "a": 1, "b": 2}

    facts = settled(tmp_path, EVENTS, rows)

    together = [{**row, "event": numbers[row["event_id"]]} for row in rows]
    assert facts == write_table(EVENTS, together, tmp_path / "together.parquet")
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
    lines = tmp_path / "names.aside"
    lines.write_bytes(b"".join(map(Aside(NAMES).line, rows)))

    with connect() as engine:
        count = write_plain(engine, NAMES, lines, tmp_path / "names.parquet")

    assert count == 2
    assert list(read_rows(NAMES, tmp_path / "names.parquet")) == [rows[1], rows[0]]


TEXT = some.text(some.characters(exclude_categories=["Cs"]))


@given(some.dictionaries(TEXT, some.none() | some.booleans() | some.integers(-(2**31), 2**31) | TEXT))
def test_the_text_is_the_canonical_one(values: dict[str, Any]) -> None:
    assert canonical_text(values) == canonical_json(values)
