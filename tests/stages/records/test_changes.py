"""Rows that repeat, and rows that a later edition lacks: what people decide, and what that does."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import OccasionFor
from tests.stages.records.lists import quiet

from tawthiq.accounts.actors import Actor
from tawthiq.adapters.importers.lists import MappedLists
from tawthiq.adapters.importers.mapping import find_mapping
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.records import queries, waiting
from tawthiq.journey.records.actions import ImportOutcome, import_list, undo_batch, withdraw_records
from tawthiq.journey.records.admitting import As, admit_rows
from tawthiq.journey.records.answering import Decided, decide, decide_clear, keep
from tawthiq.journey.records.changes import changes
from tawthiq.journey.records.succession import Verdict

pytestmark = pytest.mark.django_db

HEADER = "source,source_id,name_ar,name_en,dob,age,sex,place,event_date,event_id".split(",")
SAMIRA = ("سميرة خليل أحمد الورد", "1990-05-01", "F")
SAMIRA_AGAIN = ("سميره خليل احمد الورد", "1990-05-01", "F")
HADI = ("هادي عمر سالم النجار", "1981-02-03", "M")
HUDA = ("هدى عمر سالم النجار", "1994-12-30", "F")
RIM = ("ريم نور حسن الحداد", "", "F")
# everyone is invented
Edition = Callable[..., ImportOutcome]


@pytest.fixture
def edition(tmp_path: Path, amal: Actor, occasion_for: OccasionFor) -> Edition:
    """Take in an invented release of the list, as the shipped mapping reads it."""

    def take_in(*people: tuple[str, str, str], day: str = "2024-01-05", **options: bool) -> ImportOutcome:
        path = tmp_path / f"list-{day}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream)
            lines.writerow(HEADER)
            for number, (name, born, sex) in enumerate(people, 1):
                lines.writerow(["list", number, name, "", born, "", sex, "", "", ""])
        mapping = find_mapping("ministry", packs=("syria",))
        return import_list(
            path,
            source_code="ministry",
            reader=MappedLists(mapping, folder=tmp_path / "staging", packs=("syria",)),
            store=EvidenceFolder(tmp_path / "evidence"),
            progress=quiet,
            occasion=occasion_for(amal),
            documented=f"../{day}",
            **options,
        )

    return take_in


def names(actor: Actor) -> list[str]:
    return sorted(facts.account.value("person", "name") for facts in queries.records_in_force(actor))


def record(actor: Actor, name: str) -> str:
    """The record in force of a name."""
    (found,) = (f.id for f in queries.records_in_force(actor) if f.account.value("person", "name") == name)
    return found


def open_rows(actor: Actor) -> list[int]:
    return [cell.row for cell in waiting.quarantine(actor)]


# --- the mapping


def test_an_act_is_dated_up_to_the_release_of_the_list(edition: Edition, amal: Actor) -> None:
    edition(SAMIRA, day="2024-01-05")

    (facts,) = queries.records_in_force(amal)
    (date,) = facts.account.said("act-1", "date")
    assert (date.value, date.basis) == ("../2024-01-05", "documented")
    assert facts.account.value("act-1", "violation") == "killing"
    assert facts.account.value("act-1", "place") == "PS-GZA"


def test_a_later_release_leaves_an_unchanged_row_as_old_as_it_was(edition: Edition, amal: Actor) -> None:
    edition(SAMIRA, day="2024-01-05")

    counts = edition(SAMIRA, HADI, day="2024-08-31").counts

    assert (counts.unchanged, counts.changed, counts.new) == (1, 0, 1)
    dates = {
        facts.account.value("person", "name"): (facts.documented, facts.account.value("act-1", "date"))
        for facts in queries.records_in_force(amal)
    }
    assert dates[SAMIRA[0]] == ("../2024-01-05", "../2024-01-05")
    assert dates[HADI[0]] == ("../2024-08-31", "../2024-08-31")


def test_a_birth_date_or_a_sex_may_be_blank_and_a_name_not(edition: Edition) -> None:
    counts = edition(RIM, ("ريم نور حسن الحداد", "", ""), ("", "1990-05-01", "F")).counts

    assert (counts.new, counts.rejected_rows) == (2, 1)


# --- rows that share a key


def test_rows_that_share_a_key_wait(edition: Edition, amal: Actor) -> None:
    counts = edition(SAMIRA, HADI, SAMIRA).counts

    assert (counts.new, counts.rejected_rows) == (1, 2)
    assert open_rows(amal) == [2, 4]


def test_rows_that_share_a_key_come_in_as_one(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    batch = edition(SAMIRA, HADI, SAMIRA).batch_id

    foreseen = admit_rows(batch, As.ONE, occasion=occasion_for(amal), dry_run=True)
    assert open_rows(amal) == [2, 4]
    done = admit_rows(batch, As.ONE, occasion=occasion_for(amal))

    assert foreseen == done
    assert (done.groups, done.rows, done.records, done.differing) == (1, 2, 1, 0)
    assert names(amal) == sorted([SAMIRA[0], HADI[0]])
    assert open_rows(amal) == []
    assert admit_rows(batch, As.ONE, occasion=occasion_for(amal)).groups == 0


def test_one_row_that_is_admitted_is_the_same_row_in_the_next_edition(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    admit_rows(edition(SAMIRA, HADI, SAMIRA).batch_id, As.ONE, occasion=occasion_for(amal))

    once = edition(SAMIRA, HADI, day="2024-08-31").counts
    twice = edition(SAMIRA, SAMIRA, HADI, day="2025-03-23").counts

    assert (once.unchanged, once.new, once.gone) == (2, 0, 0)
    assert (twice.unchanged, twice.new, twice.gone, twice.rejected_rows) == (1, 0, 0, 2)


def test_rows_that_share_a_key_come_in_as_several(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    batch = edition(SAMIRA, HADI, SAMIRA).batch_id

    done = admit_rows(batch, As.SEVERAL, occasion=occasion_for(amal))
    later = edition(SAMIRA, SAMIRA, HADI, day="2024-08-31")

    assert done.records == 2
    assert names(amal).count(SAMIRA[0]) == 2
    assert (later.counts.gone, later.counts.unchanged) == (0, 1)
    again = admit_rows(later.batch_id, As.SEVERAL, occasion=occasion_for(amal))
    assert (again.groups, again.records) == (1, 0)
    assert open_rows(amal) == []


def test_undoing_a_batch_takes_back_what_was_admitted_to_it(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    batch = edition(SAMIRA, HADI, SAMIRA).batch_id
    admit_rows(batch, As.SEVERAL, occasion=occasion_for(amal))

    undo_batch(batch, occasion=occasion_for(amal))

    assert names(amal) == []
    again = edition(SAMIRA, HADI, SAMIRA)
    assert open_rows(amal) == [2, 4]
    assert admit_rows(again.batch_id, As.ONE, occasion=occasion_for(amal)).records == 1
    assert names(amal) == sorted([SAMIRA[0], HADI[0]])


def test_only_the_last_batch_takes_rows_in(edition: Edition, amal: Actor, occasion_for: OccasionFor) -> None:
    first = edition(SAMIRA, SAMIRA, HADI).batch_id
    second = edition(SAMIRA, HADI, day="2024-08-31").batch_id

    with pytest.raises(RefusedByRule, match="later batch"):
        admit_rows(first, As.ONE, occasion=occasion_for(amal))
    undo_batch(second, occasion=occasion_for(amal))
    undo_batch(first, occasion=occasion_for(amal))
    with pytest.raises(RefusedByRule, match="undone"):
        admit_rows(first, As.ONE, occasion=occasion_for(amal))


def test_admitting_needs_the_right_person_a_reason_and_rows_that_wait(
    edition: Edition, amal: Actor, basil: Actor, occasion_for: OccasionFor
) -> None:
    batch = edition(SAMIRA, SAMIRA, HADI).batch_id

    with pytest.raises(NotPermittedOrAbsent):
        admit_rows(batch, As.ONE, occasion=occasion_for(basil))
    with pytest.raises(NotPermittedOrAbsent):
        admit_rows("B-ABSENT", As.ONE, occasion=occasion_for(amal))
    with pytest.raises(UsageProblem):
        admit_rows(batch, As.ONE, occasion=occasion_for(amal, reason=""))
    with pytest.raises(UsageProblem, match="row 4"):
        admit_rows(batch, As.ONE, occasion=occasion_for(amal), rows=[4])
    assert open_rows(amal) == [2, 3]


# --- rows that have changed


def test_a_changed_row_is_proposed(edition: Edition, amal: Actor) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, HUDA, day="2024-08-31")

    (found,) = changes(amal)

    assert (found.edition, found.gone, found.new) == (2, 1, 2)
    (proposal,) = found.proposals
    assert (proposal.gone, proposal.new) == (record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0]))
    assert proposal.clear


def test_the_same_makes_the_new_record_succeed(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    gone, new = record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0])
    answer = [Decided(gone, new, Verdict.SAME)]

    foreseen = decide(answer, occasion=occasion_for(amal), dry_run=True)
    assert names(amal).count(SAMIRA[0]) == 1
    done = decide(answer, occasion=occasion_for(amal))

    assert (foreseen.same, foreseen.entry, done.same) == (1, None, 1)
    assert names(amal) == sorted([SAMIRA_AGAIN[0], HADI[0]])
    assert queries.successors(amal, [gone]) == {gone: new}
    assert [f.id for f in queries.predecessors(amal, [new])[new]] == [gone]
    assert waiting.gone(amal) == []
    assert changes(amal) == []
    again = decide(answer, occasion=occasion_for(amal))
    assert (again.same, again.done_before, again.entry) == (0, 1, None)


def test_what_succeeded_is_not_gone_from_the_next_edition(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    decide_clear(occasion=occasion_for(amal))

    counts = edition(SAMIRA_AGAIN, HADI, day="2025-03-23").counts

    assert (counts.unchanged, counts.gone) == (2, 0)


def test_a_row_that_comes_back_as_it_was_is_new_again(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    gone, new = record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0])
    decide_clear(occasion=occasion_for(amal))

    counts = edition(SAMIRA, HADI, HUDA, day="2025-03-23").counts
    back = record(amal, SAMIRA[0])
    decide([Decided(new, back, Verdict.SAME)], occasion=occasion_for(amal))

    assert (counts.new, counts.gone) == (2, 1)
    assert names(amal) == sorted([SAMIRA[0], HADI[0], HUDA[0]])
    assert queries.successors(amal, [gone, new]) == {gone: back, new: back}
    assert [f.id for f in queries.predecessors(amal, [back])[back]] == [gone, new]


def test_a_later_decision_holds_instead(edition: Edition, amal: Actor, occasion_for: OccasionFor) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    gone, new = record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0])

    decide([Decided(gone, new, Verdict.SAME)], occasion=occasion_for(amal))
    decide([Decided(gone, new, Verdict.DIFFERENT)], occasion=occasion_for(amal))

    assert names(amal) == sorted([SAMIRA[0], SAMIRA_AGAIN[0], HADI[0]])
    assert [found.record_id for found in waiting.gone(amal)] == [gone]
    assert [found.proposals for found in changes(amal)] == [()]
    decide([Decided(gone, new, Verdict.SAME)], occasion=occasion_for(amal))
    assert names(amal) == sorted([SAMIRA_AGAIN[0], HADI[0]])
    keep([gone], occasion=occasion_for(amal))
    assert names(amal) == sorted([SAMIRA[0], SAMIRA_AGAIN[0], HADI[0]])


def test_a_kept_record_stands_and_is_asked_about_no_more(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    edition(HADI, day="2024-08-31")
    gone = record(amal, SAMIRA[0])

    keep([gone], occasion=occasion_for(amal))
    edition(HADI, HUDA, day="2025-03-23")

    assert names(amal) == sorted([SAMIRA[0], HADI[0], HUDA[0]])
    assert waiting.gone(amal) == []
    assert keep([gone], occasion=occasion_for(amal)).done_before == 1


def test_what_went_two_editions_ago_is_still_proposed(edition: Edition, amal: Actor) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    edition(SAMIRA_AGAIN, HADI, HUDA, day="2025-03-23")

    (found,) = changes(amal)

    assert [p.new for p in found.proposals] == [record(amal, SAMIRA_AGAIN[0])]


def test_what_stood_beside_a_row_is_not_what_it_became(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(HADI)
    edition(SAMIRA, SAMIRA_AGAIN, HADI, day="2024-08-31")
    edition(SAMIRA_AGAIN, HADI, day="2025-03-23")
    gone, beside = record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0])

    assert [found.proposals for found in changes(amal)] == [()]
    with pytest.raises(RefusedByRule, match="did not come"):
        decide([Decided(gone, beside, Verdict.SAME)], occasion=occasion_for(amal))


def test_a_row_that_another_stood_in_for_is_what_that_became(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI, day="2024-01-05")
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    edition(SAMIRA, HADI, HUDA, day="2025-03-23")
    first, second = record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0])
    assert waiting.undecided(amal, as_of=date(2024, 8, 31)) == {first}
    assert waiting.undecided(amal, as_of=date(2025, 3, 23)) == {second}

    (found,) = changes(amal)
    decide_clear(occasion=occasion_for(amal))

    assert [(p.gone, p.new, p.clear) for p in found.proposals] == [(second, first, True)]
    assert names(amal) == sorted([SAMIRA[0], HADI[0], HUDA[0]])
    assert waiting.undecided(amal, as_of=date(2024, 8, 31)) == frozenset()
    assert waiting.undecided(amal, as_of=date(2025, 3, 23)) == frozenset()


def test_what_is_undecided_is_asked_of_the_last_edition_by_a_date(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI, day="2024-01-05")
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    gone = record(amal, SAMIRA[0])

    assert waiting.undecided(amal, as_of=date(2024, 1, 5)) == frozenset()
    assert waiting.undecided(amal, as_of=date(2024, 8, 30)) == frozenset()
    assert waiting.undecided(amal, as_of=date(2024, 8, 31)) == {gone}
    keep([gone], occasion=occasion_for(amal))
    assert waiting.undecided(amal, as_of=date(2024, 8, 31)) == frozenset()


def test_undoing_the_batch_undoes_what_was_decided_on_it(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    batch = edition(SAMIRA_AGAIN, HADI, day="2024-08-31").batch_id
    decide_clear(occasion=occasion_for(amal))

    undo_batch(batch, occasion=occasion_for(amal))

    assert names(amal) == sorted([SAMIRA[0], HADI[0]])
    assert waiting.gone(amal) == []
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    assert names(amal) == sorted([SAMIRA[0], SAMIRA_AGAIN[0], HADI[0]])
    assert decide_clear(occasion=occasion_for(amal)).same == 1
    assert names(amal) == sorted([SAMIRA_AGAIN[0], HADI[0]])


def test_a_successor_that_is_withdrawn_brings_nothing_back(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    decide_clear(occasion=occasion_for(amal))

    withdraw_records([record(amal, SAMIRA_AGAIN[0])], occasion=occasion_for(amal))

    assert names(amal) == [HADI[0]]


def test_many_decisions_are_one_entry_or_none(
    edition: Edition, amal: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, RIM, HADI)
    edition(SAMIRA_AGAIN, HUDA, HADI, day="2024-08-31")
    gone, new = record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0])
    rim, huda, hadi = (record(amal, person[0]) for person in (RIM, HUDA, HADI))

    for wrong, error in (
        (Decided(hadi, huda, Verdict.SAME), RefusedByRule),
        (Decided(rim, "R-ABSENT", Verdict.SAME), NotPermittedOrAbsent),
        (Decided(gone, huda, Verdict.SAME), UsageProblem),
        (Decided(rim, hadi, Verdict.SAME), RefusedByRule),
        (Decided(rim, rim, Verdict.SAME), UsageProblem),
    ):
        with pytest.raises(error):
            decide([Decided(gone, new, Verdict.SAME), wrong], occasion=occasion_for(amal))

    assert len(names(amal)) == 5
    both = [Decided(gone, new, Verdict.SAME), Decided(rim, huda, Verdict.DIFFERENT)]
    done = decide(both, occasion=occasion_for(amal))
    assert (done.same, done.different) == (1, 1)


def test_deciding_needs_the_right_person_and_a_reason(
    edition: Edition, amal: Actor, basil: Actor, carla: Actor, occasion_for: OccasionFor
) -> None:
    edition(SAMIRA, HADI)
    edition(SAMIRA_AGAIN, HADI, day="2024-08-31")
    answer = [Decided(record(amal, SAMIRA[0]), record(amal, SAMIRA_AGAIN[0]), Verdict.SAME)]

    with pytest.raises(NotPermittedOrAbsent):
        decide(answer, occasion=occasion_for(basil))
    with pytest.raises(NotPermittedOrAbsent):
        keep([answer[0].gone], occasion=occasion_for(carla))
    with pytest.raises(NotPermittedOrAbsent):
        changes(carla)
    with pytest.raises(NotPermittedOrAbsent):
        changes(amal, source_code="nobody")
    with pytest.raises(UsageProblem):
        decide(answer, occasion=occasion_for(amal, reason=" "))
    assert len(changes(basil)) == 1
    assert len(names(amal)) == 3
