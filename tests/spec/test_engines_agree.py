"""The fast engine and the reference give one answer, and every answer adds up."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.answer import Answer
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.examples import AS_OF, question_of, tables_of
from tawthiq.methods.counting.plain import PlainEngine
from tests.spec.releases import Drawn, drawn
from tests.spec.ways import WAYS, gather


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)
@given(drawn())
def test_the_engines_agree_on_any_release_and_any_question(case: Drawn) -> None:
    with tables_of(case.acts, case.spells, AS_OF) as tables:
        try:
            question = question_of(case.put, tables.words)
        except UsageProblem:
            event("refused")
            assume(False)
        fast, plain = DuckDBEngine(tables), PlainEngine(tables)

        answer = fast.count(question)

        assert answer == plain.count(question)
        assert fast.acts(question) == plain.acts(question)
        assert fast.persons(question) == plain.persons(question)
        assert_it_adds_up(answer)
        event("empty" if answer.at_most == 0 else "stock" if question.measure == "stock" else question.unit)


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck), derandomize=True)
@given(case=drawn())
def test_the_engines_agree_however_acts_are_gathered(case: Drawn, way: str) -> None:
    with pytest.MonkeyPatch.context() as patch, tables_of(case.acts, case.spells, AS_OF) as tables:
        gather(way, patch)
        try:
            question = question_of({**case.put, "by": case.put["by"] or ["sex"]}, tables.words)
        except UsageProblem:
            assume(False)

        answer = DuckDBEngine(tables).count(question, digest=False)

        assert answer == PlainEngine(tables).count(question, digest=False)


def assert_it_adds_up(answer: Answer) -> None:
    assert answer.at_most is None or answer.at_least <= answer.at_most
    assert all(cell.at_most is None or cell.at_least <= cell.at_most for cell in answer.cells)
    if answer.by:
        in_cells = sum(cell.at_least for cell in answer.cells)
        assert answer.at_least == in_cells + answer.undetermined.total - answer.repeated
    else:
        assert (answer.cells, answer.undetermined.total, answer.repeated) == ((), 0, 0)
