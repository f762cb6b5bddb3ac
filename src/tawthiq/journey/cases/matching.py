"""From records to the candidates of a linkage, and from judgements to what a linkage must respect. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tawthiq.core.claims import PERSON, UNIDENTIFIED, Account
from tawthiq.core.dates import Dated, parse_edtf
from tawthiq.journey.cases.ages import OLDEST, ages_of
from tawthiq.journey.cases.clusters import Tie, Verdict, pair
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage import AgeAt, Candidate, Judgements

if TYPE_CHECKING:
    from tawthiq.journey.cases.stored import JudgementFacts
    from tawthiq.journey.records.queries import RecordFacts

INDIVIDUAL = "individual"
PLACES = frozenset({"origin", "residence", "place", "last-seen"})


def candidate(facts: RecordFacts, words: Words) -> Candidate | None:
    """Return what a record says that helps to know somebody again; None for a group or somebody unnamed."""
    account = facts.account
    name = _text(account, PERSON, "name")
    if account.kind != INDIVIDUAL or name is None:
        return None
    birth = _text(account, PERSON, "birth-date")
    return Candidate(
        record_id=facts.id,
        name=name,
        source=facts.source_code,
        sex=_text(account, PERSON, "sex"),
        mother_name=_text(account, PERSON, "mother-name") or "",
        birth=None if birth is None else parse_edtf(birth),
        ages=tuple(_ages(account)),
        deaths=tuple(_dates(account, words.is_killing)),
        arrests=tuple(_dates(account, words.is_detention)),
        places=frozenset(
            claim.value
            for claim in account.claims
            if claim.field in PLACES and isinstance(claim.value, str) and claim.value != UNIDENTIFIED
        ),
    )


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


def _text(account: Account, thing: str, field: str) -> str | None:
    """Return the one text that an account claims; None where it claims none, several, or "unidentified"."""
    values = {claim.value for claim in account.on(thing) if claim.field == field and claim.value is not None}
    value = values.pop() if len(values) == 1 else None
    return value if isinstance(value, str) and value != UNIDENTIFIED else None


def _dates(account: Account, wanted: Callable[[str | None], bool]) -> Iterator[Dated]:
    for act in account.acts():
        date = _text(account, act, "date")
        if date is not None and wanted(_text(account, act, "violation")):
            yield parse_edtf(date)


def _ages(account: Account) -> Iterator[AgeAt]:
    """Yield the ages that hold on a known date; what may be one of several is no help."""
    for act in account.acts():
        date, ages = _text(account, act, "date"), ages_of(account, act).alternatives
        if date is not None and len(ages) == 1:
            least, greatest = ages[0]
            yield AgeAt(least, None if greatest >= OLDEST else greatest, parse_edtf(date))
