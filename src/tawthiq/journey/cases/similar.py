"""Whom a record may be the same person as: a few records, compared with all others without a run over all.

The pairs, the reasons and the odds are those that a run over everything finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from tawthiq.accounts.actors import Actor
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.cases.finding import verdicts_of_people
from tawthiq.journey.cases.hearing import Answered
from tawthiq.journey.cases.queries import persons_of_records
from tawthiq.journey.cases.reading import Progress, read_comparable
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage.asking import LEAST
from tawthiq.methods.linkage.calibration import probability
from tawthiq.methods.linkage.compared import compared
from tawthiq.methods.linkage.engine import Engine
from tawthiq.methods.linkage.explaining import reasons_for
from tawthiq.methods.linkage.few import corrected_few, scored_few
from tawthiq.methods.linkage.likely import Scored
from tawthiq.methods.linkage.scoring import shipped


@dataclass(frozen=True, slots=True)
class SimilarRecord:
    """A record that may be the same person as another. `reasons` are words in English and Arabic.

    `is_judged`: people have judged the two, or others that decide them too. What they said is not told: of
    some pairs a second person is asked, who shall not see it.
    """

    record: str
    similar: str
    probability: float
    reasons: tuple[tuple[str, str], ...]
    is_one_person: bool
    is_judged: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """What was found for some records, for each the likeliest first.

    `uncompared` are those of which nothing can be compared: groups, and people without a name. `crowded`
    counts the records that share all that they say with one of the records and more others than are compared.
    """

    found: tuple[SimilarRecord, ...]
    uncompared: tuple[str, ...]
    crowded: int


def similar(
    record_ids: Sequence[str], *, actor: Actor, words: Words, progress: Progress | None = None
) -> Similar:
    """Return whom some records may be the same person as; for one that was replaced, its later edition.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such record.
    """
    actor.require("cases.list")
    read = read_comparable(actor, words, about=record_ids, progress=progress)
    asked: dict[str, None] = {}
    for record in record_ids:
        if (now := read.current(record)) not in read.records:
            raise NotPermittedOrAbsent("There is no such record in force.", where=record)
        asked[now] = None
    table = compared(sorted(read.candidates, key=itemgetter(0)))
    place = {record: at for at, record in enumerate(table.record_ids)}
    chosen = {record: place[record] for record in asked if record in place}
    with Engine(shipped().weights) as engine:
        few = scored_few(table, list(chosen.values()), engine=engine)
        known = corrected_few(few, verdicts_of_people(read.judgements, read.current), engine=engine)
    found = _Found(known, Answered(read.judgements, read.current), persons_of_records(actor))
    return Similar(
        found=tuple(one for record, at in chosen.items() for one in found.of(record, at)),
        uncompared=tuple(record for record in asked if record not in place),
        crowded=known.crowded.records,
    )


@dataclass(frozen=True)
class _Found:
    """The compared pairs, with what is known of them."""

    known: Scored
    answered: Answered
    person_of: dict[str, str]

    def of(self, record: str, at: int) -> Iterator[SimilarRecord]:
        """Yield what is similar to a record, the likeliest first."""
        pairs, odds = self.known.found.pairs, self.known.odds
        where = np.flatnonzero((pairs.left == at) | (pairs.right == at))
        where = where[np.argsort(-odds[where], kind="stable")]
        for pair, likely in zip(where.tolist(), probability(odds[where]).tolist(), strict=True):
            if likely < LEAST:
                return
            other = self.known.table.record_ids[int(pairs.left[pair] + pairs.right[pair]) - at]
            reasons = reasons_for(self.known.found.likeness[pair].tolist())
            person = self.person_of.get(record)
            yield SimilarRecord(
                record=record,
                similar=other,
                probability=round(likely, 4),
                reasons=tuple((reason.en, reason.ar) for reason in reasons),
                is_one_person=person is not None and person == self.person_of.get(other),
                is_judged=self.answered(record, other),
            )
