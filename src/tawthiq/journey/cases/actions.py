"""Linking and judging: what writes persons and acts.

Every verb here ends in the same replay of all judgements in force, so that what is stored is always what
they say, however one got there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tawthiq.accounts.occasion import Occasion
from tawthiq.core.collector import uncollected
from tawthiq.core.errors import RefusedByRule
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.finding import found_by_rules
from tawthiq.journey.cases.judging import Judge, absent, new_judgement, rule_judgement
from tawthiq.journey.cases.reading import Archive, Progress, read_archive
from tawthiq.journey.cases.rules import About, LinkLevel, check_joinable, check_level, check_reason
from tawthiq.journey.cases.stored import JudgementFacts, entry_undone
from tawthiq.journey.cases.told_twice import REASON, RULE, told_twice
from tawthiq.journey.cases.words import Words
from tawthiq.journey.cases.writing import write
from tawthiq.journey.records.queries import records_in_force
from tawthiq.methods.linkage import Candidate


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What a link did, or with a dry run would do.

    `queued` is None where no rule looked for matches, `entry` where nothing was written. `crowded` are
    records alike in all that they say with too many others: the likely linkage did not compare all of those.
    """

    level: str
    records: int
    persons: int
    acts: int
    matched: int
    queued: int | None
    crowded: int
    created: Mapping[str, int]
    revised: Mapping[str, int]
    retired: Mapping[str, int]
    entry: int | None


@dataclass(frozen=True, slots=True)
class JoinOutcome:
    """How many pairs of acts a rule joined, or with a dry run would; `entry` is None where none was."""

    rule: str
    joined: int
    entry: int | None


@uncollected()
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
    judged the pair or took a judgement of it back; at `high` also those that the likely linkage is certain
    of. A second link with nothing new writes nothing.

    Raises:
        NotPermittedOrAbsent: The actor may not link.
        UsageProblem: There is no such level.
        Busy: Somebody wrote while the archive was being read.
    """
    occasion.actor.require("cases.link")
    chosen = check_level(level)
    candidates: list[Candidate] | None = None if chosen is LinkLevel.NONE else []
    archive = read_archive(occasion.actor, words, progress=progress, candidates=candidates)
    found = None if candidates is None else found_by_rules(archive, candidates, chosen)
    rows = [rule_judgement(match, occasion, archive) for match in (found.matches if found else ())]
    queued, crowded = (found.queued, found.crowded) if found else (None, 0)
    del candidates  # a third of the memory, and what follows needs as much
    plan = archive.plan([fact for _, fact in rows], draw=occasion.draw)
    acts, entry = archive.acts_after(plan), None
    if (rows or plan) and not dry_run:
        entry = write("cases.link", archive, plan, rows, occasion=occasion)
    return LinkOutcome(
        level=chosen,
        records=len(archive.records),
        persons=len(set(plan.person_of.values())),
        acts=acts,
        matched=len(rows),
        queued=queued,
        crowded=crowded,
        created={"persons": len(plan.persons.created), "acts": len(plan.acts.created)},
        revised={"persons": len(plan.persons.revised), "acts": len(plan.acts.revised)},
        retired={"persons": len(plan.persons.retired), "acts": len(plan.acts.retired)},
        entry=entry,
    )


def judge(
    left: str,
    right: str,
    verdict: Verdict,
    *,
    occasion: Occasion,
    words: Words,
    dry_run: bool = False,
) -> JudgementFacts:
    """Judge two records the same, different, or unsure; persons and acts follow at once.

    The judgement's `entry` is that of the log, and -1 after a dry run.

    Raises:
        NotPermittedOrAbsent: The actor may not judge, or a record is not in force or not theirs to see.
        UsageProblem: A record is judged against itself.
        RefusedByRule: No reason, or judgements in force say otherwise.
    """
    occasion.actor.require("cases.judge")
    archive = read_archive(occasion.actor, words)
    return _judge(About.RECORDS, left, right, verdict, archive=archive, occasion=occasion, dry_run=dry_run)


def join_acts(left: str, right: str, *, occasion: Occasion, words: Words) -> JudgementFacts:
    """Judge that two acts of one person, told by different accounts, are one act.

    Raises:
        NotPermittedOrAbsent: The actor may not judge, or there is no such act.
        UsageProblem: An act is joined with itself.
        RefusedByRule: No reason; the acts are two persons'; one is a killing (they are one act by rule).
    """
    occasion.actor.require("cases.judge")
    archive = read_archive(occasion.actor, words)
    found = {act.id: act.body for act in archive.acts.some((left, right)).values()}
    for act in (left, right):
        if act not in found:
            raise absent("acts were not joined", act)
    first, second = ("/".join(found[act]["parts"][0]) for act in (left, right))
    check_joinable(found[left], found[right], killing=archive.is_killing(first, second))
    return _judge(About.ACTS, first, second, Verdict.SAME, archive=archive, occasion=occasion)


def join_told_twice(*, occasion: Occasion, words: Words, dry_run: bool = False) -> JoinOutcome:
    """Join the acts that several accounts of one person tell of, as judgements of a named rule.

    The rule is in `told_twice`. A pair that somebody judged, or whose joining was taken back, is left alone;
    a second run finds nothing and writes nothing.

    Raises:
        NotPermittedOrAbsent: The actor may not judge.
        Busy: Somebody wrote while the archive was being read.
    """
    occasion.actor.require("cases.judge")
    archive = read_archive(occasion.actor, words)
    judged = {fact.tie.pair for fact in archive.judgements.given if fact.about is About.ACTS}
    known = (facts for facts in records_in_force(occasion.actor) if facts.id in archive.records)
    pairs = [told for told in told_twice(known, archive.membership, words) if told not in judged]
    rows = [
        new_judgement(
            About.ACTS,
            left,
            right,
            Verdict.SAME,
            occasion=occasion,
            level=archive.level(left, right),
            rule=RULE,
            reasons=(REASON,),
        )
        for left, right in pairs
    ]
    entry = None
    if rows and not dry_run:
        plan = archive.plan([fact for _, fact in rows], draw=occasion.draw)
        entry = write("cases.judge", archive, plan, rows, occasion=occasion, subject=RULE)
    return JoinOutcome(RULE, len(rows), entry)


def undo_judgement(
    judgement_id: str, *, occasion: Occasion, words: Words, dry_run: bool = False
) -> JudgementFacts:
    """Take a judgement back; what it joined or parted is again as it was before it.

    To part an act that was joined, undo the judgement that joined it.

    Raises:
        NotPermittedOrAbsent: The actor may not undo, or there is no such judgement.
        RefusedByRule: It was taken back before, it is itself a taking back, or no reason is given.
    """
    occasion.actor.require("cases.undo")
    check_reason(occasion.reason, f"Undoing {judgement_id}")
    archive = read_archive(occasion.actor, words)
    undone = next((fact for fact in archive.judgements.given if fact.id == judgement_id), None)
    if undone is None:
        raise absent("judgement was not undone", judgement_id)
    if undone.undoes or judgement_id in archive.judgements.undone:
        raise RefusedByRule(
            f"{judgement_id} was not undone: it no longer holds.", hint="Make a new judgement."
        )
    row, fact = new_judgement(
        undone.about,
        undone.left,
        undone.right,
        undone.verdict,
        occasion=occasion,
        level=archive.level(undone.left, undone.right),
        undoes=judgement_id,
    )
    if dry_run:
        return fact
    plan = archive.plan([fact], draw=occasion.draw, undoing=entry_undone(undone.entry, occasion.actor))
    entry = write("cases.undo", archive, plan, [(row, fact)], occasion=occasion, subject=judgement_id)
    return replace(fact, entry=entry)


def _judge(
    about: About,
    left: str,
    right: str,
    verdict: Verdict,
    *,
    archive: Archive,
    occasion: Occasion,
    dry_run: bool = False,
) -> JudgementFacts:
    judge_ = Judge(about, archive, occasion)
    row, fact = judge_.judgement(left, right, verdict, reason=occasion.reason)
    if dry_run:
        return fact
    plan = archive.plan([fact], draw=occasion.draw)
    entry = write("cases.judge", archive, plan, [(row, fact)], occasion=occasion, subject=fact.id)
    return replace(fact, entry=entry)
