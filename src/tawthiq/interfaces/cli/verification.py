"""`tawthiq verification`: acts are accepted by a named rule, or by people who each assess them."""

from __future__ import annotations

from dataclasses import asdict

import click

from tawthiq.accounts.two_person import Profile
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.journey.verification.actions import AcceptOutcome, accept, assess
from tawthiq.journey.verification.rules import (
    AS_DOCUMENTED,
    ATTRIBUTIONS,
    RULES,
    STANDARDS,
    Opinion,
    acceptance_rules,
)


@click.group("verification")
def group() -> None:
    """Do we accept it, and to what standard?"""


@stage_command(group, "accept", permission="verification.accept", writes=True)
@click.option(
    "--rule",
    type=click.Choice(RULES),
    default=AS_DOCUMENTED,
    show_default=True,
    help="The acceptance rule (verification rules).",
)
@click.option("--source", metavar="CODE", help="Only acts that this source tells of.")
@click.option("--batch", metavar="ID", help="Only acts that this import brought in.")
@click.option("--reason", default="", help="Why, for the log.")
def accept_acts(frame: Frame, rule: str, source: str | None, batch: str | None, reason: str) -> None:
    """Accept every undecided act by a named rule; how many is said first.

    Nobody accepts their own work: acts that one took in, or judged the records of, are left for somebody
    else. A second run finds nothing left to do. Acts as the first local user who is a reviewer.
    """
    verb = "would be accepted" if frame.dry_run else "are accepted"
    with frame.progress("Looking at acts") as advance:
        outcome = accept(
            rule,
            occasion=frame.occasion(reason=reason),
            profile=Profile(frame.archive.profile),
            source=source,
            batch=batch,
            dry_run=frame.dry_run,
            announce=lambda count: frame.note(f"{count} acts {verb} {rule}."),
            progress=advance,
        )
    mark = Profile(frame.archive.profile).mark
    data = {**asdict(outcome), "dry_run": frame.dry_run, "mark": mark}
    frame.result(data, _accept_text(outcome, dry_run=frame.dry_run, mark=mark))


def _accept_text(outcome: AcceptOutcome, *, dry_run: bool, mark: str) -> str:
    verb = "would be accepted" if dry_run else "were accepted"
    lines = [f"{outcome.accepted} acts {verb} by the rule {outcome.rule}{f' ({mark})' if mark else ''}."]
    if outcome.not_met:
        lines.append(f"{outcome.not_met} have too few independent sources for the rule.")
    if outcome.own:
        lines.append(f"{outcome.own} are your own work: somebody else accepts them.")
    return "\n".join(lines)


@stage_command(group, "assess", permission="verification.assess", writes=True)
@click.argument("act")
@click.argument("opinion", type=click.Choice([opinion.value for opinion in Opinion]))
@click.option("--standard", type=click.Choice(list(STANDARDS)), required=True, help="The standard of proof.")
@click.option("--attribution", type=click.Choice(ATTRIBUTIONS), help="How sure it is who did it.")
@click.option("--reason", required=True, help="Why. It is kept with the opinion.")
def assess_act(
    frame: Frame, *, act: str, opinion: str, standard: str, attribution: str | None, reason: str
) -> None:
    """Give your opinion of ACT against a standard of proof.

    When enough different people, none of them its author, agree, that is the decision. Acts as the first
    local user who is a reviewer.
    """
    outcome = assess(
        act,
        Opinion(opinion),
        standard=standard,
        occasion=frame.occasion(reason=reason),
        profile=Profile(frame.archive.profile),
        attribution=attribution,
        dry_run=frame.dry_run,
    )
    decided = "no decision yet" if outcome.outcome is None else f"decided: {outcome.outcome}"
    kept = "would be kept" if frame.dry_run else "was kept"
    frame.result(
        {**asdict(outcome), "dry_run": frame.dry_run},
        f"The opinion of {act} (version {outcome.act_version}) {kept}; {decided}.",
    )


@stage_command(group, "rules", permission="verification.list")
def show_rules(frame: Frame) -> None:
    """List the acceptance rules and the standards of proof.

    Acts as the first local user who works on cases.
    """
    rules, profile = acceptance_rules().values(), Profile(frame.archive.profile)
    lines = [f"{rule.name}: {rule.text['en'].strip()}" for rule in rules]
    lines += [f"{s.code}: {s.needed(profile)} assessments by different people" for s in STANDARDS.values()]
    data = {
        "rules": [
            {**asdict(rule), "label": dict(rule.label), "text": {k: v.strip() for k, v in rule.text.items()}}
            for rule in rules
        ],
        "standards": [{"code": s.code, "assessments": s.needed(profile)} for s in STANDARDS.values()],
    }
    frame.result(data, "\n".join(lines))
