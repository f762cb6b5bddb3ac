"""Who may do what, through the front door."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journey.commands import Tawthiq


@pytest.fixture
def office(tmp_path: Path) -> Tawthiq:
    tawthiq = Tawthiq(tmp_path / "office")
    tawthiq.run("init", str(tawthiq.archive))
    return tawthiq


def test_a_second_reviewer_joins_and_may_review(office: Tawthiq) -> None:
    office.run("accounts", "add", "dana", "--role", "reviewer")

    office.run("--as", "dana", "verification", "accept")


def test_who_is_deactivated_may_do_nothing(office: Tawthiq) -> None:
    office.run("accounts", "add", "dana", "--role", "reviewer")

    office.run("accounts", "deactivate", "dana", "--reason", "left the organisation")

    office.run("--as", "dana", "verification", "accept", expect=5)
    assert [u["is_active"] for u in office.json("accounts", "list")["users"]] == [True, True, False]


def test_somebody_who_runs_nothing_may_not_add_users(office: Tawthiq) -> None:
    office.run("--as", "intake", "accounts", "add", "dana", "--role", "reviewer", expect=5)


def test_a_dry_run_adds_nobody(office: Tawthiq) -> None:
    office.run("accounts", "add", "dana", "--role", "reviewer", "--dry-run")

    assert len(office.json("accounts", "list")["users"]) == 2
