"""Ten files of one list are one source: later editions, never later people."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import OccasionFor
from tests.stages.records.conftest import Import
from tests.stages.records.lists import account, mapping, rejection

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.records import queries, waiting
from tawthiq.journey.records.actions import undo_batch, withdraw_records

pytestmark = pytest.mark.django_db
SALMA, HADI, RIM = account("1", "Salma Ward"), account("2", "Hadi Nour"), account("3", "Rim Haddad")
HADI_CORRECTED = account("2", "Hadi Nour al-Din")


def in_force(actor: Actor) -> dict[str, str]:
    return {
        facts.source_key: facts.account.value("person", "name") for facts in queries.records_in_force(actor)
    }


def test_an_edition_says_unchanged_changed_new_and_gone(take_in: Import) -> None:
    take_in("first", [SALMA, HADI, account("4", "Omar Saleh")])

    foreseen = take_in("second", [SALMA, HADI_CORRECTED, RIM], dry_run=True).counts
    done = take_in("second", [SALMA, HADI_CORRECTED, RIM]).counts

    assert foreseen == done
    assert (done.unchanged, done.changed, done.new, done.gone) == (1, 1, 1, 1)


def test_an_unchanged_row_keeps_its_record(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA])
    before = [facts.id for facts in queries.records_in_force(amal)]

    take_in("second", [SALMA])

    assert [facts.id for facts in queries.records_in_force(amal)] == before


def test_where_a_row_stood_and_when_it_was_documented_is_no_change(take_in: Import) -> None:
    take_in("first", [account("1", "Salma Ward", row=2, documented="../2022-01-01")])

    counts = take_in("second", [account("1", "Salma Ward", row=9, documented="../2022-10-01")]).counts

    assert (counts.unchanged, counts.changed) == (1, 0)


def test_a_changed_row_supersedes_its_record(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA, HADI])
    old = next(facts.id for facts in queries.records_in_force(amal) if facts.source_key == "2")

    take_in("second", [SALMA, HADI_CORRECTED])

    new = next(facts.id for facts in queries.records_in_force(amal) if facts.source_key == "2")
    assert in_force(amal) == {"1": "Salma Ward", "2": "Hadi Nour al-Din"}
    assert queries.successors(amal, [old, new]) == {old: new}
    assert queries.record(old, amal).account == HADI


def test_a_row_that_is_gone_stays_until_a_person_decides(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA, HADI])
    take_in("second", [SALMA])

    assert in_force(amal) == {"1": "Salma Ward", "2": "Hadi Nour"}
    assert [(found.edition, found.locator) for found in waiting.gone(amal)] == [(2, "list.csv#row=2")]


def test_a_row_that_could_not_be_read_is_not_gone(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA, HADI])

    outcome = take_in("second", [SALMA], [rejection("2")])

    assert outcome.counts.gone == 0
    assert waiting.gone(amal) == []


def test_a_row_that_comes_back_is_no_longer_gone(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA, HADI])
    take_in("second", [SALMA])
    take_in("third", [SALMA, HADI])

    assert waiting.gone(amal) == []
    assert in_force(amal) == {"1": "Salma Ward", "2": "Hadi Nour"}


def test_a_withdrawn_record_leaves_force_until_a_later_edition_has_its_row(
    take_in: Import, amal: Actor, occasion_for: OccasionFor
) -> None:
    take_in("first", [SALMA, HADI])
    take_in("second", [SALMA])
    gone = [found.record_id for found in waiting.gone(amal)]

    assert withdraw_records(gone, occasion=occasion_for(amal), dry_run=True) == 1
    assert withdraw_records(gone, occasion=occasion_for(amal)) == 1
    assert withdraw_records(gone, occasion=occasion_for(amal)) == 0
    assert in_force(amal) == {"1": "Salma Ward"}
    assert waiting.gone(amal) == []
    assert take_in("third", [SALMA]).counts.gone == 0

    assert take_in("fourth", [SALMA, HADI]).counts.new == 1
    assert in_force(amal) == {"1": "Salma Ward", "2": "Hadi Nour"}


def test_a_withdrawal_does_not_bring_back_what_was_superseded(
    take_in: Import, amal: Actor, occasion_for: OccasionFor
) -> None:
    take_in("first", [HADI])
    take_in("second", [HADI_CORRECTED])
    record = next(queries.records_in_force(amal)).id

    withdraw_records([record], occasion=occasion_for(amal))

    assert in_force(amal) == {}


def test_a_withdrawal_needs_a_reason_a_record_and_the_right_person(
    take_in: Import, amal: Actor, basil: Actor, occasion_for: OccasionFor
) -> None:
    take_in("first", [SALMA])
    record = next(queries.records_in_force(amal)).id

    with pytest.raises(UsageProblem):
        withdraw_records([record], occasion=occasion_for(amal, reason=""))
    with pytest.raises(NotPermittedOrAbsent):
        withdraw_records([record], occasion=occasion_for(basil))
    with pytest.raises(NotPermittedOrAbsent):
        withdraw_records(["R-ABSENT"], occasion=occasion_for(amal))
    assert in_force(amal) == {"1": "Salma Ward"}


def test_two_lists_of_one_source_do_not_meet(take_in: Import, amal: Actor) -> None:
    take_in("killed", [SALMA])
    counts = take_in("detained", [account("1", "Rim Haddad")], mapping=mapping(list_name="detained")).counts

    assert (counts.new, counts.changed, counts.gone) == (1, 0, 0)
    assert len(list(queries.records_in_force(amal))) == 2


def test_a_corrected_mapping_reads_the_same_edition_again(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA], [rejection("2")])

    outcome = take_in("first", [SALMA, HADI], mapping=mapping(digest="m2"))

    assert (outcome.edition, outcome.counts.unchanged, outcome.counts.new) == (1, 1, 1)
    assert waiting.quarantine(amal) == []


def test_a_row_that_becomes_more_secret_is_a_change(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA])

    counts = take_in("second", [SALMA], mapping=mapping(level="restricted")).counts

    assert counts.changed == 1


def test_an_undone_batch_leaves_force(take_in: Import, amal: Actor, occasion_for: OccasionFor) -> None:
    batch = take_in("first", [SALMA, HADI]).batch_id

    outcome = undo_batch(batch, occasion=occasion_for(amal))

    assert outcome.records == 2
    assert in_force(amal) == {}
    assert queries.batch(batch, amal).is_undone


def test_what_an_undone_batch_superseded_comes_back(
    take_in: Import, amal: Actor, occasion_for: OccasionFor
) -> None:
    take_in("first", [SALMA, HADI])
    second = take_in("second", [SALMA, HADI_CORRECTED, RIM]).batch_id

    undo_batch(second, occasion=occasion_for(amal))

    assert in_force(amal) == {"1": "Salma Ward", "2": "Hadi Nour"}


def test_a_list_can_come_in_again_after_an_undo(
    take_in: Import, amal: Actor, occasion_for: OccasionFor
) -> None:
    first = take_in("first", [SALMA])
    old = next(queries.records_in_force(amal)).id
    undo_batch(first.batch_id, occasion=occasion_for(amal))

    again = take_in("first", [SALMA])

    assert (again.edition, again.counts.new, again.is_done_before) == (1, 1, False)
    assert in_force(amal) == {"1": "Salma Ward"}
    assert queries.successors(amal, [old]) == {old: next(queries.records_in_force(amal)).id}


def test_undoing_twice_changes_nothing(take_in: Import, amal: Actor, occasion_for: OccasionFor) -> None:
    batch = take_in("first", [SALMA]).batch_id
    undo_batch(batch, occasion=occasion_for(amal))

    assert undo_batch(batch, occasion=occasion_for(amal)).is_done_before


def test_a_batch_under_a_later_one_is_not_undone(
    take_in: Import, amal: Actor, occasion_for: OccasionFor
) -> None:
    first = take_in("first", [SALMA]).batch_id
    take_in("second", [SALMA, HADI])

    with pytest.raises(RefusedByRule, match="rest on it"):
        undo_batch(first, occasion=occasion_for(amal))
    assert in_force(amal) == {"1": "Salma Ward", "2": "Hadi Nour"}


def test_an_undo_needs_a_reason_and_the_right_person(
    take_in: Import, amal: Actor, basil: Actor, occasion_for: OccasionFor
) -> None:
    batch = take_in("first", [SALMA]).batch_id

    with pytest.raises(UsageProblem):
        undo_batch(batch, occasion=occasion_for(amal, reason=" "))
    with pytest.raises(NotPermittedOrAbsent):
        undo_batch(batch, occasion=occasion_for(basil))
    with pytest.raises(NotPermittedOrAbsent):
        undo_batch("B-ABSENT", occasion=occasion_for(amal))
    assert in_force(amal) == {"1": "Salma Ward"}


def before(actor: Actor) -> dict[str, list[object]]:
    """What each record in force came after, by key: the names in the order in which they came."""
    found = queries.predecessors(actor, [facts.id for facts in queries.records_in_force(actor)])
    named = {old: [facts.account.value("person", "name") for facts in those] for old, those in found.items()}
    return {queries.record(old, actor).source_key: names for old, names in named.items()}


def test_a_record_comes_after_those_that_it_superseded(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA, HADI])
    take_in("second", [SALMA, HADI_CORRECTED])
    take_in("third", [SALMA, account("2", "Hadi Nour Eddin"), RIM])

    assert before(amal) == {"2": ["Hadi Nour", "Hadi Nour al-Din"]}


def test_a_record_comes_after_none_that_came_later(take_in: Import, amal: Actor) -> None:
    take_in("first", [HADI])
    (first,) = (facts.id for facts in queries.records_in_force(amal))
    take_in("second", [HADI_CORRECTED])
    (second,) = (facts.id for facts in queries.records_in_force(amal))
    take_in("third", [account("2", "Hadi Nour Eddin")])

    found = queries.predecessors(amal, [first, second])

    assert {record: [facts.id for facts in those] for record, those in found.items()} == {second: [first]}


def test_what_was_taken_back_is_not_among_what_a_record_comes_after(
    take_in: Import, amal: Actor, occasion_for: OccasionFor
) -> None:
    undone = take_in("first", [SALMA, HADI]).batch_id
    undo_batch(undone, occasion=occasion_for(amal))
    take_in("second", [SALMA, HADI])
    hadi = next(facts.id for facts in queries.records_in_force(amal) if facts.source_key == "2")
    withdraw_records([hadi], occasion=occasion_for(amal))
    take_in("third", [account("1", "Salma Warda"), HADI_CORRECTED])

    assert before(amal) == {"1": ["Salma Ward"]}


def test_what_a_reader_may_not_see_is_not_among_what_a_record_comes_after(
    take_in: Import, amal: Actor, carla: Actor
) -> None:
    take_in("first", [HADI], mapping=mapping(level="restricted"))
    take_in("second", [HADI])
    clerk = Actor.with_roles("U-DINA", "dina", frozenset({Role.DATA_ENTRY}), os_login="dina")

    assert (before(amal), before(clerk)) == ({"2": ["Hadi Nour"]}, {})
    with pytest.raises(NotPermittedOrAbsent):
        queries.predecessors(carla, [])


def test_where_nothing_was_superseded_no_record_is_read(
    take_in: Import, amal: Actor, django_assert_num_queries: Any
) -> None:
    take_in("first", [SALMA, HADI])
    records = [facts.id for facts in queries.records_in_force(amal)]

    with django_assert_num_queries(0):
        assert queries.predecessors(amal, []) == {}
    with django_assert_num_queries(
        2
    ) as asked:  # did anybody decide on a gone row, and is any record a later one
        assert queries.predecessors(amal, records) == {}
    assert not any("body" in query["sql"] for query in asked.captured_queries)
