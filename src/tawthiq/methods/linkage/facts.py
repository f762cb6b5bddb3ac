"""What a candidate's facts amount to, and when those of two cannot be true of one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tawthiq.core.dates import Dated, Period, birth_from_age
from tawthiq.core.names import fold, is_placeholder
from tawthiq.methods.linkage import reasons
from tawthiq.methods.linkage.model import AgeAt, Candidate, Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a candidate in the form that they are compared in."""

    record_id: str
    sex: str | None
    mother: str
    birth: Period
    death: Period
    arrests: tuple[Dated, ...]


def facts_of(candidate: Candidate) -> Facts:
    """Return a candidate's facts; a period that ends before it starts is left of what cannot all be true."""
    mother = "" if is_placeholder(candidate.mother_name) else fold(candidate.mother_name)
    births = [birth_from_age(age.youngest, age.oldest, age.on) for age in candidate.ages]
    if candidate.birth is not None:
        births.append(_born(candidate.birth))
    return Facts(
        record_id=candidate.record_id,
        sex=candidate.sex,
        mother=mother,
        birth=_common(births),
        death=_common([death.bounds for death in candidate.deaths]),
        arrests=candidate.arrests,
    )


def _born(birth: Dated) -> Period:
    """Return when somebody was born; 1 January is how many lists write that only the year is known."""
    day = birth.earliest
    if birth.is_exact and day is not None and is_placeholder_day(day):
        return Period(day, date(day.year, 12, 31))
    return birth.bounds


def is_placeholder_day(day: date) -> bool:
    """Return whether a date of birth is likely a year written as a day (1 January)."""
    return (day.month, day.day) == (1, 1)


def _common(periods: list[Period]) -> Period:
    starts = [period.start for period in periods if period.start is not None]
    ends = [period.end for period in periods if period.end is not None]
    return Period(max(starts, default=None), min(ends, default=None))


def _is_empty(period: Period) -> bool:
    return period.start is not None and period.end is not None and period.start > period.end


def may_contradict_itself(candidate: Candidate) -> bool:
    """Return whether a record says two things that need not agree; few do, and only those are looked into."""
    births, deaths = len(candidate.ages) + (candidate.birth is not None), len(candidate.deaths)
    if births > 1 or deaths > 1 or (deaths and candidate.arrests):
        return True
    return bool(candidate.ages) and _is_turned(candidate.ages[0])


def _is_turned(age: AgeAt) -> bool:
    return age.youngest is not None and age.oldest is not None and age.youngest > age.oldest


def own_contradictions(facts: Facts) -> tuple[Reason, ...]:
    """Return in what a record contradicts itself; such a record is joined to nothing by a rule."""
    return tuple(_contradictions(facts, facts))


def contradictions(left: Facts, right: Facts) -> tuple[Reason, ...]:
    """Return why two records cannot be about one person; nothing where they can.

    Unknown contradicts nothing. Dates contradict where no day is possible under both.
    """
    return tuple(_contradictions(left, right))


def agree(everyone: list[Facts]) -> bool:
    """Return whether all the facts can be true of one person; the same as no two contradicting each other.

    Days are in one line, so periods that overlap two by two have a day in common.
    """
    sexes = {facts.sex for facts in everyone if facts.sex is not None}
    mothers = {facts.mother for facts in everyone if facts.mother}
    death = _common([facts.death for facts in everyone])
    return (
        len(sexes) <= 1
        and len(mothers) <= 1
        and not _is_empty(_common([facts.birth for facts in everyone]))
        and not _is_empty(death)
        and not any(_after(arrest, death.end) for facts in everyone for arrest in facts.arrests)
    )


def _contradictions(left: Facts, right: Facts) -> Iterator[Reason]:
    if left.sex is not None and right.sex is not None and left.sex != right.sex:
        yield reasons.SEX
    if left.mother and right.mother and left.mother != right.mother:
        yield reasons.MOTHER
    if _is_empty(_common([left.birth, right.birth])):
        yield reasons.BIRTH
    death = _common([left.death, right.death])
    if _is_empty(death):
        yield reasons.DEATH
    elif any(_after(arrest, death.end) for arrest in (*left.arrests, *right.arrests)):
        yield reasons.ARREST_AFTER_DEATH


def _after(dated: Dated, day: date | None) -> bool:
    return day is not None and dated.earliest is not None and dated.earliest > day
