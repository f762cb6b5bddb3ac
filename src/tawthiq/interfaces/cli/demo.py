"""`tawthiq demo`: build the invented archive, publish its statement, and look at it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from tawthiq.adapters.storage.archive import connect
from tawthiq.interfaces.cli.frame import Frame
from tawthiq.interfaces.cli.release_difference import Difference
from tawthiq.interfaces.cli.serve import PORT, serve
from tawthiq.interfaces.demo.build import AS_OF, DEFAULT_FOLDER, Built, build, is_built
from tawthiq.journey.figures.queries import released


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default=DEFAULT_FOLDER, metavar="[DIR]")
@click.option("--no-serve", is_flag=True, help="Exit when it is built, without opening the pages.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port of the pages."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(folder: Path, *, no_serve: bool, port: int, dry_run: bool, as_json: bool) -> None:
    """Build an archive of invented people in DIR, publish its statement, and open it on this machine.

    It plays the years 2020 to 2025 through the real actions: lists come in, the same people are found across
    them, two people decide, releases are frozen, a statement is published in English and Arabic. One that
    was built before is opened as it is.
    """
    root: dict[str, Any] = click.get_current_context().find_root().obj or {}
    frame = Frame("web.read", as_json or bool(root.get("json")), dry_run, root.get("user"), folder)
    if dry_run:
        verb = "open" if is_built(folder) else "build"
        text = f"Would {verb} the invented archive in {folder}."
        frame.result({"folder": str(folder), "would": verb}, text)
        return
    built = build(folder, say=frame.note)
    frame.result(_data(built), _text(built, frame))
    if not no_serve:
        serve(frame, port=port)


def _data(built: Built) -> dict[str, Any]:
    return {
        "folder": str(built.folder),
        "was_there_before": built.was_there_before,
        "releases": list(AS_OF),
        "pages": [str(page) for page in built.pages],
    }


def _text(built: Built, frame: Frame) -> str:
    archive = connect(built.folder)
    opened = [released(name, releases_dir=archive.releases_dir, actor=frame.actor) for name in AS_OF]
    differences = [Difference.between(a, b).as_text() for a, b in pairwise(opened)]
    pages = "\n".join(f"  {page}" for page in built.pages)
    return "\n\n".join([*differences, f"The statement of the invented archive:\n{pages}"])
