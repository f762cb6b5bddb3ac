"""Django's name for this stage."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """The releases stage."""

    name = "tawthiq.journey.releases"
    label = "releases"
