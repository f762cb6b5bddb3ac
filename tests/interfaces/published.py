"""A small invented archive with a release and a statement, made by the real commands."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.journey.statements.drafts import write_draft

MAPPING = """
mapping: 1
name: invented
row_id: id
source: {code: field, title: Invented field team, reliability: B}
person: {name: {column: name}, sex: {column: sex, values: {f: female, m: male}}}
acts: [{violation: {constant: killing}}]
"""
ROWS = "id,name,sex\n1,Salma <script>alert(1)</script> Ward,f\n2,Hadi Nour,m\n3,Omar Saleh,m\n"
OUTLINE = """
format: 1
publisher: {en: Network of the Invented, ar: شبكة المختلقين}
figures:
  killed: {rule: killed, noun: person, modifier: at-least, by: [sex]}
tables:
  by-sex: {figure: killed, by: sex, kind: exhaustive, title: {en: By sex, ar: بحسب الجنس}}
charts:
  sexes: {figure: killed, kind: bars, by: sex, title: {en: Killed by sex, ar: القتلى بحسب الجنس}}
"""
ENGLISH = "# Killed: {{figure:killed noun}}\n\n{{table:by-sex}}\n\n{{chart:sexes}}\n"
ARABIC = "# مقتل {{figure:killed noun}}\n\n{{table:by-sex}}\n\n{{chart:sexes}}\n"


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


@dataclass(frozen=True)
class Desk:
    """An archive, and the statement that is written about it."""

    archive: Path
    statement: Path

    def run(self, *words: object) -> Ran:
        """Run a command on the archive."""
        command = [sys.executable, "-m", "tawthiq", "--archive", str(self.archive), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def build(self, *words: object) -> Ran:
        """Build the statement from the release r1."""
        return self.run("statements", "build", self.statement, "--release", "r1", *words)


def furnish(archive: Path, drafts: Path) -> Desk:
    """Take a list in, link, accept and freeze it, and write a statement about it."""
    drafts.mkdir()
    (drafts / "mapping.yml").write_text(MAPPING)
    (drafts / "list.csv").write_text(ROWS)
    desk = Desk(archive, write_draft(drafts, outline=OUTLINE, english=ENGLISH, arabic=ARABIC))
    source = ("--source", "field", "--mapping", drafts / "mapping.yml", "--documented", "2014-06-01")
    for words in (
        ("records", "import", drafts / "list.csv", *source),
        ("cases", "link"),
        ("verification", "accept"),
        ("releases", "freeze", "--as-of", "2022-10-21", "--name", "r1"),
    ):
        ran = desk.run(*words)
        assert ran.code == 0, ran.notes
    return desk
