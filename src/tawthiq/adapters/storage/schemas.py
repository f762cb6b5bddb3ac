"""An archive's schema on a PostgreSQL server: one archive has one, named after its identifier.

Several archives can so share a database, and a folder is never opened against another archive's tables.
The schema's comment repeats the identifier, for the server's administrator and as a second check.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tawthiq.adapters.storage import databases
from tawthiq.adapters.storage.databases import URL_VARIABLE
from tawthiq.core.errors import RefusedByRule, UsageProblem

INSUFFICIENT_PRIVILEGE = "42501"


def use_schema(archive_id: str, *, folder: Path, alias: str = "default") -> None:
    """Let one of Django's connections be to the archive's schema from now on.

    Raises:
        UsageProblem: The environment names no database, its server does not let us in, or it does not hold
            this archive.
    """
    schema = _connect(archive_id, alias=alias, where=str(folder))
    held = _archive_in(schema, alias=alias)
    if held is None:
        raise UsageProblem(
            f"The archive was not opened: the database in {URL_VARIABLE} does not hold {archive_id}.",
            hint="Name the database that it was made in, or restore it there from a backup.",
            where=str(folder),
        )
    if held != archive_id:
        raise UsageProblem(
            f"The archive was not opened: the schema {schema} holds {held}, and the folder {archive_id}.",
            hint="Name the folder and the database of one archive.",
            where=str(folder),
        )


@contextmanager
def new_schema(archive_id: str, *, alias: str = "default") -> Iterator[None]:
    """Make the archive's schema and use it: with all that the block does it is one transaction.

    Raises:
        RefusedByRule: There is such a schema already.
        UsageProblem: The server does not let us in, or does not let us make a schema.
    """
    schema = _connect(archive_id, alias=alias)
    from django.db import ProgrammingError, connections, transaction  # noqa: PLC0415  # needs Django set up

    if _archive_in(schema, alias=alias) is not None:
        raise RefusedByRule(
            f"Nothing was made: the database in {URL_VARIABLE} has a schema {schema} already.",
            hint="Name another database; or, if it is of no use any more, let its owner drop the schema.",
        )
    try:
        with transaction.atomic(using=alias):
            _make(schema, archive_id, alias=alias)
            yield
    except ProgrammingError as err:
        if getattr(err.__cause__, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
            raise
        raise UsageProblem(
            f"Nothing was made: the user in {URL_VARIABLE} may not make a schema in that database.",
            hint="Let the database's owner say: GRANT CREATE ON DATABASE name TO user.",
        ) from err
    finally:
        connections[alias].close()


def drop_schema(archive_id: str, *, alias: str = "default") -> None:
    """Take away a schema that was made and could not be finished."""
    from django.db import connections  # noqa: PLC0415  # needs Django set up
    from psycopg import sql  # noqa: PLC0415  # an archive on SQLite does without it

    name = sql.Identifier(databases.schema_of(archive_id))
    with connections[alias].cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))


def _connect(archive_id: str, *, alias: str, where: str = "") -> str:
    address = databases.url()
    if address is None:
        raise UsageProblem(
            f"The archive was not opened: it is on PostgreSQL, and {URL_VARIABLE} is not set.",
            hint=f"Set {URL_VARIABLE}=postgresql://USER@HOST:5432/NAME.",
            where=where,
        )
    schema = databases.schema_of(archive_id)
    databases.use(databases.postgresql_settings(address, schema=schema), alias=alias)
    databases.reach(alias=alias)
    return schema


def _archive_in(schema: str, *, alias: str) -> str | None:
    """Return the identifier of the archive that a schema holds, or None where there is no such schema."""
    from django.db import connections  # noqa: PLC0415  # needs Django set up

    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(obj_description(oid, 'pg_namespace'), 'nothing of ours') FROM pg_namespace"
            " WHERE nspname = %s",
            [schema],
        )
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def _make(schema: str, archive_id: str, *, alias: str) -> None:
    from django.db import connections  # noqa: PLC0415  # needs Django set up
    from psycopg import sql  # noqa: PLC0415  # an archive on SQLite does without it

    name = sql.Identifier(schema)
    statements: list[Any] = [
        sql.SQL("CREATE SCHEMA {}").format(name),
        sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(archive_id)),
    ]
    with connections[alias].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
