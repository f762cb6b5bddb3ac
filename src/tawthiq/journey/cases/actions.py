"""Linking and judging: what writes persons and acts.

Every verb here ends in the same replay of all judgements in force, so that what is stored is always what
they say, however one got there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tawthiq.accounts.occasion import Occasion
from tawthiq.audit import door
from tawthiq.audit.queries import head
from tawthiq.core.errors import Busy, NotPermittedOrAbsent, RefusedByRule
from tawthiq.core.ids import Draw
from tawthiq.journey.cases import matching
from tawthiq.journey.cases.clusters import Verdict, pair
from tawthiq.journey.cases.linking import (
    Changes,
    LinkedRecord,
    State,
    current_ties,
    link_acts,
    link_persons,
    split_part,
)
from tawthiq.journey.cases.models import Act, Judgement, Membership, Person
from tawthiq.journey.cases.rules import (
    About,
    LinkLevel,
    check_joinable,
    check_judgement,
    check_level,
    check_reason,
)
from tawthiq.journey.cases.stored import (
    JudgementFacts,
    Judgements,
    judgements,
    linked,
    revised,
    spoken_for,
    states,
)
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import records_in_force, successors

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What a link did, or with a dry run would do. `entry` is None where nothing was written."""

    level: str
    records: int
    persons: int
    acts: int
    matched: int
    queued: int
    created: Mapping[str, int]
    revised: Mapping[str, int]
    retired: Mapping[str, int]
    entry: int | None


@dataclass(frozen=True)
class _Archive:
    """Everything that linking looks at, read before the door opens."""

    entries: int
    records: dict[str, LinkedRecord]
    current: Callable[[str], str | None]
    judgements: Judgements
    persons: list[State]
    acts: list[State]
    membership: dict[str, str]
    pairs: tuple[matching.Pair, ...]


@dataclass(frozen=True)
class _Plan:
    person_of: dict[str, str]
    persons: Changes
    acts: Changes

    def __bool__(self) -> bool:
        return bool(self.persons) or bool(self.acts)


def link(
    level: str = LinkLevel.EXACT,
    *,
    occasion: Occasion,
    words: Words,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> LinkOutcome:
    """Give every record in force a person and its acts, by the judgements in force.

    At `exact`, pairs that the exact-key rule finds become judgements of that rule first, unless somebody
    judged the pair or took a judgement of it back. A second link with nothing new writes nothing.

    Raises:
        NotPermittedOrAbsent: The actor may not link.
        UsageProblem: There is no such level.
        RefusedByRule: The level asks for more than the linkage can tell.
        Busy: Somebody wrote while the archive was being read.
    """
    occasion.actor.require("cases.link")
    chosen = check_level(level)
    archive = _read(occasion, words, progress=progress, match=True)
    new, queued = matching.choose(archive.pairs, archive.judgements.given, archive.records, archive.current)
    if chosen is LinkLevel.NONE:
        new, queued = (), len(new) + queued
    rows = [_rule_judgement(pair, occasion, archive) for pair in new]
    plan = _plan(archive, rows, occasion.draw)
    entry = None
    if (rows or plan) and not dry_run:
        entry = _write("cases.link", archive, plan, rows, occasion=occasion)
    return LinkOutcome(
        level=chosen,
        records=len(archive.records),
        persons=len(set(plan.person_of.values())),
        acts=_acts_after(archive, plan),
        matched=len(rows),
        queued=queued,
        created={"persons": len(plan.persons.created), "acts": len(plan.acts.created)},
        revised={"persons": len(plan.persons.revised), "acts": len(plan.acts.revised)},
        retired={"persons": len(plan.persons.retired), "acts": len(plan.acts.retired)},
        entry=entry,
    )


def judge(left: str, right: str, verdict: Verdict, *, occasion: Occasion, words: Words) -> JudgementFacts:
    """Judge two records the same, different, or unsure; persons and acts follow at once.

    Raises:
        NotPermittedOrAbsent: The actor may not judge, or a record is not in force or not theirs to see.
        UsageProblem: A record is judged against itself.
        RefusedByRule: No reason, or judgements in force say otherwise.
    """
    occasion.actor.require("cases.judge")
    return _judge(About.RECORDS, left, right, verdict, archive=_read(occasion, words), occasion=occasion)


def join_acts(left: str, right: str, *, occasion: Occasion, words: Words) -> JudgementFacts:
    """Judge that two acts of one person, told by different accounts, are one act.

    Raises:
        NotPermittedOrAbsent: The actor may not judge, or there is no such act.
        UsageProblem: An act is joined with itself.
        RefusedByRule: No reason; the acts are two persons'; one is a killing (they are one act by rule).
    """
    occasion.actor.require("cases.judge")
    archive = _read(occasion, words)
    found = {act.id: act.body for act in archive.acts if act.id in (left, right) and act.is_live}
    for act in (left, right):
        if act not in found:
            raise _absent("acts were not joined", act)
    first, second = ("/".join(found[act]["parts"][0]) for act in (left, right))
    check_joinable(found[left], found[right], killing=_is_killing(archive, first, second))
    return _judge(About.ACTS, first, second, Verdict.SAME, archive=archive, occasion=occasion)


def undo_judgement(judgement_id: str, *, occasion: Occasion, words: Words) -> JudgementFacts:
    """Take a judgement back; what it joined or parted is again as it was before it.

    To part an act that was joined, undo the judgement that joined it.

    Raises:
        NotPermittedOrAbsent: The actor may not undo, or there is no such judgement.
        RefusedByRule: It was taken back before, it is itself a taking back, or no reason is given.
    """
    occasion.actor.require("cases.undo")
    check_reason(occasion.reason, f"Undoing {judgement_id}")
    archive = _read(occasion, words)
    undone = next((fact for fact in archive.judgements.given if fact.id == judgement_id), None)
    if undone is None:
        raise _absent("judgement was not undone", judgement_id)
    if undone.undoes or judgement_id in archive.judgements.undone:
        raise RefusedByRule(
            f"{judgement_id} was not undone: it no longer holds.", hint="Make a new judgement."
        )
    row, fact = _new_judgement(
        undone.about,
        undone.left,
        undone.right,
        undone.verdict,
        occasion=occasion,
        level=_level(archive, undone.left, undone.right),
        undoes=judgement_id,
    )
    plan = _plan(archive, [(row, fact)], occasion.draw, undoing=undone.entry)
    entry = _write("cases.undo", archive, plan, [(row, fact)], occasion=occasion, subject=judgement_id)
    return replace(fact, entry=entry)


def _judge(
    about: About, left: str, right: str, verdict: Verdict, *, archive: _Archive, occasion: Occasion
) -> JudgementFacts:
    check_reason(occasion.reason, "The judgement")
    for thing in (left, right):
        if thing.partition("/")[0] not in archive.records:
            raise _absent("records were not judged", thing)
    left, right = pair(left, right)
    check_judgement(left, right, verdict, current_ties(archive.judgements.ties(about), archive.current))
    new = _new_judgement(about, left, right, verdict, occasion=occasion, level=_level(archive, left, right))
    plan = _plan(archive, [new], occasion.draw)
    entry = _write("cases.judge", archive, plan, [new], occasion=occasion, subject=new[1].id)
    return replace(new[1], entry=entry)


def _read(
    occasion: Occasion, words: Words, *, progress: Progress | None = None, match: bool = False
) -> _Archive:
    """Read what linking looks at.

    A record that somebody with a higher clearance linked to a person above the actor's is left alone,
    like that person: a reader must neither see it nor take it apart.
    """
    actor = occasion.actor
    before = head()
    above = set(
        Membership.rows_for_action.filter(level__gt=int(actor.clearance)).values_list("record_id", flat=True)
    )
    records: dict[str, LinkedRecord] = {}
    candidates = matching.Candidates()
    for facts in records_in_force(actor):
        if facts.id not in above:
            records[facts.id] = linked(facts, words)
            if match:
                candidates.add(facts)
        if progress is not None:
            progress(1)
    persons = list(states(Person, actor))
    visible = {state.id for state in persons}
    acts = [state for state in states(Act, actor) if state.body["person"] in visible]
    said = judgements(actor)
    return _Archive(
        entries=0 if before is None else before.tree_size,
        records=records,
        current=spoken_for(records, successors(actor, _gone(records, persons, acts, said))),
        judgements=said,
        persons=persons,
        acts=acts,
        membership=dict(Membership.visible_to(actor).values_list("record_id", "person_id")),
        pairs=candidates.pairs(),
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


JudgementRow = tuple[Judgement, JudgementFacts]


def _plan(archive: _Archive, new: Sequence[JudgementRow], draw: Draw, *, undoing: int | None = None) -> _Plan:
    said = Judgements((*archive.judgements.given, *(fact for _, fact in new)))
    current = archive.current
    person_of, persons = link_persons(
        archive.records,
        current_ties(said.ties(About.RECORDS), current),
        archive.persons,
        current=current,
        draw=lambda: draw.identifier("P"),
        undoing=undoing,
    )
    acts = link_acts(
        archive.records,
        person_of,
        current_ties(said.ties(About.ACTS), current),
        archive.acts,
        current=current,
        draw=lambda: draw.identifier("A"),
        undoing=undoing,
    )
    return _Plan(person_of, persons, acts)


def _write(
    verb: str,
    archive: _Archive,
    plan: _Plan,
    new: Sequence[JudgementRow],
    *,
    occasion: Occasion,
    subject: str = "",
) -> int:
    with door.write(verb, occasion=occasion, subject=subject) as change:
        if change.sequence != archive.entries:
            raise Busy(f"{verb} was not done: somebody wrote while the archive was read.", hint="Try again.")
        change.insert(row for row, _ in new)
        for model, changes in ((Person, plan.persons), (Act, plan.acts)):
            change.create(
                model.of(id=thing, body=body, level=level) for thing, body, level in changes.created
            )
            change.revise(_revisions(model, changes, change.sequence))
        _keep_membership(archive, plan)
        change.say(
            judgements=len(new),
            persons=_counts(plan.persons),
            acts=_counts(plan.acts),
        )
    return change.sequence


def _revisions(model: type[Person] | type[Act], changes: Changes, entry: int) -> Iterator[Person | Act]:
    yield from (revised(model, state, body, level) for state, body, level in changes.revised)
    yield from (revised(model, gone.state, gone.body(entry)) for gone in changes.retired)


def _counts(changes: Changes) -> dict[str, int]:
    return {
        "created": len(changes.created),
        "revised": len(changes.revised),
        "retired": len(changes.retired),
    }


def _keep_membership(archive: _Archive, plan: _Plan) -> None:
    """Keep the index of records to persons; it follows from the persons, so it has no versions."""
    levels = {state.id: state.level for state in archive.persons}
    levels |= {state.id: level for state, _, level in plan.persons.revised}
    levels |= {thing: level for thing, _, level in plan.persons.created}
    touched = {thing for thing, _, _ in plan.persons.created} | {s.id for s, _, _ in plan.persons.revised}
    gone = archive.membership.keys() - plan.person_of.keys()
    Membership.rows_for_action.filter(record_id__in=list(gone)).delete()
    moved = (
        Membership(record_id=record, person_id=person, level=levels[person])
        for record, person in plan.person_of.items()
        if person in touched or archive.membership.get(record) != person
    )
    Membership.rows_for_action.bulk_create(
        moved,
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["record_id"],
        update_fields=["person", "level"],
    )


def _rule_judgement(found: matching.Pair, occasion: Occasion, archive: _Archive) -> JudgementRow:
    return _new_judgement(
        About.RECORDS,
        found.left,
        found.right,
        Verdict.SAME,
        occasion=occasion,
        level=_level(archive, found.left, found.right),
        rule=found.rule,
        score=found.score,
        reason=found.reason,
    )


def _new_judgement(
    about: About,
    left: str,
    right: str,
    verdict: Verdict,
    *,
    occasion: Occasion,
    level: int,
    rule: str | None = None,
    score: str | None = None,
    reason: str | None = None,
    undoes: str | None = None,
) -> JudgementRow:
    fact = JudgementFacts(
        id=occasion.draw.identifier("J"),
        entry=-1,  # the log gives it when the row is written
        about=about,
        left=left,
        right=right,
        verdict=verdict,
        by=None if rule else occasion.actor.user_id,
        rule=rule,
        reason=occasion.reason if reason is None else reason,
        score=score,
        undoes=undoes,
    )
    body = {
        "format": 1,
        "about": fact.about,
        "left": left,
        "right": right,
        "verdict": verdict,
        "by": fact.by,
        "rule": rule,
        "reason": fact.reason,
        "score": score,
        "undoes": undoes,
    }
    return Judgement.of(id=fact.id, body=body, level=level), fact


def _level(archive: _Archive, *things: str) -> int:
    """Return the level of a judgement: as secret as the more secret of what it compares."""
    found = (archive.records.get(archive.current(thing.partition("/")[0]) or "") for thing in things)
    return max((record.level for record in found if record is not None), default=0)


def _acts_after(archive: _Archive, plan: _Plan) -> int:
    revived = sum(1 for state, body, _ in plan.acts.revised if not state.is_live and body["retired"] is None)
    living = sum(1 for state in archive.acts if state.is_live)
    return living + len(plan.acts.created) + revived - len(plan.acts.retired)


def _is_killing(archive: _Archive, *parts: str) -> bool:
    told = (split_part(now) for part in parts if (now := archive.current(part)) is not None)
    return any(dict(archive.records[record].acts)[act] for record, act in told)


def _absent(what: str, thing: str) -> NotPermittedOrAbsent:
    return NotPermittedOrAbsent(f"The {what}: {thing} is not there, or not yours to see.")
