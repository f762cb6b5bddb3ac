"""`tawthiq cases evaluate`: how good the linkage is, and on what each figure rests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.adapters.importers.known_people import KnownColumns, known_people
from tawthiq.core.errors import UsageProblem
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.journey.cases.words import Words

if TYPE_CHECKING:
    from tawthiq.journey.cases.truth import Truth


def add_to(group: click.Group) -> None:
    """Make the command one of a stage's."""
    stage_command(group, "evaluate", permission="cases.evaluate")(evaluate_linkage)


@click.option(
    "--truth",
    "truth_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A CSV that names the person of each record. Without it: what people judged.",
)
@click.option("--id", "key", metavar="COL", help="Its column with the source's own identifier.")
@click.option("--person", metavar="COL", help="Its column with a key that the records of a person share.")
@click.option(
    "--source", metavar="COL", help="Its column with the code of the source; needed where sources share ids."
)
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
def evaluate_linkage(
    frame: Frame,
    *,
    truth_file: Path | None,
    key: str | None,
    person: str | None,
    source: str | None,
    lang: str,
) -> None:
    """Say how good the linkage is: precision, recall, bias of the count, and how stable it is.

    With --truth, the people as they are now and the likely linkage by itself are measured against a file of
    known people. Without it the likely linkage is measured by what people judged: estimates with intervals
    come from the pairs of the random audit share alone. Each figure says how many pairs it rests on; what
    nothing speaks of is unknown. Nothing is written.

    Acts as the first local user who is an analyst or a reviewer.
    """
    frame.actor.require("cases.evaluate")
    truth = _truth(truth_file, key, person, source)
    # what measures takes time to import, which the other commands of the stage should not pay for
    from tawthiq.interfaces.cli.evaluation_json import as_json  # noqa: PLC0415
    from tawthiq.interfaces.cli.evaluation_text import text  # noqa: PLC0415
    from tawthiq.journey.cases.evaluating import evaluate  # noqa: PLC0415

    with frame.progress("Comparing records") as advance:
        found = evaluate(frame.actor, Words(frame.archive.packs), truth=truth, progress=advance)
    frame.result(as_json(found, truth), text(found, lang))


def _truth(path: Path | None, key: str | None, person: str | None, source: str | None) -> Truth | None:
    if path is None:
        if key or person or source:
            raise UsageProblem(
                "Nothing was evaluated: columns are named and no file.", hint="Name it: --truth FILE."
            )
        return None
    if key is None or person is None:
        raise UsageProblem(
            "Nothing was evaluated: a file of known people needs the names of its columns.",
            hint="Give --truth FILE --id COL --person COL.",
        )
    return known_people(path, KnownColumns(key, person, source))
