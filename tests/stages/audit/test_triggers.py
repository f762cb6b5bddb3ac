"""The database itself refuses what the door would not do."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from tests.behind import drop_trigger

from tawthiq.adapters.storage.archive import connect
from tawthiq.audit import postgresql_guards, triggers
from tawthiq.core.errors import IntegrityFailure

REFUSED = [
    "UPDATE audit_entry SET verb = 'other' WHERE sequence = 0",
    "UPDATE audit_entry SET body = '', salt = '' WHERE sequence = 0",
    "DELETE FROM audit_entry WHERE sequence = 4",
    "DELETE FROM audit_entry",
    "INSERT INTO audit_entry SELECT 9, at, verb, actor_id, os_login, NULL, subject, body, salt, commitment,"
    " changes_root, changes_count, leaf_hash, root, frontier FROM audit_entry WHERE sequence = 0",
    "UPDATE audit_version SET body = '{}'",
    "UPDATE audit_version SET level = 0",
    "UPDATE audit_version SET body = '', salt = ''",
    "DELETE FROM audit_version WHERE number = 1",
    "UPDATE sources_source SET level = 0 WHERE code = 'one'",
    "UPDATE sources_source SET code = 'other' WHERE code = 'one'",
    "UPDATE sources_source SET body = '', salt = '' WHERE code = 'one'",
    "DELETE FROM sources_source WHERE code = 'one'",
    "INSERT INTO sources_source (id, level, entry, position, commitment, salt, body, code)"
    " SELECT 'S-new', level, 2, 9, commitment, salt, body, 'new' FROM sources_source WHERE code = 'one'",
    "UPDATE accounts_user SET roles = 'administrator' WHERE username = 'intake'",
    "UPDATE accounts_user SET version = version + 1",
    "UPDATE accounts_user SET version = 1, is_active = TRUE WHERE username = 'intake'",
    "UPDATE accounts_user SET body = ''",
    "DELETE FROM accounts_user",
    "INSERT INTO accounts_user (id, level, version, body, commitment, username, roles, is_active, is_local,"
    " ordinal) SELECT 'U-x', level, 1, body, commitment, 'x', roles, TRUE, TRUE, 9 FROM accounts_user",
]
# SQLite answers a collision by deleting the row that is there, and without a DELETE trigger.
REPLACED = [
    "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 0",
    "INSERT OR REPLACE INTO audit_entry SELECT 5, at, verb, actor_id, os_login, key, subject, body, salt,"
    " commitment, changes_root, changes_count, leaf_hash, root, frontier FROM audit_entry WHERE sequence = 2",
    "INSERT OR REPLACE INTO audit_version (entry, position, level, commitment, salt, body, kind, object_id,"
    " number) SELECT 5, 0, level, commitment, salt, body, kind, object_id, number FROM audit_version",
    "INSERT OR REPLACE INTO sources_source SELECT * FROM sources_source WHERE code = 'one'",
    "INSERT OR REPLACE INTO accounts_user (id, level, version, body, commitment, username, roles, is_active,"
    " is_local, ordinal) SELECT u.id, v.level, 1, v.body, v.commitment, username, roles, 1, 1, ordinal"
    " FROM accounts_user u JOIN audit_version v ON v.object_id = u.id AND v.number = 1",
]
# PostgreSQL empties a table without deleting rows, and knows more than one way around a trigger.
ON_A_SERVER = [
    "TRUNCATE audit_entry",
    "TRUNCATE accounts_user",
    "TRUNCATE sources_source CASCADE",
    "INSERT INTO sources_source SELECT * FROM sources_source WHERE code = 'one'"
    " ON CONFLICT (id) DO UPDATE SET level = 0",
    "WITH gone AS (DELETE FROM audit_entry RETURNING *) SELECT * FROM gone",
    "SET session_replication_role = replica; UPDATE sources_source SET level = 0 WHERE code = 'one'",
    "CREATE TEMPORARY TABLE audit_entry (sequence bigint); INSERT INTO audit_entry VALUES (1);"
    " INSERT INTO sources_source (id, level, entry, position, commitment, salt, body, code)"
    " SELECT 'S-new', level, 2, 9, commitment, salt, body, 'new' FROM sources_source WHERE code = 'one'",
    "CREATE TEMPORARY TABLE audit_erasuresignature AS SELECT 'source' AS target_kind, 'S-one' AS target_id,"
    " 1 AS target_number, n::text AS signed_by FROM generate_series(1, 2) n;"
    " UPDATE sources_source SET body = '', salt = '' WHERE code = 'one'",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_change_past_the_door_is_refused(statement, filled):
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(statement)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("statement", REPLACED)
def test_a_replacement_past_the_door_is_refused(statement, filled):
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(statement)


@pytest.mark.postgresql_only
@pytest.mark.parametrize("statement", ON_A_SERVER)
def test_a_way_around_the_triggers_of_a_server_is_refused(statement, filled):
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(statement)


def test_every_protected_table_has_its_three_triggers(archive):
    tables = {guard.table for guard in triggers.guards()}

    assert {"audit_entry", "audit_version", "sources_source", "records_record", "accounts_user"} <= tables
    assert len(triggers.guards()) == 3 * len(tables) == 3 * len(triggers.protected_models())
    assert triggers.problems() == []


def test_an_archive_without_one_trigger_is_not_opened(archive):
    drop_trigger("tawthiq_audit_version_update", table="audit_version")

    with pytest.raises(IntegrityFailure, match="tawthiq_audit_version_update is missing"):
        connect(archive.path)


def test_an_archive_without_one_table_is_not_opened(archive):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE audit_erasuresignature")

    with pytest.raises(IntegrityFailure, match="table audit_erasuresignature is missing"):
        connect(archive.path)


HOLLOW = {
    "sqlite": [
        "DROP TRIGGER tawthiq_audit_version_update",
        "CREATE TRIGGER tawthiq_audit_version_update BEFORE UPDATE ON audit_version"
        " WHEN 0 BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION tawthiq_audit_version_update() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'"
    ],
}
STRANGE = {
    "sqlite": ["CREATE TRIGGER aside AFTER INSERT ON audit_version BEGIN DELETE FROM cases_person; END"],
    "postgresql": [
        "CREATE FUNCTION aside() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER aside AFTER INSERT ON audit_version FOR EACH ROW EXECUTE FUNCTION aside()",
    ],
}
# each leaves the trigger's name where it was
WEAKENED = [
    "ALTER TABLE audit_version DISABLE TRIGGER tawthiq_audit_version_update",
    "ALTER TABLE audit_version ENABLE TRIGGER tawthiq_audit_version_update",
    "ALTER FUNCTION tawthiq_audit_version_update() RESET search_path",
    "CREATE OR REPLACE TRIGGER tawthiq_audit_version_update BEFORE UPDATE ON audit_version FOR EACH ROW"
    " WHEN (false) EXECUTE FUNCTION tawthiq_audit_version_update();"
    " ALTER TABLE audit_version ENABLE ALWAYS TRIGGER tawthiq_audit_version_update",
    "CREATE OR REPLACE TRIGGER tawthiq_audit_version_update BEFORE UPDATE OF level ON audit_version"
    " FOR EACH ROW EXECUTE FUNCTION tawthiq_audit_version_update();"
    " ALTER TABLE audit_version ENABLE ALWAYS TRIGGER tawthiq_audit_version_update",
]


def test_an_archive_with_a_hollow_trigger_is_not_opened(archive):
    with connection.cursor() as cursor:
        for statement in HOLLOW[connection.vendor]:
            cursor.execute(statement)

    with pytest.raises(IntegrityFailure, match="is not the one declared"):
        connect(archive.path)


@pytest.mark.postgresql_only
@pytest.mark.parametrize("statement", WEAKENED)
def test_an_archive_with_a_weakened_trigger_is_not_opened(statement, archive):
    with connection.cursor() as cursor:
        cursor.execute(statement)

    with pytest.raises(IntegrityFailure, match="tawthiq_audit_version_update is not the one declared"):
        connect(archive.path)


def test_an_archive_with_a_strangers_trigger_is_not_opened(archive):
    with connection.cursor() as cursor:
        for statement in STRANGE[connection.vendor]:
            cursor.execute(statement)

    with pytest.raises(IntegrityFailure, match="aside is not ours"):
        connect(archive.path)


@pytest.mark.postgresql_only
def test_an_archive_with_a_strangers_rule_is_not_opened(archive):
    with connection.cursor() as cursor:
        cursor.execute("CREATE RULE aside AS ON INSERT TO audit_version DO INSTEAD NOTHING")

    with pytest.raises(IntegrityFailure, match="aside is not ours"):
        connect(archive.path)


def test_migrating_again_puts_the_triggers_back(archive):
    drop_trigger("tawthiq_audit_version_update", table="audit_version")

    call_command("migrate", verbosity=0)

    assert triggers.problems() == []


def test_postgresql_gets_the_same_guard_and_one_against_truncate():
    for guard in triggers.guards():
        text = ";".join(postgresql_guards.statements(guard, schema="ours"))

        assert guard.message in text
        assert f'BEFORE {guard.event} ON "{guard.table}"' in text
        assert ("BEFORE TRUNCATE" in text) == (guard.event == "DELETE")
        assert "{same}" not in text + guard.sqlite()
