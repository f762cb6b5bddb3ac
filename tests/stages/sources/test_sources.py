"""A source is added once, and every touch of its evidence is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import OccasionFor

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.confidentiality import Level
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.audit import queries as log
from tawthiq.audit.door import write
from tawthiq.core.errors import IntegrityFailure, NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.sources import queries
from tawthiq.journey.sources.actions import add_source, file_evidence, file_report, open_evidence
from tawthiq.journey.sources.rules import SourceContent

pytestmark = pytest.mark.django_db
FIELD = SourceContent(code="field", title="Invented field team", reliability="B")


@pytest.fixture
def store(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


@pytest.fixture
def evidence_id(store: EvidenceFolder, amal: Actor, occasion_for: OccasionFor) -> str:
    occasion = occasion_for(amal)
    source = add_source(FIELD, occasion=occasion)
    with write("sources.file", occasion=occasion) as change:
        report = file_report(
            change,
            source_id=source.source_id,
            kind="testimony",
            title="An invented testimony",
            documented="2022-10-01",
            level=Level.INTERNAL,
            occasion=occasion,
        )
        found, _ = file_evidence(
            change,
            b"invented words",
            store=store,
            report_id=report,
            name="testimony.txt",
            media_type="text/plain",
            level=Level.INTERNAL,
            occasion=occasion,
        )
    return found


def test_a_source_is_its_own_origin_unless_one_is_said(amal: Actor, occasion_for: OccasionFor) -> None:
    add_source(FIELD, occasion=occasion_for(amal))

    found = queries.source("field", amal)
    assert (found.origin_group, found.reliability, found.consent) == ("field", "B", "not-asked")


def test_the_same_source_again_changes_nothing(amal: Actor, occasion_for: OccasionFor) -> None:
    first = add_source(FIELD, occasion=occasion_for(amal))
    head = log.head()

    again = add_source(FIELD, occasion=occasion_for(amal))

    assert (first.is_new, again.is_new) == (True, False)
    assert again.source_id == first.source_id
    assert log.head() == head


def test_a_source_is_never_overwritten(amal: Actor, occasion_for: OccasionFor) -> None:
    add_source(FIELD, occasion=occasion_for(amal))
    other = SourceContent(code="field", title="Another team", reliability="A")

    with pytest.raises(RefusedByRule, match="reliability, title"):
        add_source(other, occasion=occasion_for(amal))
    assert queries.source("field", amal).title == "Invented field team"


def test_a_dry_run_adds_nothing(amal: Actor, occasion_for: OccasionFor) -> None:
    assert add_source(FIELD, occasion=occasion_for(amal), dry_run=True).is_new
    assert queries.sources(amal) == []


@pytest.mark.parametrize(
    "content",
    [
        SourceContent(code="field team", title="Invented"),
        SourceContent(code="field", title=" "),
        SourceContent(code="field", title="Invented", kind="rumour"),
        SourceContent(code="field", title="Invented", reliability="Z"),
        SourceContent(code="field", title="Invented", consent="perhaps"),
    ],
    ids=["code", "title", "kind", "reliability", "consent"],
)
def test_a_word_that_does_not_exist_is_refused(
    content: SourceContent, amal: Actor, occasion_for: OccasionFor
) -> None:
    with pytest.raises(UsageProblem):
        add_source(content, occasion=occasion_for(amal))


def test_who_may_not_add_a_source_cannot(
    amal: Actor, basil: Actor, carla: Actor, occasion_for: OccasionFor
) -> None:
    for actor in (basil, carla):
        with pytest.raises(NotPermittedOrAbsent):
            add_source(FIELD, occasion=occasion_for(actor))
    assert add_source(FIELD, occasion=occasion_for(amal)).is_new


def test_a_source_above_the_clearance_looks_absent(
    amal: Actor, basil: Actor, occasion_for: OccasionFor
) -> None:
    add_source(FIELD, occasion=occasion_for(amal), level=Level.SEALED)

    with pytest.raises(NotPermittedOrAbsent):
        queries.source("field", amal)
    assert queries.source("field", basil).level == Level.SEALED


def test_evidence_is_received_with_its_custody(evidence_id: str, amal: Actor) -> None:
    facts = queries.evidence(evidence_id, amal)

    assert (facts.name, facts.media_type, facts.size) == ("testimony.txt", "text/plain", 14)
    assert [(entry.touch, entry.by) for entry in queries.custody(evidence_id, amal)] == [
        ("received", "U-AMAL")
    ]


def test_opening_evidence_is_kept_for_ever(
    evidence_id: str, store: EvidenceFolder, amal: Actor, basil: Actor, occasion_for: OccasionFor
) -> None:
    with open_evidence(
        evidence_id, store=store, occasion=occasion_for(basil, reason="a court asks")
    ) as stream:
        assert stream.read() == b"invented words"

    last = queries.custody(evidence_id, amal)[-1]
    assert (last.touch, last.by, last.reason) == ("opened", "U-BASIL", "a court asks")


def test_evidence_that_changed_is_not_opened(
    evidence_id: str, store: EvidenceFolder, amal: Actor, occasion_for: OccasionFor
) -> None:
    path = store.path(queries.evidence(evidence_id, amal).sha256)
    path.chmod(0o640)
    path.write_bytes(b"other words")

    with pytest.raises(IntegrityFailure):
        open_evidence(evidence_id, store=store, occasion=occasion_for(amal))
    assert [entry.touch for entry in queries.custody(evidence_id, amal)] == ["received"]


def test_a_stranger_neither_sees_nor_opens_evidence(
    evidence_id: str, store: EvidenceFolder, carla: Actor, occasion_for: OccasionFor
) -> None:
    with pytest.raises(NotPermittedOrAbsent):
        queries.evidence(evidence_id, carla)
    with pytest.raises(NotPermittedOrAbsent):
        open_evidence(evidence_id, store=store, occasion=occasion_for(carla))
