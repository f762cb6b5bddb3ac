"""Rows are read for an actor: what in the source could go round that, and where it is allowed to stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tawthiq.accounts.permissions import PERMISSIONS
from tawthiq.accounts.tables import JudgmentRow, RefusingManager, ScopedModel, SourceLayerRow
from tawthiq.audit.kinds import models_by_kind

SOURCE = Path(__file__).parents[2] / "src" / "tawthiq"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
JOURNEY = sorted((SOURCE / "journey").rglob("*.py"))

# An action may be spread over further modules beside actions.py; queries, rules and models never are.
READS = {"queries.py", "rules.py", "models.py"}


def attributes(path: Path) -> Iterator[tuple[str, int]]:
    """Every attribute that a file uses, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


def uses(names: set[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(SOURCE)}:{line} {name}"
        for path in files
        for name, line in attributes(path)
        if name in names
    ]


def stored_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("tawthiq.journey")]


def test_there_is_something_to_look_at():
    assert len(JOURNEY) > 20
    assert stored_models()
    assert "visible_to" in {name for path in JOURNEY for name, _ in attributes(path)}


def test_rows_are_taken_without_an_actor_in_actions_only():
    elsewhere = [
        path
        for path in FILES
        if path.name in READS
        or not ({"journey", "audit", "accounts"} & set(path.relative_to(SOURCE).parts[:1]))
    ]

    assert uses({"rows_for_action"}, elsewhere) == []


def test_the_journey_uses_no_manager_and_no_queryset_of_djangos():
    assert uses({"objects", "_default_manager", "_base_manager"}, JOURNEY) == []
    bare = [path for path in JOURNEY if "QuerySet(" in path.read_text(encoding="utf-8")]
    # A table may say which identifiers lie above an actor's clearance; nothing else asks it directly.
    assert {path.name for path in bare} <= {"models.py"}


def test_no_row_is_joined_to_one_that_may_be_more_secret():
    assert uses({"select_related", "prefetch_related"}, JOURNEY) == []


def test_no_interface_touches_a_table():
    outside = sorted([*(SOURCE / "interfaces").rglob("*.py"), *(SOURCE / "adapters").rglob("*.py")])

    assert uses({"objects", "visible_to", "rows_for_action"}, outside) == []


def test_eyes_for_all_are_for_the_verification_only():
    found = uses({"with_eyes_for_all"}, FILES)

    assert found
    assert {line.split(":")[0] for line in found} == {"interfaces/cli/audit.py"}


@pytest.mark.parametrize("model", stored_models(), ids=lambda model: model._meta.label)
def test_every_table_of_the_journey_refuses_whoever_is_nobody(model):
    assert issubclass(model, ScopedModel)
    assert isinstance(model._default_manager, RefusingManager)
    assert isinstance(model._base_manager, RefusingManager)


@pytest.mark.parametrize("model", stored_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_keep_rows_and_show_no_way_back(model):
    for field in model._meta.concrete_fields:
        if field.is_relation:
            assert field.remote_field.on_delete is models.PROTECT, field.name
            assert field.remote_field.hidden, f"{field.name} has a reverse accessor"


@pytest.mark.parametrize("model", stored_models(), ids=lambda model: model._meta.label)
def test_no_column_is_json_of_the_databases(model):
    assert not [field.name for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]


def test_every_row_of_the_source_layer_has_one_place_in_the_log():
    for model in stored_models():
        if issubclass(model, SourceLayerRow):
            unique = [
                constraint.fields for constraint in model._meta.constraints if hasattr(constraint, "fields")
            ]
            assert ("entry", "position") in unique, model._meta.label


def test_every_kind_is_one_tables():
    kinds = models_by_kind()

    protected = [model for model in stored_models() if issubclass(model, SourceLayerRow | JudgmentRow)]
    assert {model for model in kinds.values() if model in protected} == set(protected)


def test_every_permission_asked_for_is_declared():
    asked = {
        node.args[0].value
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"require", "may"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert asked
    assert asked <= set(PERMISSIONS)


@pytest.mark.parametrize("name", ["import_list", "link", "accept", "freeze"])
def test_the_great_actions_ask_before_they_act(name):
    found = [
        node
        for path in JOURNEY
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if path.name == "actions.py" and isinstance(node, ast.FunctionDef) and node.name == name
    ]

    assert found
    assert all("actor.require(" in ast.unparse(node) for node in found)
