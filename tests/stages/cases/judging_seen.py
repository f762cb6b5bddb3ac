"""What an archive has made of judgements, as its tables hold it, and what must hold of any change to them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.stages.cases.judging_model import Row

from tawthiq.accounts.actors import Actor
from tawthiq.journey.cases.models import Act, Judgement, Membership, Person
from tawthiq.journey.cases.queries import tombstones

Held = dict[str, frozenset[Row]]
"""For each identifier that ever stood for a person, the rows that it last stood for."""


@dataclass(frozen=True)
class Seen:
    """Every judgement's row, every person's body, the parts of every living act, and the index of records."""

    judgements: dict[str, dict[str, Any]]
    persons: dict[str, dict[str, Any]]
    acts: dict[str, Any]
    membership: dict[str, str]

    @classmethod
    def now(cls) -> Seen:
        """Read the tables."""
        acts = Act.rows_for_action.filter(is_live=True).values_list("id", "body")
        return cls(
            {row["id"]: row for row in Judgement.rows_for_action.order_by("entry", "position").values()},
            {name: json.loads(body) for name, body in Person.rows_for_action.values_list("id", "body")},
            {name: json.loads(body)["parts"] for name, body in acts},
            dict(Membership.rows_for_action.values_list("record_id", "person_id")),
        )

    @property
    def living(self) -> dict[str, list[str]]:
        """The records of every person who stands."""
        return {name: body["records"] for name, body in self.persons.items() if body["retired"] is None}

    @property
    def shape(self) -> Any:
        """Who is who, and what was done to them: everything but versions and tombstones."""
        return self.living, self.acts


def assert_nothing_is_lost(before: Seen, now: Seen) -> None:
    """A judgement stays as it was written, to the letter, and an identifier stays."""
    assert {name: now.judgements.get(name) for name in before.judgements} == before.judgements
    assert before.persons.keys() <= now.persons.keys()


def assert_each_has_one_person(now: Seen, records: Iterable[str]) -> None:
    """Every record in force is one person's, and the index says the same."""
    held = {record: name for name, some in now.living.items() for record in some}
    assert sorted(held) == sorted(record for some in now.living.values() for record in some)
    assert held == now.membership
    assert held.keys() == set(records)


def assert_identifiers_last(held: Held, now: Seen, row_of: Mapping[str, Row]) -> None:
    """An identifier goes on with somebody of those it stood for; a new one is drawn where none is left."""
    living = {name: {row_of[record] for record in some} for name, some in now.living.items()}
    for name, rows in living.items():
        if name in held:
            assert held[name] & rows, "an identifier stands for somebody else"
        else:
            left = {other for other, known in held.items() if known & rows} - living.keys()
            assert not left, "somebody has a new identifier whose own is free"


def assert_tombstones_are_right(before: Seen, now: Seen, person_of: Mapping[Row, str], rows: Any) -> None:
    """What retires says what it held and where most of that went; it stays so until it stands again."""
    for name, body in now.persons.items():
        was = before.persons.get(name)
        if body["retired"] is None:
            continue
        assert was is not None, "a new identifier stands for nobody"
        if was["retired"] is not None:
            assert body == was
            continue
        assert body["retired"]["held"] == was["records"]
        went = Counter(person_of[row] for row in rows(was["records"]) if row in person_of)
        most = {into for into, count in went.items() if count == max(went.values())}
        assert body["retired"]["into"] in (most or {None})
        assert body["retired"]["reason"] == ("retracted", "merged", "split")[min(len(went), 2)]


def assert_tombstones_lead_there(actor: Actor, held: Held, now: Seen, person_of: Mapping[Row, str]) -> None:
    """Who follows tombstones comes to somebody that a retired identifier stood for."""
    stones = {stone.person_id: stone.into_id for stone in tombstones(actor)}
    assert stones.keys() == now.persons.keys() - now.living.keys()
    for name in stones:
        there = {person_of[row] for row in held[name] if row in person_of}
        end: str | None = name
        while end in stones:
            end = stones[end]
        assert not there or end in there, "a tombstone leads to somebody else"
