"""From the claims of several accounts to the set of what may be true, field by field. Pure; no database.

A set holds alternatives, and an alternative holds what is true together (a joint party, two communities).
Nothing claimed is the empty set: unknown, every value. How the claims of several accounts meet:

- Claims that conflict are all in the set: nobody has resolved them.
- A broader claim does not conflict with a narrower one: `killing` beside `death-due-to-torture`, a
  governorate beside a village in it, a month beside a day of it. The finer one stays.
- "It could not be known" contradicts nobody: it stays only where no account says more.
- Words that could not be read say nothing here; they are kept, verbatim, in the record.
- What rests on an account that was only possibly documented in time is an alternative, never the answer:
  the set is what holds without that account together with what holds with it.
- Ages are intervals, from explicit ages, from "child" and "adult", and from birth and act dates. Ages that
  can all be true at once narrow each other; ages that cannot are alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawthiq.core.claims import PERSON, UNIDENTIFIED, Account
from tawthiq.journey.cases.ages import Ages, ages_of, possible_ages
from tawthiq.journey.cases.words import Finer, Words, same_only

Together = tuple[str, ...]
Set = tuple[Together, ...]
UNKNOWN: Set = ()
NOT_KNOWABLE: Set = ((UNIDENTIFIED,),)
CERTAINTY = ("confirmed", "joint", "probable", "alleged", "contested", "undetermined")


@dataclass(frozen=True, slots=True)
class Part:
    """One act as one record tells it: the unit that acts are made of."""

    record_id: str
    act: str
    account: Account
    certain: bool = True
    """The record was documented for certain on or before the date that is asked about."""


@dataclass(frozen=True, slots=True)
class PersonPossibilities:
    """What may be true of a person, whatever the act."""

    sex: Set
    community: Set
    nationality: Set
    birth: Set
    legal_status: Set
    place_origin: Set
    place_residence: Set
    protected_group: Set


@dataclass(frozen=True, slots=True)
class SpellPossibilities:
    """What may be true of one stay in detention. `turning_point` is None where a source tells of it."""

    seq: int
    status: Set
    begin: Set
    end: Set
    has_end: bool
    holder: Set
    facility: Set
    turning_point: str | None
    certain: bool


@dataclass(frozen=True, slots=True)
class ActPossibilities:
    """What may be true of an act. Dates are EDTF, places are place codes, ages are completed years.

    `attribution` is the weakest level that an account states, None where none does. `degrees` says how a
    party took part, where an account says so.
    """

    violation: Set
    date: Set
    place_act: Set
    place_last_seen: Set
    party: Set
    attribution: str | None
    degrees: Mapping[str, str]
    method: Set
    facility: Set
    event: Set
    person_status: Set
    protected_group: Set
    target: Set
    age_group: Set
    age_min: int | None
    age_max: int | None
    spells: tuple[SpellPossibilities, ...]


def combine(stated: Iterable[Set], finer: Finer = same_only) -> Set:
    """Return the alternatives of several accounts, without those that another one says more exactly."""
    alternatives = {alternative for each in stated for alternative in each}
    if len(alternatives) > 1:
        alternatives -= set(NOT_KNOWABLE)
    if len(alternatives) < 2:
        return tuple(alternatives)
    return tuple(
        sorted(one for one in alternatives if not any(_refines(other, one, finer) for other in alternatives))
    )


def _refines(finer_one: Together, one: Together, finer: Finer) -> bool:
    def covers(a: str, b: str) -> bool:
        return a == b or finer(a, b)

    return (
        finer_one != one
        and all(any(covers(a, b) for a in finer_one) for b in one)
        and all(any(covers(a, b) for b in one) for a in finer_one)
    )


def stated(account: Account, thing: str, field: str, *, together: bool = False) -> Set:
    """Return what one account says of one field.

    Several claims are alternatives, or with `together` (communities, nationalities) hold at once; a list
    as a value (a joint party) always holds at once.
    """
    each = [_members(claim.value) for claim in account.said(thing, field) if claim.value is not None]
    if len(each) < 2:  # the usual case
        return tuple(each)
    if together:
        known = {member for members in each for member in members} - {UNIDENTIFIED}
        return (tuple(sorted(known)),) if known else NOT_KNOWABLE
    return tuple(sorted(set(each)))


def _members(value: Any) -> Together:
    if type(value) is str:
        return (value,)
    return tuple(sorted({str(item) for item in value})) if isinstance(value, list | tuple) else (str(value),)


def _over(parts: Sequence[Part], read: Callable[[Part], Set], finer: Finer = same_only) -> Set:
    """Combine what the parts say; a part that is only possibly there gives alternatives, never certainty."""
    if len(parts) == 1 and len(only := read(parts[0])) < 2:  # the usual case
        return only
    with_all = combine((read(part) for part in parts), finer)
    certain = [part for part in parts if part.certain]
    if not certain or len(certain) == len(parts):
        return with_all
    without = combine((read(part) for part in certain), finer)
    return tuple(sorted({*with_all, *without})) if without else UNKNOWN


def of_person(parts: Sequence[Part], words: Words) -> PersonPossibilities:
    """Return what the accounts of one person leave possible of them; `parts` is one per record."""

    def field(name: str, finer: Finer = same_only, *, together: bool = False) -> Set:
        return _over(parts, lambda part: stated(part.account, PERSON, name, together=together), finer)

    return PersonPossibilities(
        sex=field("sex"),
        community=field("community", words.finer_in("community"), together=True),
        nationality=field("nationality", together=True),
        birth=field("birth-date", words.finer_date),
        legal_status=field("legal-status"),
        place_origin=field("origin", words.finer_place),
        place_residence=field("residence", words.finer_place),
        protected_group=field("protected-group", together=True),
    )


def of_act(
    parts: Sequence[Part],
    words: Words,
    *,
    birth: Set = UNKNOWN,
    resolved: Mapping[str, Set] | None = None,
    added_spells: Sequence[Mapping[str, Any]] = (),
) -> ActPossibilities:
    """Return what the accounts of one act leave possible of it.

    `birth` is the person's set of birth dates; `resolved` are the fields that a judgement settled;
    `added_spells` are the stays that a turning point brought, after those that the accounts tell of.
    """
    settled = resolved or {}

    def field(
        name: str, finer: Finer = same_only, *, of_person_too: bool = False, together: bool = False
    ) -> Set:
        def read(part: Part) -> Set:
            own = stated(part.account, part.act, name, together=together)
            if own or not of_person_too:
                return own
            return stated(part.account, PERSON, name, together=together)

        return settled[name] if name in settled else _over(parts, read, finer)

    date = field("date", words.finer_date)
    ages = _ages(parts, birth, date)
    return ActPossibilities(
        violation=field("violation", words.finer_in("violation")),
        date=date,
        place_act=field("place", words.finer_place),
        place_last_seen=field("last-seen", words.finer_place),
        party=field("party", words.finer_in("party")),
        attribution=_attribution(field("attribution")),
        degrees=_degrees(parts),
        method=field("method", words.finer_in("method")),
        facility=field("facility"),
        event=field("event"),
        person_status=field("person-status", words.finer_in("person-status"), of_person_too=True),
        protected_group=field("protected-group", of_person_too=True, together=True),
        target=field("target", together=True),
        age_group=ages.groups,
        age_min=ages.least,
        age_max=ages.greatest,
        spells=_spells(parts, added_spells, words),
    )


def _ages(parts: Sequence[Part], birth: Set, date: Set) -> Ages:
    def over(chosen: Sequence[Part]) -> Ages:
        return possible_ages([ages_of(part.account, part.act) for part in chosen], birth, date)

    with_all = over(parts)
    certain = [part for part in parts if part.certain]
    return with_all.or_else(over(certain)) if certain and len(certain) < len(parts) else with_all


def _attribution(claimed: Set) -> str | None:
    levels = [level for alternative in claimed for level in alternative]
    return max(levels, key=_weakness) if levels else None


def _weakness(level: str) -> tuple[int, str]:
    return (CERTAINTY.index(level) if level in CERTAINTY else len(CERTAINTY), level)


def _degrees(parts: Sequence[Part]) -> dict[str, str]:
    """A degree belongs to the parties of its own account; where two accounts differ, none is stated."""
    found: dict[str, set[str]] = {}
    for part in parts:
        degrees = {degree for (degree,) in stated(part.account, part.act, "degree")}
        for party in {p for alternative in stated(part.account, part.act, "party") for p in alternative}:
            found.setdefault(party, set()).update(degrees)
    return {party: degrees.copy().pop() for party, degrees in sorted(found.items()) if len(degrees) == 1}


def spell_names(account: Account, act: str) -> tuple[str, ...]:
    """Return the stays in detention of one act in the order of the account: ``act-1/spell-1``, ..."""
    prefix = f"{act}/"
    return tuple(dict.fromkeys(claim.on for claim in account.claims if claim.on.startswith(prefix)))


def _spells(
    parts: Sequence[Part], added: Sequence[Mapping[str, Any]], words: Words
) -> tuple[SpellPossibilities, ...]:
    """The first stay of every account is one stay, the second another: joined acts tell one history."""
    names = [(part, spell_names(part.account, part.act)) for part in parts]
    longest = max((len(spells) for _, spells in names), default=0)
    told = [
        _spell(index + 1, [(part, spells[index]) for part, spells in names if len(spells) > index], words)
        for index in range(longest)
    ]
    return (*told, *(_added_spell(longest + n, spell) for n, spell in enumerate(added, 1)))


def _spell(seq: int, told: Sequence[tuple[Part, str]], words: Words) -> SpellPossibilities:
    parts = [Part(part.record_id, spell, part.account, part.certain) for part, spell in told]

    def field(name: str, finer: Finer = same_only) -> Set:
        return _over(parts, lambda part: stated(part.account, part.act, name), finer)

    return SpellPossibilities(
        seq=seq,
        status=field("status", words.finer_in("detention-status")),
        begin=field("begin", words.finer_date),
        end=field("end", words.finer_date),
        has_end=any(claim.field == "end" for part in parts for claim in part.account.on(part.act)),
        holder=field("holder", words.finer_in("party")),
        facility=field("facility"),
        turning_point=None,
        certain=any(part.certain for part in parts),
    )


def _added_spell(seq: int, spell: Mapping[str, Any]) -> SpellPossibilities:
    def field(name: str) -> Set:
        value = spell.get(name)
        return UNKNOWN if value is None else (_members(value),)

    return SpellPossibilities(
        seq=seq,
        status=field("status"),
        begin=field("begin"),
        end=field("end"),
        has_end=spell.get("end") is not None,
        holder=field("holder"),
        facility=field("facility"),
        turning_point=str(spell["turning_point"]),
        certain=True,
    )
