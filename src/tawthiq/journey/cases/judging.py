"""Making judgements: by people and by rules, on records and on parts of accounts. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.tables import PreparedRow
from tawthiq.core.digests import canonical_json
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.cases.clusters import Tie, Verdict, pair
from tawthiq.journey.cases.hearing import Heard
from tawthiq.journey.cases.linking import current_ties
from tawthiq.journey.cases.models import Judgement
from tawthiq.journey.cases.reading import Archive
from tawthiq.journey.cases.rules import About, check_judgement, check_reason
from tawthiq.journey.cases.stored import JudgementFacts
from tawthiq.methods.linkage import Match, Reason
from tawthiq.methods.linkage.shares import is_double

JudgementRow = tuple[PreparedRow, JudgementFacts]


class Judge:
    """Somebody who judges pairs one after another, each checked against all that people said before it."""

    def __init__(self, about: About, archive: Archive, occasion: Occasion) -> None:
        """Read what people said."""
        self._about, self._archive, self._occasion = about, archive, occasion
        self._ties = current_ties(archive.judgements.ties(about), archive.current)
        self._heard = Heard.of(archive.judgements, archive.current) if about is About.RECORDS else None

    def judgement(
        self, left: str, right: str, verdict: Verdict, *, reason: str, chance: int | None = None
    ) -> JudgementRow:
        """Return the judgement of a pair; the next ones are checked against it as well.

        Raises:
            NotPermittedOrAbsent: A record is not in force, or not theirs to see.
            UsageProblem: A thing is judged against itself.
            RefusedByRule: No reason, or judgements in force say otherwise.
        """
        check_reason(reason, "The judgement")
        for thing in (left, right):
            if thing.partition("/")[0] not in self._archive.records:
                raise absent("records were not judged", thing)
        left, right = pair(left, right)
        check_judgement(left, right, verdict, self._before(left, right))
        self._ties.append(Tie(left, right, verdict))
        return new_judgement(
            self._about,
            left,
            right,
            verdict,
            occasion=replace(self._occasion, reason=reason),
            level=self._archive.level(left, right),
            chance=chance,
        )

    def _before(self, left: str, right: str) -> list[Tie]:
        """Return what binds this person: of a pair that two people judge, not what the first one said."""
        person, heard = self._occasion.actor.user_id, self._heard
        if heard is None or not (is_double(left, right) and heard.may_judge_again(left, right, person)):
            return self._ties
        first = next(tie for tie in self._ties if tie.pair == (left, right) and not tie.by_rule)
        return [tie for tie in self._ties if tie is not first]


def rule_judgement(found: Match, occasion: Occasion, archive: Archive) -> JudgementRow:
    """Return a match of a rule as its judgement."""
    return new_judgement(
        About.RECORDS,
        found.left,
        found.right,
        Verdict.SAME,
        occasion=occasion,
        level=archive.level(found.left, found.right),
        rule=found.rule,
        score=found.score,
        reasons=found.reasons,
    )


def new_judgement(
    about: About,
    left: str,
    right: str,
    verdict: Verdict,
    *,
    occasion: Occasion,
    level: int,
    rule: str | None = None,
    score: int | None = None,
    reasons: Sequence[Reason] = (),
    undoes: str | None = None,
    chance: int | None = None,
) -> JudgementRow:
    """Return a judgement as it is written, and as it is read again; its entry is -1 until then."""
    fact = JudgementFacts(
        id=occasion.draw.identifier("J"),
        entry=-1,  # the log gives it when the row is written
        about=about,
        left=left,
        right=right,
        verdict=verdict,
        by=None if rule else occasion.actor.user_id,
        rule=rule,
        reason=" ".join(reason.en for reason in reasons) if rule else occasion.reason,
        score=score,
        undoes=undoes,
        chance=chance,
    )
    body: dict[str, Any] = {
        "format": 1,
        "about": about.value,
        "left": left,
        "right": right,
        "verdict": verdict.value,
        "by": fact.by,
        "rule": rule,
        "reason": fact.reason,
        "reasons": [reason.as_json() for reason in reasons],
        "score": score,
        "undoes": undoes,
    }
    if chance is not None:
        body["chance"] = chance
    return Judgement.prepared(id=fact.id, text=canonical_json(body), body=body, level=level), fact


def absent(what: str, thing: str) -> NotPermittedOrAbsent:
    """Return the error that something is not there, or not the actor's to see."""
    return NotPermittedOrAbsent(f"The {what}: {thing} is not there, or not yours to see.")
