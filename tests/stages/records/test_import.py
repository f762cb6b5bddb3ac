"""A list comes in whole, once, and with everything that stands behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stages.records.conftest import Import
from tests.stages.records.lists import account, mapping, rejection

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.confidentiality import Level
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.audit import queries as log
from tawthiq.core.errors import InputRejected, NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.records import queries, waiting
from tawthiq.journey.sources import queries as sources
from tawthiq.journey.sources.evidence import StoredBytes

pytestmark = pytest.mark.django_db
SALMA, HADI = account("1", "Salma Ward"), account("2", "Hadi Nour")


def entries() -> int:
    head = log.head()
    return 0 if head is None else head.tree_size


def test_an_import_is_one_log_entry(take_in: Import) -> None:
    before = entries()

    take_in("first", [SALMA, HADI])

    assert entries() == before + 1


def test_every_row_becomes_a_record_in_the_words_of_its_source(take_in: Import, amal: Actor) -> None:
    outcome = take_in("first", [SALMA, HADI])

    found = list(queries.records_in_force(amal))
    assert [facts.account for facts in found] == [SALMA, HADI]
    assert {facts.batch_id for facts in found} == {outcome.batch_id}
    assert found[0].source_code == "field"
    assert found[0].origin_group == "field"
    assert found[0].source_reliability == "B"
    assert found[0].source_key == "1"
    assert (outcome.counts.rows, outcome.counts.new) == (2, 2)


def test_a_record_leads_to_the_bytes_that_were_received(
    take_in: Import, amal: Actor, store: EvidenceFolder
) -> None:
    take_in("first", [SALMA])

    record = next(queries.records_in_force(amal))
    report = sources.report(record.report_id, amal)
    evidence = sources.evidence_of([report.id], amal)[0]
    assert report.source_code == "field"
    with store.open(evidence.sha256) as stream:
        assert stream.read() == b"first"
    assert [entry.touch for entry in sources.custody(evidence.id, amal)] == ["received"]


def test_an_unknown_source_is_made_from_the_mapping(take_in: Import, amal: Actor) -> None:
    outcome = take_in("first", [SALMA])

    assert outcome.is_new_source
    assert sources.source("field", amal).title == "Invented field team"


def test_a_source_that_nobody_describes_stops_the_import(take_in: Import, amal: Actor) -> None:
    with pytest.raises(UsageProblem, match="no source"):
        take_in("first", [SALMA], mapping=mapping(source=None))
    assert list(queries.records_in_force(amal)) == []


def test_the_same_file_again_changes_nothing(take_in: Import, amal: Actor) -> None:
    first = take_in("first", [SALMA, HADI])
    before = entries()

    again = take_in("first", [SALMA, HADI])

    assert again.is_done_before
    assert again.batch_id == first.batch_id
    assert again.counts.unchanged == 2
    assert again.counts.new == 0
    assert entries() == before


def test_a_dry_run_writes_nothing(take_in: Import, amal: Actor, store: EvidenceFolder) -> None:
    before = entries()

    outcome = take_in("first", [SALMA, HADI], dry_run=True)

    assert outcome.counts.new == 2
    assert outcome.batch_id == ""
    assert entries() == before
    assert sources.sources(amal) == []
    assert not store.root.exists()


def test_rejected_rows_are_kept_without_showing_their_words(take_in: Import, amal: Actor) -> None:
    outcome = take_in("first", [HADI], [rejection("1")])

    found = waiting.quarantine(amal)
    assert outcome.counts.rejected_rows == 1
    assert [(cell.file, cell.row, cell.column, cell.reason) for cell in found] == [
        ("list.csv", 9, "sex", "unmapped-value")
    ]
    assert "Salma" not in repr(found)


def test_the_documentation_date_comes_from_the_command_before_the_mapping(take_in: Import) -> None:
    stated = mapping(documented="../2019-05-14")

    assert take_in("1", [SALMA], mapping=stated, documented="2018").documented == "2018"
    assert take_in("2", [SALMA], mapping=stated).documented == "../2019-05-14"


def test_the_clock_of_the_import_is_only_the_upper_end_of_the_documentation(take_in: Import) -> None:
    assert take_in("first", [SALMA]).documented == "../2022-10-21"


def test_a_documentation_date_that_is_no_date_is_a_usage_error(take_in: Import) -> None:
    with pytest.raises(UsageProblem):
        take_in("first", [SALMA], documented="last spring")


def test_an_invented_archive_takes_no_real_list(take_in: Import, amal: Actor) -> None:
    with pytest.raises(RefusedByRule, match="invented"):
        take_in("first", [SALMA], into_invented=True)
    with pytest.raises(RefusedByRule, match="invented"):
        take_in("first", [SALMA], is_invented=True)
    assert take_in("first", [SALMA], into_invented=True, is_invented=True).counts.new == 1


def test_who_may_not_import_cannot(take_in: Import, basil: Actor, carla: Actor, amal: Actor) -> None:
    for actor in (basil, carla):
        with pytest.raises(NotPermittedOrAbsent):
            take_in("first", [SALMA], actor=actor)
    assert take_in("first", [SALMA], actor=amal).counts.new == 1


def test_a_stranger_sees_no_records(take_in: Import, carla: Actor) -> None:
    take_in("first", [SALMA])

    with pytest.raises(NotPermittedOrAbsent):
        next(queries.records_in_force(carla))


def test_a_record_is_at_least_as_secret_as_its_source(take_in: Import, amal: Actor) -> None:
    take_in("first", [SALMA], mapping=mapping(level="public"))
    take_in("second", [SALMA, HADI], mapping=mapping(level="public"))

    levels = {facts.source_key: facts.level for facts in queries.records_in_force(amal)}
    assert levels == {"1": Level.INTERNAL, "2": Level.INTERNAL}


def test_a_file_that_changes_while_it_is_read_is_not_taken(take_in: Import, amal: Actor) -> None:
    with pytest.raises(InputRejected, match="changed while"):
        take_in("first", [SALMA], staged_sha256="0" * 64)
    assert list(queries.records_in_force(amal)) == []


def test_a_file_that_changes_before_it_is_stored_is_not_taken(
    take_in: Import, amal: Actor, tmp_path: Path
) -> None:
    class Swapped(EvidenceFolder):
        def put(self, content: Path | bytes) -> StoredBytes:
            return super().put(b"something else")

    with pytest.raises(InputRejected, match="changed while"):
        take_in("first", [SALMA], store=Swapped(tmp_path / "swapped"))
    assert list(queries.records_in_force(amal)) == []
    assert sources.sources(amal) == []
