"""`tawthiq cases similar`: whom a record may be the same person as, without a run over everything."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby, islice
from typing import TYPE_CHECKING

import click

from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.uncompared import too_many_alike
from tawthiq.journey.cases.words import Words

if TYPE_CHECKING:
    from tawthiq.journey.cases.similar import Similar, SimilarRecord


def add_to(group: click.Group) -> None:
    """Add this command to those of the stage."""
    stage_command(group, "similar", permission="cases.list")(show_similar)


@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="At most so many of each record.",
)
def show_similar(frame: Frame, records: tuple[str, ...], limit: int) -> None:
    """List the records that may be the same person as RECORD, the likeliest first, with the reasons in words.

    A new report need not wait for the next link: it is compared with all others, and the odds are those that
    a run over everything would find. Told are the probability, whether the two are one person already, and
    whether people have judged them; not what they said. Nothing is written, and the words name nobody.

    Acts as the first local user who works on cases.
    """
    frame.actor.require("cases.list")
    # Splink takes a second to import, which no other command should pay for
    from tawthiq.journey.cases.similar import similar  # noqa: PLC0415

    with frame.progress("Reading records") as advance:
        found = similar(records, actor=frame.actor, words=Words(frame.archive.packs), progress=advance)
    shown = [
        one for _, some in groupby(found.found, key=lambda one: one.record) for one in islice(some, limit)
    ]
    data = [asdict(one) | {"reasons": [{"en": en, "ar": ar} for en, ar in one.reasons]} for one in shown]
    frame.result(
        {"similar": data, "uncompared": list(found.uncompared), "crowded": found.crowded},
        "\n".join([*map(_line, shown), *_notes(found)]) or "Nothing is similar.",
    )


def _line(one: SimilarRecord) -> str:
    stands = "one person" if one.is_one_person else "two persons"
    judged = ", judged" if one.is_judged else ""
    why = " ".join(en for en, _ in one.reasons)
    return f"{one.record}  {one.similar}  {one.probability:.1%}  {stands}{judged}: {why}"


def _notes(found: Similar) -> list[str]:
    notes = [
        f"{record} is a group or has no name, and is compared with nobody." for record in found.uncompared
    ]
    if found.crowded:
        notes.append(too_many_alike(found.crowded))
    return notes
