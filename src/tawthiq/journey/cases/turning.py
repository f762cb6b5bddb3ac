"""Turning points: open stays in detention that must be looked at again, one by one or together, by people.

Declaring one changes no stay: it selects those that it touches and proposes a transition for each. One
person proposes, another decides, and only then does the act carry a further stay. Nothing is automatic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.two_person import Profile, check_different_people
from tawthiq.audit import door
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.models import Act, Event, Transition
from tawthiq.journey.cases.persons import ActCase
from tawthiq.journey.cases.possibilities import Set, SpellPossibilities
from tawthiq.journey.cases.registering import check_code_is_free, event_body
from tawthiq.journey.cases.rules import Standing, check_reason
from tawthiq.journey.cases.standing import State, part_name
from tawthiq.journey.cases.stored import revised, states
from tawthiq.journey.cases.words import Words, bounds

BODY_FORMAT = 1
CONTINUING = frozenset(
    {
        "acknowledged",
        "incommunicado",
        "forcibly-disappeared",
        "registered-dead-no-body",
        "transferred",
        "unaccounted-for",
        "unknown",
    }
)
"""Statuses that nothing has ended."""
UNACCOUNTED_FOR = "unaccounted-for"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which open stays a turning point touches: by who holds, by where, or both; blank is any."""

    holder: str | None = None
    facility: str | None = None

    def touches(self, spell: SpellPossibilities, act: ActCase, words: Words) -> bool:
        """Say whether a stay is one of them; the act's party and facility speak where the stay's do not."""
        holder = spell.holder or act.possibilities.party
        facility = spell.facility or act.possibilities.facility
        return _mentions(holder, self.holder, words.finer_in("party")) and _mentions(
            facility, self.facility, lambda _a, _b: False
        )


def _mentions(stated: Set, wanted: str | None, finer: Callable[[str, str], bool]) -> bool:
    if wanted is None:
        return True
    return any(one == wanted or finer(one, wanted) for alternative in stated for one in alternative)


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """What declaring one did: the event, and the transitions it proposes."""

    event_id: str
    transitions: tuple[str, ...]


def declare_turning_point(
    code: str,
    *,
    type: str,
    title: dict[str, str],
    on: str,
    selection: Selection,
    occasion: Occasion,
    words: Words,
    places: Sequence[str] = (),
    status: str = UNACCOUNTED_FOR,
    level: Level = Level.INTERNAL,
) -> TurningPoint:
    """Keep an event that opens conclusions again, and propose `status` for each open stay that it touches.

    `on` is its EDTF date. The act of a stay is unchanged until another person decides.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        UsageProblem: The type, the status or the date is not one, or nothing is selected by.
        RefusedByRule: There is an event of this code, or no reason is given.
    """
    occasion.actor.require("cases.turning-point")
    check_reason(occasion.reason, "The turning point")
    if selection == Selection():
        raise UsageProblem("A turning point selects by a holder, a facility, or both.")
    words.known("detention-status", status)
    body = event_body(
        code,
        type=type,
        title=title,
        words=words,
        dates=[on],
        places=places,
        turning_point=asdict(selection),
    )
    event_id = occasion.draw.identifier("E")
    touched = list(_touched(selection, on, occasion, words))
    rows = [
        Transition.of(
            id=occasion.draw.identifier("T"),
            body=_proposal(event_id, act, spell, status=status, on=on, occasion=occasion),
            level=act.level,
        )
        for act, spell in touched
    ]
    with door.write("cases.turning-point", occasion=occasion, subject=event_id) as change:
        check_code_is_free(Event, body, occasion)
        change.create([Event.of(id=event_id, body=body, level=level)])
        change.create(rows)
        change.say(proposed=len(rows), status=status)
    return TurningPoint(event_id, tuple(row.id for row in rows))


def propose(
    ids: Iterable[str],
    status: str,
    *,
    occasion: Occasion,
    words: Words,
    facility: str | None = None,
    on: str | None = None,
) -> int:
    """Propose something else for transitions that nobody has decided; return how many.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such open transition.
        UsageProblem: The status or the date is not one.
        RefusedByRule: No reason is given.
    """
    occasion.actor.require("cases.propose")
    check_reason(occasion.reason, "The proposal")
    words.known("detention-status", status)
    if on is not None:
        bounds(on)
    open_rows = _open(ids, occasion)
    said = {
        "status": status,
        "facility": facility,
        "proposed_by": occasion.actor.user_id,
        "reason": occasion.reason,
        **({"begin": on} if on is not None else {}),
    }
    if not open_rows:
        return 0
    with door.write("cases.propose", occasion=occasion, subject="transitions") as change:
        change.revise(revised(Transition, state, {**state.body, **said}) for state in open_rows)
        change.say(transitions=len(open_rows), status=status)
    return len(open_rows)


def decide_transitions(ids: Iterable[str], outcome: Standing, *, occasion: Occasion, profile: Profile) -> int:
    """Confirm or refuse what another person proposed, singly or together; return how many.

    A confirmed transition adds a stay to its act, in a new version that has to be accepted like any other.

    Raises:
        NotPermittedOrAbsent: The actor may not decide, or there is no such open transition.
        RefusedByRule: The actor proposed one of them, or gives no reason.
    """
    occasion.actor.require("cases.decide")
    check_reason(occasion.reason, "The decision")
    open_rows = _open(ids, occasion)
    check_different_people((s.body["proposed_by"] for s in open_rows), occasion.actor.user_id, profile)
    if not open_rows:
        return 0
    decided = {"state": Standing(outcome), "decided_by": occasion.actor.user_id}
    confirmed = open_rows if outcome is Standing.CONFIRMED else []
    acts, act_of = _acts_by_part(occasion)
    told = [(act_of_transition(state, acts, act_of), state) for state in confirmed]
    with door.write("cases.decide", occasion=occasion, subject="transitions") as change:
        change.revise(revised(Transition, state, {**state.body, **decided}) for state in open_rows)
        added: dict[str, list[dict[str, Any]]] = {}
        for act, state in told:
            added.setdefault(act, []).append(_added_spell(state, acts[act], change.sequence))
        change.revise(
            revised(
                Act, acts[act], {**acts[act].body, "added_spells": [*acts[act].body["added_spells"], *spells]}
            )
            for act, spells in added.items()
        )
        change.say(outcome=outcome, transitions=len(open_rows))
    return len(open_rows)


def _open(ids: Iterable[str], occasion: Occasion) -> list[State]:
    """Return the transitions named, without those that were decided before."""
    wanted = set(ids)
    found = [state for state in states(Transition, occasion.actor) if state.id in wanted]
    if missing := sorted(wanted - {state.id for state in found}):
        raise NotPermittedOrAbsent(f"Nothing was done: {missing[0]} is not there, or not yours to see.")
    return [state for state in found if state.body["state"] == Standing.PROPOSED]


def _acts_by_part(occasion: Occasion) -> tuple[dict[str, State], dict[str, str]]:
    """Return the living acts, and which of them each part of an account belongs to now."""
    acts = {state.id: state for state in states(Act, occasion.actor) if state.is_live}
    return acts, {part_name(*part): act.id for act in acts.values() for part in act.body["parts"]}


def _touched(
    selection: Selection, on: str, occasion: Occasion, words: Words
) -> Iterator[tuple[ActCase, SpellPossibilities]]:
    _, latest = bounds(on)
    for person in persons_for_release(occasion.actor, as_of=None, words=words):
        for act in person.acts:
            last = act.possibilities.spells[-1:]
            for spell in last:
                if is_open(spell, latest) and selection.touches(spell, act, words):
                    yield act, spell


def is_open(spell: SpellPossibilities, on: date | None) -> bool:
    """Say whether a stay may be going on: begun by then at the latest possibly, and nothing ended it."""
    statuses = {status for alternative in spell.status for status in alternative}
    if spell.has_end or (statuses and not statuses & CONTINUING):
        return False
    begins = [bounds(begin)[0] for (begin,) in spell.begin]
    return not begins or on is None or any(begin is None or begin <= on for begin in begins)


def _proposal(
    event_id: str, act: ActCase, spell: SpellPossibilities, *, status: str, on: str, occasion: Occasion
) -> dict[str, Any]:
    return {
        "format": BODY_FORMAT,
        "turning_point": event_id,
        "act": act.act_id,
        "anchor": list(act.parts[0]),
        "spell": spell.seq,
        "before": [list(alternative) for alternative in spell.status],
        "status": status,
        "facility": None,
        "begin": on,
        "state": Standing.PROPOSED,
        "proposed_by": occasion.actor.user_id,
        "decided_by": None,
        "reason": occasion.reason,
    }


def act_of_transition(state: State, acts: Mapping[str, State], act_of: Mapping[str, str]) -> str:
    """Return the living act that a transition speaks of: that of its part of an account, else its own.

    Raises:
        RefusedByRule: Neither is there any more.
    """
    act = act_of.get(part_name(*state.body["anchor"]), state.body["act"])
    if act not in acts:
        raise RefusedByRule(
            f"Nothing was decided: the record behind transition {state.id} is no longer in force.",
            hint="Refuse that one by itself.",
        )
    return act


def _added_spell(transition: State, act: State, entry: int) -> dict[str, Any]:
    body, parts = transition.body, act.body["parts"]
    return {
        "anchor": body["anchor"] if body["anchor"] in parts else parts[0],
        "entry": entry,
        "transition": transition.id,
        "turning_point": body["turning_point"],
        "status": body["status"],
        "begin": body["begin"],
        "end": None,
        "holder": None,
        "facility": body["facility"],
        "by": body["proposed_by"],
    }
