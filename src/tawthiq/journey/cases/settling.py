"""Settling what accounts leave open: a person's judgement on one field of one act. The claims stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tawthiq.accounts.occasion import Occasion
from tawthiq.audit import door
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.cases.models import Act
from tawthiq.journey.cases.reading import Archive, read_archive
from tawthiq.journey.cases.rules import check_reason
from tawthiq.journey.cases.standing import State, part_name
from tawthiq.journey.cases.stored import revised
from tawthiq.journey.cases.words import Words, bounds

SCHEMES = {
    "violation": "violation",
    "party": "party",
    "method": "method",
    "person-status": "person-status",
}
FIELDS = frozenset({*SCHEMES, "date", "place", "last-seen", "facility", "event"})


def settle(
    act_id: str,
    field: str,
    alternatives: Sequence[Sequence[str]] | None,
    *,
    occasion: Occasion,
    words: Words,
) -> bool:
    """Say what holds of one field of an act, whatever its accounts claim; None takes that back.

    Several alternatives may be left open; each lists what holds together. The act's new version has to be
    accepted like any other. Returns False where that was settled so already, and nothing was written.

    Raises:
        NotPermittedOrAbsent: The actor may not judge, or there is no such act.
        UsageProblem: The field, a code or a date is not one.
        RefusedByRule: No reason; or a killing would become another violation, or the reverse.
    """
    occasion.actor.require("cases.judge")
    check_reason(occasion.reason, "Settling a field")
    value = None if alternatives is None else _checked(field, alternatives, words)
    archive = read_archive(occasion.actor, words)
    act = archive.acts.some([act_id]).get(act_id)
    if act is None:
        raise NotPermittedOrAbsent(f"Nothing was settled: {act_id} is not there, or not yours to see.")
    if field == "violation" and value is not None:
        _check_kind(act, value, archive, words)
    others = [fact for fact in act.body["resolved"] if fact["field"] != field]
    before = [fact["value"] for fact in act.body["resolved"] if fact["field"] == field]
    if before == ([] if value is None else [value]):
        return False
    with door.write("cases.settle", occasion=occasion, subject=act_id) as change:
        fact = {
            "field": field,
            "value": value,
            "anchor": act.body["parts"][0],
            "by": occasion.actor.user_id,
            "reason": occasion.reason,
            "entry": change.sequence,
        }
        resolved = sorted([*others, *([fact] if value else [])], key=lambda f: (f["field"], f["anchor"]))
        change.revise([revised(Act, act, {**act.body, "resolved": resolved})])
        change.say(field=field)
    return True


def _checked(field: str, alternatives: Sequence[Sequence[str]], words: Words) -> list[list[str]]:
    if field not in FIELDS:
        raise UsageProblem(
            f"'{field}' is not a field to settle.", hint=f"It has: {', '.join(sorted(FIELDS))}."
        )
    if not alternatives or not all(alternatives):
        raise UsageProblem("Nothing was settled: no value was given.", hint="None takes a settlement back.")
    for code in (code for alternative in alternatives for code in alternative):
        if field in SCHEMES:
            words.known(SCHEMES[field], code)
        elif field == "date":
            bounds(code)
    return sorted(sorted(alternative) for alternative in alternatives)


def _check_kind(act: State, value: list[list[str]], archive: Archive, words: Words) -> None:
    parts: list[Any] = act.body["parts"]
    killing = archive.is_killing(*(part_name(*part) for part in parts))
    if any(words.is_killing(code) != killing for alternative in value for code in alternative):
        raise RefusedByRule(
            f"{act.id} was not settled: a killing stays a killing, and nothing else becomes one.",
            hint="Correct the record in its list and import it as an edition.",
        )
