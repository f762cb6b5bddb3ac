"""Django's name for the accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles and the actor."""

    name = "tawthiq.accounts"
    label = "accounts"
