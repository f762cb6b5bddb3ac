"""The equation between two stocks: each term alone, and that it always adds up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.spec.releases import Drawn, drawn

from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.examples import question_of, tables_of, words
from tawthiq.methods.counting.stock_change import StockChange, Term, stock_change

EARLIER, LATER = date(2020, 7, 29), date(2022, 10, 21)
Rows = Sequence[dict[str, Any]]


def detained(person: str, act: str, **more: Any) -> dict[str, Any]:
    return {"person": person, "id": act, "violation": "enforced-disappearance", "date": "2013-01-01", **more}


def held(act: str, status: str = "forcibly-disappeared", **more: Any) -> dict[str, Any]:
    return {"act": act, "status": status, "seq": 1, **more}


AMAL = detained("P-A", "A-1")
STAY = held("A-1", begin="2013-01-01")


def change(
    before: tuple[Rows, Rows], after: tuple[Rows, Rows], *, tombstones: Rows = (), put: Any = None
) -> StockChange:
    question = question_of(put or {"rule": "held"}, words())
    with tables_of(*before, EARLIER) as earlier, tables_of(*after, LATER, tombstones) as later:
        return stock_change(earlier, later, question)


def terms(found: StockChange) -> dict[Term, dict[str, int]]:
    return {
        term: {changed.person_id: changed.by for changed in people}
        for term, people in found.terms.items()
        if people
    }


def test_nothing_changed() -> None:
    found = change(([AMAL], [STAY]), ([AMAL], [STAY]))

    assert (found.earlier, found.later, terms(found)) == (1, 1, {})


def test_an_arrest_in_the_period() -> None:
    new = detained("P-B", "A-2", date="2021-02-03", documented="2021-03-01")

    found = change(([AMAL], [STAY]), ([AMAL, new], [STAY, held("A-2")]))

    assert terms(found) == {Term.ARRESTED: {"P-B": 1}}


@pytest.mark.parametrize("when", ["2013-05-01", "2020", None])
def test_an_earlier_arrest_that_became_known(when: str | None) -> None:
    new = detained("P-B", "A-2", date=when, documented="2021-03-01")

    found = change(([AMAL], [STAY]), ([AMAL, new], [STAY, held("A-2")]))

    assert terms(found) == {Term.NEWLY_DOCUMENTED: {"P-B": 1}}


@pytest.mark.parametrize("status", ["released", "escaped", "exchanged", "freed"])
def test_a_release(status: str) -> None:
    after = [STAY, held("A-1", status, seq=2, begin="2021-01-01")]

    assert terms(change(([AMAL], [STAY]), ([AMAL], after))) == {Term.RELEASED: {"P-A": -1}}


def test_a_release_from_before_that_became_known_later() -> None:
    after = [STAY, held("A-1", "released", seq=2, begin="2015-01-01")]

    assert terms(change(([AMAL], [STAY]), ([AMAL], after))) == {Term.RELEASED: {"P-A": -1}}


def test_an_end_without_a_further_stay_is_a_release() -> None:
    after = [{**STAY, "end": "2021-01-01"}]

    assert terms(change(([AMAL], [STAY]), ([AMAL], after))) == {Term.RELEASED: {"P-A": -1}}


def test_a_confirmed_death() -> None:
    killed = {"person": "P-A", "id": "A-2", "violation": "death-due-to-torture", "date": "2014-01-01"}

    assert terms(change(([AMAL], [STAY]), ([AMAL, killed], [STAY]))) == {Term.DEAD: {"P-A": -1}}


def test_a_status_of_death() -> None:
    after = [STAY, held("A-1", "remains-identified", seq=2, begin="2021-01-01")]

    assert terms(change(([AMAL], [STAY]), ([AMAL], after))) == {Term.DEAD: {"P-A": -1}}


def test_two_persons_who_were_one() -> None:
    other = detained("P-B", "A-2")
    merged = [AMAL, {**other, "person": "P-A"}]
    tombstone = {"person_id": "P-B", "into_id": "P-A", "reason": "merged"}

    found = change(
        ([AMAL, other], [STAY, held("A-2")]), (merged, [STAY, held("A-2")]), tombstones=[tombstone]
    )

    assert terms(found) == {Term.MERGED: {"P-B": -1}}


def test_a_person_under_a_new_identifier_is_no_change() -> None:
    tombstone = {"person_id": "P-A", "into_id": "P-C", "reason": "merged"}

    found = change(([AMAL], [STAY]), ([{**AMAL, "person": "P-C"}], [STAY]), tombstones=[tombstone])

    assert terms(found) == {}


def test_one_person_who_was_two() -> None:
    other = detained("P-A", "A-2")

    found = change(
        ([AMAL, other], [STAY, held("A-2")]), ([AMAL, {**other, "person": "P-B"}], [STAY, held("A-2")])
    )

    assert terms(found) == {Term.SPLIT: {"P-B": 1}}


def test_a_retraction() -> None:
    tombstone = {"person_id": "P-A", "into_id": None, "reason": "retracted"}
    other = detained("P-B", "A-2")
    stay = held("A-2")

    found = change(([AMAL, other], [STAY, stay]), ([other], [stay]), tombstones=[tombstone])

    assert terms(found) == {Term.RETRACTED: {"P-A": -1}}


def test_a_retracted_act_of_a_person_who_remains() -> None:
    tortured = {"person": "P-A", "id": "A-9", "violation": "torture"}

    found = change(([AMAL, tortured], [STAY]), ([tortured], []))

    assert terms(found) == {Term.RETRACTED: {"P-A": -1}}


def test_a_reattribution_goes_both_ways() -> None:
    mine, other = {**AMAL, "party": "isis"}, detained("P-B", "A-2", party="hezbollah")
    stays = [STAY, held("A-2")]
    put = {"rule": "held", "where": ["party=isis"]}

    found = change(
        ([mine, other], stays), ([{**mine, "party": "hezbollah"}, {**other, "party": "isis"}], stays), put=put
    )

    assert (found.earlier, found.later) == (1, 1)
    assert terms(found) == {Term.REATTRIBUTED: {"P-A": -1, "P-B": 1}}


def test_a_group_that_counts_as_more() -> None:
    before, after = {**AMAL, "count": [3, 5]}, {**AMAL, "count": [4, 5]}

    found = change(([before], [STAY]), ([after], [STAY]))

    assert (found.earlier, found.later, terms(found)) == (3, 4, {Term.REATTRIBUTED: {"P-A": 1}})


def test_a_turning_point() -> None:
    freed = held("A-1", "freed", seq=2, begin="2021-01-01", turning_point="E-1")

    assert terms(change(([AMAL], [STAY]), ([AMAL], [STAY, freed]))) == {Term.RE_EVALUATED: {"P-A": -1}}


def test_a_turning_point_that_brings_somebody_back() -> None:
    before = [STAY, held("A-1", "released", seq=2, begin="2015-01-01")]
    back = held("A-1", "unaccounted-for", seq=3, begin="2021-01-01", turning_point="E-1")

    assert terms(change(([AMAL], before), ([AMAL], [*before, back]))) == {Term.RE_EVALUATED: {"P-A": 1}}


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck), derandomize=True)
@given(drawn(), drawn())
def test_the_equation_always_adds_up(before: Drawn, after: Drawn) -> None:
    question = question_of({"rule": "held"}, words())
    with (
        tables_of(before.acts, before.spells, EARLIER) as earlier,
        tables_of(after.acts, after.spells, LATER) as later,
    ):
        found = stock_change(earlier, later, question)

        assert found.later == found.earlier + sum(found.amount(term) for term in Term)
        assert found.earlier == DuckDBEngine(earlier).count(question).at_least
        assert found.later == DuckDBEngine(later).count(question).at_least
        changed = [one.person_id for people in found.terms.values() for one in people]
        assert len(changed) == len(set(changed))
