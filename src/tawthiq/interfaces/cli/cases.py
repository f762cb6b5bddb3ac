"""`tawthiq cases`: records become persons and acts, by judgements that can be taken back."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice

import click

from tawthiq.interfaces.cli import case_evaluation, reviewing, similar_records
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.uncompared import too_many_alike
from tawthiq.journey.cases.actions import LinkOutcome, join_told_twice, judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.queue import judgements_in_order, queue
from tawthiq.journey.cases.rules import LinkLevel
from tawthiq.journey.cases.words import Words
from tawthiq.journey.verification.queries import decisions_in_force

REASON = click.option("--reason", required=True, help="Why. It is kept with the judgement.")


@click.group("cases")
def group() -> None:
    """Who and what is it about, across sources?"""


case_evaluation.add_to(group)
reviewing.add_to(group)
similar_records.add_to(group)


@stage_command(group, "link", permission="cases.link", writes=True)
@click.option(
    "--auto",
    type=click.Choice([level.value for level in LinkLevel]),
    default=LinkLevel.EXACT.value,
    show_default=True,
    help="Which matches become judgements of a rule.",
)
@click.option("--reason", default="", help="Why, for the log.")
def link_records(frame: Frame, auto: str, reason: str) -> None:
    """Give every record a person and its acts.

    `none` makes a person of each record. `exact` (the default) also joins records with the same folded name
    and the same known day of birth, death or arrest, where nothing speaks against it. `high` also joins what
    the likely linkage is certain of: names written otherwise, and no such day. Each joining is a judgement of
    the named rule and can be taken back (`cases undo`). The rest waits (`cases queue`, `cases review`).

    Acts as the first local user who is an analyst.
    """
    with frame.progress("Reading records") as advance:
        outcome = link(
            auto,
            occasion=frame.occasion(reason=reason),
            words=Words(frame.archive.packs),
            dry_run=frame.dry_run,
            progress=advance,
        )
    frame.result({**asdict(outcome), "dry_run": frame.dry_run}, _link_text(outcome, dry_run=frame.dry_run))


def _link_text(outcome: LinkOutcome, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    lines = [f"{outcome.records} records are about {outcome.persons} persons with {outcome.acts} acts."]
    if outcome.matched:
        lines.append(f"{outcome.matched} matches {would}judged the same by rule; each can be undone.")
    for what, counts in (
        ("new", outcome.created),
        ("changed", outcome.revised),
        ("retired", outcome.retired),
    ):
        if any(counts.values()):
            lines.append(f"{what.capitalize()}: {counts['persons']} persons, {counts['acts']} acts.")
    if outcome.queued is None:
        lines.append("No rule looked for matches; see what waits for a person: tawthiq cases queue")
    elif outcome.queued:
        lines.append(f"{outcome.queued} pairs wait for a person: tawthiq cases queue")
    if outcome.crowded:
        lines.append(too_many_alike(outcome.crowded))
    if outcome.entry is None and not dry_run:
        lines.append("Nothing left to do.")
    return "\n".join(lines)


@stage_command(group, "join", permission="cases.judge", writes=True)
def join(frame: Frame) -> None:
    """Join the acts that several accounts of one person tell of.

    Accounts tell of one act where they speak of one kind of violation on the same single day. Each joining
    is a judgement of the named rule and can be taken back (`cases undo`). An act told by two independent
    sources can then be accepted as corroborated.
    """
    outcome = join_told_twice(
        occasion=frame.occasion(), words=Words(frame.archive.packs), dry_run=frame.dry_run
    )
    would = "would be " if frame.dry_run else ""
    text = f"{outcome.joined} pairs of acts {would}judged the same by the rule {outcome.rule}."
    frame.result(
        {**asdict(outcome), "dry_run": frame.dry_run}, text if outcome.joined else "Nothing left to do."
    )


@stage_command(group, "judge", permission="cases.judge", writes=True)
@click.argument("left")
@click.argument("right")
@click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]))
@REASON
def judge_records(frame: Frame, left: str, right: str, verdict: str, reason: str) -> None:
    """Judge that records LEFT and RIGHT are about the same person, different people, or that one cannot tell.

    Persons and acts follow at once. Acts as the first local user who is an analyst.
    """
    fact = judge(
        left,
        right,
        Verdict(verdict),
        occasion=frame.occasion(reason=reason),
        words=Words(frame.archive.packs),
        dry_run=frame.dry_run,
    )
    done = "Would be judged" if frame.dry_run else f"Judgement {fact.id}:"
    frame.result(
        {"judgement": asdict(fact), "dry_run": frame.dry_run},
        f"{done} {fact.left} and {fact.right} {fact.verdict}.",
    )


@stage_command(group, "undo", permission="cases.undo", writes=True)
@click.argument("judgement")
@REASON
def undo(frame: Frame, judgement: str, reason: str) -> None:
    """Take JUDGEMENT back; persons and acts are again as they were before it.

    Acts as the first local user who is an analyst.
    """
    fact = undo_judgement(
        judgement,
        occasion=frame.occasion(reason=reason),
        words=Words(frame.archive.packs),
        dry_run=frame.dry_run,
    )
    done = "would be taken back" if frame.dry_run else "was taken back"
    frame.result({"judgement": asdict(fact), "dry_run": frame.dry_run}, f"{judgement} {done}.")


@stage_command(group, "queue", permission="cases.list")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
def show_queue(frame: Frame, limit: int) -> None:
    """List pairs of records that wait for a person, with the reasons in words.

    What contradicts itself comes first, and what exact keys would join; then the pairs on which a word
    changes most. Every twentieth pair is drawn at random (`audit`), for measuring. A pair that is asked of
    two people is listed for each until they judged it.

    Acts as the first local user who works on cases.
    """
    with frame.progress("Reading records") as advance:
        waiting = queue(
            frame.actor,
            Words(frame.archive.packs),
            accepted=decisions_in_force(frame.actor).keys(),
            progress=advance,
        )
        pairs = list(islice(waiting, limit))
    data = [asdict(pair) | {"reasons": [{"en": en, "ar": ar} for en, ar in pair.reasons]} for pair in pairs]
    lines = [f"{p.left}  {p.right}  {p.waiting}: {' '.join(en for en, _ in p.reasons)}" for p in pairs]
    frame.result({"pairs": data}, "\n".join(lines) or "Nothing waits.")


@stage_command(group, "judgements", permission="cases.list")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="The last so many.")
def show_judgements(frame: Frame, limit: int) -> None:
    """List judgements, the last one first: who or which rule said what, and whether it holds.

    Acts as the first local user who works on cases.
    """
    found = judgements_in_order(frame.actor)[-limit:][::-1]
    data = [asdict(fact) | {"holds": holds} for fact, holds in found]
    lines = [
        f"{f.id}  {f.left}  {f.right}  {'undoes ' + f.undoes if f.undoes else f.verdict}"
        f"  by {f.rule or f.by}  {'holds' if holds else 'does not hold'}"
        for f, holds in found
    ]
    frame.result({"judgements": data}, "\n".join(lines) or "There are no judgements.")
