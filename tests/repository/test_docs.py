"""The documentation agrees with the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tawthiq.interfaces.cli.main import SINGLE, STAGES, root

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def test_the_pages_made_from_the_code_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    missing = [link for link in links if not (page.parent / link).resolve().exists()]

    assert missing == []


def commands() -> dict[str, click.Command]:
    context = click.Context(root, info_name="tawthiq")
    found = {f"tawthiq {name}": root.get_command(context, name) for name in SINGLE}
    for stage in STAGES:
        group = root.get_command(context, stage)
        assert isinstance(group, click.Group)
        found |= {f"tawthiq {stage} {verb}": command for verb, command in group.commands.items()}
    return {path: command for path, command in found.items() if command is not None}


READS = {
    "tawthiq serve",
    "tawthiq cases evaluate",
    "tawthiq cases judgements",
    "tawthiq cases similar",
    "tawthiq cases queue",
    "tawthiq verification rules",
    "tawthiq releases verify",
    "tawthiq releases show",
    "tawthiq releases diff",
    "tawthiq records quarantine",
    "tawthiq records gone",
    "tawthiq records changes",
    "tawthiq records suggest-mapping",
    "tawthiq figures count",
    "tawthiq figures tables",
    "tawthiq figures methodology",
    "tawthiq figures rules",
    "tawthiq audit verify",
    "tawthiq audit log",
}


def test_every_command_that_writes_has_a_dry_run() -> None:
    without = [
        path
        for path, command in commands().items()
        if path not in READS
        and not path.endswith(" list")
        and "--dry-run" not in {flag for p in command.params for flag in p.opts}
    ]

    assert without == []


def test_every_command_has_help_and_json() -> None:
    without = []
    for path, command in commands().items():
        options = {flag for p in command.params for flag in p.opts}
        if not command.help or ("--json" not in options and path != "tawthiq serve"):
            without.append(path)

    assert without == []


def test_every_stage_command_is_mentioned_in_a_page_written_by_hand() -> None:
    generated = {"commands.md"}
    text = "\n".join(p.read_text(encoding="utf-8") for p in PAGES if p.name not in generated)

    unmentioned = [path for path in commands() if path.removeprefix("tawthiq ") not in text]

    assert unmentioned == []


def test_the_changelog_says_something_of_every_stage() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert [stage for stage in STAGES if f"`tawthiq {stage}" not in text] == []


def test_no_file_hides_a_second_subject() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / "src").rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}
