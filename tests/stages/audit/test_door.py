"""The write door: one verb, one transaction, one entry."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from django.db import IntegrityError, connection
from tests.behind import a_writer

from tawthiq.accounts.actions import add_user
from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.models import User
from tawthiq.accounts.permissions import Role
from tawthiq.audit import lock
from tawthiq.audit.door import AlreadyDone, write
from tawthiq.audit.models import Entry, Version
from tawthiq.audit.queries import entries, head, last_versions, versions
from tawthiq.audit.verify import verify
from tawthiq.core.errors import Busy, RefusedByRule
from tawthiq.journey.sources.models import Source

from .conftest import source


@pytest.mark.django_db
class TestOneChange:
    """What one opening of the door does."""

    def test_it_leaves_one_entry_that_says_who_when_why_and_what(self, amal, occasion_for):
        occasion = occasion_for(amal, reason="a list arrived", key="k1")

        with write("sources.add", occasion=occasion, subject="S-one") as change:
            assert change.insert([source("one"), source("two")]) == 2
            change.say(rows=2, codes=["one", "two"])

        (entry,) = entries()
        assert entry.sequence == change.sequence == 0
        assert entry.verb == "sources.add"
        assert entry.actor_id == "U-AMAL"
        assert entry.os_login == "amal"
        assert entry.subject == "S-one"
        assert entry.reason == "a list arrived"
        assert entry.details == {"rows": 2, "codes": ["one", "two"]}
        assert entry.at == "2022-10-21T08:00:00.000000Z"
        assert entry.changes_count == 2
        assert head().tree_size == 1

    def test_a_leaf_holds_no_words(self, amal, occasion_for):
        with write("sources.add", occasion=occasion_for(amal, reason="canary")) as change:
            change.insert([source("one", words="canary")])

        entry = Entry.objects.get()
        leaf_parts = (entry.at, entry.verb, entry.actor_id, entry.commitment, entry.changes_root)
        assert "canary" not in " ".join(leaf_parts)

    def test_a_failing_body_leaves_nothing(self, amal, occasion_for):
        with pytest.raises(ZeroDivisionError), write("sources.add", occasion=occasion_for(amal)) as change:
            change.insert([source("one")])
            raise ZeroDivisionError

        assert head() is None
        assert not Source.rows_for_action.exists()

    def test_the_door_is_open_again_after_a_failure(self, amal, occasion_for):
        with pytest.raises(ZeroDivisionError), write("sources.add", occasion=occasion_for(amal)):
            raise ZeroDivisionError
        with write("sources.add", occasion=occasion_for(amal)) as change:
            change.say(done=True)

        assert head().tree_size == 1

    def test_a_door_inside_a_door_is_refused(self, amal, occasion_for):
        with (
            pytest.raises(RuntimeError, match="inside another"),
            write("sources.add", occasion=occasion_for(amal)),
            write("sources.add", occasion=occasion_for(amal)),
        ):
            pass

        assert head() is None

    def test_a_float_is_no_detail(self, amal, occasion_for):
        with pytest.raises(TypeError), write("sources.add", occasion=occasion_for(amal)) as change:
            change.say(share=0.5)

    def test_a_row_that_is_there_is_not_inserted_again(self, amal, occasion_for):
        with write("sources.add", occasion=occasion_for(amal)) as change:
            change.insert([source("one")])

        with pytest.raises(IntegrityError), write("sources.add", occasion=occasion_for(amal)) as change:
            change.insert([source("one")])
        assert head().tree_size == 1

    def test_two_kinds_of_row_share_one_order(self, amal, basil, occasion_for):
        user = User.of(id="U-1", body=_user_body("dina", 0), level=Level.INTERNAL)

        with write("sources.add", occasion=occasion_for(amal)) as change:
            change.insert([source("one")])
            change.create([user])
            change.insert([source("two")])

        assert [*Source.rows_for_action.order_by("position").values_list("position", flat=True)] == [0, 2]
        assert Version.objects.get().position == 1
        assert verify().is_sound


@pytest.mark.django_db
class TestKeys:
    """A key makes an action happen at most once."""

    def test_the_same_key_does_nothing_the_second_time(self, amal, occasion_for):
        with write("sources.add", occasion=occasion_for(amal, key="k")) as change:
            change.insert([source("one")])

        with pytest.raises(AlreadyDone) as done, write("sources.add", occasion=occasion_for(amal, key="k")):
            pytest.fail("the door opened")
        assert done.value.entry == 0
        assert done.value.exit_code == 0
        assert head().tree_size == 1

    def test_a_key_of_another_verb_is_refused(self, amal, occasion_for):
        with write("sources.add", occasion=occasion_for(amal, key="k")) as change:
            change.say(done=True)

        with pytest.raises(RefusedByRule), write("records.import", occasion=occasion_for(amal, key="k")):
            pytest.fail("the door opened")

    def test_many_changes_have_no_key(self, amal, occasion_for):
        for _ in range(2):
            with write("sources.add", occasion=occasion_for(amal)) as change:
                change.say(done=True)

        assert head().tree_size == 2


@pytest.mark.django_db
class TestConclusions:
    """A conclusion changes together with a version of it."""

    def test_each_revision_leaves_a_version(self, basil, occasion_for):
        user_id = add_user("dina", roles=[Role.ANALYST], occasion=occasion_for(basil))

        _revise(user_id, basil, occasion_for, roles=["analyst", "reviewer"])

        history = versions("user", user_id, Level.SEALED)
        assert [version.number for version in history] == [1, 2]
        assert [version.body["roles"] for version in history] == [["analyst"], ["analyst", "reviewer"]]
        assert User.rows_for_action.get().roles == "analyst,reviewer"
        assert User.rows_for_action.get().commitment == history[-1].commitment

    def test_a_row_read_before_somebody_else_revised_it_is_refused(self, basil, occasion_for):
        user_id = add_user("dina", roles=[], occasion=occasion_for(basil))
        stale = User.rows_for_action.get()
        _revise(user_id, basil, occasion_for, roles=["analyst"])

        with pytest.raises(RefusedByRule), write("accounts.add-user", occasion=occasion_for(basil)) as change:
            change.revise([stale])
        assert len(versions("user", user_id, Level.SEALED)) == 2

    def test_a_row_that_is_not_there_is_not_revised(self, basil, occasion_for):
        absent = User.of(id="U-1", body=_user_body("dina", 0), level=Level.INTERNAL)
        absent.version = 3

        with pytest.raises(RefusedByRule), write("accounts.add-user", occasion=occasion_for(basil)) as change:
            change.revise([absent])
        assert head() is None

    def test_a_row_that_was_never_created_is_not_revised(self, basil, occasion_for):
        user = User.of(id="U-1", body=_user_body("dina", 0), level=Level.INTERNAL)

        with pytest.raises(ValueError), write("accounts.add-user", occasion=occasion_for(basil)) as change:
            change.revise([user])

    def test_a_lower_reader_keeps_the_last_version_they_may_see(self, basil, occasion_for):
        user_id = add_user("dina", roles=[], occasion=occasion_for(basil))
        _revise(user_id, basil, occasion_for, level=Level.RESTRICTED, roles=["analyst"])

        assert last_versions("user", [user_id], Level.INTERNAL)[user_id]["roles"] == []
        assert last_versions("user", [user_id], Level.RESTRICTED)[user_id]["roles"] == ["analyst"]
        assert last_versions("user", [user_id, "U-absent"], Level.PUBLIC) == {}


@pytest.fixture
def impatient(monkeypatch, archive):
    """A door that hardly waits for another writer."""
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.05)
    connection.close()
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)


class TestManyRows:
    """An archive on disk, with real commits."""

    def test_an_import_is_one_entry_and_keeps_no_rows_in_memory(self, archive, amal, occasion_for):
        rows = (source(f"{n:06}", words="x" * 500) for n in range(12_000))
        tracemalloc.start()

        with write("sources.add", occasion=occasion_for(amal)) as change:
            assert change.insert(rows) == 12_000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert [*entries()][-1].changes_count == 12_000
        assert peak < 12_000_000, "less than the rows themselves would need"

    @pytest.mark.parametrize("count", [1, 199, 200, 201, 400, 2001])
    def test_many_rows_enter_once_each_however_statements_divide_them(
        self, count, archive, amal, occasion_for
    ):
        with write("sources.add", occasion=occasion_for(amal)) as change:
            assert change.insert(source(f"{n:04}") for n in range(count)) == count

        known = Source.rows_for_action.order_by("position").values_list("id", "code", "position")
        assert [*known] == [(f"S-{n:04}", f"{n:04}", n) for n in range(count)]
        assert verify().is_sound

    def test_one_refused_row_among_many_leaves_none_of_them(self, archive, amal, occasion_for):
        rows = [source(f"{n:04}") for n in range(500)]
        rows[150] = source("0007")

        with pytest.raises(IntegrityError), write("sources.add", occasion=occasion_for(amal)) as change:
            change.insert(rows)

        assert not Source.rows_for_action.exists()
        assert head().tree_size == 2

    def test_another_writer_makes_it_busy(self, archive, amal, occasion_for, impatient):
        with (
            a_writer(),
            pytest.raises(Busy, match="somebody else is writing"),
            write("sources.add", occasion=occasion_for(amal)),
        ):
            pytest.fail("the door opened")

        assert head().tree_size == 2

    def test_a_reader_does_not_wait_for_a_writer(self, archive):
        with a_writer():
            assert head().tree_size == 2

    def test_the_log_goes_on_after_the_process_ends(self, archive, amal, occasion_for):
        connection.close()

        with write("sources.add", occasion=occasion_for(amal)) as change:
            change.insert([source("one")])

        assert change.sequence == 2
        assert verify().is_sound


def _user_body(username: str, ordinal: int) -> dict[str, object]:
    return {
        "format": 1,
        "username": username,
        "roles": [],
        "active": True,
        "local": False,
        "ordinal": ordinal,
    }


def _revise(user_id, actor, occasion_for, *, level=Level.INTERNAL, **changes):
    row = User.rows_for_action.get(id=user_id)
    revised = User.of(id=user_id, body=json.loads(row.body) | changes, level=level)
    revised.version = row.version
    with write("accounts.add-user", occasion=occasion_for(actor)) as change:
        change.revise([revised])
