"""`tawthiq records suggest-mapping`: what the columns of an unknown list may mean."""

from __future__ import annotations

from pathlib import Path

import click

from tawthiq.adapters.importers.suggesting.suggestion import suggest
from tawthiq.core.errors import UsageProblem
from tawthiq.interfaces.cli.frame import Frame, stage_command


def add_to(group: click.Group) -> None:
    """Make the command one of a stage's."""

    @stage_command(group, "suggest-mapping", permission="records.suggest-mapping")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook that is the list.")
    @click.option(
        "--out", type=click.Path(path_type=Path), metavar="FILE.yml", help="Write the mapping here."
    )
    def suggest_mapping(frame: Frame, *, file: Path, sheet: str, out: Path | None) -> None:
        """Guess what the columns of FILE mean, and write a commented mapping for a person to edit.

        Nothing enters the archive. No name of a person is printed; values of lists of codes are.
        """
        packs = frame.archive.packs
        frame.actor.require("records.suggest-mapping")
        if out is not None and out.exists():
            raise UsageProblem("Nothing was written: there is such a file already.", where=str(out))
        found = suggest(file, sheet=sheet, packs=packs, progress=frame.progress)
        if out is not None:
            _write(out, found["mapping"])
        changes = found["mapping"].count("CHANGE")
        written = f"Wrote {out}; {changes} places need a person (CHANGE)." if out is not None else ""
        frame.result(
            {**found, "written": str(out) if out is not None else ""}, written or found["mapping"].rstrip()
        )


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageProblem(f"The mapping was not written: {error.strerror}.", where=str(out)) from error
