"""Django's name for the web interface."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web interface."""

    name = "tawthiq.interfaces.web"
    label = "web"
