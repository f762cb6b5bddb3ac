"""Which acts of one person several accounts tell of, by a rule that says only what it must. Pure.

Two accounts tell of one act where both speak of one kind of violation (detention, and whatever is under
it) against the same person on the same single day. A killing is one act anyway; what has no day, or
several possible ones, is never joined by this rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tawthiq.core.dates import parse_edtf
from tawthiq.journey.cases.clusters import pair
from tawthiq.journey.cases.possibilities import Set, stated
from tawthiq.journey.cases.standing import part_name
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage import Reason

if TYPE_CHECKING:
    from tawthiq.journey.records.facts import RecordFacts

RULE = "same-violation-same-day"
REASON = Reason(
    RULE,
    "Both accounts tell of the same kind of violation against this person on the same day.",
    "تتحدث الروايتان عن نوع الانتهاك نفسه بحق هذا الشخص في اليوم نفسه.",
)


def told_twice(
    records: Iterable[RecordFacts], person_of: Mapping[str, str], words: Words
) -> list[tuple[str, str]]:
    """Return the pairs of parts of accounts (``R-7F3K/act-1``) that are one act, each with the first.

    A part that is alone in its account with its kind and day is told once by it; two such parts in one
    account are two acts, and the rule leaves them and their like alone.
    """
    told: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for facts in records:
        person = person_of.get(facts.id)
        if person is not None:
            for act, kind, day in _days(facts, words):
                told.setdefault((person, kind, day), {}).setdefault(facts.id, []).append(act)
    pairs: list[tuple[str, str]] = []
    for accounts in told.values():
        if all(len(acts) == 1 for acts in accounts.values()):
            first, *others = sorted(part_name(record, acts[0]) for record, acts in accounts.items())
            pairs.extend(pair(first, other) for other in others)
    return sorted(pairs)


def _days(facts: RecordFacts, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield the acts of an account that have one kind and one day, with both."""
    account = facts.account
    for act in account.acts():
        kind = _only({(words.kind_of(code),) for each in stated(account, act, "violation") for code in each})
        date = _only(stated(account, act, "date"))
        if kind is None or date is None or words.is_killing(kind):
            continue
        dated = parse_edtf(date)
        if dated.earliest is not None and dated.earliest == dated.latest:
            yield act, kind, dated.earliest.isoformat()


def _only(alternatives: Set | set[tuple[str, ...]]) -> str | None:
    """Return the one code that is stated; None where none is, or several."""
    members = [code for alternative in alternatives for code in alternative]
    return members[0] if len(members) == 1 else None
