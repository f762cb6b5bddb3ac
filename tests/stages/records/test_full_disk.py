"""A disk that fills while a list enters: it is said, and the archive is as it was."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import OperationalError
from tests.stages.records.conftest import Import
from tests.stages.records.lists import account

from tawthiq.accounts.actors import Actor
from tawthiq.audit import bulk
from tawthiq.core.errors import DiskFull
from tawthiq.journey.records import queries

pytestmark = pytest.mark.django_db


def test_a_disk_that_fills_in_the_commit_leaves_nothing(
    take_in: Import, amal: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any, **_named: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(bulk, "insert", full)

    with pytest.raises(DiskFull, match="the disk is full"):
        take_in("one", [account("1", "Salma")])
    monkeypatch.undo()
    assert queries.batches(amal) == []
    assert take_in("one", [account("1", "Salma")]).counts.new == 1


def test_a_disk_that_fills_while_the_bytes_are_stored_leaves_nothing(
    take_in: Import, amal: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(DiskFull):
        take_in("one", [account("1", "Salma")])
    monkeypatch.undo()
    assert queries.batches(amal) == []
