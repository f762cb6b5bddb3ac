"""What the rules find among the records of an archive: what each is certain of, and what it leaves to people.

The exact keys come first, then the likely linkage with what they joined, and so on until neither finds more:
so a second run over the same records finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.journey.cases.clusters import Tie, Verdict
from tawthiq.journey.cases.linking import current_ties
from tawthiq.journey.cases.reading import Archive
from tawthiq.journey.cases.rules import About, LinkLevel
from tawthiq.journey.cases.standing import Current
from tawthiq.journey.cases.stored import Judgements
from tawthiq.methods.linkage import Candidate, Conflict, Match, Refusal


@dataclass(frozen=True, slots=True)
class Found:
    """What rules join, in the order in which they found it, and what waits for people."""

    matches: tuple[Match, ...]
    refused: tuple[Refusal, ...]
    conflicts: tuple[Conflict, ...]
    crowded: int = 0
    """Records of which not all that are alike in all that they say were compared by the likely linkage."""

    @property
    def queued(self) -> int:
        """Return how many pairs wait for a person, as far as a rule refused to join them."""
        waiting = [(one.left, one.right) for one in self.refused]
        return len({*waiting, *((one.left, one.right) for one in self.conflicts)})


def found_by_rules(archive: Archive, candidates: Sequence[Candidate], level: LinkLevel) -> Found:
    """Return what the rules of a level find, with respect for what people judged."""
    exact = archive.linkage(candidates)
    if level is not LinkLevel.HIGH:
        return Found(exact.matches, exact.refused, exact.conflicts)
    # Splink takes a second to import, which no other command should pay for
    from tawthiq.methods.linkage.certain import certain  # noqa: PLC0415
    from tawthiq.methods.linkage.likely import people, scored  # noqa: PLC0415
    from tawthiq.methods.linkage.relearning import corrected  # noqa: PLC0415

    known = corrected(scored(candidates), verdicts_of_people(archive.judgements, archive.current))
    by_record = {candidate.record_id: candidate for candidate in candidates}
    matches: list[Match] = []
    while True:
        matches += exact.matches
        likely = people(known, archive.standing(by_record, ties_of(matches)))
        sure = certain(likely, by_record)
        matches += sure.matches
        if not sure.matches:
            refused = (*exact.refused, *sure.refused)
            return Found(tuple(matches), refused, exact.conflicts, known.crowded.records)
        exact = archive.linkage(candidates, ties_of(matches))


def verdicts_of_people(judgements: Judgements, current: Current) -> dict[tuple[str, str], bool]:
    """Return what people judged of pairs of records that are spoken for now: whether they are one person."""
    ties = current_ties(judgements.ties(About.RECORDS), current)
    return {
        tie.pair: tie.verdict is Verdict.SAME
        for tie in ties
        if not tie.by_rule and tie.verdict is not Verdict.UNSURE
    }


def ties_of(matches: Sequence[Match]) -> list[Tie]:
    """Return what matches say, before they are judgements."""
    return [Tie(match.left, match.right, Verdict.SAME, by_rule=True) for match in matches]
