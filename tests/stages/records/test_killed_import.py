"""An import that is killed leaves the archive as it was, and works the next time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MAPPING = """
mapping: 1
name: invented
row_id: id
source: {code: field, title: Invented field team}
person: {name: {column: name}}
acts: [{violation: {constant: killing}}]
"""
ROWS = 1200
MOMENTS = [
    "Reading, middle",
    "Reading, end",
    "after the evidence",
    "Taking, middle",
    "Taking, end",
    pytest.param("Reading, beginning", marks=pytest.mark.torture),
    pytest.param("before the evidence", marks=pytest.mark.torture),
    pytest.param("Taking, beginning", marks=pytest.mark.torture),
]


@pytest.fixture
def folder(tmp_path: Path, new_archive: Callable[[Path], Path]) -> Path:
    return new_archive(tmp_path / "archive")


@pytest.fixture
def untouched(folder: Path) -> dict[str, Any]:
    return tawthiq(folder, "audit", "verify")


@pytest.fixture
def given(tmp_path: Path) -> tuple[Path, Path]:
    listed, mapping = tmp_path / "list.csv", tmp_path / "invented.yml"
    listed.write_text("id,name\n" + "".join(f"{n},Salma Ward\n" for n in range(ROWS)))
    mapping.write_text(MAPPING)
    return listed, mapping


def tawthiq(folder: Path, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tawthiq", "--archive", str(folder), *map(str, arguments), "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that nobody can catch")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_import_leaves_the_archive_as_it_was(
    folder: Path, given: tuple[Path, Path], untouched: dict[str, Any], moment: str
) -> None:
    listed, mapping = given
    script = Path(__file__).with_name("killed.py")

    killed = subprocess.run([sys.executable, script, folder, listed, mapping, moment], check=False)

    assert killed.returncode == -signal.SIGKILL, "the moment was never reached"
    assert tawthiq(folder, "audit", "verify") == untouched

    again = tawthiq(folder, "records", "import", listed, "--source", "field", "--mapping", mapping)
    assert (again["new"], again["edition"]) == (ROWS, 1)
    assert [path.name for path in (folder / "staging").iterdir()] == ["lock"]
    assert sum(path.is_file() for path in (folder / "evidence").glob("*/*/*")) == 1
