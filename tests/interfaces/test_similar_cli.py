"""Amal asks whom a new report may be about, before anybody links again."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.interfaces.test_cases_cli import MAPPING, Ran, command

LIST = """id,name,sex,died
1,حسن سامي يوسف الحداد,m,2014-05-01
2,سلمى ورد نبيل القصير,f,2014-05-03
"""
NEW = """id,name,sex,died
7,حسن سامي الحداد,m,2014-05-01
8,,m,2014-05-01
9,رامي كريم طارق الصباغ,m,
"""
NAMES = ("حسن", "سلمى")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Path:
    """An archive that was linked, and then took in another list."""
    lists = tmp_path_factory.mktemp("lists")
    made = Path(shutil.copytree(empty_archive, tmp_path_factory.mktemp("new") / "archive"))
    for code, text in (("field", LIST), ("hospital", NEW)):
        (lists / f"{code}.yml").write_text(MAPPING.replace("code: field", f"code: {code}"))
        (lists / f"{code}.csv").write_text(text)
        by = ("--source", code, "--mapping", lists / f"{code}.yml", "--documented", "2022-10")
        assert command(made, "records", "import", lists / f"{code}.csv", *by).code == 0
        if code == "field":
            assert command(made, "cases", "link").code == 0
    return made


@pytest.fixture(scope="module")
def records(folder: Path) -> dict[str, str]:
    """The record of each row, by the source's own identifier: no command lists records one by one."""
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        rows = database.execute("SELECT id, body FROM records_record").fetchall()
    return {json.loads(body)["key"]: record for record, body in rows}


def similar(folder: Path, *words: str) -> Ran:
    return command(folder, "cases", "similar", *words)


def test_the_report_before_is_found_with_its_probability_and_why(
    folder: Path, records: dict[str, str]
) -> None:
    ran = similar(folder, records["7"], "--json")

    (one,) = ran.json["similar"]
    assert (ran.code, one["record"], one["similar"]) == (0, records["7"], records["1"])
    assert 0.5 < one["probability"] < 1
    assert set(one["reasons"][0]) == {"en", "ar"}
    assert (one["is_one_person"], one["is_judged"]) == (False, False)


def test_the_text_says_how_they_stand_and_names_nobody(folder: Path, records: dict[str, str]) -> None:
    ran = similar(folder, records["7"])

    assert ran.out.startswith(f"{records['7']}  {records['1']}  ")
    assert "%  two persons: Their first names are written alike." in ran.out
    assert not any(name in ran.out + ran.notes for name in NAMES)


def test_what_is_compared_with_nobody_is_said(folder: Path, records: dict[str, str]) -> None:
    ran = similar(folder, records["8"], "--json")

    assert (ran.json["similar"], ran.json["uncompared"]) == ([], [records["8"]])
    assert "no name" in similar(folder, records["8"]).out


def test_nothing_similar_is_said(folder: Path, records: dict[str, str]) -> None:
    assert similar(folder, records["9"]).out == "Nothing is similar.\n"


def test_what_is_not_there_ends_with_exit_5_and_no_record_with_exit_2(folder: Path) -> None:
    assert (similar(folder, "R-NOBODY").code, similar(folder).code) == (5, 2)


def test_what_was_judged_since_is_told(folder: Path, records: dict[str, str], tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    pair = (records["7"], records["1"])
    assert command(copy, "cases", "judge", *pair, "same", "--reason", "one mother").code == 0

    (one,) = similar(copy, records["7"], "--json").json["similar"]

    assert (one["is_one_person"], one["is_judged"]) == (True, True)
    assert "one person, judged: " in similar(copy, records["7"]).out
