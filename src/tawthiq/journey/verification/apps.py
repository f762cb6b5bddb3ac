"""Django's name for this stage."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """The verification stage."""

    name = "tawthiq.journey.verification"
    label = "verification"
