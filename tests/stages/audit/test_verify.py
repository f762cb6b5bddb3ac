"""Mutants: each change behind the door's back must be found, with the triggers back in their places."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from tests.behind import a_writer, rows, second_connection

from tawthiq.accounts.confidentiality import Level
from tawthiq.audit import queries
from tawthiq.audit.door import write
from tawthiq.audit.heads import Head
from tawthiq.audit.leaves import change_leaf_hash, entry_leaf_hash
from tawthiq.audit.verify import verify
from tawthiq.core.digests import commitment
from tawthiq.core.merkle import Frontier

from .conftest import source

ENTRY_BODY = json.dumps({"subject": "", "key": None, "os_login": "amal", "reason": "", "details": {}})


def wheres(report):
    return {finding.where for finding in report.findings}


def test_an_untouched_archive_is_sound(filled):
    report = verify(known_head=queries.head())

    assert report.is_sound, report.as_text()
    assert report.entries == 5
    assert report.rows == 7
    assert report.head == queries.head()


MUTANTS = {
    "a row's body": (
        "UPDATE sources_source SET body = replace(body, 'said', 'sold') WHERE code = 'two'",
        "source S-two",
    ),
    "a row's commitment": (
        f"UPDATE sources_source SET commitment = '{'0' * 64}' WHERE code = 'two'",
        "source S-two",
    ),
    "a row's salt": (f"UPDATE sources_source SET salt = '{'0' * 32}' WHERE code = 'two'", "source S-two"),
    "a row's salt to nonsense": ("UPDATE sources_source SET salt = 'zz' WHERE code = 'two'", "source S-two"),
    "a row's level": ("UPDATE sources_source SET level = 0 WHERE code = 'two'", "entry 2"),
    "a row's identifier": ("UPDATE sources_source SET id = 'S-2' WHERE code = 'two'", "entry 2"),
    "a row's column": ("UPDATE sources_source SET code = '2' WHERE code = 'two'", "source S-two"),
    "a row's place": ("UPDATE sources_source SET position = 7 WHERE code = 'three'", "source S-three"),
    "a row's entry": ("UPDATE sources_source SET entry = 4, position = 1 WHERE code = 'three'", "entry 2"),
    "a row to no entry": ("UPDATE sources_source SET entry = 77 WHERE code = 'four'", "source S-four"),
    "a row gone": ("DELETE FROM sources_source WHERE code = 'two'", "entry 2"),
    "a last row gone": ("DELETE FROM sources_source WHERE code = 'three'", "entry 2"),
    "a row's words emptied": (
        "UPDATE sources_source SET body = '', salt = '' WHERE code = 'two'",
        "source S-two",
    ),
    "a row slipped in": (
        "INSERT INTO sources_source (id, level, entry, position, commitment, salt, body, code)"
        " SELECT 'S-x', level, 4, 1, commitment, salt, body, 'x' FROM sources_source WHERE code = 'four'",
        "entry 4",
    ),
    "a version's body": (
        "UPDATE audit_version SET body = replace(body, 'analyst', 'editor') WHERE entry = 0",
        "user",
    ),
    "a version's number": ("UPDATE audit_version SET number = 9 WHERE entry = 3", "entry 3"),
    "a version's kind": ("UPDATE audit_version SET kind = 'act' WHERE entry = 3", "entry 3"),
    "a version of no kind": ("UPDATE audit_version SET kind = 'nothing' WHERE entry = 3", "nothing"),
    "a version gone": ("DELETE FROM audit_version WHERE entry = 3", "entry 3"),
    "a current column": (
        "UPDATE accounts_user SET roles = 'administrator' WHERE username = 'intake'",
        "user",
    ),
    "a current body": ("UPDATE accounts_user SET body = '{}' WHERE username = 'intake'", "user"),
    "a current level": ("UPDATE accounts_user SET level = 0 WHERE username = 'intake'", "user"),
    "a current state put back": (
        "UPDATE accounts_user SET version = 1, is_active = TRUE, (body, commitment) ="
        " (SELECT body, commitment FROM audit_version v WHERE v.object_id = accounts_user.id AND number = 1)"
        " WHERE username = 'intake'",
        "user",
    ),
    "a current row gone": ("DELETE FROM accounts_user WHERE username = 'intake'", "user"),
    "a current row slipped in": (
        "INSERT INTO accounts_user (id, level, version, body, commitment, username, roles, is_active,"
        " is_local, ordinal) SELECT 'U-x', level, 1, body, commitment, 'x', roles, TRUE, TRUE, 9"
        " FROM accounts_user WHERE ordinal = 1",
        "user U-x",
    ),
    "an entry's verb": ("UPDATE audit_entry SET verb = 'records.import' WHERE sequence = 2", "entry 2"),
    "an entry's moment": (
        "UPDATE audit_entry SET at = '2011-01-01' WHERE sequence = 2",
        "entry 2",
    ),
    "an entry's actor": ("UPDATE audit_entry SET actor_id = 'U-BASIL' WHERE sequence = 2", "entry 2"),
    "an entry's reason": (
        "UPDATE audit_entry SET body = replace(body, 'a test', 'no test') WHERE sequence = 2",
        "entry 2",
    ),
    "an entry's key": ("UPDATE audit_entry SET key = 'other' WHERE sequence = 2", "entry 2"),
    "an entry's login": ("UPDATE audit_entry SET os_login = 'basil' WHERE sequence = 2", "entry 2"),
    "an entry's subject": ("UPDATE audit_entry SET subject = 'the last' WHERE sequence = 2", "entry 2"),
    "an entry's count": ("UPDATE audit_entry SET changes_count = 2 WHERE sequence = 2", "entry 2"),
    "an entry's changes": (
        f"UPDATE audit_entry SET changes_root = '{'0' * 64}' WHERE sequence = 2",
        "entry 2",
    ),
    "an entry's leaf": (f"UPDATE audit_entry SET leaf_hash = '{'0' * 64}' WHERE sequence = 2", "entry 2"),
    "an entry's root": (f"UPDATE audit_entry SET root = '{'0' * 64}' WHERE sequence = 2", "entry 2"),
    "an entry's frontier": ("UPDATE audit_entry SET frontier = '0:' WHERE sequence = 4", "entry 4"),
    "an entry's words emptied": ("UPDATE audit_entry SET body = '', salt = '' WHERE sequence = 2", "entry 2"),
    "an entry gone": ("DELETE FROM audit_entry WHERE sequence = 3", "entry 4"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_found(name, tamper):
    statement, where = MUTANTS[name]

    tamper(statement)

    report = verify()
    assert not report.is_sound
    assert any(found.startswith(where) for found in wheres(report)), report.as_text()
    assert "what was said" not in report.as_text()


def test_a_missing_trigger_is_found(tamper):
    tamper(restore=False)

    assert "database" in wheres(verify())


def test_two_entries_that_changed_places_are_found(tamper):
    tamper(
        "UPDATE audit_entry SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_entry SET sequence = 2 WHERE sequence = 4",
        "UPDATE audit_entry SET sequence = 4 WHERE sequence = 99",
    )

    assert {"entry 2", "entry 4"} <= wheres(verify())


def test_a_log_cut_off_is_found_with_a_known_head(tamper):
    known = queries.head()
    tamper("DELETE FROM audit_entry WHERE sequence = 4", "DELETE FROM sources_source WHERE entry = 4")

    assert verify().is_sound, "from inside, the shorter log looks whole"
    assert wheres(verify(known_head=known)) == {"log"}


@pytest.mark.sqlite_only
def test_an_older_database_put_back_is_found_with_a_known_head(filled, amal, occasion_for):
    connection.close()
    old = filled.database_path.read_bytes()
    with write("sources.add", occasion=occasion_for(amal)) as change:
        change.insert([source("five")])
    known = queries.head()
    connection.close()
    for left in filled.path.glob("archive.sqlite3-*"):
        left.unlink()
    filled.database_path.write_bytes(old)

    assert verify().is_sound
    assert wheres(verify(known_head=known)) == {"log"}


def test_a_log_that_grew_agrees_with_an_older_head(filled, amal, occasion_for):
    known = queries.head()
    with write("sources.add", occasion=occasion_for(amal)) as change:
        change.insert([source("five")])

    assert verify(known_head=known).is_sound


def test_a_log_that_went_another_way_is_found_with_a_known_head(filled, amal, occasion_for):
    known = queries.head()
    with write("sources.add", occasion=occasion_for(amal)) as change:
        change.insert([source("five")])

    fork = Head(known.tree_size, "0" * 64)
    assert wheres(verify(known_head=fork)) == {"log"}


def test_a_whole_log_computed_anew_is_found_with_a_known_head(filled, tamper):
    known = queries.head()
    body = '{"code":"two","words":"what was never said"}'
    tamper(("UPDATE sources_source SET body = %s WHERE code = 'two'", [body]))
    _compute_anew(tamper)

    assert verify().is_sound, "whoever owns the database can compute everything anew"
    report = verify(known_head=known)
    assert wheres(report) == {"log"}


@pytest.mark.parametrize("body", ["not JSON", "[]", "{}"])
def test_a_body_without_sense_is_found_even_when_all_was_computed_anew(body, filled, tamper):
    tamper(("UPDATE sources_source SET body = %s WHERE code = 'two'", [body]))
    _compute_anew(tamper)

    assert wheres(verify()) == {"source S-two version 1"}


def test_what_is_outside_is_checked_too(filled):
    report = verify(also={"things": lambda: [("thing 1", None), ("thing 2", "it has changed")]})

    assert wheres(report) == {"thing 2"}
    assert report.checked["things"] == 2


def test_nobody_waits_for_a_verification(filled, amal, occasion_for):
    def writes():
        with a_writer(wait=0.1):
            pass

    moments = []
    verify(progress=lambda _count: moments.append(writes()))

    assert len(moments) == 5


def test_a_report_lists_some_and_counts_all(filled, tamper):
    report = verify(also={"things": lambda: ((f"thing {n}", "wrong") for n in range(1500))})

    assert report.total_findings == 1500
    assert len(report.findings) == 1000
    assert report.as_text().endswith("... and 500 more")


def _compute_anew(tamper):
    """What an insider with the database does: every commitment, leaf and root, computed again."""
    statements = []
    with second_connection() as hand:
        log = Frontier()
        for entry in rows(hand, "SELECT * FROM audit_entry ORDER BY sequence", []):
            changes = Frontier()
            found = rows(
                hand,
                "SELECT 'source' AS kind, id AS object_id, 1 AS number, level, body, salt, position"
                " FROM sources_source WHERE entry = %s UNION ALL"
                " SELECT kind, object_id, number, level, body, salt, position"
                " FROM audit_version WHERE entry = %s ORDER BY position",
                [entry["sequence"]] * 2,
            )
            for row in found:
                digest = commitment(row["body"], row["salt"])
                if row["kind"] == "source":
                    statements.append(
                        (
                            "UPDATE sources_source SET commitment = %s WHERE id = %s",
                            [digest, row["object_id"]],
                        )
                    )
                changes.append(
                    change_leaf_hash(
                        kind=row["kind"],
                        object_id=row["object_id"],
                        number=row["number"],
                        level=row["level"],
                        commitment=digest,
                    )
                )
            leaf = entry_leaf_hash(
                sequence=entry["sequence"],
                at=entry["at"],
                verb=entry["verb"],
                actor_id=entry["actor_id"],
                commitment=entry["commitment"],
                changes_root=changes.root().hex(),
                changes_count=changes.size,
            )
            log.append(leaf)
            statements.append(
                (
                    "UPDATE audit_entry SET changes_root = %s, leaf_hash = %s, root = %s, frontier = %s"
                    " WHERE sequence = %s",
                    [changes.root().hex(), leaf.hex(), log.root().hex(), log.as_text(), entry["sequence"]],
                )
            )
    tamper(*statements)


def test_levels_are_numbers_in_the_leaf():
    low = change_leaf_hash(kind="k", object_id="o", number=1, level=Level.PUBLIC, commitment="c")

    assert low == change_leaf_hash(kind="k", object_id="o", number=1, level=0, commitment="c")
    assert low != change_leaf_hash(kind="k", object_id="o", number=1, level=1, commitment="c")
