"""Building the invented archive: people, years, releases, and the statement in both languages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from tawthiq.adapters.renderers.folder import EditionFolders
from tawthiq.adapters.renderers.formats import renderers
from tawthiq.adapters.storage.archive import Archive, connect
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.adapters.storage.releases import ReleaseFolders
from tawthiq.core.errors import RefusedByRule, UsageProblem
from tawthiq.core.ids import Draw
from tawthiq.interfaces.demo.journey import PREFIX, SEED, Stage
from tawthiq.interfaces.demo.lives import Invention
from tawthiq.interfaces.demo.story import (
    RELEASE_2020,
    RELEASE_2022,
    RELEASE_2025,
    year_2020,
    year_2022,
    year_2025,
)
from tawthiq.journey.releases.actions import Method, freeze
from tawthiq.journey.statements.actions import Places
from tawthiq.journey.statements.actions import build as build_statement
from tawthiq.journey.statements.edition import FORMATS, Audience
from tawthiq.journey.statements.outline import LANGUAGES

DEFAULT_FOLDER = "demo-archive"
BEGINNING = datetime(2020, 7, 1, 8, tzinfo=UTC)
NAME = "Demo Network for Documentation (invented)"
STATEMENT = "palestinians-in-syria"
SOURCE_FOLDER = "statement-source"
"""Where the archive keeps the text of its statement, to be changed and built again."""
AS_OF = tuple(day.isoformat() for day in (RELEASE_2020, RELEASE_2022, RELEASE_2025))
FOLDERS = {Audience.PUBLIC: STATEMENT, Audience.INTERNAL: f"{STATEMENT}-internal"}
YEARS = (year_2020, year_2022, year_2025)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """Where the invented archive is, and the first page of each edition of its statement."""

    folder: Path
    pages: tuple[Path, ...]
    was_there_before: bool


def is_built(folder: Path) -> bool:
    """Tell whether the invented archive is already there."""
    try:
        return Archive.open(folder).invented
    except UsageProblem:
        return False


def build(folder: Path, *, say: Say) -> Built:
    """Build the invented archive and publish its statement; one that is there stays as it is.

    It is built beside its place and moved there when it is whole: one that was stopped leaves nothing.

    Raises:
        RefusedByRule: The folder holds something else.
    """
    folder = folder.absolute()
    if is_built(folder):
        say(f"The invented archive in {folder} is opened as it is.")
        return Built(folder, _pages(folder), was_there_before=True)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedByRule(
            "The invented archive was not built: there is something there already.",
            hint="Name a new or empty folder: tawthiq demo DIR.",
            where=str(folder),
        )
    staging = folder.with_name(f".{folder.name}.building-{os.getpid()}")
    try:
        stage = build_archive(staging, say=say)
        publish(stage, say=say)
        _move(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Built(folder, _pages(folder), was_there_before=False)


def _move(staging: Path, folder: Path) -> None:
    from django.db import connection  # noqa: PLC0415  # an open database cannot be moved on Windows

    connection.close()
    if folder.exists():
        folder.rmdir()
    staging.rename(folder)
    connect(folder)


def publish(stage: Stage, *, say: Say) -> None:
    """Build the statement of 2022 for the public and for internal use, in both languages."""
    archive = stage.archive
    source = archive.path / SOURCE_FOLDER
    with resources.as_file(resources.files("tawthiq.interfaces.demo") / "statement") as shipped:
        shutil.copytree(shipped, source)
    places = Places(
        releases_dir=archive.releases_dir,
        archive=archive.path,
        evidence=EvidenceFolder(archive.evidence_dir),
        store=EditionFolders(),
        renderers=renderers(),
    )
    for audience, name in FOLDERS.items():
        say(f"4. Publish the statement of {RELEASE_2022.isoformat()} for {audience} readers.")
        build_statement(
            source / f"{STATEMENT}.yml",
            release=RELEASE_2022.isoformat(),
            languages=LANGUAGES,
            audience=audience,
            formats=FORMATS,
            out=archive.statements_dir / name,
            places=places,
            occasion=stage.occasion("statements.build", "the statement of the demonstration"),
        )


def _pages(folder: Path) -> tuple[Path, ...]:
    statements = Archive.open(folder).statements_dir
    return tuple(
        statements / name / f"{STATEMENT}.{lang}.html" for name in FOLDERS.values() for lang in LANGUAGES
    )


def build_archive(folder: Path, *, say: Say, years: Iterable[Callable[..., None]] = YEARS) -> Stage:
    """Play the years of the invented archive into a folder, and return the stage as they left it.

    Raises:
        RefusedByRule: The folder holds something already.
    """
    draw = Draw.seeded(SEED, prefix=PREFIX)
    archive = Archive.create(
        folder, profile="small", name=NAME, prefix=PREFIX, invented=True, at=BEGINNING, draw=draw
    )
    people = Invention().everybody()
    workshop = Path(tempfile.mkdtemp(prefix="tawthiq-demo-"))
    stage = Stage(archive, draw, workshop, BEGINNING)
    try:
        for number, year in enumerate(years, start=1):
            say(f"{number}. {year.__doc__}")
            year(stage, people, _freeze)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return stage


def _freeze(stage: Stage, as_of: date) -> None:
    stage.at(as_of)
    archive = stage.archive
    occasion = stage.occasion("releases.freeze", "what was known on this day")
    freeze(
        as_of=as_of,
        name=as_of.isoformat(),
        occasion=occasion,
        store=ReleaseFolders(archive.releases_dir),
        method=Method.shipped(archive.packs, profile=archive.profile, invented=archive.invented),
    )
