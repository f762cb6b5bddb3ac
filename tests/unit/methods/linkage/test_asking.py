"""What people are asked, and in which order: first where a word changes most, and some pairs at random."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from tawthiq.core.dates import parse_edtf
from tawthiq.methods.linkage import Candidate, Judgements, asking
from tawthiq.methods.linkage.asking import EVERY, Question, questions
from tawthiq.methods.linkage.certain import Certain, certain
from tawthiq.methods.linkage.likely import LikelyPeople, people, scored
from tawthiq.methods.linkage.model import Refusal
from tawthiq.methods.linkage.reasons import MOTHER
from tawthiq.methods.linkage.shares import AUDIT, DOUBLE, is_double, is_drawn

NAMES = ("حسن سامي يوسف الحداد", "رامي كريم عمر الصالح", "سلمى ورد نبيل القصير", "هادي نور سليم البيطار")
NONE = Certain((), ())


def someone(record_id: str, name: str = NAMES[0], died: str = "2014-05-01", **facts: Any) -> Candidate:
    birth = facts.pop("birth", None)
    return Candidate(
        record_id,
        name,
        deaths=(parse_edtf(died),),
        birth=None if birth is None else parse_edtf(birth),
        **facts,
    )


def linked(*candidates: Candidate, judgements: Judgements | None = None) -> LikelyPeople:
    return people(scored(candidates, threads=1), judgements or Judgements())


@pytest.fixture
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "audit_turn", lambda _left, _right: 1.0)
    monkeypatch.setattr(asking, "is_drawn", lambda _left, _right: False)


def pairs(asked: Any) -> list[tuple[str, str]]:
    return [(one.left, one.right) for one in asked]


SURE = (someone("a1", birth="1990-03-04"), someone("a2", birth="1990-03-04"))
DOUBTFUL = (someone("b1", NAMES[1]), someone("b2", NAMES[1], died="2014-05-07"))


def test_the_least_sure_comes_first(nothing_drawn: None) -> None:
    asked = questions(linked(*SURE, *DOUBTFUL), NONE)

    assert pairs(asked) == [("b1", "b2"), ("a1", "a2")]


def test_what_changes_a_published_count_comes_before_what_does_not(nothing_drawn: None) -> None:
    other = (someone("c1", NAMES[2]), someone("c2", NAMES[2], died="2014-05-07"))
    likely = linked(*DOUBTFUL, *other)

    plain = pairs(questions(likely, NONE))
    first, *_ = questions(likely, NONE, kinds=dict.fromkeys(plain[1], 1))
    of_two_kinds = questions(likely, NONE, kinds={plain[1][0]: 1, plain[1][1]: 2})

    assert ((first.left, first.right), first.changes_count) == (plain[1], True)
    assert pairs(of_two_kinds) == plain


def test_what_a_guard_refused_comes_before_mere_doubt(nothing_drawn: None) -> None:
    twins = (
        someone("c1", birth="1990-03-04"),
        someone("c2", "حسون سامي يوسف الحداد", birth="1990-03-04"),
    )
    likely = linked(*DOUBTFUL, *twins)
    sure = certain(likely, {one.record_id: one for one in (*DOUBTFUL, *twins)})

    first, *_ = questions(likely, sure)

    assert (first.left, first.right, first.is_refused) == ("c1", "c2", True)
    assert [reason.code for reason in first.reasons][:1] == ["twins"]
    assert len(first.reasons) > 1


def test_what_another_rule_refused_is_asked_once_even_if_nothing_else_speaks_of_it(
    nothing_drawn: None,
) -> None:
    refused = [Refusal("a1", "b1", "exact", (MOTHER,))] * 2

    asked = list(questions(linked(*SURE, *DOUBTFUL), NONE, refused=refused))

    assert pairs(asked)[0] == ("a1", "b1")
    assert asked[0].reasons == (MOTHER,)
    assert len(asked) == 3


def test_between_two_persons_one_pair_is_asked_about(nothing_drawn: None) -> None:
    third = someone("a3", died="2014-05-09")
    together = Judgements(same=frozenset({("a1", "a2")}))

    assert len(pairs(questions(linked(*SURE, third, judgements=together), NONE))) == 1


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_what_people_decided_is_not_asked(nothing_drawn: None, verdict: str) -> None:
    said = Judgements(**{verdict: frozenset({("a1", "a2")})})
    refused = [Refusal("a1", "a2", "exact", (MOTHER,))]

    assert pairs(questions(linked(*SURE, judgements=said), NONE, refused=refused)) == []


def test_a_second_person_is_asked_what_one_has_decided(nothing_drawn: None) -> None:
    likely = linked(*SURE, judgements=Judgements(same=frozenset({("a1", "a2")})))

    assert pairs(questions(likely, NONE, again=[("a1", "a2"), ("a1", "gone")])) == [("a1", "a2")]


def test_a_join_that_the_rule_is_certain_of_says_so(nothing_drawn: None) -> None:
    likely = linked(*SURE)
    (one,) = questions(likely, certain(likely, {c.record_id: c for c in SURE}))

    assert one.is_certain


def a_crowd(size: int) -> list[Candidate]:
    return [someone(f"R-{n}", NAMES[n % 4], died=f"2014-05-{n % 28 + 1:02}") for n in range(size)]


def test_every_twentieth_is_drawn_at_random_and_none_is_asked_twice() -> None:
    asked = list(questions(linked(*a_crowd(120)), NONE))

    drawn = [at for at, one in enumerate(asked, 1) if one.is_drawn]
    assert drawn[:3] == [EVERY, 2 * EVERY, 3 * EVERY]
    assert len(set(pairs(asked))) == len(asked)
    assert all(is_drawn(one.left, one.right) == one.is_drawn for one in asked)


def test_what_is_drawn_is_of_all_scores_and_of_what_stands_together() -> None:
    crowd = a_crowd(120)
    alone = linked(*crowd)
    joined = [(one.left, one.right) for one in questions(alone, NONE) if one.is_drawn]

    asked = questions(linked(*crowd, judgements=Judgements(same=frozenset(joined[:1]))), NONE)

    assert joined[0] in pairs(one for one in asked if one.is_drawn)


def test_what_a_person_answered_leaves_the_audit() -> None:
    likely = linked(*a_crowd(120))
    first = next(one for one in questions(likely, NONE) if one.is_drawn)

    asked = questions(likely, NONE, is_open=lambda left, right: (left, right) != (first.left, first.right))

    assert (first.left, first.right) not in pairs(asked)


def test_the_order_of_the_records_changes_nothing() -> None:
    def asked(candidates: list[Candidate]) -> list[Question]:
        return list(questions(linked(*candidates), NONE))

    assert asked(a_crowd(60)) == asked(a_crowd(60)[::-1])


def test_the_shares_are_as_large_as_they_say_and_do_not_depend_on_one_another() -> None:
    ids = [(f"R-{n}", f"S-{n}") for n in range(20_000)]

    drawn, double = ({two for two in ids if share(*two)} for share in (is_drawn, is_double))

    assert len(drawn) / len(ids) == pytest.approx(AUDIT / 1000, abs=0.01)
    assert len(double) / len(ids) == pytest.approx(DOUBLE / 1000, abs=0.01)
    assert len(drawn & double) / len(drawn) == pytest.approx(DOUBLE / 1000, abs=0.04)


def test_a_pair_is_drawn_whichever_record_is_named_first() -> None:
    one = next(n for n in count() if is_drawn(f"R-{n}", f"S-{n}"))

    assert is_drawn(f"S-{one}", f"R-{one}")
