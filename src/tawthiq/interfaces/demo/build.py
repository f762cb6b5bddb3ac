"""Building the invented archive: people, years, releases, and the statement in both languages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from tawthiq.adapters.storage.archive import Archive
from tawthiq.adapters.storage.releases import ReleaseFolders
from tawthiq.core.ids import Draw
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.interfaces.demo.journey import PREFIX, SEED, Stage
from tawthiq.interfaces.demo.lives import Invention
from tawthiq.interfaces.demo.story import year_2020, year_2022, year_2025
from tawthiq.journey.cases.words import Words
from tawthiq.journey.releases.actions import Method, freeze
from tawthiq.methods.counting.rules import shipped_rules

BEGINNING = datetime(2020, 7, 1, 8, tzinfo=UTC)
NAME = "Demo Network for Documentation (invented)"
YEARS = (year_2020, year_2022, year_2025)
Say = Callable[[str], None]


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
    occasion = stage.occasion("releases.freeze", "what was known on this day")
    freeze(
        as_of=as_of,
        name=as_of.isoformat(),
        occasion=occasion,
        store=ReleaseFolders(stage.archive.releases_dir),
        method=method_of(stage.archive),
    )


def method_of(archive: Archive) -> Method:
    """Return what the invented archive's releases are frozen with besides its cases."""
    return Method(
        vocabulary=load(archive.packs),
        places=gazetteer(archive.packs),
        words=Words(archive.packs),
        rules=shipped_rules(),
        profile=archive.profile,
        invented=archive.invented,
    )
