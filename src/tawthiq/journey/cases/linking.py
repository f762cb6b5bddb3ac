"""From records and judgements to persons and acts: what changes, and what stays. Pure; no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from tawthiq.journey.cases.clusters import Retired, Tie, Undone, groups_of, inherit
from tawthiq.journey.cases.conclusions import Body, NewAct, NewPerson, split_part
from tawthiq.journey.cases.standing import Concluded, Current, Group, State, part_name, standing

KINDS, UNNAMED = ("group", "individual"), "unnamed"
NO_FACTS: Body = {"resolved": [], "added_spells": []}


class LinkedRecord(NamedTuple):
    """What linking needs of a record in force: among it its acts in order, and which are killings."""

    id: str
    kind: str
    count_min: int
    count_max: int | None
    level: int
    acts: tuple[tuple[str, bool], ...]


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
    stored: Iterable[State],
    *,
    current: Current,
    draw: Callable[[], str],
    undoing: Undone | None = None,
) -> tuple[dict[str, str], Changes]:
    """Give every record a person: return the person of each record, and what changes."""
    concluded = partial(_person, records=records)
    groups = groups_of(records, ties)
    found = _found(groups, stored, concluded, current=current, draw=draw, undoing=undoing)
    person_of = {record: person for person, group in zip(found.ids, groups, strict=True) for record in group}
    levels: dict[str | None, int] = {}
    created: list[NewPerson] = []
    changes = Changes(created)
    for index in found.open:
        person = concluded(found.ids[index], groups[index])
        if (state := found.states.get(person.id)) is None:
            created.append(person)
        else:
            _settle(changes, person.body(), person.level, state)
        if found.states:
            levels[person.id] = person.level
    created.sort(key=itemgetter(0))
    for gone in sorted(found.held.keys() - levels.keys()):
        changes.retired.append(_retired(found.states[gone], found.held[gone], person_of, levels))
    return person_of, changes


@dataclass(frozen=True, slots=True)
class _Found:
    """The identifiers of some groups, which groups are `open` to change, and what is stored besides."""

    ids: list[str]
    open: list[int]
    states: dict[str, State]
    held: dict[str, list[str]]


def _found(
    groups: Sequence[Group],
    stored: Iterable[State],
    concluded: Concluded,
    *,
    current: Current,
    draw: Callable[[], str],
    undoing: Undone | None,
) -> _Found:
    ids, others = standing(groups, stored, concluded, current=current, undoing=undoing)
    open_groups = [index for index, name in enumerate(ids) if name is None]
    held, retired = _holdings(others, current)
    versions = {state.id: state.version for state in others}
    returning = _returning(retired, undoing, current)
    inherited = iter(
        inherit([groups[i] for i in open_groups], held, retired, versions=versions, returning=returning)
    )
    return _Found(
        ids=[next(inherited) or draw() if name is None else name for name in ids],
        open=open_groups,
        states={state.id: state for state in others},
        held=held,
    )


def _retired(
    state: State, held: Iterable[str], where: Mapping[str, str], levels: Mapping[str | None, int], **own: Any
) -> Retirement:
    reason, into = went(held, where)
    level = max(state.level, levels.get(into, 0))
    emptied = {"records" if "records" in state.body else "parts": [], **own}
    return Retirement(state, level, reason, into, emptied, tuple(state.holds))


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
    stored: Iterable[State],
    *,
    current: Current,
    draw: Callable[[], str],
    undoing: Undone | None = None,
) -> Changes:
    """Make the acts of every person: their killings are one act, any other violation one per record.

    `ties` join parts of one person's accounts; a tie between two persons, or with a killing, rests.
    """
    concluded = partial(_act, records=records, person_of=person_of)
    groups = _one_act_each(records, person_of, ties)
    found = _found(groups, stored, concluded, current=current, draw=draw, undoing=undoing)
    act_of = {part: found.ids[i] for i in found.open for part in groups[i]} if found.states else {}
    facts = _facts(found.states.values(), act_of, current)
    levels: dict[str | None, int] = {}
    created: list[NewAct] = []
    changes = Changes(created)
    for index in found.open:
        act = concluded(found.ids[index], groups[index])._replace(facts=facts.get(found.ids[index]))
        if (state := found.states.get(act.id)) is None:
            created.append(act)
        else:
            _settle(changes, act.body(), act.level, state)
        if found.states:
            levels[act.id] = act.level
    created.sort(key=itemgetter(0))
    for gone in sorted(found.states.keys() - levels.keys()):
        state, own = found.states[gone], facts.get(gone, NO_FACTS)
        if state.is_live:
            changes.retired.append(_retired(state, found.held[gone], act_of, levels, **own))
        else:
            _settle(changes, {**state.body, **own}, state.level, state)
    return changes


def _act(act: str, parts: Group, records: Mapping[str, LinkedRecord], person_of: Mapping[str, str]) -> NewAct:
    told_by = [part.rpartition("/")[0] for part in parts]
    level = max([records[record].level for record in told_by])
    return NewAct(act, level, person_of[told_by[0]], parts)


def _one_act_each(
    records: Mapping[str, LinkedRecord], person_of: Mapping[str, str], ties: Sequence[Tie]
) -> list[Group]:
    """Return the parts of accounts that are one act each, in the order of their first parts."""
    tied = {part for tie in ties for part in (tie.left, tie.right)}
    owner: dict[str, str] = {}
    killed: dict[str, list[str]] = {}
    groups: list[Group] = []
    for record_id, _, _, _, _, acts in records.values():
        person = person_of[record_id]
        for act, kills in acts:
            part = f"{record_id}/{act}"
            if kills:
                killed.setdefault(person, []).append(part)
            elif part in tied:
                owner[part] = person
            else:
                groups.append((part,))
    groups += [tuple(sorted(parts)) for parts in killed.values()]
    within = [tie for tie in ties if tie.left in owner and owner[tie.left] == owner.get(tie.right)]
    return sorted([*groups, *groups_of(owner, within)])


def _holdings(stored: Iterable[State], current: Current) -> tuple[dict[str, list[str]], dict[str, Retired]]:
    """What every identifier holds or last held, in the records that are spoken for now."""
    living: dict[str, list[str]] = {}
    retired: dict[str, Retired] = {}
    for state in stored:
        if state.is_live:
            living[state.id] = _now(state.holds, current)
        else:
            last = state.body["retired"]
            retired[state.id] = Retired(frozenset(_now(last["held"], current)), last["entry"])
    return living, retired


def _returning(
    retired: Mapping[str, Retired], undoing: Undone | None, current: Current
) -> dict[str, frozenset[str]]:
    """Return what the identifiers that an undone entry retired or changed held before it."""
    if undoing is None:
        return {}
    gone = {name: last.held for name, last in retired.items() if last.since == undoing.entry}
    return gone | {name: frozenset(_now(held, current)) for name, held in undoing.before.items()}


def _now(names: Iterable[str], current: Current) -> list[str]:
    return [now for name in names if (now := current(name)) is not None]


def _facts(stored: Iterable[State], act_of: Mapping[str, str], current: Current) -> dict[str, Body]:
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


def went(held: Iterable[str], where: Mapping[str, str]) -> tuple[str, str | None]:
    """Say why an identifier retires, and what took the most of it."""
    # a correction may no longer tell of an act that the row told of before
    found = Counter(where[name] for name in held if name in where)
    if not found:
        return "retracted", None
    into = min(found, key=lambda other: (-found[other], other))
    return ("merged" if len(found) == 1 else "split"), into
