"""Seeded mistakes in the upgrade of an archive, each of which a test of it must catch.

The tests that they prove run on both databases; the mistakes are made on SQLite, an archive to a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from tests.conftest import OccasionFor
from tests.stages import test_upgrading as promises
from tests.stages.old_archives import make_older
from tests.unit.methods.linkage.test_mutants import Mistake, make

from tawthiq.accounts.actors import Actor
from tawthiq.adapters.storage import steps, upgrading
from tawthiq.adapters.storage.archive import Archive
from tawthiq.core.errors import TawthiqError

pytestmark = pytest.mark.sqlite_only


class Given(NamedTuple):
    """What the tests of the upgrade are given."""

    archive: Archive
    amal: Actor
    basil: Actor
    occasion_for: OccasionFor
    monkeypatch: pytest.MonkeyPatch

    def upgrade(self) -> upgrading.Upgraded:
        return upgrading.upgrade(self.archive, occasion=self.occasion_for(self.basil))

    def older(self) -> Given:
        make_older()
        return self


@pytest.fixture
def given(
    archive: Archive, amal: Actor, basil: Actor, occasion_for: OccasionFor, monkeypatch: pytest.MonkeyPatch
) -> Given:
    return Given(archive, amal, basil, occasion_for, monkeypatch)


@pytest.fixture
def seeded() -> Iterator[pytest.MonkeyPatch]:
    """A patch that a test of the upgrade does not take back with its own."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def upgraded(test: Callable[..., None], *names: str) -> Callable[[Given], None]:
    """Run a test on an older archive; `names` are what it asks for between the archive and the upgrade."""

    def run(given: Given) -> None:
        older = given.older()
        asked = {"outdated": older.archive, "upgrade": older.upgrade, "monkeypatch": older.monkeypatch}
        test(*(asked[name] for name in names))

    return run


ALONE, BOTH = ("upgrade",), ("outdated", "upgrade")
PATCHED = (*BOTH, "monkeypatch")
MISTAKES: dict[str, tuple[Any, str, str, Callable[[Given], None]]] = {
    "nothing is verified before": (
        upgrading._verified_before,
        "if not report.is_sound",
        "if False",
        upgraded(promises.test_an_archive_that_does_not_verify_is_not_upgraded, *ALONE),
    ),
    "nothing is verified after": (
        upgrading._verify_after,
        "if not after.is_sound or",
        "if False and",
        upgraded(promises.test_a_step_that_alters_the_log_is_taken_back, *PATCHED),
    ),
    "no copy is left": (
        upgrading._copied,
        "if archive.is_on_postgresql",
        "if True",
        upgraded(promises.test_the_copy_is_made_before_the_steps_and_only_its_owner_may_read_it, *BOTH),
    ),
    "the copy is an empty file": (
        upgrading._copy,
        "source.backup(copy)",
        "source.total_changes",
        upgraded(promises.test_the_copy_is_made_before_the_steps_and_only_its_owner_may_read_it, *BOTH),
    ),
    "everybody may read the copy": (
        upgrading._new_file,
        "OWNER_ONLY",
        "0o644",
        upgraded(promises.test_the_copy_is_made_before_the_steps_and_only_its_owner_may_read_it, *BOTH),
    ),
    "the copy stays beside what failed": (
        upgrading._copied,
        "path.unlink(missing_ok=True)",
        "path.exists()",
        upgraded(promises.test_a_step_that_fails_leaves_everything_as_it_was, *PATCHED),
    ),
    "some steps are taken where one fails": (
        upgrading._all_or_nothing,
        "transaction.atomic()",
        "__import__('contextlib').nullcontext()",
        upgraded(promises.test_a_step_that_fails_leaves_everything_as_it_was, *PATCHED),
    ),
    "a refused step is passed over": (
        steps.take,
        "executor.migrate([(step.app_label, step.name)])",
        "executor.migrate([(step.app_label, step.name)], fake=True)",
        upgraded(promises.test_a_step_that_the_database_refuses_is_not_passed_over, *BOTH),
    ),
    "an index is forgotten": (
        steps.take,
        "executor.migrate([(step.app_label, step.name)])",
        "executor.migrate([(step.app_label, step.name)], fake='indexes' in step.name)",
        lambda given: promises.test_an_upgraded_database_has_the_tables_of_a_new_one(
            given.archive, given.basil, given.occasion_for
        ),
    ),
    "the last step is left out": (
        steps.take,
        "in _plan(executor)",
        "in _plan(executor)[:-1]",
        lambda given: promises.test_an_upgraded_database_has_the_tables_of_a_new_one(
            given.archive, given.basil, given.occasion_for
        ),
    ),
    "the guard is left down": (
        upgrading._take_steps,
        "triggers.install()\n    triggers.check()",
        "pass",
        upgraded(promises.test_an_upgrade_is_one_entry_with_the_names_of_its_steps, *BOTH),
    ),
    "nobody looks whether the guard is up": (
        upgrading._take_steps,
        "triggers.check()",
        "triggers.problems()",
        upgraded(promises.test_an_upgrade_without_its_triggers_is_taken_back, *PATCHED),
    ),
    "foreign keys are never checked again": (
        upgrading._all_or_nothing,
        "connection.enable_constraint_checking()",
        "connection.vendor",
        upgraded(promises.test_foreign_keys_hold_again_after_an_upgrade, *ALONE),
    ),
    "the entry does not name the steps": (
        upgrading.upgrade,
        "steps=list(wanted)",
        "steps=[]",
        upgraded(promises.test_an_upgrade_is_one_entry_with_the_names_of_its_steps, *BOTH),
    ),
    "an archive of a newer version is upgraded": (
        upgrading.upgrade,
        "steps.refuse_newer(archive.path)",
        "steps.to_come()",
        lambda given: promises.test_an_archive_of_a_newer_version_is_refused(
            given.archive, given.basil, given.occasion_for
        ),
    ),
    "an archive of a newer version is examined": (
        upgrading.examine,
        "steps.refuse_newer(archive.path)",
        "steps.to_come()",
        lambda given: promises.test_an_archive_of_a_newer_version_is_refused(
            given.archive, given.basil, given.occasion_for
        ),
    ),
    "an archive of an older version is opened": (
        steps.refuse_other_version,
        "if taken and (missing",
        "if not taken and (missing",
        upgraded(promises.test_an_outdated_archive_is_not_opened_and_the_error_says_what_to_do, "outdated"),
    ),
    "anybody upgrades": (
        upgrading.upgrade,
        "occasion.actor.require(VERB)",
        "pass",
        lambda given: promises.test_only_an_administrator_upgrades(
            given.older().archive, given.amal, given.occasion_for
        ),
    ),
}


@pytest.mark.parametrize("name", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_is_caught(name: str, given: Given, seeded: pytest.MonkeyPatch) -> None:
    function, right, wrong, promise = MISTAKES[name]
    make(Mistake(function, right, wrong, promise=lambda: None), seeded)

    with pytest.raises((AssertionError, pytest.fail.Exception, TawthiqError)):
        promise(given)


@pytest.mark.parametrize("name", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_without_the_mistake_nothing_is_caught(name: str, given: Given) -> None:
    *_, promise = MISTAKES[name]

    promise(given)
