"""Reviewing pairs: what both records of each say, and what a reviewer answers, many answers in one entry.

Judging a pair replays every judgement. So a reviewer's answers are taken together: the archive is read once,
each answer is checked against all before it, and all that pass are written as one entry of the log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.occasion import Occasion
from tawthiq.core.errors import TawthiqError
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.judging import Judge, JudgementRow
from tawthiq.journey.cases.queue import NOTHING, QueuedPair, Waiting, queue
from tawthiq.journey.cases.reading import Progress, read_archive
from tawthiq.journey.cases.rules import About
from tawthiq.journey.cases.stored import JudgementFacts
from tawthiq.journey.cases.words import Words
from tawthiq.journey.cases.writing import write
from tawthiq.journey.records.facts import RecordFacts, facts_from
from tawthiq.journey.records.queries import origins, rows_in_force
from tawthiq.methods.linkage.shares import AUDIT, is_drawn

AT_ONCE = 200
"""Pairs whose records are read together."""


@dataclass(frozen=True, slots=True)
class PairToReview:
    """A pair that waits, with what both records say."""

    pair: QueuedPair
    left: RecordFacts
    right: RecordFacts


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says of a pair and why; `where` is the place to name if it cannot be taken."""

    left: str
    right: str
    verdict: Verdict
    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An answer that was not taken, where it stood, and why; the words name nobody."""

    where: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """What became of some answers; `entry` is None where nothing was written."""

    judged: tuple[JudgementFacts, ...]
    not_taken: tuple[NotTaken, ...]
    entry: int | None


def pairs_to_review(
    actor: Actor,
    words: Words,
    *,
    accepted: Collection[str] = NOTHING,
    progress: Progress | None = None,
) -> Iterator[PairToReview]:
    """Yield the pairs that this actor can decide, in the order of the queue, with what both records say.

    What contradicts itself is not among them: there a judgement has to be taken back.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.judge")
    found = queue(actor, words, accepted=accepted, progress=progress)
    waiting = (one for one in found if one.waiting is not Waiting.CONFLICT)
    where = origins(actor)
    while some := list(islice(waiting, AT_ONCE)):
        rows = rows_in_force(actor, {record for one in some for record in (one.left, one.right)})
        facts = {record: facts_from(row, where[row.batch_id]) for record, row in rows.items()}
        yield from (PairToReview(one, facts[one.left], facts[one.right]) for one in some)


def review(
    answers: Iterable[Answer], *, occasion: Occasion, words: Words, dry_run: bool = False
) -> ReviewOutcome:
    """Take a reviewer's answers, as judgements in one entry; what cannot be taken is said, and the rest is.

    A pair that was drawn at random carries the chance with which it was.

    Raises:
        NotPermittedOrAbsent: The actor may not judge.
        Busy: Somebody wrote while the archive was being read.
    """
    occasion.actor.require("cases.judge")
    archive = read_archive(occasion.actor, words)
    rows, not_taken = _taken(answers, Judge(About.RECORDS, archive, occasion))
    entry = None
    if rows and not dry_run:
        plan = archive.plan([fact for _, fact in rows], draw=occasion.draw)
        entry = write("cases.judge", archive, plan, rows, occasion=occasion)
    written = -1 if entry is None else entry
    return ReviewOutcome(tuple(replace(fact, entry=written) for _, fact in rows), not_taken, entry)


def _taken(answers: Iterable[Answer], judge: Judge) -> tuple[Sequence[JudgementRow], tuple[NotTaken, ...]]:
    rows, not_taken = [], []
    for one in answers:
        chance = AUDIT if is_drawn(one.left, one.right) else None
        try:
            row = judge.judgement(one.left, one.right, one.verdict, reason=one.reason, chance=chance)
        except TawthiqError as problem:
            not_taken.append(NotTaken(one.where, problem.message, problem.hint))
        else:
            rows.append(row)
    return rows, tuple(not_taken)
