"""A machine that merges, parts and undoes at random: each undo restores persons and acts as they were."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tawthiq.core.errors import RefusedByRule
from tawthiq.journey.cases.clusters import Tie, Undone, Verdict
from tawthiq.journey.cases.linking import Changes, LinkedRecord, link_acts, link_persons
from tawthiq.journey.cases.rules import check_judgement
from tawthiq.journey.cases.standing import State

RECORDS = "abcdef"
ACTS = (("act-1", True), ("act-2", False))


class Undoing(RuleBasedStateMachine):
    """Judges records and takes judgements back, and writes what linking says as the write door would."""

    def __init__(self) -> None:
        super().__init__()
        self.records = {r: LinkedRecord(r, "individual", 1, 1, 4, ACTS) for r in RECORDS}
        self.numbers = itertools.count(1)
        self.entry = 0
        self.before: dict[int, dict[str, list[str]]] = {}
        self.ties: list[tuple[int, Tie]] = []
        self.persons: dict[str, State] = {}
        self.acts: dict[str, State] = {}
        self.write()

    def write(self, undoing: Undone | None = None) -> None:
        self.entry += 1
        ties = [tie for _, tie in self.ties]
        of, persons = link_persons(
            self.records,
            ties,
            list(self.persons.values()),
            current=lambda name: name,
            draw=lambda: f"P{next(self.numbers):03}",
            undoing=undoing,
        )
        acts = link_acts(
            self.records,
            of,
            [],
            list(self.acts.values()),
            current=lambda name: name,
            draw=lambda: f"A{next(self.numbers):03}",
            undoing=undoing,
        )
        self.before[self.entry] = {}
        self.keep(self.persons, persons)
        self.keep(self.acts, acts)

    def undone(self, entry: int) -> Undone:
        return Undone(entry, self.before[entry])

    def keep(self, stored: dict[str, State], changes: Changes) -> None:
        for thing, body, level in ((new.id, new.body(), new.level) for new in changes.created):
            stored[thing] = State(thing, body, level, 1)
        changed = (*(state for state, _, _ in changes.revised), *(gone.state for gone in changes.retired))
        self.before[self.entry] |= {state.id: state.holds for state in changed}
        for state, body, level in changes.revised:
            stored[state.id] = State(state.id, body, level, state.version + 1)
        for gone in changes.retired:
            body = gone.body(self.entry)
            stored[gone.state.id] = State(gone.state.id, body, gone.level, gone.state.version + 1)

    def shape(self) -> Any:
        return [
            {thing: state.body for thing, state in stored.items() if state.is_live}
            for stored in (self.persons, self.acts)
        ]

    def judged(self, left: str, right: str, verdict: Verdict, *, by_rule: bool) -> bool:
        if left == right or any(tie.pair == Tie(left, right, verdict).pair for _, tie in self.ties):
            return False
        if not by_rule:
            try:
                check_judgement(left, right, verdict, [tie for _, tie in self.ties])
            except RefusedByRule:
                return False
        self.ties.append((self.entry + 1, Tie(left, right, verdict, by_rule)))
        self.write()
        return True

    @rule(
        left=st.sampled_from(RECORDS),
        right=st.sampled_from(RECORDS),
        verdict=st.sampled_from(Verdict),
        by_rule=st.booleans(),
    )
    def judge(self, left: str, right: str, verdict: Verdict, by_rule: bool) -> None:
        self.judged(left, right, Verdict.SAME if by_rule else verdict, by_rule=by_rule)

    @rule(left=st.sampled_from(RECORDS), right=st.sampled_from(RECORDS))
    def a_merge_and_its_undo_change_nothing(self, left: str, right: str) -> None:
        before = self.shape()
        if self.judged(left, right, Verdict.SAME, by_rule=False):
            entry, _ = self.ties.pop()
            self.write(undoing=self.undone(entry))
        assert self.shape() == before

    @precondition(lambda self: self.ties)
    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        entry, _ = self.ties.pop(data.draw(st.integers(0, len(self.ties) - 1)))
        self.write(undoing=self.undone(entry))

    @invariant()
    def every_record_has_one_person(self) -> None:
        held = [r for state in self.persons.values() if state.is_live for r in state.body["records"]]
        assert sorted(held) == list(RECORDS)

    @invariant()
    def every_part_has_one_act_and_a_person_is_killed_once(self) -> None:
        live = [state.body for state in self.acts.values() if state.is_live]
        parts = [tuple(part) for body in live for part in body["parts"]]
        killed = [body["person"] for body in live if body["parts"][0][1] == "act-1"]
        assert sorted(parts) == [(r, act) for r in RECORDS for act, _ in ACTS]
        assert len(killed) == len(set(killed))

    @invariant()
    def linking_again_changes_nothing(self) -> None:
        of, persons = link_persons(
            self.records,
            [tie for _, tie in self.ties],
            list(self.persons.values()),
            current=lambda name: name,
            draw=lambda: "NEW",
        )
        acts = link_acts(
            self.records, of, [], list(self.acts.values()), current=lambda name: name, draw=lambda: "NEW"
        )
        assert not persons
        assert not acts


Undoing.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestUndoing = Undoing.TestCase
