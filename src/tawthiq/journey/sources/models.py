"""Tables of the source layer's ground: sources, reports, evidence, custody. All are inserted once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from tawthiq.accounts.tables import SourceLayerRow


class Source(SourceLayerRow):
    """A person, organisation or publication that provides information."""

    KIND: ClassVar[str] = "source"

    code = models.CharField(max_length=64)

    class Meta(SourceLayerRow.Meta):
        """One source for each code."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            *SourceLayerRow.Meta.constraints,
            models.UniqueConstraint(fields=("code",), name="sources_source_code"),
        ]

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the code."""
        return {"code": body["code"]}


class Report(SourceLayerRow):
    """One item received from a source."""

    KIND: ClassVar[str] = "report"

    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the source."""
        return {"source_id": body["source"]}


class Evidence(SourceLayerRow):
    """Bytes attached to a report. The same bytes given twice are two pieces with one content."""

    KIND: ClassVar[str] = "evidence"

    report = models.ForeignKey("sources.Report", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the report and the digest of the bytes."""
        return {"report_id": body["report"], "sha256": body["sha256"]}


class CustodyEntry(SourceLayerRow):
    """Who received, opened, copied or moved a piece of evidence, when and why."""

    KIND: ClassVar[str] = "custody"

    evidence = models.ForeignKey("sources.Evidence", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the piece of evidence."""
        return {"evidence_id": body["evidence"]}
