"""Django's name for this stage."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """The figures stage."""

    name = "tawthiq.journey.figures"
    label = "figures"
