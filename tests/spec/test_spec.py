"""Every drawn example, on every engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.examples import Example, expected, question_of, read_chapter, tables_of
from tawthiq.methods.counting.plain import PlainEngine
from tests.spec.ways import WAYS, gather

FOLDER = Path(__file__).parent
ENGINES = (DuckDBEngine, PlainEngine)
EXAMPLES = [
    pytest.param(example, id=f"{path.stem}: {example.name}")
    for path in sorted(FOLDER.glob("*.yml"))
    for example in read_chapter(path).examples
]


@pytest.mark.parametrize("engine", ENGINES, ids=["duckdb", "plain"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_has_its_answer(example: Example, engine: Any) -> None:
    with tables_of(example.acts, example.spells, example.as_of) as tables:
        counting = engine(tables)

        answers = [counting.count(question_of(one.put, tables.words), digest=False) for one in example.asked]

        assert answers == [expected(one.put, one.answer) for one in example.asked]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_answer_is_one_however_acts_are_gathered(
    example: Example, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather(way, monkeypatch)

    with tables_of(example.acts, example.spells, example.as_of) as tables:
        counting = DuckDBEngine(tables)

        answers = [counting.count(question_of(one.put, tables.words), digest=False) for one in example.asked]

        assert answers == [expected(one.put, one.answer) for one in example.asked]


def test_there_are_sixty_questions_and_more() -> None:
    asked = [one for path in FOLDER.glob("*.yml") for e in read_chapter(path).examples for one in e.asked]

    assert len(asked) >= 60
