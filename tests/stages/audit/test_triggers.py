"""The database itself refuses what the door would not do."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from tawthiq.adapters.storage.archive import connect
from tawthiq.audit import triggers
from tawthiq.core.errors import IntegrityFailure

REFUSED = [
    "UPDATE audit_entry SET verb = 'other' WHERE sequence = 0",
    "UPDATE audit_entry SET body = '', salt = '' WHERE sequence = 0",
    "DELETE FROM audit_entry WHERE sequence = 4",
    "DELETE FROM audit_entry",
    "INSERT INTO audit_entry SELECT 9, at, verb, actor_id, os_login, NULL, subject, body, salt, commitment,"
    " changes_root, changes_count, leaf_hash, root, frontier FROM audit_entry WHERE sequence = 0",
    "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 0",
    "INSERT OR REPLACE INTO audit_entry SELECT 5, at, verb, actor_id, os_login, key, subject, body, salt,"
    " commitment, changes_root, changes_count, leaf_hash, root, frontier FROM audit_entry WHERE sequence = 2",
    "UPDATE audit_version SET body = '{}'",
    "UPDATE audit_version SET level = 0",
    "UPDATE audit_version SET body = '', salt = ''",
    "DELETE FROM audit_version WHERE number = 1",
    "INSERT OR REPLACE INTO audit_version (entry, position, level, commitment, salt, body, kind, object_id,"
    " number) SELECT 5, 0, level, commitment, salt, body, kind, object_id, number FROM audit_version",
    "UPDATE sources_source SET level = 0 WHERE code = 'one'",
    "UPDATE sources_source SET code = 'other' WHERE code = 'one'",
    "UPDATE sources_source SET body = '', salt = '' WHERE code = 'one'",
    "DELETE FROM sources_source WHERE code = 'one'",
    "INSERT OR REPLACE INTO sources_source SELECT * FROM sources_source WHERE code = 'one'",
    "INSERT INTO sources_source (id, level, entry, position, commitment, salt, body, code)"
    " SELECT 'S-new', level, 2, 9, commitment, salt, body, 'new' FROM sources_source WHERE code = 'one'",
    "UPDATE accounts_user SET roles = 'administrator' WHERE username = 'intake'",
    "UPDATE accounts_user SET version = version + 1",
    "UPDATE accounts_user SET version = 1, is_active = 1 WHERE username = 'intake'",
    "UPDATE accounts_user SET body = ''",
    "DELETE FROM accounts_user",
    "INSERT INTO accounts_user (id, level, version, body, commitment, username, roles, is_active, is_local,"
    " ordinal) SELECT 'U-x', level, 1, body, commitment, 'x', roles, 1, 1, 9 FROM accounts_user",
    "INSERT OR REPLACE INTO accounts_user (id, level, version, body, commitment, username, roles, is_active,"
    " is_local, ordinal) SELECT u.id, v.level, 1, v.body, v.commitment, username, roles, 1, 1, ordinal"
    " FROM accounts_user u JOIN audit_version v ON v.object_id = u.id AND v.number = 1",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_change_past_the_door_is_refused(statement, filled):
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(statement)


def test_every_protected_table_has_its_three_triggers(archive):
    tables = {guard.table for guard in triggers.guards()}

    assert {"audit_entry", "audit_version", "sources_source", "records_record", "accounts_user"} <= tables
    assert len(triggers.guards()) == 3 * len(tables) == 3 * len(triggers.protected_models())
    assert triggers.problems() == []


def test_an_archive_without_one_trigger_is_not_opened(archive):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER tawthiq_audit_version_update")

    with pytest.raises(IntegrityFailure, match="tawthiq_audit_version_update is missing"):
        connect(archive.path)


def test_an_archive_without_one_table_is_not_opened(archive):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE audit_erasuresignature")

    with pytest.raises(IntegrityFailure, match="table audit_erasuresignature is missing"):
        connect(archive.path)


def test_an_archive_with_a_hollow_trigger_is_not_opened(archive):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER tawthiq_audit_version_update")
        cursor.execute(
            "CREATE TRIGGER tawthiq_audit_version_update BEFORE UPDATE ON audit_version"
            " WHEN 0 BEGIN SELECT 1; END"
        )

    with pytest.raises(IntegrityFailure, match="is not the one declared"):
        connect(archive.path)


def test_an_archive_with_a_strangers_trigger_is_not_opened(archive):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER aside AFTER INSERT ON audit_version BEGIN DELETE FROM cases_person; END"
        )

    with pytest.raises(IntegrityFailure, match="aside is not ours"):
        connect(archive.path)


def test_migrating_again_puts_the_triggers_back(archive):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER tawthiq_audit_version_update")

    call_command("migrate", verbosity=0)

    assert triggers.problems() == []


def test_postgresql_gets_the_same_guard_and_one_against_truncate():
    for guard in triggers.guards():
        text = ";".join(guard.postgresql())

        assert guard.message in text
        assert f'BEFORE {guard.event} ON "{guard.table}"' in text
        assert ("BEFORE TRUNCATE" in text) == (guard.event == "DELETE")
        assert "{same}" not in text + guard.sqlite()
