"""Deciding: in bulk by a named acceptance rule, or one act at a time by people who each assess it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.tables import PreparedRow
from tawthiq.accounts.two_person import Profile, check_different_people
from tawthiq.audit import door
from tawthiq.core.collector import uncollected
from tawthiq.core.digests import canonical_json
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule
from tawthiq.journey.cases.queries import ReportedAct, reported_acts
from tawthiq.journey.verification.models import Assessment, Decision
from tawthiq.journey.verification.queries import assessments, undecided
from tawthiq.journey.verification.rules import (
    AS_DOCUMENTED,
    AcceptanceRule,
    Opinion,
    Outcome,
    Standard,
    Telling,
    acceptance_rule,
    attribution_by,
    is_met,
    outcome_of,
    weakest_attribution,
)
from tawthiq.journey.verification.rules import standard as standard_of_proof

BODY_FORMAT = 1
Announce = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class AcceptOutcome:
    """What an acceptance did, or with a dry run would do. `entry` is None where nothing was written.

    `not_met` acts have too few independent sources for the rule; `own` were left for somebody else because
    the actor made them.
    """

    rule: str
    accepted: int
    not_met: int
    own: int
    entry: int | None


@dataclass(frozen=True, slots=True)
class AssessOutcome:
    """One assessment, and what it decided, if it did."""

    assessment_id: str
    act_id: str
    act_version: int
    outcome: Outcome | None


@uncollected()
def accept(
    rule: str = AS_DOCUMENTED,
    *,
    occasion: Occasion,
    profile: Profile,
    source: str | None = None,
    batch: str | None = None,
    dry_run: bool = False,
    announce: Announce | None = None,
    progress: Announce = lambda _count: None,
) -> AcceptOutcome:
    """Accept undecided acts by a named rule: all, or those told by one source or one batch.

    `announce` is told how many before anything is written, `progress` of each act that is looked at. A second
    run finds nothing and writes nothing.

    Raises:
        NotPermittedOrAbsent: The actor may not accept.
        UsageProblem: There is no such rule.
        RefusedByRule: Every act that could be accepted is the actor's own work.
    """
    occasion.actor.require("verification.accept")
    chosen = acceptance_rule(rule)
    found = _Found(chosen, occasion, profile)
    for act in undecided(occasion.actor, rank=chosen.rank):
        if _told_by(act, source, batch):
            found.look_at(act)
        progress(1)
    found.check_some_are_others()
    if announce is not None:
        announce(len(found.others))
    entry = None
    if found.others and not dry_run:
        with door.write("verification.accept", occasion=occasion, subject=chosen.name) as change:
            change.insert_prepared(Decision, _decisions_by_rule(found.others, chosen, occasion, profile))
            change.say(rule=chosen.name, accepted=len(found.others), source=source, batch=batch)
        entry = change.sequence
    return AcceptOutcome(
        rule=chosen.name,
        accepted=len(found.others),
        not_met=found.not_met,
        own=found.own,
        entry=entry,
    )


class _Ready(NamedTuple):
    """What a decision by a rule needs of an act: there may be a million at once."""

    act_id: str
    version: int
    commitment: str
    level: int
    attribution: str | None


class _Found:
    """The acts that were looked at: those to accept, and how many are not."""

    def __init__(self, rule: AcceptanceRule, occasion: Occasion, profile: Profile) -> None:
        self.others: list[_Ready] = []
        self.not_met = self.own = 0
        self._rule, self._user, self._profile = rule, occasion.actor.user_id, profile
        self._authors: frozenset[str] = frozenset()

    def look_at(self, act: ReportedAct) -> None:
        tellings = _tellings(act)
        if not is_met(self._rule, tellings):
            self.not_met += 1
        elif self._profile is not Profile.SOLO and self._user in act.authors:
            self.own += 1
            self._authors = act.authors
        else:
            attribution = attribution_by(self._rule, tellings)
            self.others.append(_Ready(act.act_id, act.version, act.commitment, act.level, attribution))

    def check_some_are_others(self) -> None:
        if self.own and not self.others:
            check_different_people(self._authors, self._user, self._profile)


def assess(
    act_id: str,
    opinion: Opinion,
    *,
    standard: str,
    occasion: Occasion,
    profile: Profile,
    attribution: str | None = None,
    dry_run: bool = False,
) -> AssessOutcome:
    """Give one's opinion of an act as it stands, against a standard of proof.

    When enough different people, none of them its author, find the standard met (or not met), and none
    finds the opposite, a decision follows in the same entry. A person's later opinion replaces their
    earlier one. `attribution` is who-did-it as this reviewer sees it; the decision keeps the weakest.

    Raises:
        NotPermittedOrAbsent: The actor may not assess, or there is no such act.
        UsageProblem: There is no such standard.
        RefusedByRule: The act is the actor's own work, or no reason is given.
    """
    occasion.actor.require("verification.assess")
    asked = standard_of_proof(standard)
    if not occasion.reason.strip():
        raise RefusedByRule(
            f"{act_id} was not assessed: an opinion needs a reason.", hint="Say why (--reason)."
        )
    act = next((act for act in reported_acts(occasion.actor) if act.act_id == act_id), None)
    if act is None:
        raise NotPermittedOrAbsent(f"{act_id} was not assessed: it is not there, or not yours to see.")
    check_different_people(act.authors, occasion.actor.user_id, profile)
    weakest_attribution([attribution])
    opinions = _opinions(act, asked, occasion) | {occasion.actor.user_id: (Opinion(opinion), attribution)}
    outcome = outcome_of({by: said for by, (said, _) in opinions.items()}, asked, profile)
    row = _assessment(act, asked, Opinion(opinion), attribution, occasion)
    if not dry_run:
        with door.write("verification.assess", occasion=occasion, subject=act.act_id) as change:
            change.insert([row])
            if outcome is not None:
                levels = (level for said, level in opinions.values() if said is not Opinion.UNSURE)
                change.insert_prepared(
                    Decision,
                    [_decision_by_people(act, asked, occasion, profile, outcome=outcome, levels=levels)],
                )
            change.say(standard=asked.code, outcome=outcome)
    return AssessOutcome(row.id, act.act_id, act.version, outcome)


def _opinions(act: ReportedAct, asked: Standard, occasion: Occasion) -> dict[str, tuple[Opinion, str | None]]:
    """Return the last opinion of each person on this version of an act against a standard."""
    return {
        fact.by: (fact.opinion, fact.attribution)
        for fact in assessments(occasion.actor, act_id=act.act_id, act_version=act.version)
        if fact.standard == asked.code
    }


def _assessment(
    act: ReportedAct, asked: Standard, opinion: Opinion, attribution: str | None, occasion: Occasion
) -> Assessment:
    body = {
        "format": BODY_FORMAT,
        "act": act.act_id,
        "act_version": act.version,
        "act_commitment": act.commitment,
        "standard": asked.code,
        "opinion": opinion,
        "attribution": attribution,
        "by": occasion.actor.user_id,
        "reason": occasion.reason,
    }
    return Assessment.of(id=occasion.draw.identifier("AS"), body=body, level=act.level)


def _decision_by_people(
    act: ReportedAct,
    asked: Standard,
    occasion: Occasion,
    profile: Profile,
    *,
    outcome: Outcome,
    levels: Iterable[str | None],
) -> PreparedRow:
    return _decision(
        occasion.draw.identifier("D"),
        act,
        occasion,
        profile,
        rank=asked.rank,
        standard=asked.code,
        outcome=outcome,
        attribution=weakest_attribution(levels),
    )


def _decisions_by_rule(
    acts: Sequence[_Ready], rule: AcceptanceRule, occasion: Occasion, profile: Profile
) -> Iterator[PreparedRow]:
    """Yield decisions on acts, which come by identifier, so that theirs rise too: an index only grows."""
    names = sorted(occasion.draw.identifier("D") for _ in acts)
    for act, name in zip(acts, names, strict=True):
        yield _decision(
            name,
            act,
            occasion,
            profile,
            rule=rule.name,
            rank=rule.rank,
            standard=rule.standard,
            outcome=Outcome.ACCEPTED,
            attribution=act.attribution,
        )


def _decision(
    decision: str,
    act: ReportedAct | _Ready,
    occasion: Occasion,
    profile: Profile,
    *,
    rank: int,
    standard: str | None,
    outcome: Outcome,
    attribution: str | None,
    rule: str | None = None,
) -> PreparedRow:
    body = {
        "format": BODY_FORMAT,
        "act": act.act_id,
        "act_version": act.version,
        "act_commitment": act.commitment,
        "rule": rule,
        "rank": rank,
        "standard": standard,
        "outcome": outcome.value,
        "attribution": attribution,
        "by": occasion.actor.user_id,
        "one_reviewer": profile is Profile.SOLO,
    }
    return Decision.prepared(id=decision, text=canonical_json(body), body=body, level=act.level)


def _told_by(act: ReportedAct, source: str | None, batch: str | None) -> bool:
    return any(
        source in (None, facts.source_code) and batch in (None, facts.batch_id) for facts, _ in act.told
    )


def _tellings(act: ReportedAct) -> list[Telling]:
    return [
        Telling(
            origin=facts.origin_group,
            parties=facts.parties(name),
        )
        for facts, name in act.told
    ]
