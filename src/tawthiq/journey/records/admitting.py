"""Rows that share an identifier: a person says whether they are one record or several.

An import takes none of them, for nobody can tell which is right. Each keeps its account in quarantine, and
comes in from there by a decision that stands in the log.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tawthiq.accounts.occasion import Occasion
from tawthiq.audit.door import write
from tawthiq.core.claims import Account
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem
from tawthiq.journey.records.keys import numbered, said
from tawthiq.journey.records.models import Admission, BatchUndo, Edition, ImportBatch, Record, RejectedCell
from tawthiq.journey.records.rules import KnownLines, check_reason
from tawthiq.journey.records.taking_in import FORMAT, known_lines, standing_batches
from tawthiq.journey.records.waiting import admitted_rows

REPEATED = "repeated-identifier"


class As(StrEnum):
    """What rows that share an identifier are."""

    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class AdmitOutcome:
    """What was admitted, or with a dry run would be: groups of rows, their rows, the records made of them.

    `differing` groups were left: their rows say different things, and somebody must choose one by its number.
    """

    batch_id: str
    groups: int
    rows: int
    records: int
    differing: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one identifier, in the order of the file."""

    key: str
    rows: tuple[tuple[int, Account], ...]

    @property
    def are_alike(self) -> bool:
        """Say whether the rows say the same."""
        first = said(self.rows[0][1])
        return all(said(account) == first for _, account in self.rows)

    def chosen(self, numbers: Collection[int]) -> Account | None:
        """Return the account that stands for all rows; None where they differ and no single one is named."""
        named = [account for number, account in self.rows if number in numbers]
        if len(named) == 1:
            return named[0]
        return self.rows[0][1] if self.are_alike else None

    def accounts(self, as_: As, numbers: Collection[int]) -> list[Account]:
        """Return the accounts that come in."""
        if as_ is As.SEVERAL:
            return [numbered(account, place) for place, (_, account) in enumerate(self.rows, 1)]
        account = self.chosen(numbers)
        return [] if account is None else [account]


def admit_rows(
    batch_id: str,
    as_: As,
    *,
    occasion: Occasion,
    rows: Sequence[int] = (),
    dry_run: bool = False,
) -> AdmitOutcome:
    """Take rows in that share an identifier: all of a batch, or those that the numbered rows belong to.

    As one, rows that say the same become one record; of rows that differ, the one that is numbered. As
    several, each becomes a record of its own, whose key says which of them it is, in the order of the file.
    The records belong to the batch: undoing it takes them back too.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such batch.
        UsageProblem: There is no reason, or a numbered row does not wait for this.
        RefusedByRule: The batch was undone, or a later one stands; numbered rows differ and none is chosen.
    """
    occasion.actor.require("records.admit")
    check_reason(occasion.reason)
    batch = ImportBatch.visible_to(occasion.actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotPermittedOrAbsent("There is no such batch.", where=batch_id)
    edition = _last_edition(batch)
    groups = _groups(batch, rows, occasion)
    chosen = [(group, group.accounts(as_, rows)) for group in groups]
    differing = [group for group, accounts in chosen if not accounts]
    if rows and differing:
        raise RefusedByRule(
            f"Nothing was admitted: {len(differing)} identifiers have rows that differ.",
            hint="Give the number of the one row that is right with --row, or admit them as several.",
            where=batch_id,
        )
    taken = [(group, accounts) for group, accounts in chosen if accounts]
    new = list(_records(taken, batch, edition, occasion))
    if taken and not dry_run:
        with write("records.admit", occasion=occasion, subject=batch_id) as change:
            change.insert(new)
            change.insert(_admission(group, as_, batch, occasion) for group, _ in taken)
            change.say(groups=len(taken), records=len(new))
    return AdmitOutcome(batch_id, len(taken), sum(len(g.rows) for g, _ in taken), len(new), len(differing))


def _last_edition(batch: ImportBatch) -> Edition:
    """Return the edition of a batch, which must be the last that stands.

    A later edition has read the same rows anew: what an earlier one says of them is no longer in force.
    """
    edition: Edition = Edition.rows_for_action.get(pk=batch.edition_id)
    if BatchUndo.rows_for_action.filter(batch_id=batch.id).exists():
        raise RefusedByRule("Nothing was admitted: the batch was undone.", where=batch.id)
    last = standing_batches(edition.source_id, edition.list_name)[-1]
    if last.id != batch.id:
        raise RefusedByRule(
            "Nothing was admitted: a later batch of the same list has read these rows again.",
            hint=f"Decide on the rows of {last.id}.",
            where=batch.id,
        )
    return edition


def _groups(batch: ImportBatch, rows: Sequence[int], occasion: Occasion) -> list[_Group]:
    """Return what waits in a batch: all of it, or the groups of the numbered rows."""
    done = admitted_rows([batch.id], occasion.actor)[batch.id]
    found: dict[str, list[tuple[int, Account]]] = defaultdict(list)
    cells = RejectedCell.visible_to(occasion.actor).filter(batch_id=batch.id).order_by("entry", "position")
    for text in cells.exclude(body="").values_list("body", flat=True).iterator():
        cell = json.loads(text)
        if cell["reason"] == REPEATED and "account" in cell and cell["row"] not in done:
            found[cell["key"]].append((cell["row"], Account.from_body(cell["account"])))
    groups = [_Group(key, tuple(sorted(waiting, key=lambda row: row[0]))) for key, waiting in found.items()]
    waiting = {number for group in groups for number, _ in group.rows}
    if unknown := sorted(set(rows) - waiting):
        raise UsageProblem(
            f"Nothing was admitted: row {unknown[0]} does not wait for this decision.",
            hint=f"tawthiq records quarantine --batch {batch.id}",
        )
    return [group for group in groups if not rows or any(number in rows for number, _ in group.rows)]


def _records(
    taken: list[tuple[_Group, list[Account]]], batch: ImportBatch, edition: Edition, occasion: Occasion
) -> Iterator[Record]:
    """Yield a record for each account that is new or says something new."""
    lines = known_lines(edition.source_id, edition.list_name) if taken else KnownLines()
    for account in (account for _, accounts in taken for account in accounts):
        line = lines.get(account.key)
        if line is not None and line.record_id and _says_the_same(line.record_id, account, batch.level):
            continue
        record_id = occasion.draw.identifier("R")
        body = {"batch": batch.id, **account.body()}
        if line is not None:
            body["line"] = line.name  # a first record names its line itself
        yield Record.of(id=record_id, body=body, level=batch.level)


def _says_the_same(record_id: str, account: Account, level: int) -> bool:
    row = Record.rows_for_action.get(pk=record_id)
    return bool(row.level == level and said(Account.from_body(row.body)) == said(account))


def _admission(group: _Group, as_: As, batch: ImportBatch, occasion: Occasion) -> Admission:
    body = {
        "format": FORMAT,
        "batch": batch.id,
        "key": group.key,
        "as": as_,
        "rows": [number for number, _ in group.rows],
    }
    return Admission.of(id=occasion.draw.identifier("AM"), body=body, level=batch.level)
