"""The whole command, killed at any moment: all or nothing is there, and what was acknowledged is."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tawthiq.adapters.storage.archive import Archive
from tawthiq.adapters.storage.databases import schema_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that nobody can catch")
SCRIPT = Path(__file__).with_name("killed_command.py")
MAPPING = """
mapping: 1
name: invented
row_id: id
source: {code: field, title: Invented field team}
person: {name: {column: name}}
acts: [{violation: {constant: killing}}]
"""
FEW, MANY, SEED, MOMENTS = 4500, 20_000, 20221021, 30


def write_list(folder: Path, rows: int) -> list[str]:
    """Write a list and its mapping, and return the words of the command that imports it."""
    listed, mapping = folder / "list.csv", folder / "invented.yml"
    listed.write_text("id,name\n" + "".join(f"{n},Salma Ward {n}\n" for n in range(rows)))
    mapping.write_text(MAPPING)
    return ["records", "import", str(listed), "--source", "field", "--mapping", str(mapping), "--json"]


def command(archive: Path, words: list[str], *, moment: str = "never", mutant: str = "none") -> list[str]:
    """Return the command line that runs the command in a process of its own."""
    return [sys.executable, str(SCRIPT), moment, mutant, "--archive", str(archive), *words]


def said(archive: Path, words: list[str]) -> dict[str, Any]:
    """Run a command to its end and return its result."""
    run = subprocess.run(command(archive, words), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def records_in(archive: Path) -> int:
    """Return how many records the archive's database has, asked past the program."""
    question = "SELECT COUNT(*) FROM records_record"
    if (address := os.environ.get("DATABASE_URL")) is None:
        with closing(sqlite3.connect(archive / "archive.sqlite3")) as database:
            return int(database.execute(question).fetchone()[0])
    schema = schema_of(Archive.open(archive).id)
    with psycopg.connect(address, options=f"-c search_path={schema}") as server:
        return int(server.execute(question).fetchall()[0][0])


def broken_promises(archive: Path, words: list[str], rows: int, output: str) -> list[str]:
    """Return what a killed import broke, and import again; `output` is what it had said."""
    found = []
    verified = subprocess.run(command(archive, ["audit", "verify"]), capture_output=True, check=False)
    if verified.returncode != 0:
        found.append("the archive does not verify")
    there = records_in(archive)
    if there not in (0, rows):
        found.append("a part of the list is there")
    if '"dry_run": false' in output and there != rows:
        found.append("what was acknowledged is not there")
    again = subprocess.run(command(archive, words), capture_output=True, text=True, check=False)
    outcome = json.loads(again.stdout) if again.returncode == 0 else {}
    if (outcome.get("new"), outcome.get("unchanged")) != ((0, rows) if there else (rows, 0)):
        found.append("a following import does not do what is left to do")
    if [path.name for path in (archive / "staging").iterdir()] != ["lock"]:
        found.append("staged words were left behind")
    if sum(path.is_file() for path in (archive / "evidence").rglob("*")) != 1:
        found.append("the evidence is not there once")
    return found


def killed_at(archive: Path, words: list[str], moment: str, mutant: str = "none") -> str:
    """Run the command until it kills itself, and return what it had said."""
    run = subprocess.run(
        command(archive, words, moment=moment, mutant=mutant), capture_output=True, text=True, check=False
    )
    assert run.returncode == -signal.SIGKILL, "the moment was never reached"
    return run.stdout


def killed_after(archive: Path, words: list[str], seconds: float, *, with_children: bool) -> str:
    """Kill the command, or all of its processes as a power cut does, and return what it had said."""
    with subprocess.Popen(
        command(archive, words),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL) if with_children else process.kill()
        assert process.stdout is not None
        return process.stdout.read()


@pytest.fixture
def archive(tmp_path: Path, new_archive: Callable[[Path], Path]) -> Path:
    return new_archive(tmp_path / "archive")


@pytest.mark.parametrize("moment", ["insert-1", "insert-3", "before-commit", "after-commit"])
def test_a_command_killed_at_a_moment_keeps_its_promises(archive: Path, tmp_path: Path, moment: str) -> None:
    words = write_list(tmp_path, FEW)

    output = killed_at(archive, words, moment)

    assert output == ""
    assert broken_promises(archive, words, FEW, output) == []


@pytest.mark.parametrize(
    ("mutant", "moment", "broken"),
    [
        pytest.param(  # its words, and the foreign keys that it puts aside, are SQLite's
            "commits-every-portion",
            "insert-3",
            "a part of the list is there",
            marks=pytest.mark.sqlite_only,
        ),
        ("acknowledges-first", "before-commit", "what was acknowledged is not there"),
    ],
)
def test_a_command_that_breaks_its_promises_is_found_out(
    archive: Path, tmp_path: Path, mutant: str, moment: str, broken: str
) -> None:
    words = write_list(tmp_path, FEW)

    output = killed_at(archive, words, moment, mutant)

    assert broken in broken_promises(archive, words, FEW, output)


@pytest.mark.torture
def test_a_command_killed_at_any_time_keeps_its_promises(
    new_archive: Callable[[Path], Path], tmp_path: Path
) -> None:
    words, moments = write_list(tmp_path, MANY), random.Random(SEED)
    whole = new_archive(tmp_path / "whole")
    begun = time.monotonic()
    said(whole, words)
    seconds = time.monotonic() - begun
    found = {}

    for number in range(MOMENTS):
        archive = new_archive(tmp_path / "archive")
        after, with_children = moments.uniform(0, seconds * 1.1), moments.random() < 0.5
        output = killed_after(archive, words, after, with_children=with_children)
        if broken := broken_promises(archive, words, MANY, output):
            found[f"moment {number}: {after:.3f} of {seconds:.3f} s, {with_children=}"] = broken
        shutil.rmtree(archive)

    assert found == {}
