"""`tawthiq audit`: has anything changed that must not?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tawthiq.adapters.storage.archive import connect
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.audit import queries
from tawthiq.audit.erasure import sign_erasure
from tawthiq.audit.heads import Head
from tawthiq.audit.verify import verify
from tawthiq.core.errors import IntegrityFailure, NotPermittedOrAbsent, UsageProblem
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.journey.releases.queries import releases
from tawthiq.journey.sources.queries import all_evidence


@click.group("audit")
def group() -> None:
    """Has anything changed that must not?"""


@stage_command(group, "verify", permission="audit.verify")
@click.option(
    "--known-head",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head of the log that was kept elsewhere: finds a log that was cut off or rewritten.",
)
def verify_command(ctx: Frame, known_head: Path | None) -> None:
    """Check everything again: the log, every row and version, evidence, releases.

    Leaves with 6 and lists what does not agree, by identifier. Without --known-head, a log that its owner
    rewrote as a whole cannot be told from a true one.
    """
    # The verification itself says which triggers are missing: here an archive is opened without its guard.
    ctx.archive = connect(ctx.folder, is_guard_checked=False)
    head = None if known_head is None else Head.from_json(known_head.read_text(encoding="utf-8"))
    outside = {"pieces of evidence": lambda: _evidence(ctx), "releases": lambda: _releases(ctx)}
    ctx.actor.require("audit.verify")
    with ctx.progress("Verifying") as advance:
        report = verify(known_head=head, also=outside, progress=advance)
    if head is None:
        ctx.note("No known head was given: only a head kept elsewhere shows a log rewritten as a whole.")
    ctx.result(report.as_json(), report.as_text())
    ctx.exit_code = 0 if report.is_sound else IntegrityFailure.exit_code


@stage_command(group, "log", permission="audit.log")
@click.option("--after", type=int, default=-1, help="Only entries after this sequence.")
@click.option("--verb", help="Only entries of this verb, such as records.import.")
@click.option(
    "--head", type=click.Path(path_type=Path, dir_okay=False), help="Also write the log's head here."
)
def log_command(ctx: Frame, after: int, verb: str | None, head: Path | None) -> None:
    """Show the log: who changed what, when and why.

    Keep the file of --head where the archive is not, or give it to a partner: `audit verify --known-head`
    then finds a log that was cut off or rewritten, whoever did it.
    """
    ctx.actor.require("audit.log")
    entries = list(queries.entries(after=after, verb=verb))
    now = queries.head()
    if head is not None:
        if now is None:
            raise UsageProblem("No head was written: the log is empty.")
        head.write_text(now.as_json(), encoding="utf-8")
        ctx.note(f"Wrote the head of {now.tree_size} entries to {head}.")
    data = {
        "head": None if now is None else {"tree_size": now.tree_size, "root": now.root},
        "entries": [entry.as_json() for entry in entries],
    }
    ctx.result(data, "\n".join(entry.as_text() for entry in entries))


@stage_command(group, "erase", permission="audit.erase", writes=True)
@click.argument("kind")
@click.argument("identifier")
@click.option("--number", type=click.IntRange(min=1), default=1, help="The version, of a conclusion.")
@click.option("--reason", required=True, help="Why; do not repeat the words that are to go.")
def erase_command(ctx: Frame, kind: str, identifier: str, number: int, reason: str) -> None:
    """Sign for erasing the words of one body for ever; the second person's signature erases them.

    The log still verifies. Releases, statements and backups are not reached.
    """
    ctx.actor.require("audit.erase")
    name = f"{kind} {identifier} version {number}"
    if ctx.dry_run:
        ctx.result({"target": name, "erased": False}, f"Would sign for erasing {name}.")
        return
    is_erased = sign_erasure(kind, identifier, number=number, occasion=ctx.occasion(reason=reason))
    said = "Its words are gone." if is_erased else "Signed; a second person's signature will erase it."
    ctx.result({"target": name, "erased": is_erased}, f"{name}: {said}")


def _evidence(ctx: Frame) -> Iterator[tuple[str, str | None]]:
    """Check the bytes of every piece of evidence."""
    store = EvidenceFolder(ctx.archive.evidence_dir)
    for piece in all_evidence(ctx.actor.with_eyes_for_all()):
        try:
            store.verify(piece.sha256)
        except (IntegrityFailure, NotPermittedOrAbsent) as error:
            yield f"evidence {piece.id}", error.message
        else:
            yield f"evidence {piece.id}", None


def _releases(ctx: Frame) -> Iterator[tuple[str, str | None]]:
    """Check each release against the manifest that the log pins, and that no folder is a stranger."""
    # DuckDB takes a fifth of a second to load, and `audit log` does without it.
    from tawthiq.adapters.storage.releases import ReleaseFolders  # noqa: PLC0415
    from tawthiq.methods.checking.verify import verify_release  # noqa: PLC0415

    folders = ReleaseFolders(ctx.archive.releases_dir)
    frozen = {release.name: release for release in releases(ctx.actor.with_eyes_for_all())}
    for name, release in frozen.items():
        check = verify_release(folders.folder(name), manifest_sha256=release.manifest)
        if check.manifest is not None and check.manifest.release_digest != release.digest:
            yield f"release {name}", "its release digest is not the one that the log holds"
        yield from ((f"release {name} {found.where}", found.what) for found in check.disagreements)
        if check.agrees:
            yield f"release {name}", None
    for folder in sorted(ctx.archive.releases_dir.glob("[!.]*")):
        if folder.name not in frozen:
            yield f"release {folder.name}", "the log knows of none: not ours, or left by a killed freeze"
