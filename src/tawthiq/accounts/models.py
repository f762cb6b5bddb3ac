"""The table of users."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from tawthiq.accounts.tables import JudgmentRow


class User(JudgmentRow):
    """Somebody who may act in this archive. A user is deactivated, never deleted: the log speaks of them.

    Users are kept as conclusions are, so that giving somebody a role is a version and a log entry like any
    other change. `roles` is canonical text: the codes in order, with commas.
    """

    KIND: ClassVar[str] = "user"
    USERNAME_FIELD: ClassVar[str] = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(max_length=64, unique=True)
    roles = models.CharField(max_length=200)
    is_active = models.BooleanField()
    is_local = models.BooleanField()
    ordinal = models.PositiveIntegerField(unique=True)
    """The user's place in the order of joining: the first of several who could act is the one who does."""

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index everything that choosing an actor needs."""
        return {
            "username": body["username"],
            "roles": ",".join(body["roles"]),
            "is_active": body["active"],
            "is_local": body["local"],
            "ordinal": body["ordinal"],
        }
