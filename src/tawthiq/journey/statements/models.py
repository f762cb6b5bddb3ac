"""What was published: one row for each edition, so that every page can be held against the log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tawthiq.accounts.tables import SourceLayerRow


class Publication(SourceLayerRow):
    """One edition of a statement. Its body names the release, the figures, and the SHA-256 of its files."""

    KIND: ClassVar[str] = "publication"

    statement = models.CharField(max_length=80)
    folder_digest = models.CharField(max_length=64)

    class Meta(SourceLayerRow.Meta):
        """Found by the digest of its folder."""

        indexes = (models.Index(fields=("folder_digest",), name="statements_by_folder"),)

    @classmethod
    def columns(cls, body: dict[str, object]) -> dict[str, object]:
        """Return the columns by which a publication is found."""
        return {"statement": body["statement"], "folder_digest": body["folder_digest"]}
