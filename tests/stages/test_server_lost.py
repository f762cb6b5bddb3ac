"""A server that goes away while something is read is said to have gone, not taken for a defect."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.behind import second_connection

from tawthiq.adapters.storage.archive import Archive
from tawthiq.audit import queries
from tawthiq.interfaces.cli.main import outcome


@pytest.mark.postgresql_only
def test_a_server_lost_while_reading_is_said_without_its_address(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = queries.entries

    def broken_off(**options: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            process = cursor.fetchone()
        with second_connection() as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", process)
        return entries(**options)

    monkeypatch.setattr(queries, "entries", broken_off)

    code = outcome(["--archive", str(archive.path), "audit", "log"])

    said = capsys.readouterr().err
    assert (code, "connection to the database was lost" in said) == (7, True)
    assert "defect" not in said
    assert "127.0.0.1" not in said


def test_an_error_of_the_program_is_still_a_defect(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(**_options: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr(queries, "entries", wrong)

    code = outcome(["--archive", str(archive.path), "audit", "log"])

    assert (code, "defect" in capsys.readouterr().err) == (1, True)
