"""The methodology that is published is made of the examples that run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.examples import read_chapter
from tawthiq.methods.counting.publish import methodology, publish

FOLDER = Path(__file__).parent
PAGE = FOLDER.parents[1] / "docs" / "reference" / "counting.md"


def test_the_published_methodology_is_up_to_date(tmp_path: Path) -> None:
    publish(FOLDER, tmp_path / "counting.md")

    assert PAGE.read_text(encoding="utf-8") == (tmp_path / "counting.md").read_text(encoding="utf-8"), (
        "run: python -m tawthiq.methods.counting.publish tests/spec docs/reference/counting.md"
    )


def test_every_example_is_on_the_page() -> None:
    chapters = [read_chapter(path) for path in sorted(FOLDER.glob("*.yml"))]

    page = methodology(chapters)

    assert all(example.says in page for chapter in chapters for example in chapter.examples)


def test_a_folder_without_examples_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        publish(tmp_path, tmp_path / "counting.md")
