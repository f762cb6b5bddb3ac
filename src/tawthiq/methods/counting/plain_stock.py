"""Who is held on a date, person by person: the definition that the fast engine must meet.

Of each person the *latest* stay counts. Where dates leave open which one that is, all that may be the latest
are candidates, and the person counts certainly only if every one of them says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tawthiq.methods.counting.question import NOTICE, Question
from tawthiq.methods.counting.schema import ALTERNATIVE, TOGETHER

Row = Mapping[str, Any]
CERTAIN_DEATH: Final = 2


@dataclass(frozen=True)
class Stay:
    """One stay, with the days between which it began; None is open.

    `row` is its act's row with the stay's status and facility. `has_begun` says that it certainly had begun,
    and was certainly documented, by the date of the stock.
    """

    row: Row
    seq: int
    earliest: date | None
    latest: date | None
    has_begun: bool
    lasts: int
    """2 where it lasts on the date, 1 where it may, 0 where it has ended."""


@dataclass(frozen=True)
class Whereabouts:
    """What is known of one person on the date."""

    candidates: tuple[Stay, ...]
    is_certain: bool
    """Some stay has certainly begun, and no death is possible."""


def whereabouts(
    question: Question, on: date, acts: Sequence[Row], spells: Iterable[Row]
) -> dict[int, Whereabouts]:
    """Return, for each person with a stay who is not certainly dead, what is known on the date."""
    by_act: dict[int, list[Row]] = {}
    for spell in sorted(spells, key=lambda spell: spell["seq"]):
        by_act.setdefault(spell["act"], []).append(spell)
    persons: dict[int, list[Row]] = {}
    for act in acts:
        persons.setdefault(act["person"], []).append(act)
    found: dict[int, Whereabouts] = {}
    for person, own in persons.items():
        deaths = [death(question, on, act) for act in own]
        stays = [stay for act in own for stay in _stays(question, on, act, by_act.get(act["act"], []))]
        if stays and CERTAIN_DEATH not in deaths:
            begun = any(stay.has_begun for stay in stays)
            found[person] = Whereabouts(tuple(_candidates(stays)), begun and 1 not in deaths)
    return found


def death(question: Question, on: date, act: Row) -> int:
    """Return 2 where the act is certainly a killing by the date, 1 where it may be, else 0."""
    deadly = question.killing | ({NOTICE} if question.notice_ends_disappearance else set())
    named = [_names(part, deadly) for part in (act["violation"] or "").split(ALTERNATIVE)]
    first, last = _ordered(act["date_begin"], _earlier(act["date_end"], act["documented_end"]))
    if not any(named) or (first is not None and first > on):
        return 0
    return CERTAIN_DEATH if all(named) and act["certain"] and last is not None and last <= on else 1


def _stays(question: Question, on: date, act: Row, spells: list[Row]) -> list[Stay]:
    """Return the stays of an act that may have begun by the date, later ones never before earlier ones."""
    parts = (act["violation"] or "").split(ALTERNATIVE)
    if not spells and any(_names(part, question.detention) for part in parts):
        spells = [_NO_SPELL]
    bounds = [_bounds_of_beginning(act, spell, is_first=place == 0) for place, spell in enumerate(spells)]
    stays = []
    for place, spell in enumerate(spells):
        firsts = [first for first, _ in bounds[: place + 1] if first is not None]
        lasts = [last for _, last in bounds[place:] if last is not None]
        first, last = _ordered(max(firsts, default=None), min(lasts, default=None))
        if first is not None and first > on:
            continue
        facility = spell["facility"] if spell["facility"] is not None else act["facility"]
        is_documented = spell["certain"] and act["certain"]
        stays.append(
            Stay(
                row={**act, **{name: spell[name] for name in _OF_STAY}, "facility": facility},
                seq=spell["seq"],
                earliest=first,
                latest=last,
                has_begun=is_documented and last is not None and last <= on,
                lasts=_lasts(question, on, spell),
            )
        )
    return stays


_OF_STAY: Final = ("status", "turning_point")
_NO_SPELL: Row = {
    "seq": 1,
    "status": None,
    "turning_point": None,
    "facility": None,
    "begin_min": None,
    "begin_max": None,
    "has_end": False,
    "end_min": None,
    "end_max": None,
    "certain": True,
}
"""A detention of which no source says what became of the person: status unknown, no end."""


def _bounds_of_beginning(act: Row, spell: Row, *, is_first: bool) -> tuple[date | None, date | None]:
    """A first stay with no beginning of its own began with the act; nothing began after it was documented."""
    first, last = spell["begin_min"], spell["begin_max"]
    if is_first and first is None and last is None:
        first, last = act["date_begin"], act["date_end"]
    return first, _earlier(last, act["documented_end"])


def _lasts(question: Question, on: date, spell: Row) -> int:
    if not spell["has_end"]:
        return 2 if question.continuation == "presumed" else 1
    if spell["end_max"] is not None and spell["end_max"] < on:
        return 0
    return 2 if spell["end_min"] is not None and spell["end_min"] >= on else 1


def _candidates(stays: list[Stay]) -> Iterable[Stay]:
    for stay in stays:
        if not any(_is_after(other, stay) for other in stays if other.has_begun):
            yield stay


def _is_after(other: Stay, stay: Stay) -> bool:
    """Return whether another stay is certainly later."""
    if other.row["act"] == stay.row["act"]:
        return other.seq > stay.seq
    return other.earliest is not None and stay.latest is not None and other.earliest > stay.latest


def _names(part: str, codes: Iterable[str]) -> bool:
    return not set(part.split(TOGETHER)).isdisjoint(codes)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _ordered(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """Return the bounds, the last never before the first (a source may date a thing after telling of it)."""
    if first is not None and last is not None and last < first:
        return first, first
    return first, last
