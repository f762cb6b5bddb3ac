"""What the stage has stored and what the records say now, read once into plain values for linking."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.tables import JudgmentRow
from tawthiq.journey.cases.clusters import Tie, Verdict
from tawthiq.journey.cases.linking import Body, LinkedRecord, State
from tawthiq.journey.cases.models import Judgement
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import RecordFacts

Row = TypeVar("Row", bound=JudgmentRow)


@dataclass(frozen=True, slots=True)
class JudgementFacts:
    """One judgement: who or what rule said what of which pair, why, and which judgement it takes back."""

    id: str
    entry: int
    about: About
    left: str
    right: str
    verdict: Verdict
    by: str | None
    rule: str | None
    reason: str
    score: int | None
    undoes: str | None

    @property
    def tie(self) -> Tie:
        """Return what the judgement says, for replaying."""
        return Tie(self.left, self.right, self.verdict, by_rule=self.rule is not None)


@dataclass(frozen=True)
class Judgements:
    """Every judgement that the actor may see, in the order of the log."""

    given: tuple[JudgementFacts, ...]

    @cached_property
    def undone(self) -> frozenset[str]:
        """Return the identifiers of the judgements that were taken back."""
        return frozenset(fact.undoes for fact in self.given if fact.undoes)

    def in_force(self, about: About) -> list[JudgementFacts]:
        """Return the judgements that hold."""
        return [f for f in self.given if f.about is about and not f.undoes and f.id not in self.undone]

    def ties(self, about: About) -> list[Tie]:
        """Return what the judgements that hold say."""
        return [fact.tie for fact in self.in_force(about)]


def judgements(actor: Actor) -> Judgements:
    """Return the judgements that the actor may see."""
    rows = Judgement.visible_to(actor).order_by("entry", "position").values_list("id", "entry", "body")
    return Judgements(tuple(_judgement(*row) for row in rows.iterator(chunk_size=5000)))


def _judgement(judgement_id: str, entry: int, text: str) -> JudgementFacts:
    body = json.loads(text)
    return JudgementFacts(
        id=judgement_id,
        entry=entry,
        about=About(body["about"]),
        left=body["left"],
        right=body["right"],
        verdict=Verdict(body["verdict"]),
        by=body["by"],
        rule=body["rule"],
        reason=body["reason"],
        score=body["score"],
        undoes=body["undoes"],
    )


def states(model: type[JudgmentRow], actor: Actor) -> Iterator[State]:
    """Yield the persons or the acts as they are stored, those that no longer stand for anything included."""
    rows = model.visible_to(actor).order_by().values_list("id", "body", "level", "version")
    for thing, body, level, version in rows.iterator(chunk_size=5000):
        yield State(thing, json.loads(body), level, version)


def revised(model: type[Row], state: State, body: Body, level: int | None = None) -> Row:
    """Return the row that replaces a stored one, with a new body and, where given, a new level."""
    row = model.of(id=state.id, body=body, level=state.level if level is None else level)
    row.version = state.version
    return row


def linked(facts: RecordFacts, words: Words) -> LinkedRecord:
    """Return what linking needs of one record."""
    account = facts.account
    violations: dict[str, list[str]] = {act: [] for act in account.acts()}
    for claim in account.claims:
        if claim.field == "violation" and claim.on in violations and isinstance(claim.value, str):
            violations[claim.on].append(claim.value)
    return LinkedRecord(
        id=facts.id,
        kind=account.kind,
        count_min=account.count_min,
        count_max=account.count_max,
        level=facts.level,
        acts=tuple((act, any(map(words.is_killing, said))) for act, said in violations.items()),
    )


def spoken_for(in_force: Iterable[str], successors: dict[str, str]) -> Callable[[str], str | None]:
    """Return where a record, or a part named by its record, is spoken for now.

    `successors` names the record in force, if any, that stands for one that is not: a later edition of the
    same row, or the same row imported again.
    """
    known = frozenset(in_force)

    def current(name: str) -> str | None:
        record, slash, act = name.partition("/")
        now = record if record in known else successors.get(record)
        return None if now is None else f"{now}{slash}{act}"

    return current
