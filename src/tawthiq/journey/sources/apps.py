"""Django's name for this stage."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """The sources stage."""

    name = "tawthiq.journey.sources"
    label = "sources"
