"""What waits for people: pairs that a rule found and did not join, and judgements that facts contradict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tawthiq.accounts.actors import Actor
from tawthiq.journey.cases.reading import read_archive
from tawthiq.journey.cases.stored import JudgementFacts, judgements
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage import Candidate


class Waiting(StrEnum):
    """Why a pair waits."""

    FOUND = "found"
    """The exact-key rule would join it; nobody applied the rule."""
    REFUSED = "refused"
    """It shares a key, and something speaks against it or a person judged it."""
    CONFLICT = "conflict"
    """People judged it, or records around it, in a way that contradicts itself or the facts."""


@dataclass(frozen=True, slots=True)
class QueuedPair:
    """Two records to look at. `reasons` are words in English and Arabic that hold no names."""

    left: str
    right: str
    waiting: Waiting
    reasons: tuple[tuple[str, str], ...]


def queue(actor: Actor, words: Words) -> Iterator[QueuedPair]:
    """Yield the pairs that wait, those that the rule would join first.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    candidates: list[Candidate] = []
    linkage = read_archive(actor, words, candidates=candidates).linkage(candidates)
    kinds = (
        (Waiting.FOUND, linkage.matches),
        (Waiting.REFUSED, linkage.refused),
        (Waiting.CONFLICT, linkage.conflicts),
    )
    for waiting, pairs in kinds:
        for pair in pairs:
            reasons = tuple((reason.en, reason.ar) for reason in pair.reasons)
            yield QueuedPair(pair.left, pair.right, waiting, reasons)


def judgements_in_order(actor: Actor) -> list[tuple[JudgementFacts, bool]]:
    """Return every judgement that the actor may see, the first first, and whether it holds.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    said = judgements(actor)
    return [(fact, fact.undoes is None and fact.id not in said.undone) for fact in said.given]
