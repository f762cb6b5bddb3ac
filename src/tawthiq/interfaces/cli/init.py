"""`tawthiq init`: make an archive."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from tawthiq.adapters.storage.archive import Archive
from tawthiq.core.ids import Draw
from tawthiq.core.vocabulary import load


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--profile",
    type=click.Choice(["solo", "small", "full"]),
    default="small",
    show_default=True,
    help="How many people work here: who may sign after whom.",
)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    default=("syria",),
    show_default=True,
    help="Words and places of a country; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(folder: Path, profile: str, packs: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Make FOLDER an archive: its settings, its database, and two local users.

    `intake` takes reports in (data entry, analyst). `reviewer` accepts, publishes and keeps (reviewer,
    editor, custodian, administrator). Nobody accepts their own work.
    """
    load(packs)  # a pack that does not exist is an error before anything is made
    if dry_run:
        text = f"Would make an archive in {folder} for the profile {profile}."
        data = {"format": 1, "folder": str(folder), "profile": profile, "dry_run": True}
    else:
        archive = Archive.create(
            folder, profile=profile, packs=packs, at=datetime.now(UTC), draw=Draw.system()
        )
        text = (
            f"Made the archive {archive.id} in {folder} for the profile {profile}.\n"
            f"Next: tawthiq --archive {folder} records import FILE --source CODE --mapping NAME"
        )
        data = {"format": 1, "id": archive.id, "folder": str(folder), "profile": profile, "dry_run": False}
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)
