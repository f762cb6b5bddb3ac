"""Linkage for an analyst with files and no archive, through the front door. Everybody is invented."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.fuzz.made import xlsx

from tawthiq.interfaces.demo.names import ENDINGS, FEMALE, MALE, STEMS

Row = Sequence[str]
HEADER = ("no", "name", "born", "age", "sex", "day", "where")
COLUMNS = tuple(
    f"--{option}={column}"
    for option, column in zip(
        ("id", "name", "birth-date", "age", "sex", "event-date", "place"), HEADER, strict=True
    )
)
FIRST = (
    ("1", "أمل سالم كريم الحلواني", "1990-05-01", "", "أنثى", "2014-03-07", "حلب"),
    ("2", "باسل نادر وائل الصيرفي", "", "31", "ذكر", "2014-03-08", "حمص"),
    ("3", "رامي نادر وائل الصيرفي", "", "29", "ذكر", "2014-03-08", "حمص"),
)
SECOND = (
    ("a", "Amal Salem Karim al-Halwani", "", "23", "F", "2014-03-07", "حلب"),
    ("b", "Basel Nader Alsayrafi", "1982-10-12", "", "M", "2014-03-08", "حمص"),
    ("c", "Nour Haddad", "", "", "", "", ""),
)


def tawthiq(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tawthiq", "methods", "link", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def written(path: Path, rows: Iterable[Row], *, header: Row = HEADER, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([header, *rows])
    return path


def answer(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def together(rows: list[dict[str, str]]) -> set[frozenset[str]]:
    """Return the identifiers that share a cluster with another."""
    clusters: dict[str, set[str]] = {}
    for row in rows:
        clusters.setdefault(row["cluster"], set()).add(row["id"])
    return {frozenset(ids) for ids in clusters.values() if len(ids) > 1}


def linked(
    folder: Path, *files: Path, options: Sequence[str] = COLUMNS
) -> tuple[list[dict[str, str]], dict[str, Any]]:
    out = folder / "clusters.csv"
    done = tawthiq(*files, *options, "--out", out, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return answer(out), json.loads(done.stdout)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path / "first.csv", FIRST), written(tmp_path / "second.csv", SECOND)


def test_one_person_is_found_in_two_scripts_and_brothers_stay_two(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    rows, _ = linked(tmp_path, *files)

    assert together(rows) == {frozenset({"1", "a"}), frozenset({"2", "b"})}


def test_every_row_has_its_row_in_the_answer_in_its_order(tmp_path: Path, files: tuple[Path, Path]) -> None:
    rows, said = linked(tmp_path, *files)

    assert list(rows[0]) == ["file", "id", "cluster", "confidence"]
    assert [(row["file"], row["id"]) for row in rows] == [
        *(("first.csv", row[0]) for row in FIRST),
        *(("second.csv", row[0]) for row in SECOND),
    ]
    assert (said["format"], said["rows"], said["people"]) == (1, 6, 4)
    assert said["at_least"] <= said["people"] <= said["at_most"]
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows)


def test_the_same_files_give_the_same_bytes(tmp_path: Path, files: tuple[Path, Path]) -> None:
    for name in ("one.csv", "two.csv"):
        assert tawthiq(*files, *COLUMNS, "--out", tmp_path / name).returncode == 0

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_dry_run_says_what_would_be_and_writes_nothing(tmp_path: Path, files: tuple[Path, Path]) -> None:
    done = tawthiq(*files, *COLUMNS, "--out", tmp_path / "clusters.csv", "--dry-run")

    assert done.returncode == 0
    assert "6 rows would be linked" in done.stdout
    assert not (tmp_path / "clusters.csv").exists()


def test_names_alone_are_enough_to_ask(tmp_path: Path, files: tuple[Path, Path]) -> None:
    rows, _ = linked(tmp_path, *files, options=("--id", "no", "--name", "name"))

    assert len(rows) == 6


def test_a_cell_that_cannot_be_read_is_told_by_its_place_and_not_by_its_words(tmp_path: Path) -> None:
    file = written(
        tmp_path / "list.csv",
        [
            ("1", "Amal Salem Karim", "31/02/1990", "", "", "", ""),
            ("2", "Basel Nader Wael", "03/04/1990", "210", "", "", ""),
            ("3", "", "", "", "", "", ""),
        ],
    )

    done = tawthiq(file, *COLUMNS, "--out", tmp_path / "clusters.csv")

    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "list.csv: row 2, column 'born': it is not a date in a form known here",
        "list.csv: row 3, column 'born': it can be two dates; say which number is the day with --date-order",
        "list.csv: row 3, column 'age': it is not an age in years up to 120",
        "list.csv: row 4, column 'name': there is no name; the row was linked with nothing",
    ]
    assert not any(word in done.stdout + done.stderr for word in ("Amal", "Basel", "31/02", "210"))


def test_the_order_of_dates_can_be_said(tmp_path: Path) -> None:
    file = written(tmp_path / "list.csv", [("1", "Amal Salem Karim", "03/04/1990", "", "", "", "")])

    done = tawthiq(file, *COLUMNS, "--date-order", "dmy", "--out", tmp_path / "clusters.csv")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_damaged_row_is_kept_alone_and_told(tmp_path: Path) -> None:
    file = written(tmp_path / "list.csv", [FIRST[0], ("2", "too", "few"), (*FIRST[0], "too many")])

    done = tawthiq(file, *COLUMNS, "--out", tmp_path / "clusters.csv")

    assert [row["id"] for row in answer(tmp_path / "clusters.csv")] == ["1", "2", "1"]
    assert done.stderr.count("the row is damaged (wrong-number-of-cells)") == 2
    assert together(answer(tmp_path / "clusters.csv")) == set()


def test_rows_divided_by_another_sign_are_read(tmp_path: Path) -> None:
    file = written(tmp_path / "list.csv", FIRST, delimiter=";")

    rows, _ = linked(tmp_path, file, options=(*COLUMNS, "--delimiter", ";"))

    assert len(rows) == 3


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    files = written(tmp_path / "one/list.csv", FIRST), written(tmp_path / "two/list.csv", SECOND)

    rows, _ = linked(tmp_path, *files)

    assert {row["file"] for row in rows} == set(map(str, files))


def test_hombre_and_mujer_are_not_both_male(tmp_path: Path) -> None:
    file = written(
        tmp_path / "list.csv",
        [("1", "Juana Sosa", "", "", "M", "", ""), ("2", "Juan Sosa", "", "", "H", "", "")],
    )

    rows, _ = linked(tmp_path, file)

    assert together(rows) == set()


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("--id", "nr", "--name", "name"), 3, "no column 'nr'"),
        (("--id", "no", "--name", "name", "--out", "{file}"), 2, "would replace a file that is linked"),
        (("--id", "no", "--name", "name", "--out", "{folder}/nowhere/x.csv"), 2, "no such folder"),
        (("--id", "no", "--name", "name", "--delimiter", ";;"), 2, "one sign"),
        (("--id", "no"), 2, "--name"),
    ],
)
def test_a_wrong_question_is_answered_with_what_to_do(
    tmp_path: Path, words: Sequence[str], code: int, part: str
) -> None:
    file = written(tmp_path / "list.csv", FIRST)
    given = [word.format(file=file, folder=tmp_path) for word in words]
    out = () if "--out" in given else ("--out", tmp_path / "clusters.csv")

    done = tawthiq(file, *given, *out, "--json")

    assert done.returncode == code
    assert part in json.loads(done.stdout)["error"]["message"]
    assert "Traceback" not in done.stderr
    assert file.read_text("utf-8").startswith("no,")
    assert not (tmp_path / "clusters.csv").exists()


@pytest.mark.parametrize(
    ("header", "delimiter", "hint"),
    [
        (HEADER, ";", "--delimiter"),
        (("nr", "nombre"), ",", "must name the columns"),
        (("no.", "name"), ",", "Did you mean 'no.'?"),
    ],
)
def test_a_column_that_is_not_there_is_said_without_words_of_mappings(
    tmp_path: Path, header: Row, delimiter: str, hint: str
) -> None:
    file = written(tmp_path / "list.csv", [header[:]], header=header, delimiter=delimiter)

    done = tawthiq(file, "--id=no", "--name=name", "--out", tmp_path / "x.csv", "--json")

    error = json.loads(done.stdout)["error"]
    assert done.returncode == 3
    assert hint in error["hint"] and "mapping" not in error["hint"]


def test_a_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(xlsx([("no", "name"), ("1", "Amal Salem")], sheet="List"))

    done = tawthiq(tmp_path / "list.xlsx", "--id=no", "--name=name", "--out", tmp_path / "x.csv", "--json")

    assert done.returncode == 3
    assert "CSV" in json.loads(done.stdout)["error"]["hint"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = tawthiq(tmp_path / "none.csv", "--id=no", "--name=name", "--out", tmp_path / "x.csv", "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["where"].endswith("none.csv")


def test_many_people_of_one_name_are_no_giant(tmp_path: Path) -> None:
    random = Random(3)
    crowd = [
        (str(number), "محمد أحمد محمد أحمد", "", "", "", "", random.choice(("حلب", "حمص", "")))
        for number in range(3000)
    ]
    others = [(f"x{number}", _name(random), "", "", "", "", "") for number in range(200)]
    file = written(tmp_path / "list.csv", [*crowd, *others])

    _, said = linked(tmp_path, file)

    assert said["largest"] <= 12
    assert said["crowded"]["rows"] > 2900


def _name(random: Random) -> str:
    given = random.choice(random.choice((MALE, FEMALE)))
    family = f"ال{random.choice(STEMS)}{random.choice(ENDINGS)}"
    return f"{given} {random.choice(MALE)} {random.choice(MALE)} {family}"


def test_nobody_known_is_joined_with_nobody(tmp_path: Path) -> None:
    blank = [(str(number), "", "", "", "", "", "") for number in range(40)]
    unknown = [(f"u{number}", "مجهول الهوية", "", "", "", "", "") for number in range(40)]
    file = written(tmp_path / "list.csv", [*blank, *unknown, *FIRST])

    rows, _ = linked(tmp_path, file)

    assert together(rows) == set()
    assert len(rows) == 83


def test_a_file_without_rows_has_an_empty_answer(tmp_path: Path) -> None:
    rows, said = linked(tmp_path, written(tmp_path / "list.csv", []))

    assert (rows, said["people"], said["largest"]) == ([], 0, 0)
