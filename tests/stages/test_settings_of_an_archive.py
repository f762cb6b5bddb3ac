"""An archive on disk: made whole or not at all, and opened with its safeguards or not at all."""

from __future__ import annotations

import pytest

from tawthiq.accounts.local import actor_for
from tawthiq.accounts.permissions import Role
from tawthiq.adapters.storage import archive as module
from tawthiq.adapters.storage.archive import Archive, connect
from tawthiq.audit.queries import entries
from tawthiq.core.errors import RefusedByRule, UsageProblem
from tawthiq.core.ids import Draw


@pytest.fixture
def make(archive, at):
    """Make archives while the test's own connection stands aside (`archive` restores it)."""

    def make(folder, **settings):
        return Archive.create(folder, at=at, draw=Draw.seeded("an archive"), **settings)

    return make


def test_an_archive_says_what_it_was_made_with(make, tmp_path):
    made = make(
        tmp_path / "a",
        profile="solo",
        name='A "name" / اسم',
        prefix="DEMO",
        packs=("generic", "syria"),
        invented=True,
    )

    opened = Archive.open(tmp_path / "a")
    assert opened == made
    assert (opened.profile, opened.name, opened.prefix) == ("solo", 'A "name" / اسم', "DEMO")
    assert opened.packs == ("generic", "syria")
    assert opened.invented
    assert opened.format == 1
    assert opened.id.startswith("ARCHIVE-")


def test_an_archive_has_its_folders_and_its_database(make, tmp_path):
    made = make(tmp_path / "a")

    assert made.evidence_dir.is_dir()
    assert made.releases_dir.is_dir()
    assert made.statements_dir.is_dir()
    assert made.is_on_postgresql or made.database_path.is_file()
    assert actor_for(None, "records.import").username == "intake"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_an_archive_begins_with_two_local_users(archive):
    intake = actor_for(None, "records.import")
    reviewer = actor_for(None, "verification.accept")

    assert (intake.username, intake.roles) == ("intake", {Role.DATA_ENTRY, Role.ANALYST})
    assert reviewer.username == "reviewer"
    assert reviewer.roles == {Role.REVIEWER, Role.EDITOR, Role.CUSTODIAN, Role.ADMINISTRATOR}
    assert [entry.actor_id for entry in entries()] == ["founder", "founder"]


def test_an_empty_folder_becomes_an_archive(make, tmp_path):
    (tmp_path / "a").mkdir()

    assert make(tmp_path / "a").path == tmp_path / "a"


def test_a_folder_that_holds_something_is_left_alone(make, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "letter.txt").write_text("keep me")

    with pytest.raises(RefusedByRule):
        make(tmp_path / "a")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["letter.txt"]


def test_an_unknown_profile_is_refused(make, tmp_path):
    with pytest.raises(UsageProblem, match="large"):
        make(tmp_path / "a", profile="large")
    assert not (tmp_path / "a").exists()


def test_a_failed_beginning_leaves_nothing(make, tmp_path, monkeypatch):
    def fail(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(module, "_add_local_users", fail)
    before = sorted(tmp_path.iterdir())

    with pytest.raises(OSError):
        make(tmp_path / "a")
    assert sorted(tmp_path.iterdir()) == before


def test_no_archive_is_a_clear_error(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageProblem, match="no archive here"):
            Archive.open(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("format = 1", "format = 2"), "format is 2"),
        (("format = 1", ""), "no format"),
        (("format = 1", 'format = "1"'), "no format"),
        (("format = 1", "format = "), "not TOML"),
        (("profile", "profil"), "missing or unknown"),
    ],
)
def test_settings_that_cannot_be_read_are_a_clear_error(change, said, archive):
    path = archive.path / "archive.toml"
    path.write_text(path.read_text().replace(*change))

    with pytest.raises(UsageProblem, match=said):
        Archive.open(archive.path)


@pytest.mark.sqlite_only
def test_a_missing_database_is_not_made_anew(archive):
    archive.database_path.unlink()

    with pytest.raises(UsageProblem, match="database is missing"):
        connect(archive.path)
    assert not archive.database_path.exists()


@pytest.mark.django_db
def test_the_archive_is_not_changed_inside_a_transaction(empty_archive):
    with pytest.raises(RuntimeError):
        connect(empty_archive)
