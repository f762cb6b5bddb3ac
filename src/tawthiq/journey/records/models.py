"""Tables of what reports say: editions of lists, the batches that brought them in, records, rejected cells.

All are inserted once. What is in force is never a column: it follows from which batches were undone and which
records came later in the same line.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from tawthiq.accounts.tables import SourceLayerRow


class Edition(SourceLayerRow):
    """One file of a list; a later file of the same list is a later edition. Ten editions are one source."""

    KIND: ClassVar[str] = "edition"

    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("sources.Report", on_delete=models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the list that it is an edition of, its number, and the digest of its file."""
        return {
            "source_id": body["source"],
            "report_id": body["report"],
            "list_name": body["list"],
            "number": body["number"],
            "sha256": body["sha256"],
        }


class ImportBatch(SourceLayerRow):
    """One reading of an edition by one mapping. A corrected mapping reads the same edition again."""

    KIND: ClassVar[str] = "batch"

    edition = models.ForeignKey("records.Edition", on_delete=models.PROTECT, related_name="+")
    mapping_digest = models.CharField(max_length=64)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the edition and the digest of the mapping."""
        return {"edition_id": body["edition"], "mapping_digest": body["mapping"]["digest"]}


class BatchUndo(SourceLayerRow):
    """A batch was taken back: its records are no longer in force. Why is in the log entry."""

    KIND: ClassVar[str] = "batch-undo"

    batch = models.OneToOneField("records.ImportBatch", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the batch."""
        return {"batch_id": body["batch"]}


class Withdrawal(SourceLayerRow):
    """A person decided that a row no longer holds: no record of its line from before is in force.

    A later edition that has the row again brings a new record. Why is in the log entry.
    """

    KIND: ClassVar[str] = "withdrawal"

    line = models.CharField(max_length=64, db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the line."""
        return {"line": body["line"]}


class Record(SourceLayerRow):
    """One row's or passage's account of one victim or group.

    `line` is the first record of the same row of the same list: a later record of a line supersedes the
    earlier ones for as long as its batch stands.
    """

    KIND: ClassVar[str] = "record"

    # the records of a batch stand together, in its entry: an index of them would be a fortieth of the archive
    batch = models.ForeignKey(
        "records.ImportBatch", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line = models.CharField(max_length=64)

    class Meta(SourceLayerRow.Meta):
        """Look up the later records of a line; the first is the one that it is named after."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=("line", "entry"),
                name="records_record_later",
                condition=~models.Q(line=models.F("id")),
            )
        ]

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the batch and the line."""
        return {"batch_id": body["batch"], "line": body["line"]}

    @classmethod
    def columns_of(cls, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Index the batch and the line; a first record, which names its line, need not say so itself."""
        return cls.columns({"line": id, **body})


class RejectedCell(SourceLayerRow):
    """One cell that kept its row out of a batch. Its words may name somebody: they are never printed."""

    KIND: ClassVar[str] = "rejected-cell"

    batch = models.ForeignKey("records.ImportBatch", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the batch."""
        return {"batch_id": body["batch"]}


class Absence(SourceLayerRow):
    """A record in force that a later edition of its list does not have. It stays until a person decides."""

    KIND: ClassVar[str] = "absence"

    batch = models.ForeignKey("records.ImportBatch", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the batch that noticed it, and the record."""
        return {"batch_id": body["batch"], "record_id": body["record"]}


class Admission(SourceLayerRow):
    """A person decided on rows of one batch that share an identifier: they are one record, or several.

    The records are in the same log entry and belong to the batch, so undoing it takes them back too.
    """

    KIND: ClassVar[str] = "admission"

    batch = models.ForeignKey("records.ImportBatch", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the batch."""
        return {"batch_id": body["batch"]}


class Answer(SourceLayerRow):
    """A person's word on a record whose row the last edition lacks.

    ``same``: the row of `successor_line` is this row changed; `batch` brought that in. ``different``: that
    row is another. ``kept``: the record stands although its row is gone. Of several answers the last holds.
    """

    KIND: ClassVar[str] = "answer"

    line = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16)
    successor_line = models.CharField(max_length=64, db_index=True)
    batch = models.CharField(max_length=64)

    class Meta(SourceLayerRow.Meta):
        """Look up what was answered of a line."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("line", "entry"), name="records_answer_line")
        ]

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the verdict, the lines of both records and the batch of the second; empty without one."""
        return {
            "line": body["line"],
            "verdict": body["verdict"],
            "successor_line": body["successor_line"],
            "batch": body["batch"],
        }
