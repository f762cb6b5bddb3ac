"""An archive on disk: one folder with its settings, its database, its evidence and what was made of it.

A process works on one archive. `connect` points Django's database at it and refuses one whose safeguards
are not in place.
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tawthiq.adapters.storage import databases, schemas, steps
from tawthiq.core.errors import RefusedByRule, TawthiqError, UsageProblem
from tawthiq.core.ids import Draw

ARCHIVE_FORMAT = 1
SETTINGS_FILE = "archive.toml"
DATABASE = databases.SQLITE_FILE
PROFILES = ("solo", "small", "full")
DEFAULT_PROFILE = "small"


@dataclass(frozen=True, slots=True)
class Archive:
    """What `archive.toml` says, and where its folder is.

    `prefix` begins every identifier, `packs` are the vocabularies in use, and an `invented` archive holds
    no real people and takes none in. `database` is a file in the folder, or the word postgresql: the tables
    are then in the schema named after the archive's identifier, in the database of DATABASE_URL.
    """

    path: Path
    id: str
    format: int
    name: str
    profile: str
    prefix: str
    packs: tuple[str, ...]
    invented: bool
    database: str = DATABASE

    @property
    def evidence_dir(self) -> Path:
        """Return where the bytes of evidence are."""
        return self.path / "evidence"

    @property
    def releases_dir(self) -> Path:
        """Return where the releases are, a folder each."""
        return self.path / "releases"

    @property
    def statements_dir(self) -> Path:
        """Return where the statements are, a folder each."""
        return self.path / "statements"

    @property
    def database_path(self) -> Path:
        """Return where the database file is."""
        return self.path / self.database

    @property
    def is_on_postgresql(self) -> bool:
        """Say whether the tables are on a server."""
        return self.database == databases.POSTGRESQL

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        at: datetime,
        draw: Draw,
        profile: str = DEFAULT_PROFILE,
        name: str = "",
        prefix: str = "",
        packs: Sequence[str] = ("syria",),
        invented: bool = False,
    ) -> Archive:
        """Make the folder an archive with its two local users, and connect this process to it.

        It is made beside its place and moved there when it is whole: a failure leaves nothing. Its tables
        are in the database of DATABASE_URL where the environment has one, else in a file of the folder.

        Raises:
            RefusedByRule: The folder, or the schema on the server, holds something already.
            UsageProblem: There is no such profile, or the server does not let us in.
        """
        if profile not in PROFILES:
            raise UsageProblem(
                f"No archive was made: {profile!r} is no profile.", hint=f"Use {', '.join(PROFILES)}."
            )
        folder = folder.absolute()
        _refuse_occupied(folder)
        archive = cls(
            path=folder,
            id=draw.identifier("ARCHIVE"),
            format=ARCHIVE_FORMAT,
            name=name,
            profile=profile,
            prefix=prefix,
            packs=tuple(packs),
            invented=invented,
            database=DATABASE if databases.url() is None else databases.POSTGRESQL,
        )
        staging = folder.with_name(f".{folder.name}.new-{os.getpid()}")
        is_in_place = False
        try:
            with _furnished(staging, archive, at=at, draw=draw):
                _put_in_place(staging, folder)
                is_in_place = True
        except BaseException:
            if is_in_place:  # the server did not keep the tables
                shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return connect(folder)

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Read an archive's settings; its database is left alone.

        Raises:
            UsageProblem: There is no archive here, its settings cannot be read, or this version is too old
                for it.
        """
        path = folder.absolute()
        try:
            settings = tomllib.loads((path / SETTINGS_FILE).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as err:
            raise UsageProblem(
                "There is no archive here: the folder has no archive.toml.",
                hint="Name one with --archive DIR, or make one: tawthiq init DIR.",
                where=str(folder),
            ) from err
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
            raise _unreadable(folder, "it is not TOML") from err
        return cls._from_settings(path, settings)

    @classmethod
    def _from_settings(cls, path: Path, settings: dict[str, Any]) -> Archive:
        found = settings.get("format")
        if not isinstance(found, int):
            raise _unreadable(path, "it has no format")
        if found > ARCHIVE_FORMAT:
            raise UsageProblem(
                f"The archive was not opened: its format is {found}; this version reads {ARCHIVE_FORMAT}.",
                hint="Use the version of tawthiq that made it, or a newer one.",
                where=str(path),
            )
        try:
            return cls(path=path, **{**settings, "packs": tuple(settings["packs"])})
        except (KeyError, TypeError) as err:
            raise _unreadable(path, "a setting is missing or unknown") from err

    def as_toml(self) -> str:
        """Return the text of `archive.toml`."""
        settings = {
            "format": self.format,
            "id": self.id,
            "name": self.name,
            "profile": self.profile,
            "prefix": self.prefix,
            "packs": list(self.packs),
            "invented": self.invented,
            "database": self.database,
        }
        # JSON's strings, numbers, booleans and lists of strings are TOML's too.
        return "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in settings.items()
        )


def connect(
    folder: Path, *, is_guard_checked: bool = True, is_moving: bool = False, is_upgrading: bool = False
) -> Archive:
    """Open an archive and point this process's database at it.

    Only a verification, which reports on the guard itself, opens an archive without checking it. Only a
    move opens one on SQLite while the environment names a server. Only an upgrade opens one that an older
    version made, and looks at its guard itself.

    Raises:
        UsageProblem: There is no archive here, this version is too old for it, or its database is not the
            one that the environment names.
        OutdatedArchive: An older version made it, and it was not upgraded.
        NewerArchive: A newer version made it.
        IntegrityFailure: A trigger that guards the archive is missing or altered.
    """
    archive = Archive.open(folder)
    _use_database_of(archive, is_moving=is_moving)
    if is_upgrading:
        return archive
    steps.refuse_other_version(archive.path)
    if is_guard_checked:
        _check_safeguards()
    return archive


configure = connect


def _use_database_of(archive: Archive, *, is_moving: bool) -> None:
    if archive.is_on_postgresql:
        schemas.use_schema(archive.id, folder=archive.path)
    else:
        _refuse_wrong_file(archive, is_moving=is_moving)
        databases.use(databases.sqlite_settings(archive.database_path))
    os.environ["TAWTHIQ_ARCHIVE"] = str(archive.path)


def _refuse_wrong_file(archive: Archive, *, is_moving: bool) -> None:
    if databases.url() is not None and not is_moving:
        # Whoever sets it believes that the work goes to the server, and backs the server up.
        raise UsageProblem(
            f"The archive was not opened: {databases.URL_VARIABLE} is set, and this archive is on SQLite.",
            hint=f"Unset {databases.URL_VARIABLE}, or carry it over: tawthiq archive move --to postgresql.",
            where=str(archive.path),
        )
    if not archive.database_path.is_file():
        raise UsageProblem(
            "The archive was not opened: its database is missing.",
            hint="Restore the whole folder from a backup.",
            where=str(archive.path),
        )


def _check_safeguards() -> None:
    from tawthiq.audit import triggers  # noqa: PLC0415  # models exist only once Django is set up

    triggers.check()


@contextmanager
def _furnished(staging: Path, archive: Archive, *, at: datetime, draw: Draw) -> Iterator[None]:
    """Make all of an archive in the staging folder; what is on a server stays if the block succeeds."""
    staging.mkdir(parents=True, mode=0o700)
    for part in (archive.evidence_dir, archive.releases_dir, archive.statements_dir):
        (staging / part.name).mkdir()
    (staging / SETTINGS_FILE).write_text(archive.as_toml(), encoding="utf-8")
    if archive.is_on_postgresql:
        with schemas.new_schema(archive.id):
            _make_tables(at=at, draw=draw)
            yield
        return
    databases.use(databases.sqlite_settings(staging / archive.database))
    from django.db import connection  # noqa: PLC0415  # needs Django set up

    try:
        _make_tables(at=at, draw=draw)
    finally:
        connection.close()
    yield


def _make_tables(*, at: datetime, draw: Draw) -> None:
    from django.core.management import call_command  # noqa: PLC0415  # needs Django set up

    call_command("migrate", verbosity=0, interactive=False)
    _check_safeguards()
    _add_local_users(at=at, draw=draw)


def _add_local_users(*, at: datetime, draw: Draw) -> None:
    """Add one user who takes in and one who reviews, so that no one accepts their own work."""
    from tawthiq.accounts.actions import add_user  # noqa: PLC0415  # models exist only once Django is set up
    from tawthiq.accounts.actors import Actor  # noqa: PLC0415
    from tawthiq.accounts.local import os_login  # noqa: PLC0415
    from tawthiq.accounts.occasion import Occasion  # noqa: PLC0415
    from tawthiq.accounts.permissions import Role  # noqa: PLC0415

    founding = Occasion(Actor.founder(os_login=os_login()), at, draw, reason="the archive was made")
    intake = (Role.DATA_ENTRY, Role.ANALYST)
    reviewer = (Role.REVIEWER, Role.EDITOR, Role.CUSTODIAN, Role.ADMINISTRATOR)
    add_user("intake", roles=intake, occasion=founding, is_local=True)
    add_user("reviewer", roles=reviewer, occasion=founding, is_local=True)


def _put_in_place(staging: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()  # it is empty; some systems do not rename onto a folder
    staging.rename(folder)


def _refuse_occupied(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedByRule(
            "No archive was made: there is something there already.",
            hint="Name a new or empty folder.",
            where=str(folder),
        )


def _unreadable(folder: Path, why: str) -> TawthiqError:
    return UsageProblem(
        f"The archive was not opened: archive.toml cannot be read ({why}).",
        hint="Restore the file from a backup.",
        where=str(folder / SETTINGS_FILE),
    )
