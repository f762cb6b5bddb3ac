"""A machine that imports, links, judges and takes back at random on a real archive, and looks each time.

Everyone is invented. `judging_model` says what must hold, `judging_seen` reads what the archive made of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.stages.cases.judging_model import DIFFERENT, SAME, Model, Row, Said, Tie, groups
from tests.stages.cases.judging_seen import (
    Held,
    Seen,
    assert_each_has_one_person,
    assert_identifiers_last,
    assert_nothing_is_lost,
    assert_tombstones_are_right,
    assert_tombstones_lead_there,
)
from tests.stages.cases.telling import Shelf, killing, taken_in, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.permissions import Role
from tawthiq.audit.queries import head
from tawthiq.core.claims import Account
from tawthiq.core.errors import RefusedByRule
from tawthiq.core.ids import Draw
from tawthiq.journey.cases.actions import judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.queue import Waiting, queue
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import undo_batch, withdraw_records
from tawthiq.journey.records.queries import records_in_force

AT = datetime(2022, 10, 21, 8, 0, tzinfo=UTC)
HASAN, BORN = "حسن سامي يوسف الحداد", "1990-03-04"
PEOPLE: dict[str, dict[str, str]] = {
    "hasan": {"name": HASAN, "birth_date": BORN, "sex": "male"},
    "hasan, sex unknown": {"name": HASAN, "birth_date": BORN},
    "a woman of his name": {"name": HASAN, "birth_date": BORN, "sex": "female"},
    "hasan, names swapped": {"name": "حسن يوسف سامي الحداد", "birth_date": BORN, "sex": "male"},
    "his twin": {"name": "حسين سامي يوسف الحداد", "birth_date": BORN, "sex": "male"},
    "rima": {"name": "ريما جميل القصير", "birth_date": "1985-07-19", "sex": "female"},
}
ROLES = frozenset({Role.DATA_ENTRY, Role.ANALYST})
JUDGES = {name: Actor.with_roles(f"U-{name}", name, ROLES, os_login=name) for name in ("amal", "dina")}
AMAL = JUDGES["amal"]
WORDS = Words()

KEYS, people = ("1", "2", "3"), st.sampled_from(["hasan", "hasan", *PEOPLE])
full_lists = st.fixed_dictionaries(dict.fromkeys(KEYS, people))
lists = st.dictionaries(st.sampled_from(KEYS), people, min_size=1)
levels = st.sampled_from(("none", *["exact"] * 6, "high"))
somebody = st.sampled_from(sorted(JUDGES))
choice = st.integers(0, 59)


class Judging(RuleBasedStateMachine):
    """An archive of at most six rows, and all that may be done to say who they are."""

    def __init__(self, folder: Path, *, is_quick: bool = False) -> None:
        """Begin with an empty archive, to which everything is put back at the end.

        A quick machine leaves the likely linkage out, which takes as long as ten other steps.
        """
        super().__init__()
        self.folder, self.is_quick = folder, is_quick
        self.is_sound = True
        self.begin()

    def begin(self) -> None:
        """Open what `end` takes back."""
        self.all_of_it = transaction.atomic()
        self.all_of_it.__enter__()
        self.shelf, self.draw = Shelf(), Draw.seeded("judging")
        self.model, self.held = Model(), Held()
        self.standing: list[tuple[str, str]] = []
        self.is_linked = True
        self.seen = Seen.now()
        assert not self.seen.judgements

    def end(self) -> None:
        """Take back all that was written."""
        transaction.set_rollback(True)
        self.all_of_it.__exit__(None, None, None)

    def teardown(self) -> None:
        """Without the rules, people's word is all: so it is in an archive that never knew anything else."""
        try:
            if self.is_sound:
                self.compare_with_a_fresh_archive()
        finally:
            self.end()

    # --- what may be done ---

    @initialize(one=full_lists, other=full_lists, level=levels)
    def begin_with_two_lists(self, one: dict[str, str], other: dict[str, str], level: str) -> None:
        self.import_a_list("hospital", one)
        self.import_a_list("families", other)
        self.link_twice(level)

    @rule(source=st.sampled_from(("hospital", "families")), people=lists)
    def import_a_list(self, source: str, people: dict[str, str]) -> None:
        accounts = [told(key, killing(), person=PEOPLE[who]) for key, who in sorted(people.items())]
        self.take_in(source, accounts)

    @precondition(lambda self: self.standing)
    @rule(which=choice)
    def take_a_batch_back(self, which: int) -> None:
        last = dict(self.standing)  # of every source the last batch
        source, batch = sorted(last.items())[which % len(last)]
        undo_batch(batch, occasion=self.occasion())
        self.standing.remove((source, batch))
        self.nobody_moved()

    @precondition(lambda self: self.model.in_force)
    @rule(which=choice)
    def withdraw_a_record(self, which: int) -> None:
        withdraw_records([self.model.in_force[self.row(which)]], occasion=self.occasion())
        self.nobody_moved()

    @rule(level=levels)
    def link_twice(self, level: str) -> None:
        level = "exact" if self.is_quick and level == "high" else level
        matched = link(level, occasion=self.occasion(), words=WORDS).matched
        self.rules_judged(matched, level)
        before = head(), self.seen

        for again in (level, "none"):
            outcome = link(again, occasion=self.occasion(), words=WORDS)
            assert (outcome.matched, outcome.entry) == (0, None)
        assert (head(), Seen.now()) == before

    @precondition(lambda self: len(self.model.in_force) > 1)
    @rule(one=choice, other=choice, verdict=st.sampled_from(Verdict), person=somebody)
    def judge_a_pair(self, one: int, other: int, verdict: Verdict, person: str) -> None:
        self.judged(*self.two_rows(one, other), verdict, person)

    @precondition(lambda self: self.by_rule())
    @rule(which=choice, verdict=st.sampled_from(Verdict), person=somebody)
    def judge_what_a_rule_joined(self, which: int, verdict: Verdict, person: str) -> None:
        self.judged(*self.by_rule()[which % len(self.by_rule())], verdict, person)

    @precondition(lambda self: self.by_rule() and len(self.model.in_force) > 2)
    @rule(which=choice, third=choice, person=somebody, is_taken_back=st.booleans())
    def part_through_a_third_what_a_rule_joined(
        self, which: int, third: int, person: str, is_taken_back: bool
    ) -> None:
        one, other = self.by_rule()[which % len(self.by_rule())]
        rest = [row for row in sorted(self.model.in_force) if row not in (one, other)]
        self.judged(one, rest[third % len(rest)], DIFFERENT, person)
        before = self.seen.shape
        name = self.judged(other, rest[third % len(rest)], SAME, person)
        if is_taken_back and name is not None:
            self.undone(name)
            assert self.seen.shape == before

    @precondition(lambda self: self.by_rule())
    @rule(which=choice, who=people, level=levels)
    def correct_what_a_rule_joined(self, which: int, who: str, level: str) -> None:
        source, key = self.by_rule()[which % len(self.by_rule())][0]
        self.import_a_list(source, {key: who})
        self.link_twice(level)

    @precondition(lambda self: self.is_linked and len(self.model.in_force) > 1)
    @rule(one=choice, other=choice, person=somebody)
    def judge_a_pair_and_take_it_back(self, one: int, other: int, person: str) -> None:
        before = self.seen.shape
        if (name := self.judged(*self.two_rows(one, other), SAME, person)) is not None:
            self.undone(name)
            assert self.seen.shape == before

    @precondition(lambda self: self.model.said)
    @rule(which=choice)
    def take_a_judgement_back(self, which: int) -> None:
        self.undone(list(self.model.said)[which % len(self.model.said)])

    @precondition(lambda self: len(self.model.in_force) > 2)
    @rule(one=choice, other=choice, third=choice, person=somebody)
    def contradict_while_a_record_is_away(self, one: int, other: int, third: int, person: str) -> None:
        """Two that a third ties together are called different while it is withdrawn, and it comes back."""
        between, left = self.two_rows(one, other)
        rest = [row for row in sorted(self.model.in_force) if row not in (between, left)]
        right = rest[third % len(rest)]
        for row in (left, right):
            self.judged(between, row, SAME, person)
        record = self.model.in_force[between]
        (account,) = (facts.account for facts in records_in_force(AMAL) if facts.id == record)
        withdraw_records([record], occasion=self.occasion())
        self.nobody_moved()
        self.judged(left, right, DIFFERENT, person)
        self.take_in(between[0], [account])
        self.link_twice("exact")

    # --- what must hold after each of them ---

    @invariant()
    def what_is_together_is_what_the_judgements_say(self) -> None:
        self.is_sound = False
        if self.is_linked:
            assert_each_has_one_person(self.seen, self.model.in_force.values())
            assert self.people() == self.model.groups()
        else:
            assert len(self.seen.membership) == sum(map(len, self.seen.living.values()))

    @invariant()
    def whom_people_called_different_are_two(self) -> None:
        person_of = self.person_of()
        for tie in self.model.standing(by_rules=False) if self.is_linked else ():
            if tie.verdict is DIFFERENT:
                assert len({person_of[row] for row in tie.rows}) == 2

    @invariant()
    def whom_people_called_the_same_are_one_or_it_is_told(self) -> None:
        person_of, ties = self.person_of(), self.model.standing(by_rules=False)
        same = [tie for tie in ties if tie.verdict is SAME]
        chains = groups(self.model.in_force, same)
        parted = [
            chains[row] for tie in same if self.is_linked for row in tie.rows if is_parted(tie, person_of)
        ]
        rows = {record: row for row, record in self.model.in_force.items()}
        waiting = queue(AMAL, WORDS)
        while parted:
            # no further than it must be asked: the likely linkage comes after, and takes its time
            told_of = next(waiting)
            assert told_of.waiting is Waiting.CONFLICT, "a contradiction is not told"
            parted = [chain for chain in parted if not {rows[told_of.left], rows[told_of.right]} <= chain]
        self.is_sound = True

    # --- how it is done, and what each step promises ---

    def occasion(self, actor: Actor = AMAL) -> Occasion:
        return Occasion(actor=actor, at=AT, draw=self.draw, reason="a test")

    def row(self, which: int) -> Row:
        return sorted(self.model.in_force)[which % len(self.model.in_force)]

    def by_rule(self) -> list[list[Row]]:
        return [sorted(tie.rows) for tie in self.model.standing() if tie.by is None]

    def two_rows(self, one: int, other: int) -> tuple[Row, Row]:
        rows = sorted(self.model.in_force)
        left = rows.pop(one % len(rows))
        return left, rows[other % len(rows)]

    def person_of(self) -> dict[Row, str]:
        where = self.seen.membership
        return {row: where[record] for row, record in self.model.in_force.items() if record in where}

    def people(self) -> set[frozenset[Row]]:
        return {frozenset(self.rows(records)) for records in self.seen.living.values()}

    def rows(self, records: Sequence[str]) -> set[Row]:
        return {self.model.row_of[record] for record in records}

    def take_in(self, source: str, accounts: Sequence[Account]) -> None:
        path = self.folder / f"{source}.csv"
        batch = taken_in(accounts, path=path, store=self.shelf, occasion=self.occasion(), source=source)
        if (source, batch) not in self.standing:
            self.standing.append((source, batch))
        self.nobody_moved()

    def nobody_moved(self) -> None:
        """What comes and goes says nothing of who is who before the next link."""
        before = self.seen
        self.look()
        assert self.seen == before
        self.is_linked = False

    def look(self) -> list[dict[str, Any]]:
        """Read everything again; return the bodies of the judgements that are new."""
        before, self.seen = self.seen, Seen.now()
        assert_nothing_is_lost(before, self.seen)
        known = {(facts.source_code, facts.source_key): facts.id for facts in records_in_force(AMAL)}
        self.model.in_force = known
        self.model.row_of |= {record: row for row, record in known.items()}
        new = [row for name, row in self.seen.judgements.items() if name not in before.judgements]
        return [{"id": row["id"], **json.loads(row["body"])} for row in new]

    def replayed(self, judgements: int) -> list[dict[str, Any]]:
        """Read everything again after a step that judges so often and gives every record a person."""
        before = self.seen
        new = self.look()
        assert len(new) == judgements
        self.is_linked = True
        assert_identifiers_last(self.held, self.seen, self.model.row_of)
        assert_tombstones_are_right(before, self.seen, self.person_of(), self.rows)
        self.held |= {name: frozenset(self.rows(some)) for name, some in self.seen.living.items()}
        assert_tombstones_lead_there(AMAL, self.held, self.seen, self.person_of())
        return new

    def rules_judged(self, matched: int, level: str) -> None:
        """Whatever a rule joins has its name and its reasons, and people have not spoken against it."""
        new = self.replayed(matched)
        judged = {tie.rows for tie in self.model.standing(by_rules=False)} | self.model.taken_back()
        for body in new:
            rows = frozenset(self.rows([body["left"], body["right"]]))
            assert rows not in judged
            assert not any(rows <= group for group in self.model.groups())
            assert_says_why(body, level)
            self.heard(body)
            assert any(rows <= group for group in self.model.groups()), "a rule's word is to no effect"

    def heard(self, body: Mapping[str, Any]) -> None:
        said = Said(body["id"], body["left"], body["right"], Verdict(body["verdict"]), body["by"])
        self.model.said[said.id] = said

    def judged(self, left: Row, right: Row, verdict: Verdict, person: str) -> str | None:
        """Judge a pair if that may be; return the judgement."""
        records = [self.model.in_force[row] for row in (left, right)]
        occasion, before = self.occasion(JUDGES[person]), (self.seen, self.is_linked)
        if not self.model.may_judge(left, right, verdict, occasion.actor.user_id):
            assert_refused(lambda: judge(*records, verdict, occasion=occasion, words=WORDS))
            return None
        made = judge(*records, verdict, occasion=occasion, words=WORDS)
        (body,) = self.replayed(1)
        self.heard(body)
        assert (body["id"], body["by"], body["rule"]) == (made.id, occasion.actor.user_id, None)
        assert ({body["left"], body["right"]}, body["verdict"]) == (set(records), verdict)
        if before[1]:
            self.the_larger_keeps_its_name(before[0], *records)
        return made.id

    def the_larger_keeps_its_name(self, before: Seen, left: str, right: str) -> None:
        was, now = before.membership, self.seen.membership
        sizes = {was[record]: len(before.living[was[record]]) for record in (left, right)}
        is_one = now[left] == now[right] and len(self.seen.living[now[left]]) == sum(sizes.values())
        if is_one and len(set(sizes.values())) == 2:
            assert now[left] == max(sizes, key=lambda name: sizes[name])

    def undone(self, name: str) -> None:
        """Take a judgement back: that is another one, and once is enough."""
        if name in self.model.undone:
            assert_refused(lambda: undo_judgement(name, occasion=self.occasion(), words=WORDS))
            return
        undo_judgement(name, occasion=self.occasion(), words=WORDS)
        (body,) = self.replayed(1)
        said = self.model.said[name]
        assert (body["undoes"], body["left"], body["right"]) == (name, said.left, said.right)
        self.model.undone.add(name)

    def compare_with_a_fresh_archive(self) -> None:
        for name in [one.id for one in self.model.said.values() if one.by is None]:
            if name not in self.model.undone:
                self.undone(name)
        link("none", occasion=self.occasion(), words=WORDS)
        self.replayed(0)
        people, ties = self.people(), self.model.standing()
        assert people == self.model.groups(by_rules=False)
        accounts = {(facts.source_code, facts.source_key): facts.account for facts in records_in_force(AMAL)}
        self.end()
        self.begin()
        for source in ("families", "hospital"):
            if some := [account for (code, _), account in sorted(accounts.items()) if code == source]:
                self.take_in(source, some[::-1])
        may = True
        for tie in ties:
            left, right = sorted(tie.rows)
            assert tie.by is not None
            may &= self.judged(left, right, tie.verdict, tie.by.removeprefix("U-")) is not None
        link("none", occasion=self.occasion(), words=WORDS)
        self.replayed(0)
        # what contradicts itself could not have been said at once
        assert not may or self.people() == people


def is_parted(tie: Tie, person_of: Mapping[Row, str]) -> bool:
    return len({person_of[row] for row in tie.rows}) == 2


def assert_refused(what: Callable[[], Any]) -> None:
    before = head()
    try:
        what()
    except RefusedByRule:
        assert head() == before
    else:
        raise AssertionError("it was not refused")


def assert_says_why(body: Mapping[str, Any], level: str) -> None:
    """A rule signs with its name and the versions of all that it rests on, and gives reasons in words."""
    rule_name, _, rests_on = body["rule"].partition("/")
    assert rests_on and rule_name.rpartition("-")[2].isdigit()
    assert rule_name.startswith("exact-keys-" if level == "exact" else ("exact-keys-", "likely-"))
    assert (body["by"], body["undoes"], body["verdict"]) == (None, None, SAME)
    assert 0 < body["score"] <= 1000
    assert body["reason"] and all(reason["en"] and reason["ar"] for reason in body["reasons"])
    assert body["reasons"]
