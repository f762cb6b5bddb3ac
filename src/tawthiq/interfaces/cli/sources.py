"""`tawthiq sources`: who told us."""

from __future__ import annotations

from dataclasses import asdict

import click

from tawthiq.accounts.confidentiality import Level
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.journey.sources import queries
from tawthiq.journey.sources.actions import add_source
from tawthiq.journey.sources.rules import NOT_ASKED, RELIABILITY, UNJUDGED, SourceContent, SourceKind

LEVELS = [level.code for level in Level]


@click.group("sources")
def group() -> None:
    """Who told us, and what exactly did they give us?"""


@stage_command(group, "add", permission="sources.add", writes=True)
@click.argument("code")
@click.option("--title", required=True, help="The source's name.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in SourceKind]),
    default=SourceKind.ORGANISATION.value,
    show_default=True,
    help="What kind of source it is.",
)
@click.option(
    "--reliability",
    type=click.Choice(RELIABILITY, case_sensitive=False),
    default=UNJUDGED,
    show_default=True,
    help="A (completely reliable) to E (unreliable); F cannot be judged.",
)
@click.option("--origin-group", default="", help="Sources of one group are never independent. Default: CODE.")
@click.option("--consent", default=NOT_ASKED, show_default=True, help="State of consent of its reports.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=Level.INTERNAL.code,
    show_default=True,
    help="Who may know of the source; what it reports is at least as secret.",
)
def add(
    frame: Frame,
    *,
    code: str,
    title: str,
    kind: str,
    reliability: str,
    origin_group: str,
    consent: str,
    level: str,
) -> None:
    """Add a source, known by CODE from now on. The same one again changes nothing."""
    content = SourceContent(
        code=code,
        title=title,
        kind=kind,
        reliability=reliability,
        origin_group=origin_group,
        consent=consent,
    )
    added = add_source(
        content, occasion=frame.occasion(), level=Level.from_code(level), dry_run=frame.dry_run
    )
    if not added.is_new:
        text = f"Nothing left to do: source {code} is there with these words."
    else:
        text = f"Would add source {code}." if frame.dry_run else f"Added source {code} ({added.source_id})."
    frame.result({**asdict(added), "dry_run": frame.dry_run}, text)


@stage_command(group, "list", permission="sources.list")
def list_sources(frame: Frame) -> None:
    """List the sources with their reliability and origin group."""
    found = queries.sources(frame.actor)
    lines = [f"{s.code}  {s.reliability}  {s.origin_group}  {s.title}" for s in found]
    frame.result({"sources": [asdict(s) for s in found]}, "\n".join(lines) or "No sources yet.")
