"""What changed between two releases is found by identifier, whatever the dense numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.journey.releases.example import PEOPLE, freeze_example

from tawthiq.methods.checking.compare import compare


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_example(tmp_path_factory.mktemp("whole"))


def test_a_release_does_not_differ_from_itself(whole: Path) -> None:
    found = compare(whole, whole)

    assert {(c.added, c.removed, c.changed) for c in found.tables.values()} == {((), (), ())}
    assert found.gone == {}


def test_who_was_added_moves_numbers_and_changes_nobody_else(whole: Path, tmp_path: Path) -> None:
    fewer = freeze_example(tmp_path, people=PEOPLE[1:])

    found = compare(fewer, whole)

    assert (found.tables["persons"].added, found.tables["acts"].added) == (("P-001",), ("A-0011",))
    assert all(change.removed == change.changed == () for change in found.tables.values())
    assert compare(whole, fewer).tables["persons"].removed == ("P-001",)


def test_what_is_known_differently_is_changed(whole: Path, tmp_path: Path) -> None:
    salma = replace(PEOPLE[0], person={**PEOPLE[0].person, "sex": "male"})
    other = freeze_example(tmp_path, people=(salma, *PEOPLE[1:]))

    found = compare(whole, other)

    assert (found.tables["persons"].changed, found.tables["acts"].changed) == (("P-001",), ("A-0011",))
