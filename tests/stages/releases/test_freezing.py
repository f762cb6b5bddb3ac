"""Freezing: a folder that never changes, of what was accepted and documented in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.adapters.storage.releases import FolderDraft, ReleaseFolders
from tawthiq.audit.queries import entries, head
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.cases.actions import link
from tawthiq.journey.cases.words import Words
from tawthiq.journey.releases.actions import Frozen, Method
from tawthiq.journey.releases.queries import release, releases
from tawthiq.methods.checking.manifest import read_manifest
from tawthiq.methods.checking.verify import verify_release
from tawthiq.methods.counting.schema import ACTS, Table
from tawthiq.methods.counting.tables import read_rows

pytestmark = pytest.mark.django_db

Freeze = Callable[..., Frozen]


def rows(frozen: Frozen, table: Table = ACTS) -> list[dict[str, Any]]:
    assert frozen.folder is not None
    return list(read_rows(table, frozen.folder / "counting" / f"{table.name}.parquet"))


def test_a_release_agrees_with_its_manifest_and_with_the_log(
    three: None, frozen: Freeze, basil: Actor
) -> None:
    done = frozen()

    facts = release("r1", basil)
    check = verify_release(done.folder or Path(), manifest_sha256=facts.manifest)
    assert check.disagreements == ()
    assert (facts.digest, facts.reconstructed) == (done.digest, False)
    assert done.counts["acts"] == done.counts["persons"] == 3


def test_frozen_twice_is_one_digest_under_two_names(three: None, frozen: Freeze, basil: Actor) -> None:
    first = frozen("r1")
    second = frozen("r2", at=datetime(2023, 1, 1, tzinfo=UTC))

    assert first.digest == second.digest
    assert [r.reconstructed for r in releases(basil)] == [False, True]


def test_another_as_of_date_is_another_digest(three: None, frozen: Freeze) -> None:
    assert frozen("r1").digest != frozen("r2", as_of=date(2022, 10, 20)).digest


def test_other_counting_rules_are_another_digest(three: None, frozen: Freeze, method: Method) -> None:
    fewer = replace(method, rules={code: rule for code, rule in method.rules.items() if code != "held"})

    assert frozen("r1").digest != frozen("r2", method=fewer).digest


def test_a_name_is_given_once(three: None, frozen: Freeze, basil: Actor) -> None:
    frozen("r1")
    before = head()

    with pytest.raises(RefusedByRule, match="there is one of that name"):
        frozen("r1")

    assert head() == before
    assert len(releases(basil)) == 1


@pytest.mark.parametrize("name", ["", "..", "../r", "a/b", "R1", "-r", "r.", "r" * 65, "a..b"])
def test_a_name_that_is_no_folder_name_is_refused(three: None, frozen: Freeze, name: str) -> None:
    with pytest.raises(UsageProblem, match="cannot be the name"):
        frozen(name)


def test_a_day_that_has_not_come_is_refused(three: None, frozen: Freeze) -> None:
    with pytest.raises(RefusedByRule, match="has not come"):
        frozen(as_of=date(2022, 10, 23))


def test_the_day_where_it_begins_first_has_come(three: None, frozen: Freeze) -> None:
    assert frozen(as_of=date(2022, 10, 22)).reconstructed is False


def test_what_nobody_accepted_is_not_in_it(
    three: None, take_in: Import, frozen: Freeze, amal: Actor, words: Words, occasion_for: Any
) -> None:
    take_in(told("d", killing()), source="other")
    link("none", occasion=occasion_for(amal), words=words)

    done = frozen()

    assert done.counts["acts"] == done.counts["persons"] == done.counts["records"] == 3


def test_what_was_documented_later_is_not_in_it(accepted: Any, frozen: Freeze) -> None:
    accepted(told("a", killing(), documented="2022-10-22"), told("b", killing(), documented="2022-10-21"))

    assert [row["documented_end"] for row in rows(frozen())] == [date(2022, 10, 21)]


def test_what_was_possibly_documented_in_time_is_not_certain(accepted: Any, frozen: Freeze) -> None:
    accepted(told("a", killing(), documented="2022-10"), told("b", killing(), documented="../2022-10-21"))

    found = {row["documented_begin"]: row["certain"] for row in rows(frozen())}

    assert found == {date(2022, 10, 1): False, None: True}


def test_identity_tables_open_an_act_into_its_record_and_evidence(three: None, frozen: Freeze) -> None:
    done = frozen()

    assert done.counts["names"] == done.counts["records"] == done.counts["parts"] == 3
    assert done.counts["reports"] == done.counts["evidence"] == done.counts["sources"] == 1


def test_counting_tables_hold_no_name(three: None, frozen: Freeze) -> None:
    done = frozen()

    for path in sorted((done.folder or Path()).glob("counting/*.parquet")):
        assert b"Invented" not in path.read_bytes()
    assert "Invented" not in " ".join(str(row) for row in rows(done))


def test_a_dry_run_says_the_numbers_and_writes_nothing(
    three: None, frozen: Freeze, store: ReleaseFolders, basil: Actor
) -> None:
    before = head()

    would = frozen(dry_run=True)

    assert (would.counts["acts"], would.digest, would.folder) == (3, None, None)
    assert head() == before
    assert releases(basil) == []
    assert not store.root.exists()


def test_only_who_publishes_may_freeze(three: None, frozen: Freeze, amal: Actor, carla: Actor) -> None:
    for actor in (amal, carla):
        with pytest.raises(NotPermittedOrAbsent):
            frozen(actor=actor)


def test_a_release_is_as_secret_as_what_it_holds(accepted: Any, frozen: Freeze, basil: Actor) -> None:
    dina = Actor.with_roles("U-DINA", "dina", frozenset({Role.DATA_ENTRY}), os_login="dina")
    accepted(told("a", killing()), level="restricted")
    frozen()

    assert [r.name for r in releases(basil)] == ["r1"]
    assert releases(dina) == []
    with pytest.raises(NotPermittedOrAbsent):
        release("r1", dina)


def test_the_log_entry_pins_the_manifest(three: None, frozen: Freeze, basil: Actor) -> None:
    before = head()
    done = frozen()

    entry = [*entries(verb="releases.freeze")][-1]
    manifest = read_manifest(done.folder or Path())
    assert before is not None
    assert (manifest.tree_size, manifest.tree_root) == (before.tree_size, before.root)
    assert entry.details["manifest"] == release("r1", basil).manifest
    assert entry.sequence == before.tree_size


class Breaks(ReleaseFolders):
    """A store whose folders break when they are published, before or after the rename."""

    def __init__(self, root: Path, *, after: bool) -> None:
        super().__init__(root)
        self.after = after

    def draft(self, name: str) -> Any:
        after, begun = self.after, super().draft(name)

        class Draft:
            def __enter__(self) -> FolderDraft:
                draft = begun.__enter__()
                publish = draft.publish

                def breaking(manifest: Any) -> Path:
                    if after:
                        publish(manifest)
                    raise KeyboardInterrupt

                draft.publish = breaking  # type: ignore[method-assign]
                return draft

            def __exit__(self, *error: Any) -> Any:
                return begun.__exit__(*error)

        return Draft()


@pytest.mark.parametrize("after", [False, True])
def test_a_freeze_that_is_stopped_leaves_neither_folder_nor_release(
    three: None, frozen: Freeze, store: ReleaseFolders, basil: Actor, after: bool
) -> None:
    before = head()

    with pytest.raises(KeyboardInterrupt):
        frozen(store=Breaks(store.root, after=after))

    assert [path.name for path in store.root.iterdir()] == []
    assert head() == before
    assert releases(basil) == []
    assert frozen().digest is not None


def test_what_a_killed_freeze_left_is_cleared_away_by_the_next(
    three: None, frozen: Freeze, store: ReleaseFolders
) -> None:
    for left in ("r1", ".freezing-r1-abcd/release"):
        (store.root / left / "counting").mkdir(parents=True)
        (store.root / left / "counting/acts.parquet").write_bytes(b"half")

    done = frozen("r1")

    assert verify_release(done.folder or Path()).agrees
    assert [path.name for path in store.root.iterdir()] == ["r1"]


def test_a_released_folder_is_read_only(three: None, frozen: Freeze) -> None:
    folder = frozen().folder or Path()

    assert all(path.stat().st_mode & 0o222 == 0 for path in folder.rglob("*") if path.is_file())
