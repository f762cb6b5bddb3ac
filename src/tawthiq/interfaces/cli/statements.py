"""`tawthiq statements`: build what is said in public, and list what was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tawthiq.adapters.renderers.folder import EditionFolders
from tawthiq.adapters.renderers.formats import renderers
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.tables import plain_table
from tawthiq.journey.statements import queries
from tawthiq.journey.statements.actions import Built, Places
from tawthiq.journey.statements.actions import build as build_statement
from tawthiq.journey.statements.edition import FORMATS, Audience
from tawthiq.journey.statements.outline import LANGUAGES


@click.group("statements")
def group() -> None:
    """What do we say in public?"""


@stage_command(group, "build", permission="statements.build", writes=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--release", required=True, help="Release that the figures are counted from.")
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="Language; may be given twice. Without it, every language.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=["html"],
    show_default=True,
    help="Kind of file.",
)
@click.option(
    "--audience",
    type=click.Choice([str(audience) for audience in Audience]),
    default=str(Audience.PUBLIC),
    show_default=True,
    help="The public sees no names and no sources; internal use opens every list.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder; without it, statements/NAME of the archive."
)
@click.option("--reason", default="", help="Why, for the log.")
def build(
    frame: Frame,
    *,
    file: Path,
    release: str,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    audience: str,
    out: Path | None,
    reason: str,
) -> None:
    """Build the statement FILE (NAME.yml beside NAME.en.md and NAME.ar.md) as pages and documents.

    Every number is counted from the release, or cited. A digit typed by hand, a tag in one language only,
    or numbers that contradict each other stop the build.
    """
    chosen = Audience(audience)
    archive = frame.archive
    built = build_statement(
        file,
        release=release,
        languages=languages or LANGUAGES,
        audience=chosen,
        formats=formats,
        out=(out or archive.statements_dir / folder_name(file.stem, chosen)).absolute(),
        places=Places(
            releases_dir=archive.releases_dir,
            archive=archive.path,
            evidence=EvidenceFolder(archive.evidence_dir),
            store=EditionFolders(),
            renderers=renderers(),
        ),
        occasion=frame.occasion(reason=reason),
        dry_run=frame.dry_run,
    )
    for warning in built.warnings:
        frame.note(f"warning: {warning}")
    frame.result(_data(built), _text(built))


def folder_name(statement: str, audience: Audience) -> str:
    """Return the folder of an edition below an archive's `statements`."""
    return statement if audience is Audience.PUBLIC else f"{statement}-{audience}"


def _pages(built: Built) -> list[str]:
    return [
        str(built.folder / f"{built.statement}.{lang}.{kind}")
        for kind in built.formats
        for lang in built.languages
    ]


def _data(built: Built) -> dict[str, Any]:
    return {
        "statement": built.statement,
        "folder": str(built.folder),
        "pages": _pages(built),
        "audience": str(built.audience),
        "languages": list(built.languages),
        "formats": list(built.formats),
        "files": built.files,
        "digest": built.digest,
        "figures": dict(built.figures),
        "warnings": list(built.warnings),
        "logged": built.logged,
        "dry_run": built.dry_run,
    }


def _text(built: Built) -> str:
    rows = [[name, f"{value:,}"] for name, value in built.figures.items()]
    table = plain_table(["figure", "at least"], rows)
    if built.dry_run:
        return f"{table}\nThe statement {built.statement} would be {built.files} files. Nothing was written."
    was = "" if built.logged else "\nThis very edition was logged before: nothing was left to do."
    return "\n".join([table, *_pages(built), f"digest {built.digest}"]) + was


@stage_command(group, "list", permission="statements.list")
def list_statements(frame: Frame) -> None:
    """List the editions that were built, the first first."""
    found = queries.publications(frame.actor)
    rows = [
        [p.statement, p.release, p.audience, ", ".join(p.languages), ", ".join(p.formats), p.folder_digest]
        for p in found
    ]
    heads = ["statement", "release", "audience", "languages", "formats", "digest"]
    text = plain_table(heads, rows) if rows else "No statement has been built yet."
    data = [
        {
            "id": p.id,
            "statement": p.statement,
            "release": p.release,
            "release_digest": p.release_digest,
            "audience": p.audience,
            "languages": list(p.languages),
            "formats": list(p.formats),
            "published": p.published,
            "digest": p.folder_digest,
        }
        for p in found
    ]
    frame.result({"statements": data}, text)
