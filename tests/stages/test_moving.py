"""One archive on two databases: carried over and back, or built on each, it is the same archive."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.interfaces.published import Desk, furnish

from tawthiq.accounts.local import actor_for
from tawthiq.accounts.occasion import Occasion
from tawthiq.adapters.storage import moving
from tawthiq.adapters.storage.archive import Archive, connect
from tawthiq.audit.queries import entries, head
from tawthiq.audit.verify import verify
from tawthiq.core.errors import IntegrityFailure, RefusedByRule, UsageProblem
from tawthiq.core.ids import Draw
from tawthiq.interfaces.demo.build import YEARS, build_archive

pytestmark = pytest.mark.postgresql_only
URL = "DATABASE_URL"


@pytest.fixture
def url(archive: Archive) -> str:
    """The address of this test's database; the archive that is there is another one."""
    return os.environ[URL]


@pytest.fixture
def on_file(url: str, tmp_path: Path, at: Any, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive on SQLite, while a server is there too."""
    monkeypatch.delenv(URL)
    made = Archive.create(tmp_path / "on-file", at=at, draw=Draw.seeded("on a file"))
    connection.close()
    monkeypatch.setenv(URL, url)
    return made


def _digests(desk: Desk) -> set[str]:
    return {release["digest"] for release in desk.run("releases", "list", "--json").json["releases"]}


def _freeze(desk: Desk, name: str) -> None:
    ran = desk.run("releases", "freeze", "--as-of", "2022-10-21", "--name", name)
    assert ran.code == 0, ran.notes


def test_an_archive_carried_over_and_back_gives_the_same_digest(
    on_file: Archive, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL)
    desk = furnish(on_file.path, tmp_path / "drafts")

    monkeypatch.setenv(URL, url)
    there = desk.run("archive", "move", "--to", "postgresql", "--json")
    assert there.code == 0, there.notes
    _freeze(desk, "r2")
    assert desk.run("audit", "verify").code == 0
    (on_file.path / "archive.sqlite3").rename(tmp_path / "old")
    back = desk.run("archive", "move", "--to", "sqlite", "--json")
    assert back.code == 0, back.notes
    monkeypatch.delenv(URL)
    _freeze(desk, "r3")

    assert desk.run("audit", "verify").code == 0
    assert len(_digests(desk)) == 1
    assert back.json["rows"] > there.json["rows"] > 10
    log = json.loads(desk.run("audit", "log", "--verb", "archive.move", "--json").out)["entries"]
    assert [entry["details"]["destination"] for entry in log] == ["postgresql", "archive.sqlite3"]


def test_the_same_journey_gives_the_same_digest_on_both(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs, digests = [], []
    for name, address in (("file", None), ("server", url)):
        monkeypatch.delenv(URL) if address is None else monkeypatch.setenv(URL, address)
        stage = build_archive(tmp_path / name, say=lambda _text: None, years=YEARS[:1])
        logs.append(head())
        manifests = sorted(stage.archive.releases_dir.glob("*/manifest.json"))
        digests.append([json.loads(path.read_text())["release_digest"] for path in manifests])

    assert digests[0] == digests[1] != []
    assert logs[0] == logs[1], "not only the releases: every entry is the same"


def _occasion(at: Any) -> Occasion:
    return Occasion(actor_for(None, "archive.move"), at, Draw.seeded("a move"), reason="a test")


def test_the_first_entry_after_the_move_is_the_move(on_file: Archive, at: Any) -> None:
    connect(on_file.path, is_moving=True)
    before = head()

    moved = moving.move(on_file, to="postgresql", occasion=_occasion(at))

    connect(on_file.path)
    assert (before.tree_size, moved.entries) == (2, 2)
    assert [entry.verb for entry in entries()][2:] == ["archive.move"]
    assert verify(known_head=before).is_sound


def test_a_move_that_does_not_verify_leaves_the_archive_where_it_was(
    on_file: Archive, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(on_file.path, is_moving=True)
    monkeypatch.setattr(moving, "_copy", lambda _model, _progress: 0)

    with pytest.raises(IntegrityFailure):
        moving.move(on_file, to="postgresql", occasion=_occasion(at))

    assert not Archive.open(on_file.path).is_on_postgresql
    monkeypatch.undo()
    moving.move(on_file, to="postgresql", occasion=_occasion(at))


def test_a_place_that_is_taken_is_left_alone(on_file: Archive, at: Any) -> None:
    connect(on_file.path, is_moving=True)
    moving.move(on_file, to="postgresql", occasion=_occasion(at))
    moved = connect(on_file.path)

    for to in ("postgresql", "sqlite"):
        with pytest.raises(RefusedByRule):
            moving.move(moved, to=to, occasion=_occasion(at))


def test_a_write_ahead_log_that_was_left_is_not_taken_for_the_new_databases(
    on_file: Archive, at: Any
) -> None:
    connect(on_file.path, is_moving=True)
    moving.move(on_file, to="postgresql", occasion=_occasion(at))
    on_file.database_path.unlink()
    on_file.database_path.with_name("archive.sqlite3-wal").write_bytes(b"of another database")

    with pytest.raises(RefusedByRule, match="sqlite3-wal"):
        moving.move(connect(on_file.path), to="sqlite", occasion=_occasion(at))


def test_an_archive_on_a_file_is_not_opened_while_the_environment_names_a_server(on_file: Archive) -> None:
    with pytest.raises(UsageProblem, match="this archive is on SQLite"):
        connect(on_file.path)


def test_an_archive_on_a_server_is_not_opened_without_its_address(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL)

    with pytest.raises(UsageProblem, match="DATABASE_URL is not set"):
        connect(archive.path)


def test_another_archives_folder_is_not_opened(archive: Archive) -> None:
    settings = archive.path / "archive.toml"
    settings.write_text(settings.read_text().replace(archive.id, "ARCHIVE-0000"))

    with pytest.raises(UsageProblem, match="does not hold ARCHIVE-0000"):
        connect(archive.path)


def test_a_server_that_is_not_there_is_a_clear_error_without_the_password(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL, "postgresql://amal:s3cret-word@127.0.0.1:1/none")

    with pytest.raises(UsageProblem, match="did not let us in") as refused:
        connect(archive.path)
    assert "s3cret" not in f"{refused.value.message} {refused.value.hint} {refused.value.__cause__}"


def test_a_schema_that_is_occupied_is_left_alone(archive: Archive, tmp_path: Path, at: Any) -> None:
    with pytest.raises(RefusedByRule, match="has a schema"):
        Archive.create(tmp_path / "second", at=at, draw=Draw.seeded("the empty archive"))

    assert not (tmp_path / "second").exists()
    assert connect(archive.path) == archive
