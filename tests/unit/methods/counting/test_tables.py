"""Tables on disk: written in order, digested by content, refused where they are not what they should be."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.counting import tables
from tawthiq.methods.counting.schema import EVENTS, TOMBSTONES
from tawthiq.methods.counting.tables import connect, read_rows, table_digest, write_table


def event(event_id: str, **more: Any) -> dict[str, Any]:
    return {**dict.fromkeys(EVENTS.column_names), "event": 1, "event_id": event_id, **more}


def tombstone(person: str, reason: str = "merged") -> dict[str, Any]:
    return {"person_id": person, "into_id": None, "reason": reason}


def test_rows_come_back_sorted_by_the_bytes_of_their_key(tmp_path: Path) -> None:
    rows = [event("é"), event("b", date_begin=date(2014, 3, 1)), event("B"), event("a")]

    write_table(EVENTS, rows, tmp_path / "events.parquet")

    found = list(read_rows(EVENTS, tmp_path / "events.parquet"))
    assert [row["event_id"] for row in found] == ["B", "a", "b", "é"]
    assert found[2] == rows[1]


def test_the_digest_is_over_canonical_lines() -> None:
    lines = '{"into_id":null,"person_id":"P-1","reason":"merged"}\n'

    facts = table_digest(TOMBSTONES, [tombstone("P-1")])

    assert facts == tables.TableFacts(1, hashlib.sha256(lines.encode()).hexdigest())


def test_order_and_unicode_form_do_not_change_the_digest() -> None:
    composed, decomposed = "é", unicodedata.normalize("NFD", "é")
    one = [event("a", type=composed), event("b")]
    other = [event("b"), event("a", type=decomposed)]

    assert table_digest(EVENTS, one) == table_digest(EVENTS, other)


def test_the_digest_of_what_is_read_is_that_of_what_was_written(tmp_path: Path) -> None:
    rows = [event(f"e{number}", date_begin=date(2014, 3, 1), type='"quoted"\n') for number in range(50)]

    written = write_table(EVENTS, rows, tmp_path / "events.parquet")

    assert table_digest(EVENTS, read_rows(EVENTS, tmp_path / "events.parquet")) == written


def test_many_rows_are_sorted_in_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [tombstone(f"P-{(number * 7) % 50:02d}") for number in range(50)]
    whole = table_digest(TOMBSTONES, rows)

    monkeypatch.setattr(tables, "RUN", 8)
    written = write_table(TOMBSTONES, rows, tmp_path / "tombstones.parquet")

    assert written == whole
    found = [row["person_id"] for row in read_rows(TOMBSTONES, tmp_path / "tombstones.parquet")]
    assert found == sorted(found)


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_table(TOMBSTONES, [tombstone("P-1")], tmp_path / "it's" / "tombstones.parquet")

    assert [path.name for path in (tmp_path / "it's").iterdir()] == ["tombstones.parquet"]


@pytest.mark.parametrize(
    "row",
    [
        {"person_id": "P-1", "reason": "merged"},
        {"person_id": "P-1", "into_id": None, "reason": "merged", "name": "Amal"},
        {"person_id": "P-1", "into_id": 7, "reason": "merged"},
        {"person_id": None, "into_id": None, "reason": "merged"},
    ],
    ids=["a column short", "a column too many", "another type", "no key"],
)
def test_a_row_that_is_not_of_the_table_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="tombstones"):
        table_digest(TOMBSTONES, [row])


@pytest.mark.parametrize(("column", "value"), [("event", True), ("event", 1.0), ("date_begin", "2014-03-01")])
def test_a_value_of_another_type_is_refused(column: str, value: Any) -> None:
    with pytest.raises(ValueError, match="another type"):
        table_digest(EVENTS, [event("e1", **{column: value})])


def test_a_moment_is_no_day() -> None:
    with pytest.raises(ValueError, match="another type"):
        table_digest(EVENTS, [event("e1", date_begin=datetime(2014, 3, 1, 12))])  # noqa: DTZ001  # refused


def test_two_rows_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="P-1"):
        table_digest(TOMBSTONES, [tombstone("P-1"), tombstone("P-1", "split")])


def test_a_missing_file_is_an_integrity_failure(tmp_path: Path) -> None:
    with pytest.raises(IntegrityFailure, match="missing"):
        list(read_rows(TOMBSTONES, tmp_path / "tombstones.parquet"))


def test_a_file_of_another_kind_is_an_integrity_failure(tmp_path: Path) -> None:
    (tmp_path / "tombstones.parquet").write_text("not a table")

    with pytest.raises(IntegrityFailure, match="not a Parquet file"):
        list(read_rows(TOMBSTONES, tmp_path / "tombstones.parquet"))


@pytest.mark.parametrize("select", ["1 AS person_id, 'x' AS into_id, 'y' AS reason", "'x' AS person_id"])
def test_other_columns_are_an_integrity_failure(tmp_path: Path, select: str) -> None:
    path = tmp_path / "tombstones.parquet"
    with connect() as db:
        db.execute(f"COPY (SELECT {select}) TO '{path}' (FORMAT parquet)")

    with pytest.raises(IntegrityFailure, match="column"):
        list(read_rows(TOMBSTONES, path))


def test_the_database_installs_and_loads_nothing_by_itself() -> None:
    with connect(threads=1) as db:
        found = db.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name IN "
            "('autoinstall_known_extensions', 'autoload_known_extensions', 'threads') ORDER BY name"
        ).fetchall()

    assert [value for _, value in found] == ["false", "false", "1"]
