"""Writing many rows with few statements and bounded memory.

Model instances go straight to prepared statements: Django's own bulk_create needs twice the time for an
import, and its bulk_update many times more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

BATCH = 2000
T = TypeVar("T")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield the items in lists of at most `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model.

    Raises:
        django.db.IntegrityError: A constraint or a trigger refuses one of them.
    """
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  # names of columns only
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_prepared(row, fields) for row in rows])


def replace(rows: Sequence[models.Model], *, version_field: str) -> int:
    """Update whole rows of one model that stand at the version just before theirs; return how many did.

    Raises:
        django.db.IntegrityError: A constraint or a trigger refuses one of them.
    """
    model = type(rows[0])
    key = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    table, key_column, version_column = map(_quoted, (model._meta.db_table, key.column, version_field))
    statement = f"UPDATE {table} SET {changes} WHERE {key_column} = %s AND {version_column} = %s"  # noqa: S608  # names of columns only
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [[*_prepared(row, fields), row.pk, getattr(row, version_field) - 1] for row in rows],
        )
        return int(cursor.rowcount)


def _prepared(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _quoted(name: str | None) -> str:
    if name is None:
        raise TypeError("a stored field has a column")
    return connection.ops.quote_name(name)
