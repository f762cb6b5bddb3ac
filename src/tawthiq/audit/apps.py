"""Django's name for the audit, and the moment its triggers are installed."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The log, the versions and the triggers that keep them."""

    name = "tawthiq.audit"
    label = "audit"

    def ready(self) -> None:
        """Install the triggers after every migration: SQLite drops a table's when Django rebuilds it."""
        post_migrate.connect(_install, sender=self, dispatch_uid="tawthiq.audit.triggers")


def _install(*, using: str, **_: Any) -> None:
    from tawthiq.audit import triggers  # noqa: PLC0415  # models cannot be imported before all apps are

    triggers.install(using=using)
