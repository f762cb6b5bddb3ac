"""`tawthiq releases`: freeze what is known of a date, look at it, compare it, check it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from tawthiq.adapters.storage.releases import ReleaseFolders
from tawthiq.core.errors import IntegrityFailure
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.release_difference import Difference
from tawthiq.interfaces.cli.tables import plain_table
from tawthiq.journey.figures.queries import released
from tawthiq.journey.releases import queries
from tawthiq.journey.releases.actions import Frozen, Method
from tawthiq.journey.releases.actions import freeze as freeze_release
from tawthiq.methods.checking.folder import check_name
from tawthiq.methods.checking.manifest import read_manifest
from tawthiq.methods.checking.verify import ReleaseCheck, verify_release


@click.group("releases")
def group() -> None:
    """What did we know on this date?"""


DAY: Final = click.DateTime(["%Y-%m-%d"])


@stage_command(group, "freeze", permission="releases.freeze", writes=True)
@click.option("--as-of", required=True, type=DAY, help="Last day of documentation that it holds.")
@click.option("--name", required=True, help="What it will be called; its date is a good name.")
@click.option("--reason", default="", help="Why, for the log.")
def freeze(frame: Frame, as_of: datetime, name: str, reason: str) -> None:
    """Freeze every accepted act documented on or before a date into releases/NAME.

    It never changes again. What was documented possibly in time counts in "at most" only. Frozen after its
    date, it is marked reconstructed in every output.
    """
    archive = frame.archive
    with frame.progress("Freezing people") as advance:
        frozen = freeze_release(
            as_of=as_of.date(),
            name=name,
            occasion=frame.occasion(reason=reason),
            store=ReleaseFolders(archive.releases_dir),
            method=Method.shipped(archive.packs, profile=archive.profile, invented=archive.invented),
            dry_run=frame.dry_run,
            progress=advance,
        )
    data = {
        "name": frozen.name,
        "as_of": frozen.as_of.isoformat(),
        "reconstructed": frozen.reconstructed,
        "digest": frozen.digest,
        "counts": dict(frozen.counts),
        "folder": None if frozen.folder is None else str(frozen.folder),
        "dry_run": frame.dry_run,
    }
    frame.result(data, _frozen_text(frozen))


def _frozen_text(frozen: Frozen) -> str:
    held = f"{frozen.counts.get('persons', 0):,} persons and {frozen.counts.get('acts', 0):,} acts"
    if frozen.folder is None:
        return f"Release {frozen.name} would hold {held}. Nothing was frozen."
    late = "\nIt is marked reconstructed: it was frozen after its date." if frozen.reconstructed else ""
    return f"Release {frozen.name} holds {held}.\ndigest {frozen.digest}\n{frozen.folder}{late}"


@stage_command(group, "list", permission="releases.list")
def list_releases(frame: Frame) -> None:
    """List the releases, the first frozen first."""
    found = queries.releases(frame.actor)
    rows = [
        [
            r.name,
            r.as_of.isoformat(),
            r.frozen_at[:10],
            "reconstructed" if r.reconstructed else "as known",
            r.digest,
        ]
        for r in found
    ]
    text = (
        plain_table(["release", "as of", "frozen", "", "digest"], rows)
        if rows
        else "There is no release yet."
    )
    frame.result({"releases": [release.as_json() for release in found]}, text)


@stage_command(group, "show", permission="releases.show")
@click.argument("name")
def show(frame: Frame, name: str) -> None:
    """Show what the release NAME holds."""
    facts = queries.release(name, frame.actor)
    folder = ReleaseFolders(frame.archive.releases_dir).folder(name)
    manifest = read_manifest(folder)
    data = {
        **facts.as_json(),
        "single_operator": facts.single_operator,
        "invented": manifest.invented,
        "profile": manifest.profile,
        "counts": manifest.counts,
        "gone_undecided": manifest.gone_undecided,
        "log": {"tree_size": manifest.tree_size, "root": manifest.tree_root},
        "manifest_sha256": facts.manifest,
        "folder": str(folder),
    }
    lines = [
        f"Release {name}: as of {facts.as_of.isoformat()}, frozen {facts.frozen_at}",
        *_marks(facts, invented=manifest.invented),
        *_undecided(manifest.gone_undecided),
        f"digest    {facts.digest}",
        f"manifest  {facts.manifest}",
        f"folder    {folder}",
        plain_table(["table", "rows"], [[table, f"{rows:,}"] for table, rows in manifest.counts.items()]),
    ]
    frame.result(data, "\n".join(lines))


def _undecided(records: int) -> list[str]:
    if not records:
        return []
    return [f"{records:,} records are gone from their lists and undecided: they count in at most only"]


def _marks(facts: queries.ReleaseFacts, *, invented: bool) -> list[str]:
    marks = {
        "INVENTED: nobody in it exists": invented,
        "reconstructed: frozen after its date": facts.reconstructed,
        "single operator: one login entered and accepted": facts.single_operator,
    }
    return [mark for mark, holds in marks.items() if holds]


@stage_command(group, "diff", permission="releases.diff")
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="B")
def diff(frame: Frame, earlier: str, later: str) -> None:
    """Say what changed from the release A to the release B: people, acts, figures, and why a stock moved."""
    root = frame.archive.releases_dir
    with (
        released(earlier, releases_dir=root, actor=frame.actor) as a,
        released(later, releases_dir=root, actor=frame.actor) as b,
    ):
        found = Difference.between(a, b)
    frame.result(found.as_json(), found.as_text())


@stage_command(group, "verify", permission="releases.verify")
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
def verify(frame: Frame, directory: Path) -> None:
    """Check the release in the folder DIR: its files, tables and digest, and what the log pins.

    A folder inside the archive is held against the log too; one that stands elsewhere needs no archive and is
    held against itself. Exit code 6 where something does not agree.
    """
    pinned = _pin(frame, directory)
    check = verify_release(directory, manifest_sha256=pinned)
    if not check.agrees:
        frame.exit_code = IntegrityFailure.exit_code
    frame.result(
        _check_json(check, is_pinned=pinned is not None), _check_text(check, is_pinned=pinned is not None)
    )


def _pin(frame: Frame, folder: Path) -> str | None:
    """Return the manifest that the log pins for this folder; None where no log speaks of it."""
    inside = folder.resolve().parent
    home = inside.parent if (inside.parent / "archive.toml").is_file() and inside.name == "releases" else None
    if home is None or home != frame.folder.resolve():
        return None
    return queries.release(check_name(folder.name), frame.actor).manifest


def _check_json(check: ReleaseCheck, *, is_pinned: bool) -> dict[str, Any]:
    manifest = check.manifest
    return {
        "agrees": check.agrees,
        "held_against_log": is_pinned,
        "release": None
        if manifest is None
        else {"name": manifest.name, "digest": manifest.release_digest, "as_of": manifest.as_of.isoformat()},
        "files": check.files,
        "rows": check.rows,
        "disagreements": [{"where": found.where, "what": found.what} for found in check.disagreements],
    }


def _check_text(check: ReleaseCheck, *, is_pinned: bool) -> str:
    if not check.agrees or check.manifest is None:
        return "\n".join(f"{found.where}: {found.what}" for found in check.disagreements)
    against = "its manifest and the archive's log" if is_pinned else "its manifest"
    return (
        f"Release {check.manifest.name} agrees with {against}: {check.files} files, {check.rows:,} rows.\n"
        f"digest {check.manifest.release_digest}"
    )
