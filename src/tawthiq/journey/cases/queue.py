"""What waits for people: pairs that no rule may decide, in the order in which a word on them matters most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tawthiq.accounts.actors import Actor
from tawthiq.journey.cases.finding import ties_of, verdicts_of_people
from tawthiq.journey.cases.hearing import DISAGREE, Answered, Heard
from tawthiq.journey.cases.reading import Archive, Progress, read_archive
from tawthiq.journey.cases.standing import State, part_name
from tawthiq.journey.cases.stored import JudgementFacts, judgements
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage import Candidate, Linkage, Reason
from tawthiq.methods.linkage.shares import is_double

NOTHING: frozenset[str] = frozenset()
KILLED, OTHERWISE = 1, 2
"""As what somebody is counted in what is published, in bits: a merge of two of one kind changes a count."""


class Waiting(StrEnum):
    """Why a pair waits."""

    FOUND = "found"
    """A rule would join it; nobody applied the rule."""
    REFUSED = "refused"
    """A rule found it, and something speaks against it."""
    CONFLICT = "conflict"
    """People judged it, or records around it, in a way that contradicts itself or the facts."""
    LIKELY = "likely"
    """The likely linkage cannot tell, or its odds say otherwise than its clusters."""
    AUDIT = "audit"
    """It was drawn at random: only such pairs say how good the linkage is."""


@dataclass(frozen=True, slots=True)
class QueuedPair:
    """Two records to look at. `reasons` are words in English and Arabic that hold no names.

    `is_double`: two people are asked, and neither sees what the other said. `changes_count`: both persons
    have accepted acts of one kind, so that joining them changes a count by one.
    """

    left: str
    right: str
    waiting: Waiting
    reasons: tuple[tuple[str, str], ...]
    is_double: bool = False
    changes_count: bool = False


def queue(
    actor: Actor, words: Words, *, accepted: Collection[str] = NOTHING, progress: Progress | None = None
) -> Iterator[QueuedPair]:
    """Yield the pairs that wait for this actor, with the acts that are accepted in mind.

    What contradicts itself comes first, then what the exact keys would join. All else is in the order in
    which a word on it changes most, with every twentieth pair drawn at random.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    candidates: list[Candidate] = []
    archive = read_archive(actor, words, candidates=candidates, progress=progress)
    heard = Heard.of(archive.judgements, archive.current)
    linkage = archive.linkage(candidates)
    disagreements = list(heard.disagreements())
    for two in disagreements:
        yield _queued(*two, Waiting.CONFLICT, (DISAGREE,))
    for one in linkage.conflicts:
        if (one.left, one.right) not in disagreements:
            yield _queued(one.left, one.right, Waiting.CONFLICT, one.reasons)
    for match in linkage.matches:
        yield _queued(match.left, match.right, Waiting.FOUND, match.reasons)
    kinds = _counted(archive, accepted)
    yield from _likely(archive, candidates, linkage, heard.to_judge_again(actor.user_id), kinds)


def _likely(
    archive: Archive,
    candidates: list[Candidate],
    linkage: Linkage,
    again: Collection[tuple[str, str]],
    kinds: dict[str, int],
) -> Iterator[QueuedPair]:
    # Splink takes a second to import, which no other command should pay for
    from tawthiq.methods.linkage.asking import Question, questions  # noqa: PLC0415
    from tawthiq.methods.linkage.certain import certain  # noqa: PLC0415
    from tawthiq.methods.linkage.likely import people, scored  # noqa: PLC0415
    from tawthiq.methods.linkage.relearning import corrected  # noqa: PLC0415

    def waiting(asked: Question) -> Waiting:
        if asked.is_drawn:
            return Waiting.AUDIT
        if asked.is_refused:
            return Waiting.REFUSED
        return Waiting.FOUND if asked.is_certain else Waiting.LIKELY

    by_record = {candidate.record_id: candidate for candidate in candidates}
    likely = people(
        corrected(scored(candidates), verdicts_of_people(archive.judgements, archive.current)),
        archive.standing(by_record, ties_of(linkage.matches)),
    )
    answered = Answered(archive.judgements, archive.current)
    for asked in questions(
        likely,
        certain(likely, by_record),
        refused=linkage.refused,
        kinds=kinds,
        again=again,
        is_open=lambda left, right: not answered(left, right),
    ):
        yield _queued(
            asked.left, asked.right, waiting(asked), asked.reasons, changes_count=asked.changes_count
        )


def _queued(
    left: str, right: str, waiting: Waiting, reasons: tuple[Reason, ...], *, changes_count: bool = False
) -> QueuedPair:
    told = tuple((reason.en, reason.ar) for reason in reasons)
    return QueuedPair(left, right, waiting, told, is_double(left, right), changes_count)


def _counted(archive: Archive, accepted: Collection[str]) -> dict[str, int]:
    """Return for each record whose person has accepted acts, of which kinds these are."""
    by_person: dict[str, int] = defaultdict(int)
    for state in archive.acts if accepted else ():
        if state.is_live and state.id in accepted:
            by_person[state.body["person"]] |= _kind(archive, state)
    return {record: by_person[person] for record, person in archive.membership.items() if person in by_person}


def _kind(archive: Archive, act: State) -> int:
    is_killing = archive.is_killing(*(part_name(*part) for part in act.body["parts"]))
    return KILLED if is_killing else OTHERWISE


def judgements_in_order(actor: Actor) -> list[tuple[JudgementFacts, bool]]:
    """Return every judgement that the actor may see, the first first, and whether it holds.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    said = judgements(actor)
    return [(fact, fact.undoes is None and fact.id not in said.undone) for fact in said.given]
