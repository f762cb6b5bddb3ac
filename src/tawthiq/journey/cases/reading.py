"""Everything that linking looks at, read before the write door opens, and what would change by it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import head
from tawthiq.core.ids import Draw
from tawthiq.journey.cases.clusters import Tie, Undone
from tawthiq.journey.cases.conclusions import split_part
from tawthiq.journey.cases.linking import (
    Changes,
    LinkedRecord,
    current_ties,
    link_acts,
    link_persons,
)
from tawthiq.journey.cases.matching import Told, candidate_of, linked_record, respected, standing
from tawthiq.journey.cases.models import Act, Membership, Person
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import JudgementFacts, Judgements, Stored, judgements, spoken_for
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import bodies_in_force, successors
from tawthiq.methods.linkage import Candidate, ExactKeys, Linkage
from tawthiq.methods.linkage import Judgements as Asked

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
    persons: Stored
    acts: Stored
    membership: dict[str, str]

    def linkage(self, candidates: Iterable[Candidate], more: Iterable[Tie] = ()) -> Linkage:
        """Return what the exact-key rule finds, with respect for what people judged.

        `more` is what rules have found that is no judgement yet.
        """
        return ExactKeys().link(candidates, respected(self.about_records, self.ties(more), self.current))

    def standing(self, candidates: Container[str], more: Iterable[Tie] = ()) -> Asked:
        """Return who is together now and whom people keep apart, among the records compared."""
        return standing(self.about_records, self.ties(more), self.current, candidates)

    def ties(self, more: Iterable[Tie] = ()) -> list[Tie]:
        """Return what the judgements on records say that hold."""
        return [*current_ties(self.judgements.ties(About.RECORDS), self.current), *more]

    @property
    def about_records(self) -> list[JudgementFacts]:
        """Return every judgement on records, those that were taken back among them."""
        return [fact for fact in self.judgements.given if fact.about is About.RECORDS]

    def plan(self, new: Iterable[JudgementFacts], *, draw: Draw, undoing: Undone | None = None) -> Plan:
        """Return what changes with further judgements; `undoing` is one that is taken back."""
        said = Judgements((*self.judgements.given, *new))
        person_of, persons = link_persons(
            self.records,
            current_ties(said.ties(About.RECORDS), self.current),
            self.persons,
            current=self.current,
            draw=draw.identifiers("P").__next__,
            undoing=undoing,
        )
        acts = link_acts(
            self.records,
            person_of,
            current_ties(said.ties(About.ACTS), self.current),
            self.acts,
            current=self.current,
            draw=draw.identifiers("A").__next__,
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
        """Return how many acts there will be once a plan is written; ask before it is."""
        back = sum(not state.is_live and body["retired"] is None for state, body, _ in plan.acts.revised)
        return self.acts.living() + len(plan.acts.created) + back - len(plan.acts.retired)


def read_archive(
    actor: Actor,
    words: Words,
    *,
    progress: Progress | None = None,
    candidates: list[Candidate] | None = None,
) -> Archive:
    """Read what linking looks at; where a list of candidates is given, add what a linkage compares.

    A record that somebody with a higher clearance linked to a person above the actor's is left alone,
    like that person: a reader must neither see it nor take it apart.
    """
    before = head()
    records: dict[str, LinkedRecord] = {}
    for record_id, source, level, told in _told(actor, progress):
        records[record_id] = linked_record(record_id, level, told, words)
        if candidates is not None and (found := candidate_of(record_id, source, told, words)) is not None:
            candidates.append(found)
    # in order once: what is made of them then is in order too, and is found so at a glance
    records = {record_id: records[record_id] for record_id in sorted(records)}
    persons, acts = Stored(Person, actor), Stored(Act, actor, hidden=frozenset(Person.ids_above(actor)))
    membership = dict(
        Membership.visible_to(actor).order_by().values_list("record_id", "person_id").iterator()
    )
    said = judgements(actor)
    spoken = {*membership, *held_before(persons, acts), *spoken_of(said)}
    return Archive(
        entries=0 if before is None else before.tree_size,
        records=records,
        current=spoken_for(records, successors(actor, spoken - records.keys())),
        judgements=said,
        persons=persons,
        acts=acts,
        membership=membership,
    )


@dataclass(frozen=True)
class Comparable:
    """What a linkage compares of the records in force, without what persons and acts are made of.

    `records` are all in force that linking may look at; a group or somebody unnamed is no candidate.
    """

    records: frozenset[str]
    candidates: Sequence[Candidate]
    current: Callable[[str], str | None]
    judgements: Judgements


def read_comparable(
    actor: Actor, words: Words, *, about: Iterable[str] = (), progress: Progress | None = None
) -> Comparable:
    """Read what a linkage compares, what was judged, and what speaks now for `about` and what was judged."""
    records: set[str] = set()
    candidates: list[Candidate] = []
    for record_id, source, _, told in _told(actor, progress):
        records.add(record_id)
        if (found := candidate_of(record_id, source, told, words)) is not None:
            candidates.append(found)
    said = judgements(actor)
    spoken = {*about, *spoken_of(said)}
    return Comparable(
        records=frozenset(records),
        candidates=candidates,
        current=spoken_for(records, successors(actor, spoken - records)),
        judgements=said,
    )


def _told(actor: Actor, progress: Progress | None) -> Iterator[tuple[str, str, int, Told]]:
    """Yield the records that linking may look at: identifier, code of the source, level, what they say."""
    above = Membership.records_above(actor)
    for record_id, source, level, body in bodies_in_force(actor):
        if record_id not in above:
            yield record_id, source, level, Told.in_body(body)
        if progress is not None:
            progress(1)


def held_before(*stored: Stored) -> Iterator[str]:
    """Yield the records that persons and acts held before they retired."""
    for state in chain.from_iterable(one.retired() for one in stored):
        yield from (name.partition("/")[0] for name in state.body["retired"]["held"])


def spoken_of(said: Judgements) -> Iterator[str]:
    """Yield the records that somebody, or a rule, has judged."""
    for fact in said.given:
        yield from (thing.partition("/")[0] for thing in (fact.left, fact.right))
