"""How a staged list enters: compared with what is known of it, then inserted behind an open write door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.audit.door import Change
from tawthiq.core.claims import Account
from tawthiq.core.errors import InputRejected
from tawthiq.journey.records.lists import MappingFacts, Progress, Rejection, StagedList
from tawthiq.journey.records.models import (
    Absence,
    BatchUndo,
    Edition,
    ImportBatch,
    Record,
    RejectedCell,
    Withdrawal,
)
from tawthiq.journey.records.rules import Comparison, Counts, Fate, Line, content_digest
from tawthiq.journey.sources.actions import file_evidence, file_report
from tawthiq.journey.sources.evidence import EvidenceStore

FORMAT = 1
LIST = "list"
CHUNK = 5000


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
        with self.progress("Comparing", self.staged.facts.accounts) as advance:
            for account in self.staged.accounts():
                self.comparison.of(account, self.level)
                advance(1)
        return self._counts(len(self._gone()))

    def insert(self, change: Change, *, batch_id: str, edition_id: str, occasion: Occasion) -> Counts:
        """Insert the records, what was rejected, what is gone, and the batch that they belong to."""
        with self.progress("Taking in", self.staged.facts.accounts) as advance:
            change.insert(self._records(batch_id, occasion, advance))
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

    def _records(self, batch_id: str, occasion: Occasion, advance: Callable[[int], None]) -> Iterator[Record]:
        """Yield a record for each row that is new or changed; an unchanged row keeps the one it has."""
        for account in self.staged.accounts():
            advance(1)
            fate, line = self.comparison.of(account, self.level)
            if fate is Fate.UNCHANGED:
                continue
            record_id = occasion.draw.identifier("R")
            body = account.body() | {"batch": batch_id, "line": line.name if line is not None else record_id}
            yield Record.of(id=record_id, body=body, level=self.level)

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


def known_lines(source_id: str, list_name: str) -> dict[str, Line]:
    """Return every line of a list by the key of its row, with the record that is in force."""
    editions = [edition.id for edition in editions_of(source_id, list_name)]
    batches = ImportBatch.rows_for_action.filter(edition_id__in=editions).values_list("pk", flat=True)
    standing = {batch.id for batch in standing_batches(source_id, list_name)}
    withdrawn = dict(Withdrawal.rows_for_action.order_by("entry").values_list("line", "entry"))
    lines: dict[str, Line] = {}
    rows = Record.rows_for_action.filter(batch_id__in=list(batches)).exclude(body="")
    for row in rows.order_by("entry", "position").iterator(chunk_size=CHUNK):
        account = Account.from_body(row.body)
        if row.batch_id in standing and withdrawn.get(row.line, -1) < row.entry:
            lines[account.key] = Line(row.line, row.id, content_digest(account, row.level))
        else:
            lines.setdefault(account.key, Line(row.line))
    return lines
