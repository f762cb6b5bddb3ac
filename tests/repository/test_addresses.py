"""Nothing that names a package index, a machine or a secret is committed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "a package index": re.compile(r"https?://[^\s\"')]*(?:/simple\b|index-url|registry)", re.I),
    "a path of a machine": re.compile(r"(?<![\w.])/(?:root|home/\w+|work)/"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_committed_names(what: str) -> None:
    pattern = FORBIDDEN[what]

    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in committed()
        if path.suffix not in {".png", ".parquet"} and path.name != Path(__file__).name
        for match in pattern.finditer(path.read_text("utf-8", errors="replace"))
    ]

    assert found == []


def test_the_patterns_find_what_they_look_for() -> None:
    samples = {
        "a package index": "https://mirror.invalid" + "/simple/x",
        "a path of a machine": "see /home/amal/notes",
        "a private key": "-----BEGIN OPENSSH PRIVATE KEY-----",
    }

    assert [what for what, text in samples.items() if not FORBIDDEN[what].search(text)] == []
