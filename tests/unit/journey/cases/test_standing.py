"""What stands already is passed over, and nothing that is decided would be decided otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.journey.cases import linking
from tawthiq.journey.cases.clusters import Tie, Undone, Verdict
from tawthiq.journey.cases.conclusions import NewPerson
from tawthiq.journey.cases.linking import Changes, LinkedRecord, link_acts, link_persons
from tawthiq.journey.cases.standing import Concluded, Group, State, standing
from tawthiq.journey.cases.stored import spoken_for

ACTS = (("act-1", True), ("act-2", False))
RECORDS = {name: LinkedRecord(name, "individual", 1, 1, 4, ACTS) for name in "abcdef"}
GONE = "uvw"
"""Records that the stored persons may still speak of."""


def stored(name: str, *records: str, level: int = 4, version: int = 1) -> State:
    return State(name, NewPerson(name, level, "individual", 1, 1, records).body(), level, version)


def same(name: str) -> str | None:
    return name


def stands(
    *states: State, groups: Sequence[Group] = (("a",), ("b", "c")), current: Any = same, **options: Any
) -> tuple[list[str | None], list[State]]:
    def concluded(person: str, group: Group) -> NewPerson:
        return NewPerson(person, 4, "individual", 1, 1, group)

    return standing(groups, states, concluded, current=current, **{"undoing": None, **options})


def test_what_says_what_linking_says_is_passed_over() -> None:
    assert stands(stored("P1", "a"), stored("P2", "b", "c")) == (["P1", "P2"], [])


def test_what_says_something_else_is_looked_at() -> None:
    other = (stored("P1", "a", level=5), stored("P2", "b"))

    assert stands(*other) == ([None, None], list(other))


def test_a_person_of_whose_record_another_one_speaks_too_is_looked_at() -> None:
    late = {"u": "c"}.get
    states = (stored("P1", "a"), stored("P2", "b", "c", version=3), stored("P3", "u"))

    ids, others = stands(*states, current=lambda name: late(name, name))

    assert ids == ["P1", None]
    assert sorted(others) == [states[1], states[2]]


def test_two_that_say_the_same_are_both_looked_at() -> None:
    ids, others = stands(stored("P1", "a"), stored("P2", "a"), groups=[("a",)])

    assert ids == [None]
    assert {state.id for state in others} == {"P1", "P2"}


def test_what_comes_back_is_looked_at_only_where_its_retirement_is_taken_back() -> None:
    retired = {"entry": 7, "reason": "merged", "into": "P2", "held": ["b"]}
    gone = stored("P3")._replace(body={**stored("P3").body, "retired": retired})
    states = (stored("P1", "a"), stored("P2", "b", "c"), gone)

    assert stands(*states)[0] == stands(*states, undoing=Undone(6))[0] == ["P1", "P2"]
    assert stands(*states, undoing=Undone(7))[0] == ["P1", None]


HOLDERS = st.dictionaries(st.sampled_from([*RECORDS, *GONE]), st.sampled_from(["P1", "P2", "P3", "P4", "P5"]))
LATER = st.dictionaries(st.sampled_from(GONE), st.sampled_from([*RECORDS]))
TIES = st.lists(st.tuples(st.sampled_from([*RECORDS]), st.sampled_from([*RECORDS]), st.sampled_from(Verdict)))
SAID_OF = st.dictionaries(st.sampled_from([*RECORDS]), st.sampled_from([*RECORDS]), max_size=2)
"""Of which record's act somebody said more, in the act that another record tells of."""
LEVELS = st.lists(st.sampled_from([4, 5]), min_size=5, max_size=5)


def nothing_stands(
    groups: Sequence[Group], states: Any, _concluded: Concluded, **_options: Any
) -> tuple[list[str | None], list[State]]:
    return [None] * len(groups), list(states)


def linked(
    persons: list[State], acts: list[State], ties: list[Tie], current: Callable[[str], str | None]
) -> tuple[dict[str, str], Changes, Changes]:
    number = count(1)
    of, changed = link_persons(
        RECORDS, ties, iter(persons), current=current, draw=lambda: f"P-{next(number):03}"
    )
    changed_acts = link_acts(
        RECORDS, of, [], iter(acts), current=current, draw=lambda: f"A-{next(number):03}"
    )
    return of, changed, changed_acts


@given(HOLDERS, LATER, TIES, LEVELS, SAID_OF)
def test_linking_decides_as_if_nothing_stood(
    holders: dict[str, str],
    later: dict[str, str],
    judged: list[tuple[str, str, Verdict]],
    levels: list[int],
    said_of: dict[str, str],
) -> None:
    ties = [Tie(left, right, verdict) for left, right, verdict in judged if left != right]
    current = spoken_for(RECORDS, later)
    persons = [
        stored(
            person,
            *sorted(r for r, holder in holders.items() if holder == person),
            level=level,
            version=number,
        )
        for number, (person, level) in enumerate(zip(sorted({*holders.values()}), levels, strict=False), 1)
    ]
    acts = [_act(record, person, said_of.get(record)) for record, person in sorted(holders.items())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "standing", nothing_stands)
        expected = linked(persons, acts, ties, current)

    assert linked(persons, acts, ties, current) == expected


def _act(record: str, person: str, said_of: str | None) -> State:
    spells = [] if said_of is None else [{"anchor": [said_of, "act-2"], "entry": 1}]
    body = {
        "format": 1,
        "person": person,
        "parts": [[record, "act-2"]],
        "resolved": [],
        "added_spells": spells,
        "retired": None,
    }
    return State(f"A-{record}", body, 4, 1)
