"""The engine that Django loads for an archive on PostgreSQL.

The two databases must hold the same archive. Django would give PostgreSQL columns that refuse what SQLite
takes (a text longer than its `max_length`) and sort by the server's language; here they do neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

TEXT = "text"
BY_BYTES = {"collation": "C"}


class SchemaEditor(DatabaseSchemaEditor):
    """Make the tables."""

    def _iter_column_sql(
        self, column_db_type: str, params: Any, model: Any, field: Any, field_db_params: Any, *rest: Any
    ) -> Iterator[str]:
        ordered = {**field_db_params, **BY_BYTES} if column_db_type == TEXT else field_db_params
        made = super()._iter_column_sql(column_db_type, params, model, field, ordered, *rest)  # type: ignore[misc]  # Django's types leave it out
        yield from made

    def _create_like_index_sql(self, _model: Any, _field: Any) -> None:
        """Make no second index for LIKE: in the order of bytes the first one serves."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to one archive's schema."""

    data_types = base.DatabaseWrapper.data_types | dict.fromkeys(("CharField", "SlugField"), TEXT)
    SchemaEditorClass = SchemaEditor
