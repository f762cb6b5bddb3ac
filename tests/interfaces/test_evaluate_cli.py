"""`tawthiq cases evaluate` through the front door: what it prints, what it refuses, and who may."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.interfaces.test_cases_cli import MAPPING, Ran, command

LIST = """id,name,sex,died
1,Salma Ward Haddad,f,2014-05-01
2,Salma Ward Haddad,f,2014-05-01
3,Hadi Nour Saleh,m,2014-05-02
4,Hadi Nour Saleh,m,
5,سلمى ورد حداد,f,2014-05-01
"""
KNOWN = "id,person\n1,a\n2,a\n5,a\n3,b\n4,b\n99,c\n"
COLUMNS = ("--id", "id", "--person", "person")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> dict[str, Ran]:
    """One list, linked and evaluated in several ways: what each command said."""
    lists = tmp_path_factory.mktemp("lists")
    for name, text in {"invented.yml": MAPPING, "list.csv": LIST, "known.csv": KNOWN}.items():
        (lists / name).write_text(text)
    (lists / "bad.csv").write_text("id,person\n1,a\n2,\n")
    folder = Path(shutil.copytree(empty_archive, tmp_path_factory.mktemp("story") / "archive"))

    def run(*arguments: object) -> Ran:
        return command(folder, "cases", "evaluate", *arguments)

    by = ("--source", "field", "--mapping", lists / "invented.yml")
    command(folder, "records", "import", lists / "list.csv", *by, "--documented", "2022-10")
    told = {"link": command(folder, "cases", "link", "--json")}
    known = ("--truth", lists / "known.csv", *COLUMNS)
    told["judgements"] = run("--json")
    told["file"] = run(*known, "--json")
    told["english"] = run(*known)
    told["arabic"] = run(*known, "--lang", "ar")
    told["of judgements"] = run()
    told["bad"] = run("--truth", lists / "bad.csv", *COLUMNS, "--json")
    told["no file"] = run("--truth", lists / "nothing.csv", *COLUMNS)
    told["no columns"] = run("--truth", lists / "known.csv", "--json")
    told["columns only"] = run("--id", "id", "--json")
    told["reviewer"] = run("--as", "reviewer", "--json")
    command(folder, "accounts", "add", "carla", "--role", "editor", "--as", "reviewer")
    told["stranger"] = run("--as", "carla", "--json")
    told["log"] = command(folder, "audit", "log", "--json")
    return told


def test_against_a_file_both_sides_are_measured(story: dict[str, Ran]) -> None:
    found = story["file"].json

    assert (found["format"], found["against"], found["sample"]) == (1, "file", None)
    assert found["archive"]["recall"] == {"part": 1, "of": 4, "value": 0.25}
    assert found["linkage"]["recall"] == {"part": 4, "of": 4, "value": 1.0}
    assert found["archive"]["people"] == {"counted": 4, "true": 2, "bias": 1.0}
    assert found["archive"]["recall_by"]["script"] == [
        {"kinds": ["arabic", "latin"], "part": 0, "of": 2, "value": 0.0},
        {"kinds": ["latin", "latin"], "part": 1, "of": 2, "value": 0.5},
    ]
    assert found["completeness"]["compared"] == {"part": 4, "of": 4, "value": 1.0}


def test_rows_of_the_file_that_no_record_has_are_told_by_number(story: dict[str, Ran]) -> None:
    found = story["file"].json

    assert found["file"] == {"name": "known.csv", "rows": 6, "known": 5, "absent": [7], "ambiguous": []}
    assert "rows-not-here" in {note["code"] for note in found["notes"]}


def test_what_is_unknown_is_null_and_said(story: dict[str, Ran]) -> None:
    found = story["judgements"].json

    assert (found["against"], found["archive"], found["linkage"]) == ("judgements", None, None)
    unknown = {"value": None, "low": None, "high": None, "pairs": 0}
    assert (found["sample"]["precision"], found["sample"]["recall"]) == (unknown, unknown)
    assert "no-random-sample" in {note["code"] for note in found["notes"] if note["is_warning"]}
    assert "unknown" in story["of judgements"].out


def test_every_note_is_in_both_languages(story: dict[str, Ran]) -> None:
    notes = [*story["file"].json["notes"], *story["judgements"].json["notes"]]

    assert all(note["en"] and note["ar"] and note["en"] != note["ar"] for note in notes)


def test_the_text_says_the_same_in_both_languages(story: dict[str, Ran]) -> None:
    english, arabic = story["english"].out, story["arabic"].out

    for figure in ("25.00%", "+100.00%", "53.33%"):
        assert english.count(figure) == arabic.count(figure) > 0
    assert len(english.splitlines()) == len(arabic.splitlines())
    assert "Precision over pairs" in english and "الدقة على الأزواج" in arabic
    assert "few pairs (4" in english


def test_no_name_is_printed(story: dict[str, Ran]) -> None:
    printed = "".join(ran.out + ran.notes for name, ran in story.items() if name not in ("log", "link"))

    assert not any(name in printed for name in ("Salma", "Haddad", "سلمى", "Hadi"))


def test_a_bad_file_is_named_by_file_row_and_column(story: dict[str, Ran]) -> None:
    assert story["bad"].code == 3
    assert story["bad"].json["error"]["where"] == "bad.csv: row 3, column 'person'"


def test_a_file_needs_its_columns_and_columns_a_file(story: dict[str, Ran]) -> None:
    codes = {name: story[name].code for name in ("no file", "no columns", "columns only")}

    assert codes == dict.fromkeys(codes, 2)
    assert "--person" in story["no columns"].json["error"]["hint"]
    assert "--truth" in story["columns only"].json["error"]["hint"]


def test_analysts_and_reviewers_may_and_others_may_not(story: dict[str, Ran]) -> None:
    codes = {name: story[name].code for name in ("judgements", "reviewer", "stranger")}

    assert codes == {"judgements": 0, "reviewer": 0, "stranger": 5}


def test_evaluating_leaves_nothing_in_the_log(story: dict[str, Ran]) -> None:
    verbs = {entry["verb"] for entry in story["log"].json["entries"]}

    assert "cases.link" in verbs
    assert "cases.evaluate" not in verbs
