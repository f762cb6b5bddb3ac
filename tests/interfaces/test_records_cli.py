"""Sources and records through the front door: the contract's commands, their JSON and their exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MAPPING = """
mapping: 1
name: invented
row_id: id
source: {code: field, title: Invented field team, reliability: B}
person: {name: {column: name}, sex: {column: sex, values: {f: female, m: male}}}
acts: [{violation: {constant: killing}}]
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    notes: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Story = dict[str, Ran]


def command(folder: Path, *arguments: object) -> Ran:
    words = [sys.executable, "-m", "tawthiq", "--archive", str(folder), *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("lists")
    (found / "invented.yml").write_text(MAPPING)
    (found / "first.csv").write_text("id,name,sex\n1,Salma Ward,f\n2,Hadi Nour,m\n3,Rim Haddad,x\n")
    (found / "second.csv").write_text("id,name,sex\n1,Salma Ward,f\n3,Rim Haddad,f\n4,Omar Saleh,m\n")
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Path:
    return Path(shutil.copytree(empty_archive, tmp_path_factory.mktemp("story") / "archive"))


@pytest.fixture(scope="module")
def story(folder: Path, lists: Path) -> Story:
    """One list and its second edition, from the dry run to the undo: what each command said."""

    def imported(name: str, *options: str) -> Ran:
        by = ("--source", "field", "--mapping", lists / "invented.yml", "--json")
        return command(folder, "records", "import", lists / name, *by, *options)

    told = {"dry": imported("first.csv", "--dry-run")}
    told["sources after the dry run"] = command(folder, "sources", "list", "--json")
    told["first"] = imported("first.csv", "--documented", "2022-10")
    told["quarantine"] = command(folder, "records", "quarantine", "--json")
    told["quarantine text"] = command(folder, "records", "quarantine")
    told["first again"] = imported("first.csv")
    told["second"] = imported("second.csv")
    told["gone"] = command(folder, "records", "gone", "--json")
    (gone,) = (found["record_id"] for found in told["gone"].json["gone"])
    told["withdraw"] = command(
        folder, "records", "withdraw", gone, "--reason", "found alive", "--json", "--dry-run"
    )
    told["batches"] = command(folder, "records", "list", "--json")
    first, second = (found["id"] for found in told["batches"].json["batches"])
    why = ("--reason", "a mistake", "--json")
    told["undo of the first"] = command(folder, "records", "undo", first, *why)
    told["dry undo"] = command(folder, "records", "undo", second, *why, "--dry-run")
    told["undo"] = command(folder, "records", "undo", second, *why)
    told["undo again"] = command(folder, "records", "undo", second, *why)
    told["second again"] = imported("second.csv")
    return told


def test_a_dry_run_says_what_would_come_in(story: Story) -> None:
    ran = story["dry"]

    assert ran.code == 3  # one row would be rejected
    assert (ran.json["format"], ran.json["dry_run"], ran.json["batch_id"]) == (1, True, "")
    assert (ran.json["rows"], ran.json["new"], ran.json["rejected_rows"]) == (3, 2, 1)
    assert story["sources after the dry run"].json["sources"] == []


def test_a_list_that_is_rejected_in_part_exits_with_three(story: Story) -> None:
    ran = story["first"]

    assert ran.code == 3
    assert (ran.json["new"], ran.json["rejected_rows"], ran.json["edition"]) == (2, 1, 1)
    assert (ran.json["is_new_source"], ran.json["documented"]) == (True, "2022-10")


def test_the_quarantine_names_file_row_column_and_reason_and_nobody(story: Story) -> None:
    ran, text = story["quarantine"], story["quarantine text"]

    (cell,) = ran.json["rejected"]
    found = (cell["file"], cell["row"], cell["column"], cell["reason"])
    assert found == ("first.csv", 4, "sex", "unmapped-value")
    assert ran.json["reasons"] == {"unmapped-value": 1}
    assert "first.csv: row 4, column sex" in text.out
    assert "Rim" not in ran.out + text.out


def test_the_same_file_again_says_that_nothing_is_left(story: Story) -> None:
    assert story["first again"].json["is_done_before"]
    assert len(story["batches"].json["batches"]) == 2


def test_a_later_file_is_an_edition(story: Story) -> None:
    ran = story["second"]

    assert ran.code == 0
    counts = [ran.json[name] for name in ("edition", "unchanged", "changed", "new", "gone")]
    assert counts == [2, 1, 0, 2, 1]
    assert [found["edition"] for found in story["gone"].json["gone"]] == [2]
    assert story["withdraw"].json == {"format": 1, "records": 1, "dry_run": True}


def test_a_batch_is_taken_back_and_can_come_in_again(story: Story) -> None:
    refused, dry, done = story["undo of the first"], story["dry undo"], story["undo"]

    assert (refused.code, refused.json["error"]["code"]) == (4, "refused")
    assert (dry.json["dry_run"], dry.json["records"]) == (True, 2)
    assert (done.code, done.json["records"], done.json["is_done_before"]) == (0, 2, False)
    assert story["undo again"].json["is_done_before"]
    assert story["second again"].json["new"] == 2


def test_a_source_is_added_once(folder: Path, story: Story) -> None:
    words = ("sources", "add", "families", "--title", "Invented families", "--reliability", "C", "--json")

    dry = command(folder, *words, "--dry-run")
    first, again = command(folder, *words), command(folder, *words)
    other = command(folder, "sources", "add", "families", "--title", "Others", "--json")

    assert [ran.json["is_new"] for ran in (dry, first, again)] == [True, True, False]
    assert (other.code, other.json["error"]["code"]) == (4, "refused")
    listed = command(folder, "sources", "list", "--json").json["sources"]
    assert [source["code"] for source in listed] == ["families", "field"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("records", "import", "absent.csv", "--source", "field", "--mapping", "vdc"), 3),
        (("records", "import", "absent.csv", "--source", "field", "--mapping", "vcd"), 2),
        (("records", "import", "a.csv", "--source", "f", "--mapping", "vdc", "--as", "reviewer"), 5),
        (("records", "quarantine", "--batch", "B-ABSENT"), 5),
        (("records", "undo", "B-ABSENT", "--reason", "a mistake"), 5),
        (("sources", "add", "not a code", "--title", "Invented"), 2),
    ],
)
def test_errors_have_their_exit_codes(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    ran = command(folder, *arguments, "--json")

    assert ran.code == code
    assert ran.json["error"]["message"]
