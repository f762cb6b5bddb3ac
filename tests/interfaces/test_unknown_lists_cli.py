"""A list that nobody described, through the front door: suggested, taken in, and its dirt named by place."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.made import xlsx

ROWS = [
    ("id", "full name", "sex", "date of death", "governorate"),
    ("1", "Salma Ward", "F", "13/04/2012", "Aleppo"),
    ("2", "Hadi Nour", "M", "03/04/2012", "Aleppo"),
    ("3", "Rim Haddad", '<c r="C4" t="e"><v>#REF!</v></c>', "22/05/2012", "Idlib"),
    ("4", "Omar Saleh", "M", "31/02/2012", "Idlib"),
]


def command(folder: Path, *arguments: object) -> tuple[int, dict[str, Any], str]:
    words = [sys.executable, "-m", "tawthiq", "--archive", str(folder), *map(str, arguments), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Path:
    found = Path(shutil.copytree(empty_archive, tmp_path_factory.mktemp("unknown") / "archive"))
    (found.parent / "list.csv").write_bytes(xlsx(ROWS, sheet="Killed"))  # its name lies
    return found


@pytest.fixture(scope="module")
def suggested(folder: Path) -> tuple[int, dict[str, Any], str]:
    arguments = ("records", "suggest-mapping", folder.parent / "list.csv")
    return command(folder, *arguments, "--out", folder.parent / "mapping.yml")


def test_a_mapping_is_suggested_and_names_nobody(
    folder: Path, suggested: tuple[int, dict[str, Any], str]
) -> None:
    code, said, notes = suggested
    text = (folder.parent / "mapping.yml").read_text(encoding="utf-8")

    assert (code, said["format"], said["rows"], said["row_id"]) == (0, 1, 4, ["id"])
    assert said["mapping"] == text
    assert not [name for name in ("Salma", "Hadi", "Rim", "Omar") if name in json.dumps(said) + notes]


def test_a_file_that_is_there_is_not_written_over(
    folder: Path, suggested: tuple[int, dict[str, Any], str]
) -> None:
    code, said, _ = command(
        folder,
        "records",
        "suggest-mapping",
        folder.parent / "list.csv",
        "--out",
        folder.parent / "mapping.yml",
    )

    assert (code, said["error"]["code"]) == (2, "usage")


def test_who_may_not_import_gets_no_suggestion(folder: Path) -> None:
    code, said, _ = command(
        folder, "--as", "reviewer", "records", "suggest-mapping", folder.parent / "list.csv"
    )

    assert (code, said["error"]["code"]) == (5, "not-permitted-or-absent")


def test_the_list_comes_in_as_it_was_suggested_and_its_dirt_has_a_place(
    folder: Path, suggested: tuple[int, dict[str, Any], str]
) -> None:
    taken = ("--source", "list", "--mapping", folder.parent / "mapping.yml")
    code, said, _ = command(folder, "records", "import", folder.parent / "list.csv", *taken)
    _, quarantine, _ = command(folder, "records", "quarantine")

    assert (code, said["new"], said["rejected_rows"]) == (3, 2, 2)
    assert [(one["file"], one["row"], one["column"], one["reason"]) for one in quarantine["rejected"]] == [
        ("list.csv", 4, "sex", "error-cell"),
        ("list.csv", 5, "date of death", "unreadable-date"),
    ]
