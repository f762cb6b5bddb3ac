"""The page of the linkage says the numbers, the keys and the reasons that the code has."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from math import exp
from pathlib import Path

import pytest

from tawthiq.methods.linkage import (
    blocking,
    calibration,
    certain,
    clustering,
    guard,
    likely,
    rarity,
    reasons,
    relearning,
    sampling,
    scoring,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = " ".join((DOCS / "reference/linkage.md").read_text("utf-8").split())


def signed(number: float) -> str:
    return f"{number:g}".replace("-", "−")


@pytest.mark.parametrize(
    "words",
    [
        f"weigh as much as {rarity.LIKE_RECORDS} records",
        f"less than {rarity.COMMON:g} of all people",
        f"of its {['', '', '', '', 'four', 'five', 'six'][blocking.SOUNDS_USED]} rarest",
        f"at most {blocking.MOST} records share it",
        f"more than {likely.LEAST_BITS:g} bits below even",
        f"at most {signed(guard.AT_MOST)}",
        f"counts as log-odds {signed(clustering.UNCOMPARED)};",
        f"one pair brings at most {clustering.CLEAREST:g}",
        f"between {signed(calibration.LEAST)} and {signed(calibration.GREATEST)}",
        f"it and {signed(calibration.USUAL)}, where",
        f"down to {-calibration.MERGE_HAPPY:.1f} below the threshold",
        f"down to {calibration.WARY:.1f} above it",
        f"odds are {round(exp(certain.CERTAIN_ODDS))} to 1",
        f"From {relearning.FEWEST} judgements",
        f"{sampling.DRAWS:,} resamples",
        scoring.shipped().name,
    ],
)
def test_the_page_says_the_numbers_of_the_code(words: str) -> None:
    assert words in TEXT


def test_the_page_names_every_kind_of_key() -> None:
    assert [kind for kind in blocking.KeyKind if f"`{kind}`" not in TEXT] == []


def test_the_page_names_every_reason_for_which_a_rule_refuses() -> None:
    refusing = (
        reasons.SEX,
        reasons.MOTHER,
        reasons.BIRTH,
        reasons.DEATH,
        reasons.ARREST_AFTER_DEATH,
        reasons.ONE_NAME,
        reasons.FIRST_NAMES,
        reasons.TWINS,
        reasons.FITS_SEVERAL,
        reasons.GROUP_WAITS,
    )

    assert [reason.code for reason in refusing if f"`{reason.code}`" not in TEXT] == []


def blocks() -> list[str]:
    """Return the blocks of the page about files: two files, a command with what it says, and the answer."""
    page = (DOCS / "how-to/link-files-without-an-archive.md").read_text("utf-8")
    found = re.findall(r"(?:^    .*\n)+", page, re.MULTILINE)
    return ["".join(line[4:] for line in block.splitlines(keepends=True)) for block in found]


def test_the_example_without_an_archive_gives_what_the_page_says(tmp_path: Path) -> None:
    hospital, press, command, said, answer = blocks()
    (tmp_path / "hospital.csv").write_text(hospital, "utf-8")
    (tmp_path / "press.csv").write_text(press, "utf-8")
    _, *words = shlex.split(command.replace("\\\n", " "))

    def run(*more: str) -> str:
        asked = [sys.executable, "-m", "tawthiq", *words, *more]
        done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stderr + done.stdout

    assert run() == said
    assert "--date-order" not in run("--date-order", "dmy")
    assert (tmp_path / "people.csv").read_text("utf-8") == answer
