"""The page of the ladders is made of what the linkage compares."""

from __future__ import annotations

import pytest

from tawthiq.methods.linkage.comparisons import COMPARISONS, Comparison
from tawthiq.methods.linkage.reference import page
from tawthiq.methods.linkage.scoring import shipped


def section(ladder: Comparison) -> list[str]:
    heading = f"## {ladder.name.replace('_', '-')}\n"
    return page().split(heading)[1].split("\n## ")[0].splitlines()


@pytest.mark.parametrize("ladder", COMPARISONS, ids=lambda ladder: ladder.name)
def test_every_level_of_a_ladder_stands_in_the_page_with_its_weight_the_most_alike_first(
    ladder: Comparison,
) -> None:
    rows = [line.split(" | ") for line in section(ladder) if line.startswith("| `")]

    levels = [*(level.code for level in ladder.levels), ladder.otherwise]
    assert [row[0] for row in rows] == [f"| `{code}`" for code in levels]
    bits = [f"{weight:+.1f} |" for weight in reversed(shipped().weights[ladder.name])]
    assert [row[-1] for row in rows] == bits


def test_every_level_has_a_meaning() -> None:
    rows = [line.split(" | ") for line in page().splitlines() if line.startswith("| `")]

    assert [row for row in rows if not row[1].strip()] == []


def test_steps_of_numbers_of_records_are_told_as_numbers_of_records() -> None:
    assert "| `from-0.4055` | 2 records or more. |" in page()
    assert "| `from-4.6002` | 100 records or more. |" in page()
