"""The text of new persons and acts is that of their bodies; what no tie names is alone, as in the forest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.audit import leaves
from tawthiq.core.digests import canonical_json
from tawthiq.core.merkle import leaf_hash
from tawthiq.journey.cases import clusters, conclusions
from tawthiq.journey.cases.clusters import Tie, Verdict, forest, groups_of
from tawthiq.journey.cases.conclusions import NewAct, NewPerson
from tawthiq.journey.cases.models import Act, Person

IDS = st.sampled_from(["R-7F3K9QX2MBAC", "DEMO-R-1"]) | st.text('R-1é\u0301"\\\n\u007f\u200f', max_size=4)
LEVELS = st.integers(0, 9)
PERSONS = st.builds(
    NewPerson,
    IDS,
    LEVELS,
    st.sampled_from(["individual", "group", "unnamed", 'odd"']),
    st.integers(0, 99),
    st.none() | st.integers(0, 10**20),
    st.lists(IDS, min_size=1, max_size=3).map(tuple),
)
PARTS = st.builds("{}/{}".format, IDS, st.sampled_from(["act-1", "act-12", 'act"']))
FACTS = {"resolved": [{"field": "date", "value": None}], "added_spells": []}
ACTS = st.builds(
    NewAct,
    IDS,
    LEVELS,
    IDS,
    st.lists(PARTS, min_size=1, max_size=3).map(tuple),
    st.none() | st.just(FACTS) | st.just({"resolved": [], "added_spells": []}),
)
THINGS = [f"R-{number}" for number in range(7)]
TIES = st.lists(
    st.builds(Tie, *[st.sampled_from([*THINGS, "R-gone"])] * 2, st.sampled_from(Verdict), st.booleans()),
    max_size=6,
)


@given(PERSONS)
def test_the_text_of_a_person_is_that_of_the_body(new: NewPerson) -> None:
    assert new.text() == canonical_json(new.body())


@given(ACTS)
def test_the_text_of_an_act_is_that_of_the_body(new: NewAct) -> None:
    assert new.text() == canonical_json(new.body())


@given(PERSONS, ACTS)
def test_their_other_columns_are_those_of_their_tables(person: NewPerson, act: NewAct) -> None:
    for model, new in ((Person, person), (Act, act)):
        body = new.body()
        row = model.prepared(id=new.id, text=new.text(), body=body, level=new.level)

        assert (row.id, row.level, row.derived) == (new.id, new.level, new.derived())


@given(st.lists(st.sampled_from(THINGS), unique=True), TIES)
def test_what_no_tie_names_is_alone_and_the_rest_as_in_the_forest(items: list[str], ties: list[Tie]) -> None:
    assert groups_of(items, ties) == forest(items, ties).clusters()


@given(st.sampled_from(["person", "act"]), IDS, st.integers(1, 9), LEVELS)
def test_the_leaf_of_a_change_is_canonical(kind: str, thing: str, number: int, level: int) -> None:
    leaf = canonical_json([kind, thing, number, level, "0" * 64])

    assert leaves.change_leaf_hash(
        kind=kind, object_id=thing, number=number, level=level, commitment="0" * 64
    ) == leaf_hash(leaf.encode())


def _takes_every_text_as_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(conclusions, "_is_written_as_it_is", lambda *texts: True)


def _drops_an_act(patch: pytest.MonkeyPatch) -> None:
    def text(self: NewAct) -> str:
        return re.sub(r"\],\[.*?\]\]", "]]", original(self))

    original = NewAct.text
    patch.setattr(NewAct, "text", text)


def _forgets_what_people_said(patch: pytest.MonkeyPatch) -> None:
    original = NewAct.text
    patch.setattr(NewAct, "text", lambda self: original(self._replace(facts=None)))


def _takes_an_open_group_for_one(patch: pytest.MonkeyPatch) -> None:
    original = NewPerson.text
    patch.setattr(NewPerson, "text", lambda self: original(self._replace(most=self.most or 1)))


def _forgets_the_right_side(patch: pytest.MonkeyPatch) -> None:
    def grouped(items: Any, ties: list[Tie]) -> list[tuple[str, ...]]:
        named = {tie.left for tie in ties}
        held = [item for item in items if item in named]
        alone = [(item,) for item in items if item not in named]
        return sorted([*alone, *forest(held, ties).clusters()])

    patch.setitem(globals(), "groups_of", grouped)
    patch.setattr(clusters, "groups_of", grouped)


@pytest.mark.parametrize(
    ("mistake", "test"),
    [
        (_takes_every_text_as_it_is, test_the_text_of_a_person_is_that_of_the_body),
        (_takes_every_text_as_it_is, test_the_text_of_an_act_is_that_of_the_body),
        (_drops_an_act, test_the_text_of_an_act_is_that_of_the_body),
        (_forgets_what_people_said, test_the_text_of_an_act_is_that_of_the_body),
        (_takes_an_open_group_for_one, test_the_text_of_a_person_is_that_of_the_body),
        (_forgets_the_right_side, test_what_no_tie_names_is_alone_and_the_rest_as_in_the_forest),
    ],
)
def test_a_mistake_is_noticed(
    mistake: Callable[[pytest.MonkeyPatch], None],
    test: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mistake(monkeypatch)

    with pytest.raises(AssertionError):
        test()
