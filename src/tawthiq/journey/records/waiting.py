"""What waits for a person: rows in quarantine, and records whose row the last edition lacks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from tawthiq.accounts.actors import Actor
from tawthiq.core.dates import parse_edtf
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.records import queries
from tawthiq.journey.records.models import Absence, Admission, RejectedCell
from tawthiq.journey.records.queries import BatchFacts
from tawthiq.journey.records.succession import Answers

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class RejectedFacts:
    """One cell that kept its row out; its words, which may name somebody, are left out."""

    batch_id: str
    source_code: str
    file: str
    row: int
    column: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class GoneFacts:
    """A record in force that the last edition of its list does not have, and nobody decided about.

    `missed_by` is the first batch since the record's row was last there.
    """

    record_id: str
    batch_id: str
    source_code: str
    list_name: str
    edition: int
    locator: str
    missed_by: str


def quarantine(actor: Actor, *, batch: str | None = None) -> list[RejectedFacts]:
    """Return the rejected cells of one batch, or of the last standing batch of every list.

    A batch reads the whole file anew, so the last one says all that is still open. What a person admitted is
    no longer there.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.quarantine")
    wanted = {found.id: found for found in queries.last_batches(actor) if batch is None}
    if batch is not None:
        wanted = {found.id: found for found in queries.batches(actor) if found.id == batch}
        if not wanted:
            raise NotPermittedOrAbsent("There is no such batch.", where=batch)
    rows = RejectedCell.visible_to(actor).filter(batch_id__in=list(wanted)).order_by("entry", "position")
    admitted = admitted_rows(list(wanted), actor)
    found = ((row.batch_id, json.loads(row.body)) for row in rows.iterator(chunk_size=CHUNK) if row.body)
    return [
        _rejected(body, batch_id, wanted[batch_id].source_code)
        for batch_id, body in found
        if body["row"] not in admitted[batch_id]
    ]


def admitted_rows(batch_ids: list[str], actor: Actor) -> dict[str, set[int]]:
    """Return, by batch, the numbers of the rows about which a person decided."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in Admission.visible_to(actor).filter(batch_id__in=batch_ids).iterator():
        found[row.batch_id].update(json.loads(row.body)["rows"])
    return found


def gone(actor: Actor, *, kept_too: bool = False) -> list[GoneFacts]:
    """Return the records that the last edition of their list no longer has; they stay in force.

    Those that a person decided to keep are not among them, unless they are asked for.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    last = {found.id: found for found in queries.last_batches(actor)}
    absences = Absence.visible_to(actor).filter(batch_id__in=list(last)).order_by("entry", "position")
    pairs = list(absences.values_list("record_id", "batch_id"))
    standing = queries.standing([record_id for record_id, _ in pairs], actor)
    given = queries.answers_given(actor)
    missed_by = _first_missed_by(last.values(), actor)
    return [
        _gone(record_id, last[batch_id], now.locator, missed_by[record_id])
        for record_id, batch_id in pairs
        if (now := standing.get(record_id)) and (kept_too or not given.is_decided(now.line, now.entry))
    ]


def _first_missed_by(last: Iterable[BatchFacts], actor: Actor) -> dict[str, str]:
    """Return, for what the last batches lack, the batch since which it is lacking without a break."""
    standing = [found for found in queries.batches(actor) if not found.is_undone]
    found: dict[str, str] = {}
    for end in last:
        of_list = [b for b in standing if (b.source_code, b.list_name) == (end.source_code, end.list_name)]
        lacking: set[str] | None = None
        for batch in reversed(of_list):
            missed = set(
                Absence.visible_to(actor).filter(batch_id=batch.id).values_list("record_id", flat=True)
            )
            lacking = missed if lacking is None else lacking & missed
            found.update(dict.fromkeys(lacking, batch.id))
    return found


def came_back(actor: Actor) -> dict[str, str]:
    """Return, for records that an edition lacked and a later one has again, the batch that has them again."""
    of_list: dict[tuple[str, str], list[str]] = defaultdict(list)
    for found in queries.batches(actor):
        if not found.is_undone:
            of_list[found.source_code, found.list_name].append(found.id)
    following = {batch: later for ids in of_list.values() for batch, later in pairwise(ids)}
    last = {ids[-1] for ids in of_list.values()}
    rows = Absence.visible_to(actor).filter(batch_id__in=[*following, *last]).order_by("entry", "position")
    lacking = dict(rows.values_list("record_id", "batch_id").iterator(chunk_size=CHUNK))
    return {record: following[batch] for record, batch in lacking.items() if batch in following}


def undecided(actor: Actor, *, as_of: date) -> frozenset[str]:
    """Return the records that the last edition documented by a date lacks, and that nobody decided about.

    What a list says now rests on its last edition: a record that it no longer has may be somebody who is in
    it under another spelling.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    last = {
        (found.source_code, found.list_name): found.id
        for found in queries.batches(actor)
        if not found.is_undone and _is_documented(found.documented, as_of)
    }
    rows = Absence.visible_to(actor).filter(batch_id__in=sorted(last.values()))
    lacking = list(rows.values_list("record_id", flat=True).iterator(chunk_size=CHUNK))
    given = queries.answers_given(actor)
    if not given.is_empty:
        came = queries.lines_and_entries(lacking, actor)
        stood_in = _stood_in(given, frozenset(lacking), last.values(), actor)
        lacking = [
            record
            for record in lacking
            if not given.is_decided(*came.get(record, ("", 0)))
            and came.get(record, ("", 0))[0] not in stood_in
        ]
    return frozenset(lacking)


def _stood_in(given: Answers, lacking: frozenset[str], batch_ids: Iterable[str], actor: Actor) -> set[str]:
    """Return the lines for which another stood in some editions, as people found when they came back.

    Only an answer given after an edition came in is asked: what it made give way was in force until then, and
    so would be among the lacking if it had been gone.
    """
    entries = queries.entries_of(batch_ids, actor)
    lines = queries.lines_and_entries(lacking, actor)
    gone = {line for line, _ in lines.values()}
    latest = max(entries.values(), default=0)
    return {
        heir
        for line, (heir, entry) in given.heirs.items()
        if line not in gone and entry > latest and heir in gone
    }


def _is_documented(edtf: str, as_of: date) -> bool:
    latest = parse_edtf(edtf).latest
    return latest is not None and latest <= as_of


def _rejected(body: dict[str, Any], batch_id: str, source_code: str) -> RejectedFacts:
    return RejectedFacts(
        batch_id=batch_id,
        source_code=source_code,
        file=body["file"],
        row=body["row"],
        column=body["column"],
        reason=body["reason"],
        message=body["message"],
    )


def _gone(record_id: str, batch: BatchFacts, locator: str, missed_by: str) -> GoneFacts:
    return GoneFacts(
        record_id, batch.id, batch.source_code, batch.list_name, batch.edition, locator, missed_by
    )
