"""Decisions of this stage that need no database: which judgement may be made, and what may be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from tawthiq.core.errors import RefusedByRule, UsageProblem
from tawthiq.journey.cases.clusters import Tie, Verdict, forest, pair


class LinkLevel(StrEnum):
    """How sure a rule must be before its match is applied; every match stays reversible."""

    NONE = "none"
    EXACT = "exact"
    HIGH = "high"


class About(StrEnum):
    """What a judgement compares: two records, or two parts of accounts."""

    RECORDS = "records"
    ACTS = "acts"


class Standing(StrEnum):
    """How far something that two people decide has come."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


def check_level(level: str) -> LinkLevel:
    """Return the level of linking.

    Raises:
        UsageProblem: There is no such level.
    """
    try:
        return LinkLevel(level)
    except ValueError as err:
        raise UsageProblem(
            f"'{level}' is not a level of linking.", hint="It has: none, exact, high."
        ) from err


def check_judgement(left: str, right: str, verdict: Verdict, ties: Sequence[Tie]) -> None:
    """Let a person judge a pair, given the judgements in force that bear on it.

    Raises:
        UsageProblem: A thing is compared with itself.
        RefusedByRule: A person has judged this pair, or other people's judgements say the opposite.
    """
    if left == right:
        raise UsageProblem(f"{left} cannot be judged against itself.")
    people = [tie for tie in ties if not tie.by_rule]
    if any(tie.pair == pair(left, right) for tie in people):
        raise RefusedByRule(
            f"{left} and {right} were not judged: a judgement of this pair is in force.",
            hint="Undo it first.",
        )
    trees = forest({thing for tie in people for thing in tie.pair} | {left, right}, people)
    if verdict is Verdict.SAME and trees.kept_apart(left, right):
        raise RefusedByRule(
            f"{left} and {right} were not judged the same: it would join two that a person called different.",
            hint="Undo that judgement first.",
        )
    if verdict is Verdict.DIFFERENT and trees.together(left, right):
        raise RefusedByRule(
            f"{left} and {right} were not judged different: people's judgements make them the same.",
            hint="Undo one of those judgements first.",
        )


def check_joinable(left: Mapping[str, Any], right: Mapping[str, Any], *, killing: bool) -> None:
    """Let two acts be judged one act.

    Raises:
        RefusedByRule: They were done to two persons, or one is a killing: a person's killings are one act.
    """
    if left["person"] != right["person"]:
        raise RefusedByRule(
            "The acts were not joined: they were done to two persons.",
            hint="Judge the records the same first.",
        )
    if killing:
        raise RefusedByRule("The acts were not joined: the killings of one person are one act already.")


def check_reason(reason: str, what: str) -> None:
    """Let a judgement pass that says why.

    Raises:
        RefusedByRule: No reason is given.
    """
    if not reason.strip():
        raise RefusedByRule(f"{what} was not done: a judgement needs a reason.", hint="Say why (--reason).")
