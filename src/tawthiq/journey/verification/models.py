"""The tables of verification: opinions and decisions, both inserted once and never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from tawthiq.accounts.tables import SourceLayerRow


class Assessment(SourceLayerRow):
    """One reviewer's opinion of one version of an act against a standard of proof."""

    KIND: ClassVar[str] = "assessment"

    act = models.CharField(max_length=64, db_index=True)
    act_version = models.PositiveIntegerField()

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the act and its version."""
        return {"act": body["act"], "act_version": body["act_version"]}


class Decision(SourceLayerRow):
    """What was decided of one version of an act, by which rule or to which standard."""

    KIND: ClassVar[str] = "decision"

    act = models.CharField(max_length=64, db_index=True)
    act_version = models.PositiveIntegerField()

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index the act and its version."""
        return {"act": body["act"], "act_version": body["act_version"]}
