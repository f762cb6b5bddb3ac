"""Deciding on records whose row the last edition lacks: the row has changed, is another, or still stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.audit.door import write
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.records import queries, waiting
from tawthiq.journey.records.changes import changes
from tawthiq.journey.records.facts import RecordRow
from tawthiq.journey.records.models import Answer
from tawthiq.journey.records.rules import check_reason
from tawthiq.journey.records.succession import Answers, Verdict
from tawthiq.journey.records.taking_in import FORMAT


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on a record that is gone; `new` is empty where it is kept."""

    gone: str
    new: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class DecideOutcome:
    """How many decisions were written, by verdict, and how many were so before; `entry` None: none was."""

    same: int
    different: int
    kept: int
    done_before: int
    entry: int | None


def decide(decisions: Sequence[Decided], *, occasion: Occasion, dry_run: bool = False) -> DecideOutcome:
    """Write decisions on records that are gone, all or none, as one entry of the log.

    ``same``: the new record succeeds the gone one, as if the row had kept its identifier and changed. A later
    decision on the same record holds instead of an earlier one. What was decided so before is passed over.

    Raises:
        NotPermittedOrAbsent: The actor may not, or a record is not there.
        UsageProblem: There is no reason, or a record is decided on twice.
        RefusedByRule: A record is not gone; the two are not of one list; the new one was there before the
            other went.
    """
    occasion.actor.require("records.decide")
    check_reason(occasion.reason)
    _check_once(decisions)
    given = queries.answers_given(occasion.actor)
    came = queries.lines_and_entries({r for d in decisions for r in (d.gone, d.new) if r}, occasion.actor)
    back = waiting.came_back(occasion.actor) if decisions else {}
    open_ones = [one for one in decisions if not _is_done(one, given, came)]
    rows = _checked(open_ones, given, came, back, occasion)
    entry = None
    if open_ones and not dry_run:
        with write("records.decide", occasion=occasion) as change:
            change.insert(_answer(one, came, back, rows, occasion) for one in open_ones)
            change.say(**_counts(open_ones))
        entry = change.sequence
    return DecideOutcome(**_counts(open_ones), done_before=len(decisions) - len(open_ones), entry=entry)


def decide_clear(
    *, occasion: Occasion, source_code: str | None = None, dry_run: bool = False
) -> DecideOutcome:
    """Decide that every clear proposal is the same row, by the rule that found it. The person answers for it.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        UsageProblem: There is no reason.
    """
    occasion.actor.require("records.decide")
    clear = [
        Decided(proposal.gone, proposal.new, Verdict.SAME)
        for found in changes(occasion.actor, source_code=source_code)
        for proposal in found.proposals
        if proposal.clear
    ]
    return decide(clear, occasion=occasion, dry_run=dry_run)


def keep(record_ids: Sequence[str], *, occasion: Occasion, dry_run: bool = False) -> DecideOutcome:
    """Decide that records still stand although the last edition lacks their rows.

    Raises:
        NotPermittedOrAbsent: The actor may not, or a record is not there.
        UsageProblem: There is no reason.
        RefusedByRule: A record is not gone.
    """
    kept = [Decided(record, "", Verdict.KEPT) for record in dict.fromkeys(record_ids)]
    return decide(kept, occasion=occasion, dry_run=dry_run)


def _check_once(decisions: Iterable[Decided]) -> None:
    """Refuse two decisions in one that cannot both hold."""
    seen: set[str] = set()
    for one in decisions:
        what = f"{one.gone}/{one.new}" if one.verdict is Verdict.DIFFERENT else one.gone
        if what in seen or one.gone == one.new:
            raise UsageProblem(
                "Nothing was decided: a record is decided on twice, or with itself.", where=one.gone
            )
        seen.add(what)


def _is_done(one: Decided, given: Answers, came: Mapping[str, tuple[str, int]]) -> bool:
    for record in (one.gone,) if one.verdict is Verdict.KEPT else (one.gone, one.new):
        if record not in came:
            raise NotPermittedOrAbsent("There is no such record.", where=record)
    line, entry = came[one.gone]
    if one.verdict is Verdict.KEPT:
        return given.kept.get(line, -1) > entry
    successor = came[one.new][0]
    if one.verdict is Verdict.DIFFERENT:
        return (line, successor) in given.different
    return given.is_succeeded(line, entry) and given.heirs[line][0] == successor


def _checked(
    decisions: Sequence[Decided],
    given: Answers,
    came: Mapping[str, tuple[str, int]],
    back: Mapping[str, str],
    occasion: Occasion,
) -> dict[str, RecordRow]:
    """Return the records decided on, once it is certain that each may be what its gone one has become."""
    if not decisions:
        return {}
    actor = occasion.actor
    missing = {found.record_id: found.missed_by for found in waiting.gone(actor, kept_too=True)}
    rows = queries.rows_at_any_time(actor, {r for one in decisions for r in (one.gone, one.new) if r})
    in_force = queries.rows_in_force(actor, {one.new for one in decisions if one.new})
    lists = {found.id: (found.source_code, found.list_name) for found in queries.batches(actor)}
    order = {batch: place for place, batch in enumerate(lists)}
    for one in decisions:
        # what gave way to another row is no longer among the gone, and can still be decided otherwise
        if one.gone not in missing and not given.is_decided(*came[one.gone]):
            raise RefusedByRule(
                f"Nothing was decided: {one.gone} is not gone from the last edition of its list.",
                hint="tawthiq records gone",
                where=one.gone,
            )
        if not one.new:
            continue
        if one.new not in in_force:
            raise RefusedByRule(f"Nothing was decided: {one.new} is not in force.", where=one.new)
        before, after = rows[one.gone].batch_id, back.get(one.new, rows[one.new].batch_id)
        first = order[missing[one.gone]] if one.gone in missing else order[before] + 1
        if lists[before] != lists[after] or order[after] < first:
            raise RefusedByRule(
                f"Nothing was decided: {one.new} did not come into the list of {one.gone} since that went.",
                hint="Records of other lists are judged: tawthiq cases judge.",
                where=one.new,
            )
    return rows


def _answer(
    one: Decided,
    came: Mapping[str, tuple[str, int]],
    back: Mapping[str, str],
    rows: Mapping[str, RecordRow],
    occasion: Occasion,
) -> Answer:
    """Return the answer as a row, as secret as the new record: who may not see that keeps the old one."""
    new = rows.get(one.new)
    body = {
        "format": FORMAT,
        "verdict": one.verdict,
        "record": one.gone,
        "line": came[one.gone][0],
        "successor": one.new,
        "successor_line": came[one.new][0] if one.new else "",
        "batch": "" if new is None else back.get(one.new, new.batch_id),
    }
    level = Level.PUBLIC if new is None else Level(new.level)
    return Answer.of(id=occasion.draw.identifier("AN"), body=body, level=level)


def _counts(decisions: Iterable[Decided]) -> dict[str, int]:
    counts = Counter(one.verdict for one in decisions)
    return {verdict.value: counts[verdict] for verdict in Verdict}
