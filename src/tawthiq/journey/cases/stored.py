"""What the stage has stored and what the records say now, read once into plain values for linking."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import orjson

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.tables import JudgmentRow
from tawthiq.audit.queries import bodies_before, versions
from tawthiq.journey.cases.clusters import Tie, Undone, Verdict
from tawthiq.journey.cases.conclusions import Body
from tawthiq.journey.cases.linking import LinkedRecord, link_persons
from tawthiq.journey.cases.matching import Told, linked_record
from tawthiq.journey.cases.models import Act, Judgement, Person
from tawthiq.journey.cases.possibilities import stated
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.standing import State
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import RecordFacts

WHO_DID_IT = ("party", "attribution")
Row = TypeVar("Row", bound=JudgmentRow)


@dataclass(frozen=True, slots=True)
class JudgementFacts:
    """One judgement: who or what rule said what of which pair, why, and which judgement it takes back.

    `chance` is the chance, in thousandths, with which the pair was drawn into the random audit share of the
    queue; None where it was not drawn but chosen.
    """

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
    chance: int | None = None

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
    body = orjson.loads(text)
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
        chance=body.get("chance"),  # judgements from before the audit share do not say
    )


def entry_undone(entry: int, actor: Actor) -> Undone:
    """Return the entry of a judgement that is taken back, with what the persons and acts it changed held."""
    before = {
        thing: State(thing, body, 0, 0).holds
        for model in (Person, Act)
        for thing, body in bodies_before(model.KIND, entry, int(actor.clearance)).items()
    }
    return Undone(entry, before)


def states(model: type[JudgmentRow], actor: Actor, **only: Any) -> Iterator[State]:
    """Yield conclusions of one kind as they are stored; `only` those whose columns say so."""
    rows = model.visible_to(actor).filter(**only).order_by().values_list("id", "body", "level", "version")
    for thing, body, level, version in rows.iterator(chunk_size=5000):
        yield State(thing, orjson.loads(body), level, version)


@dataclass(frozen=True, slots=True)
class Stored(Iterable[State]):
    """The persons or the acts as they are stored: read anew each time that they are asked for, and not kept.

    The acts of persons whose identifiers are `hidden` are left out.
    """

    model: type[Person | Act]
    actor: Actor
    hidden: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[State]:
        """Yield them, those that no longer stand for anything included."""
        return self._shown(states(self.model, self.actor))

    def retired(self) -> Iterator[State]:
        """Yield those that no longer stand for anything."""
        return self._shown(states(self.model, self.actor, is_live=False))

    def living(self) -> int:
        """Return how many stand for something."""
        if self.hidden:
            return sum(state.is_live for state in self)
        return self.model.visible_to(self.actor).filter(is_live=True).count()

    def some(self, ids: Collection[str]) -> dict[str, State]:
        """Return the living ones of these identifiers."""
        found = self._shown(states(self.model, self.actor, is_live=True, id__in=ids))
        return {state.id: state for state in found}

    def _shown(self, found: Iterator[State]) -> Iterator[State]:
        return (state for state in found if state.body.get("person") not in self.hidden)


def revised(model: type[Row], state: State, body: Body, level: int | None = None) -> Row:
    """Return the row that replaces a stored one, with a new body and, where given, a new level."""
    row = model.of(id=state.id, body=body, level=state.level if level is None else level)
    row.version = state.version
    return row


def linked(facts: RecordFacts, words: Words) -> LinkedRecord:
    """Return what linking needs of one record."""
    return linked_record(facts.id, facts.level, Told.by(facts.account), words)


@dataclass(frozen=True, slots=True)
class Recalled:
    """A record that was in force on a date, and the one that has corrected it since."""

    earlier: RecordFacts
    later: RecordFacts

    def is_same_kind(self, act: str, words: Words) -> bool:
        """Say whether the earlier one tells, under this name, of no kind of violation but the later one's."""
        then, now = (
            {words.kind_of(code) for said in stated(facts.account, act, "violation") for code in said}
            for facts in (self.earlier, self.later)
        )
        return then <= now

    def is_same_party(self, act: str) -> bool:
        """Say whether both say the same of who did it, and how surely."""
        then, now = (
            [stated(facts.account, act, field) for field in WHO_DID_IT]
            for facts in (self.earlier, self.later)
        )
        return then == now


def told_then(
    parts: Iterable[Sequence[str]],
    recalled: Mapping[str, Recalled],
    verdicts: Mapping[tuple[str, str], bool],
    words: Words,
) -> tuple[list[list[str]], int, bool]:
    """Return the parts of an act as they were told before corrections, and the highest level brought back.

    A part that was rejected is left out, and so is one that nobody decided on and that tells of another kind
    of violation. The last that is returned: who did it is told differently in a part nobody decided on.
    """
    told, level, is_alleged = [], 0, False
    for record_id, act in parts:
        if (back := recalled.get(record_id)) is None:
            told.append([record_id, act])
            continue
        verdict = verdicts.get((back.earlier.id, act))
        stands = back.is_same_kind(act, words) if verdict is None else verdict
        if stands and act in back.earlier.account.acts():
            told.append([back.earlier.id, act])
            level = max(level, back.earlier.level)
            is_alleged |= verdict is None and not back.is_same_party(act)
    return told, level, is_alleged


def verdicts_on_parts(
    act_id: str, version: int, decided: Mapping[int, bool], actor: Actor
) -> dict[tuple[str, str], bool]:
    """Return the parts of accounts in the versions of an act that were decided on besides a given one.

    The value says whether one of the versions that a part is in was accepted.
    """
    others = decided.keys() - {version}
    found: dict[tuple[str, str], bool] = {}
    for facts in versions(Act.KIND, act_id, int(actor.clearance)) if others else ():
        if facts.number in others and facts.body is not None:
            for record_id, name in facts.body["parts"]:
                found[record_id, name] = found.get((record_id, name), False) or decided[facts.number]
    return found


def person_from(members: Sequence[LinkedRecord]) -> tuple[Body, int]:
    """Return the body and the level that linking gives to one person of these records alone."""
    first = members[0].id
    ties = [Tie(first, member.id, Verdict.SAME) for member in members[1:]]
    by_id = {member.id: member for member in members}
    _, changes = link_persons(by_id, ties, (), current=lambda name: name, draw=lambda: first)
    (new,) = changes.created
    return new.body(), new.level


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
