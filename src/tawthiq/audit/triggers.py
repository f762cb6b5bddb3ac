"""The database's own guard over what must not change: declared once, written for both engines.

A trigger stops a mistake and whoever has only the usual access; whoever owns the database file can drop
it. That is why the verifier looks for the triggers and, whether it finds them or not, recomputes
everything they guard.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models

from tawthiq.audit import postgresql_guards
from tawthiq.audit.guard import Guard
from tawthiq.audit.models import Entry, ErasureSignature, Version
from tawthiq.audit.protection import Protection
from tawthiq.core.errors import IntegrityFailure

_NEXT_SEQUENCE = f"COALESCE((SELECT MAX(sequence) + 1 FROM {Entry._meta.db_table}), 0)"  # noqa: S608  # a name of ours


def protected_models() -> list[type[models.Model]]:
    """Return every model whose rows a trigger guards, ordered by table."""
    found = [model for model in apps.get_models() if hasattr(model, "PROTECTION")]
    return sorted(found, key=lambda model: model._meta.db_table)


def guards(*, former: Any = None) -> list[Guard]:
    """Return every trigger that must be there.

    `former` is Django's registry of the tables as they were at an earlier step, where those are meant.
    """
    return [
        guard
        for model in protected_models()
        if (meta := meta_of(model, former)) is not None
        for guard in _guards_of(model, meta)
    ]


def meta_of(model: type[models.Model], former: Any) -> Any | None:
    """Return what a model's table consists of, now or formerly; None where there was no such table."""
    if former is None:
        return model._meta
    try:
        return former.get_model(model._meta.label)._meta
    except LookupError:
        return None


def install(*, using: str = "default") -> None:
    """Make the triggers of the tables that exist, in place of any older ones of ours."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = [guard for guard in guards() if guard.table in tables]
        if connection.vendor == "sqlite":
            for statement in _sqlite_statements(_sqlite_triggers(cursor), wanted):
                cursor.execute(statement)
        else:
            schema = postgresql_guards.current_schema(cursor)
            for guard in wanted:
                for statement in postgresql_guards.statements(guard, schema=schema):
                    cursor.execute(statement)


def take_away(*, using: str, former: Any = None) -> None:
    """Take our triggers away in a transaction that puts them back: to fill a new database, or to upgrade."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for guard in guards(former=former):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{guard.name}"')
                continue
            for name in postgresql_guards.names(guard):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{guard.table}"')


def problems(*, using: str = "default", former: Any = None) -> list[str]:
    """Return what is wrong with the triggers, each as a sentence; empty where all are as declared.

    `former` is Django's registry of the tables as they were at an earlier step, where those are meant.
    """
    connection, declared = connections[using], guards(former=former)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        guarding = [guard for guard in declared if guard.table in tables]
        if connection.vendor == "sqlite":
            present = _sqlite_triggers(cursor)
            wanted = {guard.name: guard.sqlite() for guard in guarding}
        else:
            schema = postgresql_guards.current_schema(cursor)
            present = postgresql_guards.present(cursor)
            wanted = {
                name: text
                for guard in guarding
                for name, text in postgresql_guards.wanted(guard, schema=schema).items()
            }
    absent = {f"table {guard.table} is missing" for guard in declared if guard.table not in tables}
    missing = [f"trigger {name} is missing" for name in wanted if name not in present]
    altered = [
        f"trigger {name} is not the one declared"
        for name in wanted
        if present.get(name, wanted[name]) != wanted[name]
    ]
    # A stranger's trigger on our tables could change a row after the guard has passed it.
    strange = [f"trigger {name} is not ours" for name in present if name not in wanted]
    return sorted([*absent, *missing, *altered, *strange])


def check(*, using: str = "default") -> None:
    """Refuse to go on with an archive whose guard is down.

    Raises:
        IntegrityFailure: A table or a trigger is missing, or a trigger is altered or not ours.
    """
    if found := problems(using=using):
        others = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        raise IntegrityFailure(
            f"The archive was not opened: {found[0]}{others}.",
            hint="Somebody changed it: see tawthiq audit verify, and restore a backup.",
        )


def _guards_of(model: type[models.Model], meta: Any) -> Iterator[Guard]:
    table = meta.db_table
    protection: Protection = model.PROTECTION  # type: ignore[attr-defined]  # protected_models chose it
    if protection is Protection.ENTRY:
        yield Guard(
            table,
            "INSERT",
            f"NEW.sequence = {_NEXT_SEQUENCE} AND {_is_new(model, meta)}",
            "the log only grows at its end",
        )
        yield Guard(table, "UPDATE", _is_erasure(model, meta), "a log entry never changes")
    elif protection is Protection.COMMITTED:
        yield Guard(
            table,
            "INSERT",
            f"NEW.entry = {_NEXT_SEQUENCE} AND {_is_new(model, meta)}",
            "a row enters once, with the next log entry",
        )
        yield Guard(table, "UPDATE", _is_erasure(model, meta), "this row never changes")
    else:
        yield Guard(
            table,
            "INSERT",
            f"NEW.version = 1 AND {_has_version(model)} AND {_is_new(model, meta)}",
            "an object enters once, together with its first version",
        )
        yield Guard(
            table,
            "UPDATE",
            f"(NEW.id = OLD.id AND NEW.version = OLD.version + 1 AND {_has_version(model)})"
            f" OR ({_is_erasure(model, meta)})",
            "an object changes together with its next version only",
        )
    yield Guard(table, "DELETE", "1 = 0", "nothing is ever deleted here")


def _is_new(model: Any, meta: Any) -> str:
    """Return SQL: no row is there that this one collides with.

    The constraints say so too, but SQLite's INSERT OR REPLACE answers them by deleting the row that is
    there, and without a DELETE trigger.
    """
    unique: list[tuple[Any, ...]] = [(field.column,) for field in _fields(model, meta) if field.unique]
    unique += [
        tuple(meta.get_field(name).column for name in constraint.fields)
        for constraint in meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    collisions = [" AND ".join(f't."{column}" = NEW."{column}"' for column in columns) for columns in unique]
    return " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM "{meta.db_table}" t WHERE {collision})'  # noqa: S608  # names of ours
        for collision in collisions
    )


def _has_version(model: Any) -> str:
    """Return SQL: the versions hold the new state of this row."""
    return (
        f"EXISTS (SELECT 1 FROM {Version._meta.db_table} v WHERE v.kind = '{model.KIND}' "  # noqa: S608  # names of ours
        f"AND v.object_id = NEW.id AND v.number = NEW.version AND v.commitment = NEW.commitment "
        f"AND v.level = NEW.level)"
    )


def _is_erasure(model: Any, meta: Any) -> str:
    """Return SQL: only the words go, and two different people have signed for it.

    A signature cannot itself be erased: it holds no words.
    """
    if model is ErasureSignature:
        return "1 = 0"
    emptied = {"body", *(("salt",) if _has_salt(meta) else ()), *getattr(model, "PERSONAL", ())}
    kept = [field.column for field in _fields(model, meta) if field.column not in emptied]
    conditions = [f"NEW.\"{column}\" = ''" for column in sorted(emptied)]
    conditions += [f'NEW."{column}" {{same}} OLD."{column}"' for column in kept]
    kind, object_id, number = _target(model)
    signatures = (
        f"(SELECT COUNT(DISTINCT s.signed_by) FROM {ErasureSignature._meta.db_table} s "  # noqa: S608  # names of ours
        f"WHERE s.target_kind = {kind} AND s.target_id = {object_id} AND s.target_number = {number}) >= 2"
    )
    return " AND ".join([*conditions, signatures])


def _fields(model: Any, meta: Any) -> list[Any]:
    """Return the table's fields in the order of the model: Django remembers former ones in another order."""
    order = {field.column: place for place, field in enumerate(model._meta.concrete_fields)}
    return sorted(meta.concrete_fields, key=lambda field: order.get(field.column, len(order)))


def _has_salt(meta: Any) -> bool:
    return any(field.column == "salt" for field in meta.concrete_fields)


def _target(model: Any) -> tuple[str, str, str]:
    """Return SQL for how a signature names a row of the model: kind, identifier, number."""
    if model is Entry:
        return "'entry'", "CAST(OLD.sequence AS TEXT)", "1"
    if model is Version:
        return "OLD.kind", "OLD.object_id", "OLD.number"
    if model.PROTECTION is Protection.VERSIONED:
        return f"'{model.KIND}'", "OLD.id", "OLD.version"
    return f"'{model.KIND}'", "OLD.id", "1"


def _sqlite_statements(present: dict[str, str], wanted: list[Guard]) -> Iterator[str]:
    for guard in wanted:
        if present.get(guard.name) == guard.sqlite():
            continue
        if guard.name in present:
            yield f'DROP TRIGGER "{guard.name}"'
        yield guard.sqlite()


def _sqlite_triggers(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())
