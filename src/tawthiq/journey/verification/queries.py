"""Reads of verification, for an actor: what was decided, and what is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from tawthiq.accounts.actors import Actor
from tawthiq.journey.cases.queries import ReportedAct, reported_acts
from tawthiq.journey.verification.models import Assessment, Decision
from tawthiq.journey.verification.rules import Opinion, Outcome

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was decided of one version of an act.

    `rule` is None where assessments decided; `standard` is None where no standard of proof was asked for;
    `attribution` is None where no source names a party. `entry` is the log entry.
    """

    id: str
    entry: int
    level: int
    commitment: str
    act_id: str
    act_version: int
    rule: str | None
    rank: int
    standard: str | None
    outcome: Outcome
    attribution: str | None
    by: str
    is_one_reviewer: bool
    """Accepted in a solo archive: outputs say "one reviewer"."""

    @property
    def acceptance(self) -> str:
        """Return the rule, or the standard of proof, by which it was decided."""
        return self.rule or self.standard or ""


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """One reviewer's opinion of one version of an act."""

    id: str
    entry: int
    act_id: str
    act_version: int
    standard: str
    opinion: Opinion
    attribution: str | None
    by: str
    reason: str


def decisions_in_force(actor: Actor) -> dict[str, DecisionFacts]:
    """Return, for each accepted act, the last decision: it names the version that was accepted.

    An act whose last decision rejects it is not there.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    last = {act: decisions[-1] for act, decisions in decisions_by_act(actor).items()}
    return {act: decision for act, decision in last.items() if decision.outcome is Outcome.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How an act is accepted: in which version, by which rule or standard, to which attribution."""

    act_version: int
    by: str
    attribution: str | None


def acceptances(actor: Actor) -> dict[str, Acceptance]:
    """Return how each act is accepted whose last decision accepts it.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("verification.list")
    found: dict[str, Acceptance] = {}
    known: dict[tuple[int, str, str | None], Acceptance] = {}  # a million acts are accepted in few ways
    rows = Decision.visible_to(actor).order_by("entry", "position").values_list("body", flat=True)
    for body in map(orjson.loads, rows.iterator(chunk_size=CHUNK)):
        if body["outcome"] == Outcome.ACCEPTED:
            way = (body["act_version"], body["rule"] or body["standard"] or "", body["attribution"])
            found[body["act"]] = known.get(way) or known.setdefault(way, Acceptance(*way))
        else:
            found.pop(body["act"], None)
    return found


def decisions_by_act(actor: Actor) -> dict[str, list[DecisionFacts]]:
    """Return every decision of each act that the actor may see, the first first.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("verification.list")
    found: dict[str, list[DecisionFacts]] = defaultdict(list)
    columns = ("id", "entry", "level", "commitment", "body")
    rows = Decision.visible_to(actor).order_by("entry", "position").values_list(*columns)
    for decision_id, entry, level, commitment, text in rows.iterator(chunk_size=CHUNK):
        body = orjson.loads(text)
        found[body["act"]].append(
            DecisionFacts(
                id=decision_id,
                entry=entry,
                level=level,
                commitment=commitment,
                act_id=body["act"],
                act_version=body["act_version"],
                rule=body["rule"],
                rank=body["rank"],
                standard=body["standard"],
                outcome=Outcome(body["outcome"]),
                attribution=body["attribution"],
                by=body["by"],
                is_one_reviewer=body["one_reviewer"],
            )
        )
    return found


def assessments(actor: Actor, *, act_id: str, act_version: int) -> list[AssessmentFacts]:
    """Return the opinions of one version of an act, the first first.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("verification.list")
    rows = Assessment.visible_to(actor).filter(act=act_id, act_version=act_version)
    found = []
    for assessment_id, entry, text in rows.order_by("entry", "position").values_list("id", "entry", "body"):
        body = orjson.loads(text)
        found.append(
            AssessmentFacts(
                id=assessment_id,
                entry=entry,
                act_id=body["act"],
                act_version=body["act_version"],
                standard=body["standard"],
                opinion=Opinion(body["opinion"]),
                attribution=body["attribution"],
                by=body["by"],
                reason=body["reason"],
            )
        )
    return found


def undecided(actor: Actor, *, rank: int = 0) -> Iterator[ReportedAct]:
    """Yield the acts whose present version nobody has decided on by a rule of this rank or a higher one.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("verification.list")
    rows = Decision.visible_to(actor).order_by().values_list("act", "act_version", "body")
    decided = {
        (act, version)
        for act, version, text in rows.iterator(chunk_size=CHUNK)
        if orjson.loads(text)["rank"] >= rank
    }
    return reported_acts(actor, but=lambda act, version: (act, version) in decided)
