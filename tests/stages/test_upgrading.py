"""An archive of an older version becomes one of this version, or stays as it was."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from tests.behind import drop_trigger
from tests.conftest import OccasionFor
from tests.interfaces.published import MAPPING, Desk
from tests.stages.old_archives import make_older, put_in_place

from tawthiq.accounts.actors import Actor
from tawthiq.adapters.storage import steps, upgrading
from tawthiq.adapters.storage.archive import Archive, connect
from tawthiq.audit import triggers
from tawthiq.audit.queries import entries, head
from tawthiq.audit.verify import verify
from tawthiq.core.errors import DiskFull, IntegrityFailure, NotPermittedOrAbsent, TawthiqError

STEPS = ("records.0002_leaner_indexes", "records.0003_answers")
SECOND_EDITION = "id,name,sex\n1,Salma Ward,f\n2,Hadi Nour,f\n3,Omar Saleh,m\n"
ALTERED = "UPDATE audit_entry SET at = '2011-01-01T00:00:00.000000Z' WHERE sequence = 0"


@pytest.fixture
def outdated(archive: Archive) -> Archive:
    """An archive that lacks this version's steps, on either database."""
    make_older()
    return archive


@pytest.fixture
def upgrade(outdated: Archive, basil: Actor, occasion_for: OccasionFor) -> Callable[[], upgrading.Upgraded]:
    """Upgrade it."""
    return lambda: upgrading.upgrade(outdated, occasion=occasion_for(basil))


def _assert_as_it_was(archive: Archive, before: Any) -> None:
    assert tuple(map(steps.said, steps.to_come())) == STEPS
    assert verify(former=steps.tables_before()).findings == []
    assert head() == before
    assert list(archive.path.glob("*before-upgrade*")) == []


@pytest.mark.sqlite_only
def test_the_archive_of_version_1_goes_on(tmp_path: Path) -> None:
    desk = Desk(put_in_place("v1", tmp_path / "old"), tmp_path)
    (tmp_path / "mapping.yml").write_text(MAPPING)
    (tmp_path / "list.csv").write_text(SECOND_EDITION)
    source = ("--source", "field", "--mapping", tmp_path / "mapping.yml", "--documented", "2014-07-01")

    refused = desk.run("releases", "list")
    would = desk.run("archive", "upgrade", "--dry-run", "--json").json
    done = desk.run("archive", "upgrade", "--json").json

    assert (refused.code, "tawthiq archive upgrade" in refused.notes) == (4, True)
    assert (tuple(would["steps"]), would["entries"]) == (tuple(done["steps"]), done["entries"]) == (STEPS, 6)
    again = desk.run("archive", "upgrade", "--json").json
    assert (again["steps"], again["copy"]) == ([], None)
    assert desk.run("audit", "verify").code == 0
    edition = desk.run("records", "import", tmp_path / "list.csv", *source)
    assert (edition.code, "1 new, 1 changed, 1 unchanged" in edition.out) == (0, True)
    for words in (("cases", "link"), ("verification", "accept")):
        assert desk.run(*words).code == 0
    assert desk.run("releases", "freeze", "--as-of", "2022-10-21", "--name", "r2").code == 0
    assert desk.run("releases", "verify", desk.archive / "releases" / "r1").code == 0
    assert desk.run("audit", "verify").code == 0
    counts = [
        desk.run("figures", "count", "--release", name, "--json").json["at_least"] for name in ("r1", "r2")
    ]
    assert counts == [2, 3]


@pytest.mark.sqlite_only
def test_the_copy_beside_it_is_the_archive_as_it_was(tmp_path: Path) -> None:
    desk = Desk(put_in_place("v1", tmp_path / "old"), tmp_path)

    done = desk.run("archive", "upgrade", "--json")

    copy = desk.archive / done.json["copy"]
    assert copy.name.startswith("before-upgrade-20")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "personal data" in done.notes
    original = put_in_place("v1", tmp_path / "other") / "archive.sqlite3"
    with closing(sqlite3.connect(copy)) as one, closing(sqlite3.connect(original)) as other:
        assert list(one.iterdump()) == list(other.iterdump())


@pytest.mark.sqlite_only
def test_the_copy_is_made_before_the_steps_and_only_its_owner_may_read_it(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded]
) -> None:
    with closing(sqlite3.connect(outdated.database_path)) as database:
        before = list(database.iterdump())

    copy = upgrade().copy

    assert copy is not None
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as kept:
        assert list(kept.iterdump()) == before


def test_an_outdated_archive_is_not_opened_and_the_error_says_what_to_do(outdated: Archive) -> None:
    for is_guard_checked in (True, False):
        with pytest.raises(steps.OutdatedArchive) as refused:
            connect(outdated.path, is_guard_checked=is_guard_checked)

    assert "tawthiq archive upgrade" in refused.value.hint


def test_an_upgrade_is_one_entry_with_the_names_of_its_steps(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded]
) -> None:
    before = head()

    done = upgrade()

    connect(outdated.path)
    last = list(entries())[-1]
    assert done.steps == STEPS
    assert (last.verb, last.details["steps"]) == ("archive.upgrade", list(STEPS))
    assert verify(known_head=before).findings == []
    assert triggers.problems() == []


def test_an_upgraded_database_has_the_tables_of_a_new_one(
    archive: Archive, basil: Actor, occasion_for: OccasionFor
) -> None:
    fresh = _structure()
    make_older()
    assert _structure() != fresh

    upgrading.upgrade(archive, occasion=occasion_for(basil))

    assert _structure() == fresh


def _structure() -> dict[str, Any]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            constraints = connection.introspection.get_constraints(cursor, table)
            found[table] = (
                sorted((column.name, column.null_ok) for column in columns),
                sorted(name for name in constraints if name.startswith("records_")),
            )
    return found


def test_foreign_keys_hold_again_after_an_upgrade(upgrade: Callable[[], upgrading.Upgraded]) -> None:
    upgrade()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_step_that_fails_leaves_everything_as_it_was(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, take = head(), steps.take

    def fail() -> None:
        take()
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr(steps, "take", fail)

    with pytest.raises(TawthiqError, match="refused a step"):
        upgrade()

    _assert_as_it_was(outdated, before)
    monkeypatch.undo()
    assert upgrade().steps == STEPS


def test_a_step_that_the_database_refuses_is_not_passed_over(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded]
) -> None:
    before = head()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE records_answer (id integer)")

    with pytest.raises(TawthiqError, match="refused a step"):
        upgrade()

    _assert_as_it_was(outdated, before)


def test_a_step_that_alters_the_log_is_taken_back(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, take = head(), steps.take

    def alter() -> None:
        take()
        with connection.cursor() as cursor:
            cursor.execute(ALTERED)

    monkeypatch.setattr(steps, "take", alter)

    with pytest.raises(IntegrityFailure, match="after the steps"):
        upgrade()

    _assert_as_it_was(outdated, before)


def test_an_upgrade_without_its_triggers_is_taken_back(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = head()
    monkeypatch.setattr(triggers, "install", lambda: None)

    with pytest.raises(IntegrityFailure, match="trigger"):
        upgrade()

    _assert_as_it_was(outdated, before)


def test_an_archive_that_does_not_verify_is_not_upgraded(
    upgrade: Callable[[], upgrading.Upgraded],
) -> None:
    triggers.take_away(using="default")
    with connection.cursor() as cursor:
        cursor.execute(ALTERED)
    triggers.install()

    with pytest.raises(IntegrityFailure, match="entry 0"):
        upgrade()

    assert tuple(map(steps.said, steps.to_come())) == STEPS


def test_an_archive_that_lacks_a_trigger_is_not_upgraded(
    upgrade: Callable[[], upgrading.Upgraded],
) -> None:
    drop_trigger("tawthiq_audit_entry_delete", table="audit_entry")

    with pytest.raises(IntegrityFailure, match="tawthiq_audit_entry_delete is missing"):
        upgrade()


def test_only_an_administrator_upgrades(outdated: Archive, amal: Actor, occasion_for: OccasionFor) -> None:
    with pytest.raises(NotPermittedOrAbsent):
        upgrading.upgrade(outdated, occasion=occasion_for(amal))


def test_an_archive_of_a_newer_version_is_refused(
    archive: Archive, basil: Actor, occasion_for: OccasionFor
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('records', '9999_later', '2030-01-01T00:00:00+00:00')"
        )

    with pytest.raises(steps.NewerArchive):
        connect(archive.path)
    with pytest.raises(steps.NewerArchive):
        upgrading.upgrade(archive, occasion=occasion_for(basil))
    with pytest.raises(steps.NewerArchive):
        upgrading.examine(archive)


@pytest.mark.sqlite_only
def test_a_disk_too_full_for_the_copy_stops_the_upgrade(
    outdated: Archive, upgrade: Callable[[], upgrading.Upgraded], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = head()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(DiskFull):
        upgrade()

    _assert_as_it_was(outdated, before)


def test_every_step_can_be_taken_back_with_the_others() -> None:
    from django.db.migrations.loader import MigrationLoader

    found = MigrationLoader(None).disk_migrations

    assert [name for name, step in found.items() if not step.atomic] == []
    assert set(found) == steps._known()


def test_the_migrations_are_those_of_the_tables(archive: Archive) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
