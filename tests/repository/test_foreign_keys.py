"""Foreign keys that cross stages are written down here; string references are invisible to the contracts."""

from __future__ import annotations

from django.apps import apps
from django.db.models import ForeignKey

CROSSING = {
    ("records.Edition.source", "sources.Source"),
    ("records.Edition.report", "sources.Report"),
}


def crossing_keys() -> set[tuple[str, str]]:
    return {
        (f"{model._meta.label}.{field.name}", field.related_model._meta.label)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label != model._meta.app_label
    }


def test_cross_stage_foreign_keys_are_the_written_ones() -> None:
    assert crossing_keys() == CROSSING


def test_no_foreign_key_can_be_walked_backwards() -> None:
    backwards = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.remote_field.related_name != "+"
    ]

    assert backwards == []
