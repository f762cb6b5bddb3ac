"""Django's name for this stage."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """The cases stage."""

    name = "tawthiq.journey.cases"
    label = "cases"
