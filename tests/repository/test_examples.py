"""The examples hold tags and no numbers, so that nothing of a real list is committed with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TEXTS = sorted(EXAMPLES.glob("*.en.md")) + sorted(EXAMPLES.glob("*.ar.md"))
TAG = re.compile(r"\{\{.*?\}\}")


def test_there_are_examples_in_both_languages() -> None:
    names = [path.name.split(".")[0] for path in TEXTS]

    assert len(names) == 2 * len(set(names)) > 0
    assert all((EXAMPLES / f"{name}.yml").is_file() for name in names)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_digit_stands_in_a_text(path: Path) -> None:
    assert not re.search(r"\d", TAG.sub("", path.read_text("utf-8")))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_number_is_a_figure_a_table_a_date_or_a_citation(path: Path) -> None:
    tags = {tag[2:].split(":")[0] for tag in TAG.findall(path.read_text("utf-8"))}

    assert tags <= {"figure", "table", "date", "cite", "chart", "map"}
