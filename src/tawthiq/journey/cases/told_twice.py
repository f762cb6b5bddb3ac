"""Which acts of one person several accounts tell of, by a rule that says only what it must. Pure.

Two acts are told twice where both are of one kind of violation (detention, and whatever is under it), both
are dated to the same single day, and different records tell of them. A killing is one act anyway; an act
without a day, or with several possible days, is never joined by this rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from tawthiq.core.dates import parse_edtf
from tawthiq.core.vocabulary import load
from tawthiq.journey.cases.queries import ActCase, PersonCase
from tawthiq.journey.cases.words import Words
from tawthiq.methods.linkage import Reason

RULE = "same-violation-same-day"
REASON = Reason(
    RULE,
    "Both accounts tell of the same kind of violation against this person on the same day.",
    "تتحدث الروايتان عن نوع الانتهاك نفسه بحق هذا الشخص في اليوم نفسه.",
)


def told_twice(case: PersonCase, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the pairs of parts (``R-7F3K/act-1``) by which acts of this person are one act."""
    first: dict[tuple[str, str], ActCase] = {}
    for act in sorted(case.acts, key=lambda act: act.act_id):
        key = _key(act, words)
        if key is None:
            continue
        other = first.setdefault(key, act)
        if other is not act and not _records(other) & _records(act):
            yield _name(other), _name(act)


def _key(act: ActCase, words: Words) -> tuple[str, str] | None:
    """Return the kind and the day of an act; None where it has no one day, or is a killing."""
    said = act.possibilities
    kinds = {_kind(code, words) for alternative in said.violation for code in alternative}
    if len(kinds) != 1 or len(said.date) != 1:
        return None
    kind = kinds.pop()
    dated = parse_edtf(said.date[0][0])
    if words.is_killing(kind) or dated.earliest is None or dated.earliest != dated.latest:
        return None
    return kind, dated.earliest.isoformat()


def _kind(code: str, words: Words) -> str:
    """Return the broadest term that a violation is under."""
    vocabulary = load(words.packs)
    while broader := vocabulary.term("violation", code).broader:
        code = broader
    return code


def _records(act: ActCase) -> set[str]:
    return {record for record, _ in act.parts}


def _name(act: ActCase) -> str:
    return "/".join(act.parts[0])
