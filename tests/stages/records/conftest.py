"""What the tests of this stage share: an evidence folder and a way to import what is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import OccasionFor
from tests.stages.records.lists import GivenLists, mapping, quiet

from tawthiq.accounts.actors import Actor
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.claims import Account
from tawthiq.journey.records.actions import ImportOutcome, import_list

Import = Callable[..., ImportOutcome]


@pytest.fixture
def store(tmp_path: Path) -> EvidenceFolder:
    """A folder of evidence of the test's own."""
    return EvidenceFolder(tmp_path / "evidence")


@pytest.fixture
def take_in(tmp_path: Path, store: EvidenceFolder, amal: Actor, occasion_for: OccasionFor) -> Import:
    """Import accounts as the file of a given content."""

    def run(content: str, accounts: list[Account], rejections: Any = None, **options: Any) -> ImportOutcome:
        path = tmp_path / "list.csv"
        path.write_text(content)
        facts = options.pop("mapping", None) or mapping()
        actor = options.pop("actor", amal)
        staged_sha256 = options.pop("staged_sha256", "")
        return import_list(
            path,
            source_code=options.pop("source_code", "field"),
            reader=GivenLists(accounts, rejections, mapping=facts, staged_sha256=staged_sha256),
            store=options.pop("store", store),
            progress=quiet,
            occasion=occasion_for(actor),
            **options,
        )

    return run
