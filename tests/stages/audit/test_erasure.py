"""Two people can erase words for ever; the log still verifies, and the file holds nothing of the words."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tawthiq.accounts.actions import add_user
from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.models import User
from tawthiq.audit.door import write
from tawthiq.audit.erasure import sign_erasure
from tawthiq.audit.models import ErasureSignature, Version
from tawthiq.audit.queries import entries, last_versions
from tawthiq.audit.verify import verify
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule
from tawthiq.journey.sources.models import Source

from .conftest import source

CANARY = "canary-in-the-words-7F3K9"


@pytest.fixture
def dina(basil):
    """A second person who may sign."""
    from dataclasses import replace

    return replace(basil, user_id="U-DINA", username="dina")


@pytest.fixture
def told(archive, amal, occasion_for):
    with write("sources.add", occasion=occasion_for(amal, reason=f"about {CANARY}")) as change:
        change.insert([source("one", words=f"{CANARY} " * 300), source("two")])
    return archive


def _bytes(archive):
    return b"".join(path.read_bytes() for path in sorted(archive.path.glob("archive.sqlite3*")))


def test_one_signature_erases_nothing(told, basil, occasion_for):
    assert not sign_erasure("source", "S-one", occasion=occasion_for(basil))

    assert CANARY in Source.rows_for_action.get(id="S-one").body
    assert verify().is_sound


def test_one_person_does_not_sign_twice(told, basil, occasion_for):
    sign_erasure("source", "S-one", occasion=occasion_for(basil))

    with pytest.raises(RefusedByRule):
        sign_erasure("source", "S-one", occasion=occasion_for(basil))


@pytest.mark.sqlite_only
def test_two_signatures_leave_nothing_of_the_words_in_the_file(told, basil, dina, occasion_for):
    assert CANARY.encode() in _bytes(told)

    for kind, object_id in (("source", "S-one"), ("entry", "2")):
        assert not sign_erasure(kind, object_id, occasion=occasion_for(basil, reason="asked by the family"))
        assert sign_erasure(kind, object_id, occasion=occasion_for(dina, reason="asked by the family"))

    row = Source.rows_for_action.get(id="S-one")
    assert (row.body, row.salt) == ("", "")
    assert row.commitment
    report = verify()
    assert report.is_sound, report.as_text()
    connection.close()
    assert CANARY.encode() not in _bytes(told)


@pytest.mark.sqlite_only
def test_without_secure_delete_the_words_would_be_left(told, basil, dina, occasion_for):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    sign_erasure("source", "S-one", occasion=occasion_for(basil))
    sign_erasure("source", "S-one", occasion=occasion_for(dina))

    connection.close()
    assert CANARY.encode() in _bytes(told), "else the test above would prove nothing"


def test_a_conclusion_loses_its_version_and_its_copy(archive, basil, dina, occasion_for):
    user_id = add_user("gone", roles=[], occasion=occasion_for(basil))

    sign_erasure("user", user_id, occasion=occasion_for(basil))
    assert sign_erasure("user", user_id, occasion=occasion_for(dina))

    assert User.rows_for_action.get(id=user_id).body == ""
    assert Version.objects.get(object_id=user_id).body == ""
    assert last_versions("user", [user_id], Level.SEALED) == {}
    assert verify().is_sound


def test_erasing_twice_leaves_no_further_entry(told, basil, dina, occasion_for):
    sign_erasure("source", "S-one", occasion=occasion_for(basil))
    sign_erasure("source", "S-one", occasion=occasion_for(dina))
    before = len([*entries()])

    assert sign_erasure("source", "S-one", occasion=occasion_for(basil))
    assert len([*entries()]) == before


@pytest.mark.parametrize(
    "target", [("source", "S-none", 1), ("source", "S-one", 2), ("nothing", "S-one", 1), ("entry", "99", 1)]
)
def test_what_is_not_there_is_not_erased(target, told, basil, occasion_for):
    kind, object_id, number = target

    with pytest.raises(NotPermittedOrAbsent):
        sign_erasure(kind, object_id, number=number, occasion=occasion_for(basil))


def test_who_may_not_see_it_may_not_erase_it(told, amal, basil, dina, occasion_for):
    from dataclasses import replace

    lower = replace(basil, clearance=Level.PUBLIC)

    with pytest.raises(NotPermittedOrAbsent):
        sign_erasure("source", "S-one", occasion=occasion_for(lower))
    with pytest.raises(NotPermittedOrAbsent):
        sign_erasure("source", "S-one", occasion=occasion_for(amal))


def test_a_signature_is_not_erased(told, basil, occasion_for):
    sign_erasure("source", "S-one", occasion=occasion_for(basil))
    signature = ErasureSignature.objects.get()

    with pytest.raises(NotPermittedOrAbsent):
        sign_erasure("erasure-signature", signature.id, occasion=occasion_for(basil))


def _attempt(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_an_erasure_that_one_person_signed(told, basil, occasion_for):
    sign_erasure("source", "S-one", occasion=occasion_for(basil))

    with pytest.raises(IntegrityError):
        _attempt("UPDATE sources_source SET body = '', salt = '' WHERE id = 'S-one'")


@pytest.mark.parametrize(
    "more", ["level = 0", "code = 'other'", "commitment = ''", "entry = 1", "id = 'S-x'"]
)
def test_the_database_lets_an_erasure_change_nothing_else(more, told, basil, dina, occasion_for):
    sign_erasure("source", "S-two", occasion=occasion_for(basil))
    sign_erasure("source", "S-two", occasion=occasion_for(dina))

    with pytest.raises(IntegrityError):
        _attempt(f"UPDATE sources_source SET body = '', salt = '', {more} WHERE id = 'S-two'")


def test_a_signature_by_another_than_who_acted_is_found(told, basil, dina, occasion_for):
    body = {
        "format": 1,
        "target_kind": "source",
        "target_id": "S-one",
        "target_number": 1,
        "signed_by": "U-DINA",
    }
    with write("audit.erase", occasion=occasion_for(basil)) as change:
        change.insert([ErasureSignature.of(id="ERASURE-X", body=body, level=4)])

    assert any("not signed by who acted" in finding.what for finding in verify().findings)
