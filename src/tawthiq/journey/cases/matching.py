"""From records to the candidates of a linkage, and from judgements to what a linkage must respect. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tawthiq.core.claims import PERSON, UNIDENTIFIED, Account
from tawthiq.core.dates import Dated
from tawthiq.journey.cases.ages import OLDEST, ages_of
from tawthiq.journey.cases.clusters import Tie, Verdict, pair
from tawthiq.journey.cases.words import Words, dated
from tawthiq.methods.linkage import AgeAt, Candidate, Judgements

if TYPE_CHECKING:
    from tawthiq.journey.cases.stored import JudgementFacts
    from tawthiq.journey.records.facts import RecordFacts

INDIVIDUAL = "individual"
PLACES = frozenset({"origin", "residence", "place", "last-seen"})


def candidate(facts: RecordFacts, words: Words) -> Candidate | None:
    """Return what a record says that helps to know somebody again; None for a group or somebody unnamed."""
    account = facts.account
    said = _said(account)
    name = said.one(PERSON, "name")
    if account.kind != INDIVIDUAL or name is None:
        return None
    birth = said.one(PERSON, "birth-date")
    acts = [(act, said.one(act, "violation"), said.one(act, "date")) for act in account.acts()]
    told = [(act, violation, dated(date)) for act, violation, date in acts if date is not None]
    return Candidate(
        record_id=facts.id,
        name=name,
        source=facts.source_code,
        sex=said.one(PERSON, "sex"),
        mother_name=said.one(PERSON, "mother-name") or "",
        birth=None if birth is None else dated(birth),
        ages=tuple(_ages(account, told)),
        deaths=tuple(date for _, violation, date in told if words.is_killing(violation)),
        arrests=tuple(date for _, violation, date in told if words.is_detention(violation)),
        places=said.places(),
    )


class _Said(dict[tuple[str, str], set[str]]):
    """The texts and codes that an account claims, by thing and field."""

    def one(self, thing: str, field: str) -> str | None:
        """Return the one text claimed; None where none is, or several, or "unidentified"."""
        values = self.get((thing, field), ())
        value = next(iter(values)) if len(values) == 1 else None
        return value if isinstance(value, str) and value != UNIDENTIFIED else None

    def places(self) -> frozenset[str]:
        """Return every place that the account names."""
        found = (value for (_, field), values in self.items() if field in PLACES for value in values)
        return frozenset(found) - {UNIDENTIFIED}


def _said(account: Account) -> _Said:
    said = _Said()
    for claim in account.claims:
        if isinstance(claim.value, str):
            said.setdefault((claim.on, claim.field), set()).add(claim.value)
    return said


def respected(
    given: Sequence[JudgementFacts], ties: Iterable[Tie], current: Callable[[str], str | None]
) -> Judgements:
    """Return the judgements that a linkage must respect.

    `ties` are those in force. What a person took back counts as different here: no rule joins it again.
    """
    undone = {fact.undoes for fact in given if fact.undoes}
    taken_back = (fact.tie for fact in given if fact.id in undone and fact.verdict is Verdict.SAME)
    found: dict[Verdict, set[tuple[str, str]]] = {verdict: set() for verdict in Verdict}
    for tie in ties:
        found[tie.verdict].add(tie.pair)
    for tie in taken_back:
        left, right = current(tie.left), current(tie.right)
        if left is not None and right is not None and pair(left, right) not in found[Verdict.SAME]:
            found[Verdict.DIFFERENT].add(pair(left, right))
    return Judgements(
        same=frozenset(found[Verdict.SAME]),
        different=frozenset(found[Verdict.DIFFERENT]),
        unsure=frozenset(found[Verdict.UNSURE]),
    )


def _ages(account: Account, told: Iterable[tuple[str, str | None, Dated]]) -> Iterator[AgeAt]:
    """Yield the ages that hold on a known date; what may be one of several is no help."""
    for act, _, date in told:
        ages = ages_of(account, act).alternatives
        if len(ages) == 1:
            least, greatest = ages[0]
            yield AgeAt(least, None if greatest >= OLDEST else greatest, date)
