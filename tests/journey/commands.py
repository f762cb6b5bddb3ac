"""Running the real command, as a person would type it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Tawthiq:
    """The command, bound to one archive."""

    archive: Path

    def run(self, *words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command and insist on its exit code."""
        command = [sys.executable, "-m", "tawthiq", "--archive", str(self.archive), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == expect, f"{words[:2]}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done

    def json(self, *words: str, expect: int = 0) -> dict[str, Any]:
        """Run a command with --json and return its one object."""
        answer: dict[str, Any] = json.loads(self.run(*words, "--json", expect=expect).stdout)
        assert answer["format"] == 1
        return answer


def cells(answer: dict[str, Any], *fields: str) -> dict[Any, int]:
    """Return the certain counts of a table, by its one or more fields."""
    if len(fields) == 1:
        return {cell["key"][fields[0]]: cell["at_least"] for cell in answer["cells"] if cell["at_least"]}
    return {
        tuple(cell["key"][name] for name in fields): cell["at_least"]
        for cell in answer["cells"]
        if cell["at_least"]
    }
