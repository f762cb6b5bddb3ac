"""How one stock became another: every person who came, left or counts differently, under exactly one term.

A stock rises when people are arrested and also when older arrests become known; it falls when people are
released and also when two records turn out to be one person. Without the terms a reader would take the
difference for news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.plain_stock import CERTAIN_DEATH, Stay, death, whereabouts
from tawthiq.methods.counting.question import Question
from tawthiq.methods.counting.schema import ACTS, ALTERNATIVE, SPELLS
from tawthiq.methods.counting.tables import rows_of

FREE_STATUSES: Final = frozenset(
    ("released", "escaped", "exchanged", "released-after-payment", "found-alive", "freed")
)
DEAD_STATUSES: Final = frozenset(("died-of-torture", "died-in-detention", "executed", "remains-identified"))


class Term(StrEnum):
    """A term of the equation, in the order in which it is printed."""

    ARRESTED = "arrests in the period"
    NEWLY_DOCUMENTED = "earlier arrests newly documented"
    RELEASED = "releases"
    DEAD = "confirmed dead"
    MERGED = "merged"
    SPLIT = "split"
    RETRACTED = "retracted"
    REATTRIBUTED = "reattributed"
    RE_EVALUATED = "re-evaluated at a turning point"


@dataclass(frozen=True, slots=True, order=True)
class Changed:
    """One person by whom the stock changed, and by how many people (negative where it fell)."""

    person_id: str
    by: int


@dataclass(frozen=True)
class StockChange:
    """The equation: `later` is `earlier` and the sum of all terms, each of which opens into its persons."""

    earlier: int
    later: int
    terms: Mapping[Term, tuple[Changed, ...]]

    def amount(self, term: Term) -> int:
        """Return by how many people the stock changed under a term."""
        return sum(changed.by for changed in self.terms[term])

    def as_json(self) -> dict[str, Any]:
        """Return the equation as plain values."""
        return {
            "earlier": self.earlier,
            "later": self.later,
            "terms": {
                term.value: {
                    "by": self.amount(term),
                    "persons": {changed.person_id: changed.by for changed in self.terms[term]},
                }
                for term in Term
            },
        }


@dataclass(frozen=True)
class _Stock:
    """Who certainly counts in one release: each person's minimum, and the acts by which they count."""

    tables: ReleaseTables
    on: date
    people: Mapping[str, int]
    acts: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, tables: ReleaseTables, question: Question) -> _Stock:
        engine = DuckDBEngine(tables)
        acts: dict[str, set[str]] = defaultdict(set)
        for act in engine.acts(question):
            if act.is_certain:
                acts[act.person_id].add(act.act_id)
        return cls(
            tables,
            tables.date_of(question),
            {one.person_id: one.count_min for one in engine.persons(question) if one.is_certain},
            {person: frozenset(own) for person, own in acts.items()},
        )


def stock_change(
    earlier: ReleaseTables,
    later: ReleaseTables,
    question: Question,
    *,
    earlier_question: Question | None = None,
) -> StockChange:
    """Explain how a stock of one release became the same stock of a later one.

    Each is taken on its release's as-of date, or on the question's date; `earlier_question` is asked of the
    earlier release where that date differs. The lower bounds are explained, as they are published.

    Raises:
        UsageProblem: A date is after its release's.
    """
    before = _Stock.of(earlier, earlier_question or question)
    after = _Stock.of(later, question)
    return _Explained(before, after, question).change()


class _Explained:
    """Finds the one term of everyone by whom two stocks differ."""

    def __init__(self, before: _Stock, after: _Stock, question: Question) -> None:
        self.before, self.after, self.question = before, after, question
        self.owners_before = _owners(before.tables)
        self.owners_after = _owners(after.tables)
        self.ids_after = set(self.owners_after.values()) | set(after.people)
        became = after.tables.db.execute("SELECT person_id, into_id FROM tombstones").fetchall()
        self.tombstones: dict[str, str | None] = dict(became)

    def change(self) -> StockChange:
        """Return the equation."""
        terms: dict[Term, list[Changed]] = {term: [] for term in Term}
        continued: dict[str, list[str]] = defaultdict(list)
        for person in sorted(self.before.people):
            successor = self._successor(person)
            if successor is None:
                terms[Term.RETRACTED].append(Changed(person, -self.before.people[person]))
            else:
                continued[successor].append(person)
        gone = [successor for successor in continued if successor not in self.after.people]
        came = [person for person in sorted(self.after.people) if person not in continued]
        known = _Known.of(self.after, self.question, {*gone, *came})
        for successor, members in continued.items():
            first, *others = sorted(members, key=lambda person: (person != successor, person))
            for other in others:
                terms[Term.MERGED].append(Changed(other, -self.before.people[other]))
            least = self.before.people[first]
            if successor in self.after.people:
                if grown := self.after.people[successor] - least:
                    terms[Term.REATTRIBUTED].append(Changed(successor, grown))
            else:
                terms[_why_gone(successor, known)].append(Changed(first, -least))
        for person in came:
            terms[self._why_come(person, known)].append(Changed(person, self.after.people[person]))
        return StockChange(
            sum(self.before.people.values()),
            sum(self.after.people.values()),
            {term: tuple(sorted(changed)) for term, changed in terms.items()},
        )

    def _successor(self, person: str) -> str | None:
        """Return who stands for a person in the later release; None where nobody does.

        A person of whose acts none is left has been retracted, even where the identifier remains.
        """
        own = self.before.acts[person]
        still = {self.owners_after[act] for act in own if act in self.owners_after}
        into: str | None = person
        while into is not None and into in self.tombstones:
            into = self.tombstones[into]
        if into is not None and into in self.ids_after and (still or into != person):
            return into
        return min(still, default=None)

    def _why_come(self, person: str, known: _Known) -> Term:
        own = self.after.acts[person]
        stays = [stay for stay in known.stays[person] if stay.row["act_id"] in own]
        owners = {self.owners_before[act] for act in own if act in self.owners_before}
        if owners and person not in owners:
            return Term.SPLIT
        if owners:
            is_judged = any(stay.row["turning_point"] is not None for stay in stays)
            return Term.RE_EVALUATED if is_judged else Term.REATTRIBUTED
        begins = [stay.row["date_begin"] for stay in stays]
        if all(begin is not None and begin > self.before.on for begin in begins):
            return Term.ARRESTED
        return Term.NEWLY_DOCUMENTED


@dataclass(frozen=True)
class _Known:
    """What the later release knows of some persons: their possible latest stays, and who is dead."""

    stays: Mapping[str, tuple[Stay, ...]]
    dead: frozenset[str]

    @classmethod
    def of(cls, stock: _Stock, question: Question, persons: Iterable[str]) -> _Known:
        db = stock.tables.db
        wanted = [sorted(persons)]
        own = "person_id IN (SELECT unnest($1::VARCHAR[]))"
        acts = list(rows_of(db, ACTS, f"acts WHERE {own}", wanted))
        spells = rows_of(db, SPELLS, f"spells WHERE act IN (SELECT act FROM acts WHERE {own})", wanted)  # noqa: S608  # our names
        ids = {act["person"]: act["person_id"] for act in acts}
        found = whereabouts(question, stock.on, acts, spells)
        dead = {act["person_id"] for act in acts if death(question, stock.on, act) == CERTAIN_DEATH}
        return cls({ids[person]: one.candidates for person, one in found.items()}, frozenset(dead))


def _why_gone(person: str, known: _Known) -> Term:
    if person in known.dead:
        return Term.DEAD
    stays = known.stays.get(person, ())
    statuses = {status for stay in stays for status in (stay.row["status"] or "").split(ALTERNATIVE)}
    if any(stay.row["turning_point"] is not None for stay in stays):
        return Term.RE_EVALUATED
    if statuses and statuses <= DEAD_STATUSES:
        return Term.DEAD
    if stays and (statuses <= FREE_STATUSES or all(stay.lasts == 0 for stay in stays)):
        return Term.RELEASED
    return Term.REATTRIBUTED


def _owners(tables: ReleaseTables) -> dict[str, str]:
    """Return whose act each act is."""
    return dict(tables.db.execute("SELECT act_id, person_id FROM acts").fetchall())
