"""The frame of every command: where the archive may be named, errors without tracebacks, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def tawthiq(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tawthiq", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("frame") / "archive"
    assert tawthiq("init", str(folder)).returncode == 0
    return str(folder)


@pytest.mark.parametrize("place", [0, 1, 2], ids=["before the stage", "after the stage", "after the verb"])
def test_the_archive_may_be_named_anywhere(made: str, place: int) -> None:
    words = ["releases", "list"]
    words[place:place] = ["--archive", made]

    done = tawthiq(*words)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("place", [0, 1, 2], ids=["before the stage", "after the stage", "after the verb"])
def test_json_may_be_asked_for_anywhere(made: str, place: int) -> None:
    words = ["releases", "list"]
    words[place:place] = ["--json"]

    done = tawthiq("--archive", made, *words)

    assert json.loads(done.stdout) == {"format": 1, "releases": []}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("releases", "list", "--colour"), 2),
        (("releases", "melt"), 2),
        (("records", "undo", "B-NOWHERE", "--reason", "x"), 5),
        (("releases", "show", "nowhere"), 5),
        (("releases", "freeze", "--as-of", "2999-01-01", "--name", "x"), 4),
        (("--as", "nobody", "releases", "list"), 5),
    ],
)
def test_an_error_has_its_exit_code_and_says_what_to_do(made: str, words: tuple[str, ...], code: int) -> None:
    done = tawthiq("--archive", made, *words, "--json")

    assert done.returncode == code
    error = json.loads(done.stdout)["error"]
    assert set(error) == {"code", "message", "hint", "where"}
    assert error["message"]
    assert "Traceback" not in done.stderr


def test_no_archive_is_a_usage_error(tmp_path: Path) -> None:
    done = tawthiq("--archive", str(tmp_path), "releases", "list")

    assert done.returncode == 2
    assert "tawthiq init" in done.stderr


def test_a_second_init_is_refused(made: str) -> None:
    assert tawthiq("init", made).returncode == 4
