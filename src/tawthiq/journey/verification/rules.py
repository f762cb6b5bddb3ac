"""Acceptance rules, standards of proof, and who may sign: decisions with no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tawthiq.accounts.two_person import Profile
from tawthiq.core.claims import UNIDENTIFIED
from tawthiq.core.errors import UsageProblem

ATTRIBUTIONS = ("confirmed", "joint", "probable", "alleged", "contested", "undetermined")
"""From the strongest to the weakest."""
ALLEGED = "alleged"
RULES = ("as-documented", "corroborated")
AS_DOCUMENTED = RULES[0]


class Outcome(StrEnum):
    """What a decision says of one version of an act."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Opinion(StrEnum):
    """One reviewer's opinion of an act against a standard of proof."""

    MET = "met"
    NOT_MET = "not-met"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class AcceptanceRule:
    """A named rule by which acts are accepted in bulk.

    It asks for sources of `independent_origins` different origins. `attribution` is what the decision says
    of who did it, where that many origins name the same party and none another; else it is alleged. A
    decision by a rule of higher `rank` may follow one of lower rank, never the reverse.
    """

    name: str
    rank: int
    label: Mapping[str, str]
    text: Mapping[str, str]
    independent_origins: int
    standard: str | None
    attribution: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard of proof and how many people must find it met, each without being the author."""

    code: str
    rank: int
    assessments: int

    def needed(self, profile: Profile) -> int:
        """Return how many assessments decide; one person decides alone where there is only one."""
        return 1 if profile is Profile.SOLO else self.assessments


STANDARDS: Mapping[str, Standard] = {
    standard.code: standard
    for standard in (
        Standard("reasonable-grounds", rank=2, assessments=2),
        Standard("clear-and-convincing", rank=3, assessments=2),
        Standard("beyond-reasonable-doubt", rank=4, assessments=3),
    )
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What one record says that acceptance asks for: where it comes from, and which parties it names.

    `origin` is the group of sources that share one origin; a source of no stated group has a group of its
    own, so that two blanks never make one origin and one source never makes two.
    """

    origin: str
    parties: tuple[tuple[str, ...], ...]


@cache
def acceptance_rules() -> Mapping[str, AcceptanceRule]:
    """Return the rules that ship, by name, the weakest first."""
    folder = resources.files(__package__) / "acceptance"
    found = [
        _rule(name, yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))) for name in RULES
    ]
    return {rule.name: rule for rule in sorted(found, key=lambda rule: rule.rank)}


def _rule(name: str, body: dict[str, Any]) -> AcceptanceRule:
    return AcceptanceRule(name=name, **body)


def acceptance_rule(name: str) -> AcceptanceRule:
    """Return a rule by its name.

    Raises:
        UsageProblem: There is no such rule.
    """
    rules = acceptance_rules()
    if name not in rules:
        raise UsageProblem(f"'{name}' is not an acceptance rule.", hint=f"It has: {', '.join(rules)}.")
    return rules[name]


def standard(code: str) -> Standard:
    """Return a standard of proof that assessments can be made against.

    Raises:
        UsageProblem: There is no such standard.
    """
    if code not in STANDARDS:
        raise UsageProblem(
            f"'{code}' is not a standard of proof here.", hint=f"It has: {', '.join(STANDARDS)}."
        )
    return STANDARDS[code]


def is_met(rule: AcceptanceRule, tellings: Iterable[Telling]) -> bool:
    """Say whether an act has sources of enough different origins for a rule."""
    return len({telling.origin for telling in tellings}) >= rule.independent_origins


def attribution_by(rule: AcceptanceRule, tellings: Sequence[Telling]) -> str | None:
    """Return what accepting by a rule says of who did it; None where no source names a party.

    What the rule grants needs as many origins as the rule, all naming the same party; where a source names
    another, or fewer name it, the party is alleged.
    """
    named: dict[tuple[tuple[str, ...], ...], set[str]] = {}
    for telling in tellings:
        if telling.parties and telling.parties != ((UNIDENTIFIED,),):
            named.setdefault(telling.parties, set()).add(telling.origin)
    if not named:
        return None
    ((parties, origins), *others) = named.items()
    agreed = not others and len(parties) == 1 and len(origins) >= rule.independent_origins
    return rule.attribution if agreed else ALLEGED


def weakest_attribution(levels: Iterable[str | None]) -> str | None:
    """Return the weakest level that several reviewers give; None where none of them gives one.

    Raises:
        UsageProblem: One of them is not a level of attribution.
    """
    given = {level for level in levels if level is not None}
    if unknown := sorted(given - set(ATTRIBUTIONS)):
        raise UsageProblem(
            f"'{unknown[0]}' is not a level of attribution.", hint=f"It has: {', '.join(ATTRIBUTIONS)}."
        )
    return max(given, key=ATTRIBUTIONS.index) if given else None


def outcome_of(opinions: Mapping[str, Opinion], asked: Standard, profile: Profile) -> Outcome | None:
    """Return what independent assessments decide; None while they are too few or differ.

    `opinions` holds the last opinion of each person who may assess the act.
    """
    votes = Counter(opinions.values())
    needed = asked.needed(profile)
    if votes[Opinion.MET] >= needed and not votes[Opinion.NOT_MET]:
        return Outcome.ACCEPTED
    if votes[Opinion.NOT_MET] >= needed and not votes[Opinion.MET]:
        return Outcome.REJECTED
    return None
