"""Which table holds which kind of thing: versions and signatures have no foreign keys to say it."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from tawthiq.audit.protection import Protection

ENTRY = "entry"
"""The kind by which a log entry is named."""


def model_of(kind: str) -> Any | None:
    """Return the model whose rows are of this kind, or None."""
    return models_by_kind().get(kind)


def models_by_kind() -> dict[str, Any]:
    """Return every protected model that has a kind.

    Raises:
        TypeError: Two models have the same kind.
    """
    found: dict[str, Any] = {}
    for model in apps.get_models():
        kind = getattr(model, "KIND", None)
        if kind is None or not hasattr(model, "PROTECTION"):
            continue
        if kind in found or kind == ENTRY:
            raise TypeError(f"{model.__name__} and another table have the kind {kind!r}")
        found[kind] = model
    return found


def is_versioned(model: Any) -> bool:
    """Say whether the model holds current state, with its history in the versions."""
    return bool(model.PROTECTION is Protection.VERSIONED)
