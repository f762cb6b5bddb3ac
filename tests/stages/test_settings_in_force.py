"""The settings of DESIGN 2.14, as the database has them after migrating under them."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.sqlite_only

IN_FORCE = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "recursive_triggers": 1,
}


@pytest.mark.parametrize("pragma", IN_FORCE)
def test_a_pragma_is_in_force_on_a_migrated_archive(pragma, archive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        (value,) = cursor.fetchone()

    assert value == IN_FORCE[pragma]


def test_a_transaction_takes_the_write_lock_at_its_beginning(archive):
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_schema_passes_the_databases_own_check(archive):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
