"""Judgements survive linking again, new data and taking back, whatever comes in whatever order.

And mistakes, seeded one at a time, each of which the machine must find: one that finds none proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.stages.cases.judging_machine import Judging
from tests.unit.methods.linkage.test_mutants import Mistake, make

from tawthiq.core.errors import RefusedByRule
from tawthiq.journey.cases import actions, becoming, clusters, judging, linking, matching, stored
from tawthiq.methods.linkage import shares

pytestmark = pytest.mark.django_db

SHARE = 12
"""How many examples other tests try for one of this machine's: each of its steps is a commit."""


@pytest.fixture(autouse=True)
def _many_pairs_are_asked_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "DOUBLE", 500)


def run(folder: Path, *, is_quick: bool = False, **options: Any) -> None:
    patient = settings(
        stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), **options
    )
    run_state_machine_as_test(lambda: Judging(folder, is_quick=is_quick), settings=patient)


def test_judgements_survive_whatever_comes(tmp_path: Path) -> None:
    run(tmp_path, max_examples=settings().max_examples // SHARE)


MISTAKES: dict[str, tuple[Callable[..., Any], str, str]] = {
    "rules go before people": (clusters.forest, "tie.by_rule)", "not tie.by_rule)"),
    "what people could not tell is joined": (clusters.forest, "(judged if tie.by_rule else otherwise)", "()"),
    "apart is not carried through others": (
        clusters.Forest.kept_apart,
        "for member in self._members[small]",
        "for member in {left, right} & {small}",
    ),
    "only the newest judgement is replayed": (
        stored.Judgements.in_force,
        "not in self.undone]",
        "not in self.undone][-1:]",
    ),
    "taking back leaves no row": (actions.undo_judgement, "plan, [(row, fact)]", "plan, []"),
    "what was taken back still binds": (
        stored.Judgements.in_force, " and f.id not in self.undone", ""
    ),
    "the smaller keeps its identifier": (clusters.inherit, "lambda o: (o[0], -v", "lambda o: (-o[0], -v"),
    "an identifier never comes back": (
        clusters.inherit, "_give(sorted(_overlaps(where, held)", "_give([] and sorted(_overlaps(where, held)"
    ),
    "taking back gives back no identifier": (clusters._give_back, "frozenset(groups[index]) == held", "0"),
    "a tombstone leads nowhere": (linking._retired, "went(held, where)", "went((), where)"),
    "a tombstone forgets what it held": (linking._retired, "tuple(state.holds)", "()"),
    "a tombstone is believed for ever": (becoming._became, "into is None", "last['into'] is not None"),
    "linking again judges again": (
        matching.respected, "not tie.by_rule or tie.pair not in judged", "not tie.by_rule"
    ),
    "a rule joins what was taken back": (matching.respected, "fact.id in undone and", "not undone and"),
    "withdrawn records bind": (
        linking.current_ties,
        "current(tie.left), current(tie.right)",
        "current(tie.left) or tie.left, current(tie.right) or tie.right",
    ),
    "a rule's word outlives its words": (linking.current_ties, "unchanged or not tie.by_rule", "True"),
    "a person's word lapses with a correction": (
        linking.current_ties, "unchanged or not tie.by_rule", "unchanged"
    ),
    "a rule does not say why": (judging.rule_judgement, "found.reasons", "()"),
    "a rule has no version": (judging.rule_judgement, "=found.rule,", "=found.rule.partition('/')[0],"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=[name.replace(" ", "-") for name in MISTAKES])
def test_a_mistake_is_found(
    mistake: tuple[Callable[..., Any], str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(Mistake(*mistake, promise=lambda: None), monkeypatch)

    with pytest.raises((AssertionError, RefusedByRule)):
        run(
            tmp_path,
            is_quick=True,
            max_examples=60,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
        )
