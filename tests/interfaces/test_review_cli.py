"""Reviewing through the front door: pairs as JSON, answers from a file, and one by one at a terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.interfaces.test_cases_cli import MAPPING, Ran, command

LIST = """id,name,sex,died
1,حسن سامي يوسف الحداد,m,2014-05-01
2,حسن سامي الحداد,m,2014-05-02
3,سلمى ورد نبيل القصير,f,2014-05-03
4,سلمى ورد القصير,f,2014-05-04
"""
NAMES = ("حسن", "سلمى")
Run = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, empty_archive: Path) -> Path:
    (tmp_path / "invented.yml").write_text(MAPPING)
    (tmp_path / "list.csv").write_text(LIST)
    made = Path(shutil.copytree(empty_archive, tmp_path / "archive"))
    by = ("--source", "field", "--mapping", tmp_path / "invented.yml")
    command(made, "records", "import", tmp_path / "list.csv", *by, "--documented", "2022-10")
    command(made, "cases", "link", "--auto", "none")
    return made


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *words: command(folder, *words)


def pairs(run: Run) -> list[tuple[str, str]]:
    found = run("cases", "review", "--json").json["pairs"]
    return [(one["left"]["record"], one["right"]["record"]) for one in found]


def test_json_gives_what_both_records_say_and_why_in_both_languages(run: Run) -> None:
    shown = run("cases", "review", "--json", "--lang", "ar", "--limit", "1").json

    (pair,) = shown["pairs"]
    assert {line["label"] for line in pair["left"]["says"]} >= {"الاسم", "الجنس", "الانتهاك", "التاريخ"}
    assert "القتل" in {line["text"] for line in pair["left"]["says"]}
    assert set(pair["reasons"][0]) == {"en", "ar"}
    assert "score" not in json.dumps(shown)


def test_without_a_terminal_nothing_is_waited_for(run: Run) -> None:
    ran = run("cases", "review")

    assert ran.code == 0
    assert all(name in ran.out and name not in ran.notes for name in NAMES)


def test_answers_from_a_file_are_taken_and_bad_rows_are_said(run: Run, tmp_path: Path) -> None:
    (one, other), (third, fourth) = pairs(run)[:2]
    rows = [
        "left,right,verdict,reason",
        f"{one},{other},same,the mother named both",
        f"{third},{fourth},perhaps,سلمى",
        f"{third},{fourth},same,",
        "R-NOBODY,R-NONE,same,a guess",
        ",,,",
        f"{third},{fourth},different,سلمى has a cousin",
    ]
    (tmp_path / "answers.csv").write_text("\n".join(rows), encoding="utf-8")

    ran = run("cases", "review", "--answers", tmp_path / "answers.csv", "--json")

    assert ran.code == 3
    assert [fact["verdict"] for fact in ran.json["judged"]] == ["same", "different"]
    assert [one["where"] for one in ran.json["not_taken"]] == [
        "answers.csv: row 3, column verdict",
        "answers.csv: row 4, column reason",
        "answers.csv: row 5",
    ]
    assert "سلمى" not in json.dumps(ran.json["not_taken"], ensure_ascii=False) + ran.notes
    assert pairs(run) == []
    assert run("audit", "verify").code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"left,right,verdict\n", "no column reason"),
        (b"", "no column left"),
        ("left,right,verdict,reason\nسلمى".encode("cp1256"), "UTF-8"),
        (b'left,right,verdict,reason\n"R', "no CSV"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "answers.csv").write_bytes(content)

    ran = run("cases", "review", "--answers", tmp_path / "answers.csv")

    assert ran.code == 3
    assert said in ran.notes


def test_a_dry_run_takes_nothing(run: Run, tmp_path: Path) -> None:
    before = pairs(run)
    one, other = before[0]
    (tmp_path / "answers.csv").write_text(f"left,right,verdict,reason\n{one},{other},same,one mother\n")

    ran = run("cases", "review", "--answers", tmp_path / "answers.csv", "--dry-run")

    assert (ran.code, ran.out) == (0, "1 pairs would be judged.\n")
    assert pairs(run) == before


def at_a_terminal(folder: Path, keys: str, *options: str) -> str:
    """Run a review at a terminal of its own, press keys, and return all that it showed."""
    master, slave = pty.openpty()
    words = [sys.executable, "-m", "tawthiq", "--archive", str(folder), "cases", "review", *options]
    size = {"COLUMNS": "160", "LINES": "50"}
    with subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, **size}):
        os.close(slave)
        os.write(master, keys.encode())
        shown = b""
        while select.select([master], [], [], 60)[0]:
            try:
                read = os.read(master, 65536)
            except OSError:  # what a terminal says when nobody holds its other end any more
                break
            if not read:
                break
            shown += read
    os.close(master)
    return shown.decode("utf-8", "replace")


def test_at_a_terminal_pairs_come_one_by_one_and_quitting_keeps_the_answers(folder: Path, run: Run) -> None:
    shown = at_a_terminal(folder, "s\none mother\nq\n")

    assert "1 pairs judged." in shown
    assert len(pairs(run)) == 1


def test_a_pair_is_skipped_explained_asked_again_and_called_unsure(folder: Path, run: Run) -> None:
    shown = at_a_terminal(folder, "k\n?\nwhat\nd\n\nunsure\nnobody can tell\n")

    assert "first names are written alike" in shown
    assert "1 pairs judged." in shown
    assert [fact["verdict"] for fact in run("cases", "judgements", "--json").json["judgements"]] == ["unsure"]


def test_a_terminal_asks_in_arabic_too(folder: Path) -> None:
    shown = at_a_terminal(folder, "q\n", "--lang", "ar")

    assert "الشخص نفسه" in shown
    assert "Nothing was judged." in shown


@pytest.mark.parametrize("words", [("link",), ("judgements",), ("review", "--answers", "answers.csv")])
def test_what_compares_nothing_does_not_wait_for_splink(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "answers.csv").write_text("left,right,verdict,reason\nR-1,R-2,same,a guess\n")
    asked = [sys.executable, "-X", "importtime", "-m", "tawthiq", "--archive", ".", "cases", *words]

    ran = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)

    assert "tawthiq.journey.cases.reviewing" in ran.stderr
    assert "splink" not in ran.stderr
