"""How a staged list enters: compared with what is known of it, then inserted behind an open write door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.tables import PreparedRow
from tawthiq.audit.door import Change
from tawthiq.core.claims import content_digest
from tawthiq.core.digests import canonical_json
from tawthiq.core.errors import InputRejected
from tawthiq.journey.records.lists import MappingFacts, Progress, Rejection, StagedAccount, StagedList
from tawthiq.journey.records.models import (
    Absence,
    Answer,
    BatchUndo,
    Edition,
    ImportBatch,
    Record,
    RejectedCell,
    Withdrawal,
)
from tawthiq.journey.records.rules import Comparison, Counts, Fate, KnownLines, Line
from tawthiq.journey.records.succession import answers_in
from tawthiq.journey.sources.actions import file_evidence, file_report
from tawthiq.journey.sources.evidence import EvidenceStore

FORMAT = 1
LIST = "list"
CHUNK = 5000
SHOWN_EVERY = 500


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file as it was handed over; `documented` is the EDTF date that holds for rows without their own."""

    path: Path
    media_type: str
    sha256: str
    documented: str


@dataclass(frozen=True, slots=True)
class TakingIn:
    """One staged list on its way in. It can be asked once: comparing uses up what is known."""

    file: ForeignFile
    mapping: MappingFacts
    level: Level
    comparison: Comparison
    staged: StagedList
    progress: Progress

    def foresee(self) -> Counts:
        """Return what would become of the rows, and write nothing."""
        for account in self._accounts("Comparing"):
            self.comparison.of(account, self.level)
        return self._counts(len(self._gone()))

    def insert(self, change: Change, *, batch_id: str, edition_id: str, occasion: Occasion) -> Counts:
        """Insert the records, what was rejected, what is gone, and the batch that they belong to."""
        change.insert_prepared(Record, self._records(batch_id, occasion))
        gone = self._gone()
        change.insert(self._rejected(found, batch_id, occasion) for found in self.staged.rejections())
        change.insert(self._absence(line, batch_id, occasion) for line in gone)
        counts = self._counts(len(gone))
        # foreign keys are checked at the commit, so the batch can come last and hold its own counts
        change.insert([self._batch(batch_id, edition_id, counts, occasion)])
        return counts

    def insert_edition(
        self, change: Change, *, source_id: str, number: int, store: EvidenceStore, occasion: Occasion
    ) -> str:
        """File the list as a report with its bytes, and insert the edition that it is.

        Raises:
            InputRejected: The bytes are no longer those that were read.
        """
        report_id = file_report(
            change,
            source_id=source_id,
            kind=LIST,
            title=self.file.path.name,
            documented=self.file.documented,
            level=self.level,
            occasion=occasion,
        )
        _, stored = file_evidence(
            change,
            self.file.path,
            store=store,
            report_id=report_id,
            name=self.file.path.name,
            media_type=self.file.media_type,
            level=self.level,
            occasion=occasion,
        )
        check_same_file(self.file.path, stored.sha256, self.file.sha256)
        body = {
            "format": FORMAT,
            "source": source_id,
            "report": report_id,
            "list": self.mapping.list_name,
            "number": number,
            "sha256": self.file.sha256,
        }
        edition = Edition.of(id=occasion.draw.identifier("ED"), body=body, level=self.level)
        change.insert([edition])
        return edition.id

    def _records(self, batch_id: str, occasion: Occasion) -> Iterator[PreparedRow]:
        """Yield a record for each row that is new or changed; an unchanged row keeps the one it has."""
        for account in self._accounts("Taking in"):
            fate, line = self.comparison.of(account, self.level)
            if fate is Fate.UNCHANGED:
                continue
            record_id = occasion.draw.identifier("R")
            text, body = in_batch(account, batch_id, line="" if line is None else line.name)
            yield Record.prepared(id=record_id, text=text, body=body, level=self.level)

    def _accounts(self, label: str) -> Iterator[StagedAccount]:
        with self.progress(label, self.staged.facts.accounts) as advance:
            for number, account in enumerate(self.staged.accounts(), 1):
                yield account
                if number % SHOWN_EVERY == 0:
                    advance(SHOWN_EVERY)
            advance(self.staged.facts.accounts % SHOWN_EVERY)

    def _gone(self) -> list[Line]:
        return list(self.comparison.gone(rejection.key for rejection in self.staged.rejections()))

    def _counts(self, gone: int) -> Counts:
        fates, facts = self.comparison.counts, self.staged.facts
        return Counts(
            rows=facts.rows,
            new=fates[Fate.NEW],
            changed=fates[Fate.CHANGED],
            unchanged=fates[Fate.UNCHANGED],
            gone=gone,
            rejected_rows=facts.rejected_rows,
        )

    def _rejected(self, rejection: Rejection, batch_id: str, occasion: Occasion) -> RejectedCell:
        body = {
            "format": FORMAT,
            "batch": batch_id,
            "file": self.file.path.name,
            "row": rejection.row,
            "column": rejection.column,
            "reason": rejection.reason,
            "message": rejection.message,
            "value": rejection.value,
            "key": rejection.key,
            **({} if rejection.account is None else {"account": rejection.account}),
        }
        return RejectedCell.of(id=occasion.draw.identifier("Q"), body=body, level=self.level)

    def _absence(self, line: Line, batch_id: str, occasion: Occasion) -> Absence:
        body = {"format": FORMAT, "batch": batch_id, "record": line.record_id}
        return Absence.of(id=occasion.draw.identifier("AB"), body=body, level=self.level)

    def _batch(self, batch_id: str, edition_id: str, counts: Counts, occasion: Occasion) -> ImportBatch:
        mapping = self.mapping
        body = {
            "format": FORMAT,
            "edition": edition_id,
            "mapping": {"name": mapping.name, "digest": mapping.digest, "text": mapping.text},
            "documented": self.file.documented,
            "imported_at": occasion.at.isoformat(),
            "counts": counts.as_json(),
            "notes": list(self.staged.facts.notes),
        }
        return ImportBatch.of(id=batch_id, body=body, level=self.level)


def in_batch(account: StagedAccount, batch_id: str, *, line: str) -> tuple[str, dict[str, Any]]:
    """Return the body of an account's record as canonical text, and what that says.

    A record that is the first of its line does not say so: its own identifier is the line's name.
    """
    body = {"batch": batch_id, **account.body}
    if line:
        body["line"] = line
        return canonical_json(body), body
    # the text begins with the claims, and no key of an account comes before the batch
    return f'{{"batch":"{batch_id}",{account.text[1:]}', body


def check_same_file(path: Path, sha256: str, expected: str) -> None:
    """Refuse a file that somebody wrote to while it was read.

    Raises:
        InputRejected: It is another file now.
    """
    if sha256 != expected:
        raise InputRejected(
            "Nothing was imported: the file changed while it was read.",
            hint="Import it again when nobody is writing to it.",
            where=path.name,
        )


def editions_of(source_id: str, list_name: str) -> list[Edition]:
    """Return the editions of a list, the first first."""
    rows = Edition.rows_for_action.filter(source_id=source_id, list_name=list_name)
    return list(rows.order_by("number"))


def standing_batches(source_id: str, list_name: str) -> list[ImportBatch]:
    """Return the batches of a list that were not undone, the first first."""
    editions = [edition.id for edition in editions_of(source_id, list_name)]
    undone = BatchUndo.rows_for_action.values_list("batch_id", flat=True)
    rows = ImportBatch.rows_for_action.filter(edition_id__in=editions).exclude(pk__in=list(undone))
    return list(rows.order_by("entry"))


def known_lines(source_id: str, list_name: str) -> KnownLines:
    """Return every line of a list by the key of its row, with the record that is in force."""
    editions = [edition.id for edition in editions_of(source_id, list_name)]
    batches = ImportBatch.rows_for_action.filter(edition_id__in=editions).values_list("pk", flat=True)
    standing = {batch.id for batch in standing_batches(source_id, list_name)}
    withdrawn = dict(Withdrawal.rows_for_action.order_by("entry").values_list("line", "entry"))
    undone = BatchUndo.rows_for_action.values_list("batch_id", flat=True)
    given = answers_in(Answer.rows_for_action.order_by("entry", "position"), undone)
    lines = KnownLines()
    rows = Record.rows_for_action.filter(batch_id__in=list(batches)).exclude(body="")
    values = rows.order_by("entry", "position").values_list(
        "id", "line", "batch_id", "entry", "level", "body"
    )
    for record_id, line, batch_id, entry, level, text in values.iterator(chunk_size=CHUNK):
        body = orjson.loads(text)
        is_taken_back = withdrawn.get(line, -1) > entry or given.is_succeeded(line, entry)
        if batch_id in standing and not is_taken_back:
            lines.put(body["key"], Line(line, record_id, content_digest(body), level))
        elif lines.get(body["key"]) is None:
            lines.put(body["key"], Line(line))
    return lines
