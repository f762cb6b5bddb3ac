"""Keeping what surrounds persons and acts: each verb writes one thing and says nothing of anyone by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.two_person import Profile, check_different_people
from tawthiq.audit import door
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.cases.models import (
    Conclusion,
    Event,
    Facility,
    Identification,
    Legislation,
    Person,
    PropertyLoss,
    Relation,
)
from tawthiq.journey.cases.rules import Standing, check_reason
from tawthiq.journey.cases.stored import revised, states
from tawthiq.journey.cases.words import Words, bounds

BODY_FORMAT = 1
Text = dict[str, str]
Period = dict[str, str | None]
CONFIDENCES = ("confirmed", "probable", "possible")


def event_body(
    code: str,
    *,
    type: str,
    title: Text,
    words: Words,
    dates: Sequence[str] = (),
    places: Sequence[str] = (),
    parent: str | None = None,
    notes: str = "",
    turning_point: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the body of an event; several dates or places are alternatives.

    Raises:
        UsageProblem: The type or a date is not one.
    """
    words.known("event-type", type)
    for date in dates:
        bounds(date)
    return {
        "format": BODY_FORMAT,
        "code": code,
        "type": type,
        "title": title,
        "dates": sorted([date] for date in dates),
        "places": sorted([place] for place in places),
        "parent": parent,
        "notes": notes,
        "turning_point": turning_point,
    }


def add_event(
    code: str,
    *,
    type: str,
    title: Text,
    occasion: Occasion,
    words: Words,
    dates: Sequence[str] = (),
    places: Sequence[str] = (),
    parent: str | None = None,
    notes: str = "",
    level: Level = Level.INTERNAL,
) -> str:
    """Add an event and return its identifier. Claims and mappings name it by its code.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such parent.
        UsageProblem: The type or a date is not one.
        RefusedByRule: There is an event of this code.
    """
    body = event_body(
        code, type=type, title=title, words=words, dates=dates, places=places, parent=parent, notes=notes
    )
    if parent is not None:
        _present(Event, parent, occasion)
    return _add(Event, "E", body, level, occasion)


def add_law(
    code: str,
    *,
    type: str,
    title: Text,
    occasion: Occasion,
    number: str = "",
    date: str | None = None,
    party: str | None = None,
    notes: Text | None = None,
    level: Level = Level.PUBLIC,
) -> str:
    """Add a law, decree or order and return its identifier.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        RefusedByRule: There is a law of this code.
    """
    body = {
        "format": BODY_FORMAT,
        "code": code,
        "type": type,
        "title": title,
        "number": number,
        "date": date,
        "party": party,
        "notes": notes or {},
    }
    return _add(Legislation, "L", body, level, occasion)


def add_facility(
    code: str,
    *,
    names: Sequence[Period],
    occasion: Occasion,
    place: str | None = None,
    run_by: Sequence[Period] = (),
    level: Level = Level.INTERNAL,
) -> str:
    """Add a place of detention and return its identifier.

    `names` are ``{"text", "lang", "since", "until"}`` and `run_by` ``{"party", "since", "until"}``.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        RefusedByRule: There is a facility of this code.
    """
    body = {
        "format": BODY_FORMAT,
        "code": code,
        "names": list(names),
        "place": place,
        "run_by": list(run_by),
    }
    return _add(Facility, "F", body, level, occasion)


def add_property_loss(
    kind: str,
    *,
    occasion: Occasion,
    words: Words,
    count_min: int = 1,
    count_max: int | None = 1,
    person: str | None = None,
    event: str | None = None,
    law: str | None = None,
    place: str | None = None,
    party: str | None = None,
    date: str | None = None,
    notes: str = "",
    level: Level = Level.INTERNAL,
) -> str:
    """Add a loss of property and return its identifier; the owner may be unknown.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such person, event or law.
        UsageProblem: The kind is not one.
    """
    words.known("property-loss-kind", kind)
    for model, thing in ((Person, person), (Event, event), (Legislation, law)):
        if thing is not None:
            level = max(level, Level(_present(model, thing, occasion).level))
    body = {
        "format": BODY_FORMAT,
        "kind": kind,
        "count": {"min": count_min, "max": count_max},
        "person": person,
        "event": event,
        "law": law,
        "place": place,
        "party": party,
        "date": date,
        "notes": notes,
    }
    return _add(PropertyLoss, "PL", body, level, occasion)


def add_relation(left: str, right: str, *, kind: str, occasion: Occasion, words: Words) -> str:
    """Add a tie between two persons (`left` is the `kind` of `right`) and return its identifier.

    It is as secret as the more secret of the two.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such person.
        UsageProblem: The kind is not one, or both are one person.
    """
    words.known("relation-kind", kind)
    if left == right:
        raise UsageProblem(f"{left} was not related to itself.")
    level = max(Level(_present(Person, person, occasion).level) for person in (left, right))
    body = {"format": BODY_FORMAT, "left": left, "right": right, "kind": kind}
    return _add(Relation, "RL", body, level, occasion)


def identify(
    person: str,
    *,
    collection: str,
    method: str,
    confidence: str,
    occasion: Occasion,
    item: str = "",
) -> str:
    """Propose that somebody is recognised in a collection (item `item`); return the identification.

    It counts once another person has confirmed it.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such person.
        UsageProblem: The confidence is not one.
    """
    occasion.actor.require("cases.identify")
    if confidence not in CONFIDENCES:
        raise UsageProblem(f"'{confidence}' is not a confidence.", hint=f"It has: {', '.join(CONFIDENCES)}.")
    body = {
        "format": BODY_FORMAT,
        "person": person,
        "collection": collection,
        "item": item,
        "method": method,
        "confidence": confidence,
        "state": Standing.PROPOSED,
        "proposed_by": occasion.actor.user_id,
        "decided_by": None,
    }
    level = Level(_present(Person, person, occasion).level)
    return _add(Identification, "I", body, level, occasion, verb="cases.identify")


def decide_identifications(
    ids: Sequence[str], outcome: Standing, *, occasion: Occasion, profile: Profile
) -> int:
    """Confirm or refuse what others proposed; return how many. What was decided before stays as it is.

    Raises:
        NotPermittedOrAbsent: The actor may not decide, or there is no such identification.
        RefusedByRule: The actor proposed one of them, or gives no reason.
    """
    occasion.actor.require("cases.decide")
    check_reason(occasion.reason, "The decision")
    found = {state.id: state for state in states(Identification, occasion.actor) if state.id in set(ids)}
    if missing := sorted(set(ids) - found.keys()):
        raise _absent(missing[0])
    stored = [state for state in found.values() if state.body["state"] == Standing.PROPOSED]
    check_different_people((s.body["proposed_by"] for s in stored), occasion.actor.user_id, profile)
    if not stored:
        return 0
    decided = {"state": Standing(outcome), "decided_by": occasion.actor.user_id}
    with door.write("cases.decide", occasion=occasion, subject="identifications") as change:
        change.revise(revised(Identification, s, {**s.body, **decided}) for s in stored)
        change.say(outcome=outcome, identifications=len(stored))
    return len(stored)


def _add(
    model: type[Conclusion],
    letter: str,
    body: dict[str, Any],
    level: int,
    occasion: Occasion,
    *,
    verb: str = "cases.add",
) -> str:
    occasion.actor.require(verb)
    thing = occasion.draw.identifier(letter)
    with door.write(verb, occasion=occasion, subject=thing) as change:
        check_code_is_free(model, body, occasion)
        change.create([model.of(id=thing, body=body, level=level)])
        change.say(kind=model.KIND)
    return thing


def check_code_is_free(model: type[Conclusion], body: dict[str, Any], occasion: Occasion) -> None:
    """Refuse a second thing of the same code.

    Raises:
        RefusedByRule: The code is taken.
    """
    code = body.get("code")
    if code is not None and model.visible_to(occasion.actor).filter(**{"code": code}).exists():
        raise RefusedByRule(f"It was not added: the code {code} is taken.", hint="Choose another code.")


def _present(model: type[Conclusion], thing: str, occasion: Occasion) -> Conclusion:
    found = model.visible_to(occasion.actor).filter(id=thing).first()
    if found is None:
        raise _absent(thing)
    return found


def _absent(thing: str) -> NotPermittedOrAbsent:
    return NotPermittedOrAbsent(f"Nothing was done: {thing} is not there, or not yours to see.")
