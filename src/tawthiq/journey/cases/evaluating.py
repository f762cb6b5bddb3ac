"""How good the linkage is, by a file of known people or by what people judged. Reads only.

Two things are measured. The *archive* is the people as they are now, by judgements of rules and of people.
The *linkage* is what the likely linkage says of the same records by itself. Against a file both are measured.
Against people's own judgements the archive would always be right, since it does what they say; only the
linkage is measured then, and it is asked without them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import entries
from tawthiq.core.collector import uncollected
from tawthiq.journey.cases.clusters import Verdict, groups_of, pair
from tawthiq.journey.cases.linking import current_ties
from tawthiq.journey.cases.matching import respected
from tawthiq.journey.cases.measuring import (
    AgainstJudgements,
    AgainstPeople,
    Sides,
    judged_same,
    numbers,
)
from tawthiq.journey.cases.reading import Archive, Progress, read_archive
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import JudgementFacts, Judgements
from tawthiq.journey.cases.truth import Truth, known
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import bodies_in_force, lines_and_entries
from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage import Judgements as Respected
from tawthiq.methods.linkage.calibration import PeopleCount
from tawthiq.methods.linkage.evaluation import Completeness, Stability, largest, stability
from tawthiq.methods.linkage.model import CERTAIN, Pair

LINK = "cases.link"
SAID = {Verdict.SAME: True, Verdict.DIFFERENT: False, Verdict.UNSURE: None}


@dataclass(frozen=True, slots=True)
class SinceLastLink:
    """What became of the people from before the last linking, whose log entry is given."""

    entry: int
    stability: Stability


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good the linkage is.

    `named` are the records in force that tell of a named individual: only these can be compared. `unlinked`
    have no person yet. `people` is there with a file, `judgements` without one. `compared` is of the pairs
    that the file, or people, say are one person. `count` is how many people the named are by the likely
    linkage, and `against_linkage` what would become of the people as they are now if it had its way; both
    respect what people judged. `since_last` is None where there was no linking before the last.
    """

    rule: str
    records: int
    named: int
    unlinked: int
    people: AgainstPeople | None
    judgements: AgainstJudgements | None
    compared: Completeness
    largest_in_archive: int
    largest_in_linkage: int
    count: PeopleCount
    against_linkage: Stability
    since_last: SinceLastLink | None


@uncollected()
def evaluate(
    actor: Actor, words: Words, *, truth: Truth | None = None, progress: Progress | None = None
) -> Evaluation:
    """Evaluate the linkage, against a file of known people or against what people judged.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        InputRejected: The file names no record of the archive, contradicts itself, or does not say of which
            of several sources a record is.
    """
    actor.require("cases.evaluate")
    # Splink takes a second to import, which no other command should pay for
    from tawthiq.methods.linkage.likely import people, scored  # noqa: PLC0415

    candidates: list[Candidate] = []
    archive = read_archive(actor, words, progress=progress, candidates=candidates)
    linked = {
        record: archive.membership[record] for record in archive.records if record in archive.membership
    }
    # a file that cannot be used is refused before anything is compared
    named = None if truth is None else known(truth, _keys(actor, archive))
    found = scored(candidates, step=lambda _what, more: progress(more) if progress else None)
    sides = Sides(linked, candidates, people(found))
    proposed = people(found, _to_respect(archive))
    said = people_said(archive)
    return Evaluation(
        rule=found.rule,
        records=len(archive.records),
        named=len(candidates),
        unlinked=len(archive.records) - len(linked),
        people=None if named is None else sides.against_people(named),
        judgements=sides.against_judgements(said, chances(archive)) if named is None else None,
        compared=sides.completeness(judged_same(said) if named is None else named.person_of),
        largest_in_archive=sides.largest_in_archive,
        largest_in_linkage=largest(proposed.cluster),
        count=proposed.count,
        against_linkage=sides.would_change(proposed),
        since_last=_since_last_link(archive, actor),
    )


def _keys(actor: Actor, archive: Archive) -> Iterator[tuple[str, str, str]]:
    """Yield each record with the code of its source and the source's own identifier."""
    for record_id, source, _, body in bodies_in_force(actor):
        if record_id in archive.records:
            yield record_id, source, orjson.loads(body)["key"]


def people_said(archive: Archive) -> dict[Pair, bool | None]:
    """Return, for each pair that people judged, whether they said the same person; None: somebody could not
    tell, or they do not agree.

    A match of a rule that somebody took back, and that nobody judged since, is one of different people.
    """
    said = archive.judgements
    by_people = [fact for fact in said.in_force(About.RECORDS) if fact.rule is None]
    taken_back = [fact for fact in said.given if fact.id in said.undone and fact.rule is not None]
    verdicts = _by_pair(archive, by_people)
    for two in _by_pair(archive, (fact for fact in taken_back if fact.about is About.RECORDS)):
        verdicts.setdefault(two, {False})
    return {two: said.pop() if len(said) == 1 else None for two, said in verdicts.items()}


def chances(archive: Archive) -> dict[Pair, float]:
    """Return the chance of each pair that was drawn into the random audit share and judged by people."""
    said = (fact for fact in archive.judgements.in_force(About.RECORDS) if fact.rule is None)
    return {
        two: fact.chance / CERTAIN
        for fact in said
        if fact.chance and (two := _now(archive, fact)) is not None
    }


def _by_pair(archive: Archive, facts: Iterable[JudgementFacts]) -> dict[Pair, set[bool | None]]:
    """Return what was said of each pair of records that are in force, or that others speak for now."""
    verdicts: dict[Pair, set[bool | None]] = defaultdict(set)
    for fact in facts:
        if (two := _now(archive, fact)) is not None:
            verdicts[two].add(SAID[fact.verdict])
    return verdicts


def _now(archive: Archive, fact: JudgementFacts) -> Pair | None:
    """Return the two records in force that a judgement speaks of now; None where there are not two."""
    left, right = archive.current(fact.left), archive.current(fact.right)
    return None if left is None or right is None or left == right else pair(left, right)


def _to_respect(archive: Archive) -> Respected:
    """Return what people judged, as a linkage must respect it; what rules judged is left to the linkage."""
    ties = current_ties(archive.judgements.ties(About.RECORDS), archive.current)
    about_records = [fact for fact in archive.judgements.given if fact.about is About.RECORDS]
    return respected(about_records, [tie for tie in ties if not tie.by_rule], archive.current)


def _since_last_link(archive: Archive, actor: Actor) -> SinceLastLink | None:
    """Compare the people now with those before the last linking.

    People follow from the judgements in force and from nothing else, so the judgements that the log holds
    before it are replayed: no version of any person has to be read. Only records that had a person by then
    count, and only those still in force: one that came in since is no change.
    """
    links = [entry.sequence for entry in entries(verb=LINK)]
    if len(links) < 2:
        return None
    before, last = links[-2:]
    earlier = Judgements(tuple(fact for fact in archive.judgements.given if fact.entry < last))
    ties = current_ties(earlier.ties(About.RECORDS), archive.current)
    groups = groups_of(archive.records, ties)
    came = lines_and_entries(archive.membership.keys() & archive.records.keys(), actor)
    person_then = {
        record: group[0]
        for group in groups
        for record in group
        if record in came and came[record][1] < before
    }
    now, then = (numbers(of[record] for record in person_then) for of in (archive.membership, person_then))
    return SinceLastLink(last, stability(then, now))
