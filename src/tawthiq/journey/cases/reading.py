"""Everything that linking looks at, read before the write door opens, and what would change by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import head
from tawthiq.core.ids import Draw
from tawthiq.journey.cases.conclusions import split_part
from tawthiq.journey.cases.linking import (
    Changes,
    LinkedRecord,
    State,
    current_ties,
    link_acts,
    link_persons,
)
from tawthiq.journey.cases.matching import Told, candidate_of, linked_record, respected
from tawthiq.journey.cases.models import Act, Membership, Person
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import JudgementFacts, Judgements, judgements, spoken_for, states
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import bodies_in_force, successors
from tawthiq.methods.linkage import Candidate, ExactKeys, Linkage

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Plan:
    """What has to be written so that persons and acts are what the judgements say."""

    person_of: dict[str, str]
    persons: Changes
    acts: Changes

    def __bool__(self) -> bool:
        """Say whether anything has to be."""
        return bool(self.persons) or bool(self.acts)


@dataclass(frozen=True)
class Archive:
    """Records in force, judgements, persons and acts, as they stood after so many log entries."""

    entries: int
    records: dict[str, LinkedRecord]
    current: Callable[[str], str | None]
    judgements: Judgements
    persons: list[State]
    acts: list[State]
    membership: dict[str, str]
    candidates: list[Candidate]

    def linkage(self) -> Linkage:
        """Return what the exact-key rule finds, with respect for what people judged."""
        ties = current_ties(self.judgements.ties(About.RECORDS), self.current)
        about_records = [fact for fact in self.judgements.given if fact.about is About.RECORDS]
        return ExactKeys().link(self.candidates, respected(about_records, ties, self.current))

    def plan(self, new: Iterable[JudgementFacts], *, draw: Draw, undoing: int | None = None) -> Plan:
        """Return what changes with further judgements; `undoing` is the entry of one that is taken back."""
        said = Judgements((*self.judgements.given, *new))
        person_of, persons = link_persons(
            self.records,
            current_ties(said.ties(About.RECORDS), self.current),
            self.persons,
            current=self.current,
            draw=lambda: draw.identifier("P"),
            undoing=undoing,
        )
        acts = link_acts(
            self.records,
            person_of,
            current_ties(said.ties(About.ACTS), self.current),
            self.acts,
            current=self.current,
            draw=lambda: draw.identifier("A"),
            undoing=undoing,
        )
        return Plan(person_of, persons, acts)

    def level(self, *things: str) -> int:
        """Return the level of a judgement: as secret as the more secret of what it compares."""
        found = (self.records.get(self.current(thing.partition("/")[0]) or "") for thing in things)
        return max((record.level for record in found if record is not None), default=0)

    def is_killing(self, *parts: str) -> bool:
        """Say whether one of some parts of accounts tells of a killing."""
        told = (split_part(now) for part in parts if (now := self.current(part)) is not None)
        return any(dict(self.records[record].acts).get(act, False) for record, act in told)

    def acts_after(self, plan: Plan) -> int:
        """Return how many acts there are once a plan is written."""
        back = sum(not state.is_live and body["retired"] is None for state, body, _ in plan.acts.revised)
        living = sum(state.is_live for state in self.acts)
        return living + len(plan.acts.created) + back - len(plan.acts.retired)


def read_archive(
    actor: Actor, words: Words, *, progress: Progress | None = None, match: bool = False
) -> Archive:
    """Read what linking looks at; with `match` also the candidates of a linkage.

    A record that somebody with a higher clearance linked to a person above the actor's is left alone,
    like that person: a reader must neither see it nor take it apart.
    """
    before = head()
    above = Membership.records_above(actor)
    records: dict[str, LinkedRecord] = {}
    candidates: list[Candidate] = []
    for record_id, source, level, body in bodies_in_force(actor):
        if record_id not in above:
            told = Told.in_body(body)
            records[record_id] = linked_record(record_id, level, told, words)
            if match and (found := candidate_of(record_id, source, told, words)) is not None:
                candidates.append(found)
        if progress is not None:
            progress(1)
    persons = list(states(Person, actor))
    visible = {state.id for state in persons}
    acts = [state for state in states(Act, actor) if state.body["person"] in visible]
    said = judgements(actor)
    return Archive(
        entries=0 if before is None else before.tree_size,
        records=records,
        current=spoken_for(records, successors(actor, _gone(records, persons, acts, said))),
        judgements=said,
        persons=persons,
        acts=acts,
        membership=dict(Membership.visible_to(actor).values_list("record_id", "person_id")),
        candidates=candidates,
    )


def _gone(
    records: Mapping[str, LinkedRecord], persons: Sequence[State], acts: Sequence[State], said: Judgements
) -> set[str]:
    """Return the records that are spoken of and no longer in force."""
    spoken: set[str] = set()
    for state in persons:
        spoken.update(state.body["records"] if state.is_live else state.body["retired"]["held"])
    for state in acts:
        if not state.is_live:
            spoken.update(part.partition("/")[0] for part in state.body["retired"]["held"])
    for fact in said.given:
        spoken.update(thing.partition("/")[0] for thing in (fact.left, fact.right))
    return spoken - records.keys()
