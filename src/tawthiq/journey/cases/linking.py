"""From records and judgements to persons and acts: what changes, and what stays. Pure; no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from tawthiq.journey.cases.clusters import Retired, Tie, Verdict, groups_of, inherit
from tawthiq.journey.cases.conclusions import Body, NewAct, NewPerson, split_part

KINDS, UNNAMED = ("group", "individual"), "unnamed"
NO_FACTS: Body = {"resolved": [], "added_spells": []}
Current = Callable[[str], str | None]
"""Where a record is spoken for now: itself, the edition that replaced it, or None."""


class LinkedRecord(NamedTuple):
    """What linking needs of a record in force: among it its acts in order, and which are killings."""

    id: str
    kind: str
    count_min: int
    count_max: int | None
    level: int
    acts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class State:
    """A person or an act as it is stored now."""

    id: str
    body: Body
    level: int
    version: int

    @property
    def is_live(self) -> bool:
        """Say whether the identifier still stands for something."""
        return self.body["retired"] is None


@dataclass(frozen=True, slots=True)
class Retirement:
    """An identifier that stops standing for anything, why, and what it became part of.

    The tombstone is as secret as what it points to: who may not see that keeps the version before.
    """

    state: State
    level: int
    reason: str
    into: str | None
    emptied: Body
    held: tuple[str, ...]

    def body(self, entry: int) -> Body:
        """Return the tombstone, as written by the log entry that retires it."""
        retired = {"entry": entry, "reason": self.reason, "into": self.into, "held": list(self.held)}
        return {**self.state.body, **self.emptied, "retired": retired}


@dataclass
class Changes:
    """What has to be written of one kind of thing: what is new, (state, body, level), and what retires.

    What is new is in the order of its identifiers, which are drawn at random: so every index is written from
    its first page to its last, and not back and forth.
    """

    created: list[NewPerson] | list[NewAct] = field(default_factory=list)
    revised: list[tuple[State, Body, int]] = field(default_factory=list)
    retired: list[Retirement] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self.created or self.revised or self.retired)


def part_name(record_id: str, act: str) -> str:
    """Return the name of one act as one record tells it, such as ``R-7F3K/act-1``."""
    return f"{record_id}/{act}"


def current_ties(ties: Iterable[Tie], current: Current) -> list[Tie]:
    """Return the judgements on what is spoken for now; one on a record that was taken back rests.

    A person's judgement carries over to a later edition of a row. A rule's does not: it was about the very
    words that it compared.
    """
    found = []
    for tie in ties:
        left, right = current(tie.left), current(tie.right)
        unchanged = (left, right) == (tie.left, tie.right)
        if left is not None and right is not None and left != right and (unchanged or not tie.by_rule):
            found.append(tie.between(left, right))
    return found


def link_persons(
    records: Mapping[str, LinkedRecord],
    ties: Sequence[Tie],
    stored: Sequence[State],
    *,
    current: Current,
    draw: Callable[[], str],
    undoing: int | None = None,
) -> tuple[dict[str, str], Changes]:
    """Give every record a person: return the person of each record, and what changes."""
    groups = groups_of(records, ties)
    held, retired = _holdings(stored, "records", current)
    states = {state.id: state for state in stored}
    versions = {state.id: state.version for state in stored}
    ids = inherit(groups, held, retired, versions=versions, undoing=undoing)
    person_of: dict[str, str] = {}
    levels: dict[str | None, int] = {}
    created: list[NewPerson] = []
    changes = Changes(created)
    for group, inherited in zip(groups, ids, strict=True):
        person = _person(inherited or draw(), group, records)
        for record_id in group:
            person_of[record_id] = person.id
        if (state := states.get(person.id)) is None:
            created.append(person)
        else:
            _settle(changes, person.body(), person.level, state)
        if held:
            levels[person.id] = person.level
    created.sort(key=itemgetter(0))
    for gone in sorted(held.keys() - set(ids)):
        reason, into = _went(held[gone], person_of)
        state = states[gone]
        level, last = max(state.level, levels.get(into, 0)), tuple(state.body["records"])
        changes.retired.append(Retirement(state, level, reason, into, {"records": []}, last))
    return person_of, changes


def _person(person: str, group: tuple[str, ...], records: Mapping[str, LinkedRecord]) -> NewPerson:
    if len(group) == 1:  # as most are
        _, kind, least, most, level, _ = records[group[0]]
        return NewPerson(person, level, kind if kind in KINDS else UNNAMED, least, most, group)
    members = [records[record_id] for record_id in group]
    kinds = {member.kind for member in members}
    mosts = [member.count_max for member in members]
    return NewPerson(
        person,
        max(member.level for member in members),
        next((kind for kind in KINDS if kind in kinds), UNNAMED),
        min(member.count_min for member in members),
        None if None in mosts else max(most for most in mosts if most is not None),
        group,
    )


def link_acts(
    records: Mapping[str, LinkedRecord],
    person_of: Mapping[str, str],
    ties: Sequence[Tie],
    stored: Sequence[State],
    *,
    current: Current,
    draw: Callable[[], str],
    undoing: int | None = None,
) -> Changes:
    """Make the acts of every person: their killings are one act, any other violation one per record.

    `ties` join parts of one person's accounts; a tie between two persons, or with a killing, rests.
    """
    owner: dict[str, str] = {}
    killings: set[str] = set()
    for record_id, _, _, _, _, acts in records.values():
        for act, kills in acts:
            part = f"{record_id}/{act}"
            owner[part] = person_of[record_id]
            if kills:
                killings.add(part)
    within = [
        t
        for t in ties
        if t.left in owner and owner[t.left] == owner.get(t.right) and not {t.left, t.right} & killings
    ]
    groups = groups_of(owner, [*_killed_once(killings, owner), *within])
    held, retired = _holdings(stored, "parts", current)
    states = {state.id: state for state in stored}
    versions = {state.id: state.version for state in stored}
    ids = inherit(groups, held, retired, versions=versions, undoing=undoing)
    named = [(group, inherited or draw()) for group, inherited in zip(groups, ids, strict=True)]
    act_of = {part: act for group, act in named for part in group} if stored else {}
    facts = _facts(stored, act_of, current)
    levels: dict[str | None, int] = {}
    created: list[NewAct] = []
    changes = Changes(created)
    for group, act in named:
        level = max([records[part.rpartition("/")[0]].level for part in group])
        new = NewAct(act, level, owner[group[0]], group, facts.get(act))
        if (state := states.get(act)) is None:
            created.append(new)
        else:
            _settle(changes, new.body(), level, state)
        if stored:
            levels[act] = level
    created.sort(key=itemgetter(0))
    for gone in sorted(states.keys() - {act for _, act in named}):
        state, own = states[gone], facts.get(gone, NO_FACTS)
        if state.is_live:
            reason, into = _went(held[gone], act_of)
            level = max(state.level, levels.get(into, 0))
            last = tuple(part_name(*part) for part in state.body["parts"])
            changes.retired.append(Retirement(state, level, reason, into, {"parts": [], **own}, last))
        else:
            _settle(changes, {**state.body, **own}, state.level, state)
    return changes


def _killed_once(killings: Iterable[str], owner: Mapping[str, str]) -> list[Tie]:
    first: dict[str, str] = {}
    return [
        Tie(first[owner[part]], part, Verdict.SAME)
        for part in sorted(killings)
        if first.setdefault(owner[part], part) != part
    ]


def _holdings(
    stored: Sequence[State], key: str, current: Current
) -> tuple[dict[str, list[str]], dict[str, Retired]]:
    """What every identifier holds or last held, in the records that are spoken for now."""
    living: dict[str, list[str]] = {}
    retired: dict[str, Retired] = {}
    for state in stored:
        if state.is_live:
            names = state.body[key] if key == "records" else [part_name(*part) for part in state.body[key]]
            living[state.id] = _now(names, current)
        else:
            last = state.body["retired"]
            retired[state.id] = Retired(frozenset(_now(last["held"], current)), last["entry"])
    return living, retired


def _now(names: Iterable[str], current: Current) -> list[str]:
    return [now for name in names if (now := current(name)) is not None]


def _facts(stored: Sequence[State], act_of: Mapping[str, str], current: Current) -> dict[str, Body]:
    """Carry what people settled or added: each goes with the part of an account that it was said of."""
    carried: dict[str, Body] = {}
    for state in stored:
        for key in ("resolved", "added_spells"):
            for fact in state.body[key]:
                anchor = current(part_name(*fact["anchor"]))
                act = act_of.get(anchor, state.id) if anchor is not None else state.id
                moved = fact if anchor is None else {**fact, "anchor": list(split_part(anchor))}
                carried.setdefault(act, {"resolved": [], "added_spells": []})[key].append(moved)
    for body in carried.values():
        body["resolved"].sort(key=lambda fact: (fact["field"], fact["anchor"]))
        body["added_spells"].sort(key=lambda fact: fact["entry"])
    return carried


def _settle(changes: Changes, body: Body, level: int, state: State) -> None:
    if state.body != body or state.level != level:
        changes.revised.append((state, body, level))


def _went(held: Iterable[str], where: Mapping[str, str]) -> tuple[str, str | None]:
    """Say why an identifier retires, and what took the most of it."""
    # a correction may no longer tell of an act that the row told of before
    went = Counter(where[name] for name in held if name in where)
    if not went:
        return "retracted", None
    into = min(went, key=lambda other: (-went[other], other))
    return ("merged" if len(went) == 1 else "split"), into
