"""Writing many rows with few statements and bounded memory.

Model instances go straight to prepared statements: Django's own bulk_create needs twice the time for an
import, and its bulk_update many times more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

BATCH = 2000
ROWS_TOGETHER = 200
"""How many rows of a guarded table one statement inserts. SQLite copies every page that a statement touches
first, in case a guard refuses the row: for one row each, that took longer than the guards and the indexes."""
PLAIN_FIELDS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
PLAIN_TYPES = (str, int, bool, type(None))
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
    insert_values(model, [field.attname for field in fields], list(_prepared(rows, fields)))


def insert_values(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as values of the named fields, as the database takes them.

    Raises:
        django.db.IntegrityError: A constraint or a trigger refuses one of them.
    """
    together = ROWS_TOGETHER if hasattr(model, "PROTECTION") else 1
    even = len(rows) - len(rows) % together
    with connection.cursor() as cursor:
        if even:
            some = batches(islice(rows, even), size=together)
            many = rows if together == 1 else [list(chain.from_iterable(one)) for one in some]
            cursor.executemany(_insertion(model, names, together), many)
        if rest := rows[even:]:
            cursor.execute(_insertion(model, names, len(rest)), list(chain.from_iterable(rest)))


def _insertion(model: type[models.Model], names: Sequence[str], rows: int) -> str:
    columns = ", ".join(_quoted(_column(model, name)) for name in names)
    row = f"({', '.join(['%s'] * len(names))})"
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * rows)}"  # noqa: S608  # names of columns only


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
            [
                [*values, row.pk, getattr(row, version_field) - 1]
                for row, values in zip(rows, _prepared(rows, fields), strict=True)
            ],
        )
        return int(cursor.rowcount)


def _prepared(rows: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield each row's values as the database takes them.

    Text, numbers and booleans in columns of that kind go as they are: asking Django for each of them is a
    fifth of an import.
    """
    database = connections[DEFAULT_DB_ALIAS]
    columns = [
        (field.attname, field, isinstance(field.target_field if field.is_relation else field, PLAIN_FIELDS))
        for field in fields
    ]
    for row in rows:
        values = ((getattr(row, name), field, is_plain) for name, field, is_plain in columns)
        yield [
            value if is_plain and type(value) in PLAIN_TYPES else field.get_db_prep_save(value, database)
            for value, field, is_plain in values
        ]


def _column(model: type[models.Model], name: str) -> str | None:
    return next(field.column for field in model._meta.concrete_fields if field.attname == name)


def _quoted(name: str | None) -> str:
    if name is None:
        raise TypeError("a stored field has a column")
    return connection.ops.quote_name(name)
