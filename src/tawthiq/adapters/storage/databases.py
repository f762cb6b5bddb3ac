"""Where an archive's tables can be: a file in its folder, or a schema of its own on a PostgreSQL server.

SQLite is set for safety before speed: a write-ahead log, every commit flushed to disk, foreign keys
enforced, no functions run from the schema, and deleted bytes overwritten. PostgreSQL is asked for the same
where a connection can ask for it. Its address and password come from the environment each time, and no
message repeats them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from tawthiq.core.errors import Busy, TawthiqError, UsageProblem

URL_VARIABLE = "DATABASE_URL"
SQLITE_FILE = "archive.sqlite3"
POSTGRESQL = "postgresql"
WAIT_SECONDS = 20
"""How long a writer waits for another one before it is told that the archive is busy."""

_SCHEMES = ("postgresql://", "postgres://")
_TOKEN = re.compile(r"[0-9a-z]{1,40}")
_OWN_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
_ON_THIS_MACHINE = ("", "localhost", "127.0.0.1", "::1")
SQLITE_PRAGMAS = (
    "PRAGMA page_size=16384;"  # rows of a kilobyte waste less of a large page; for new archives only
    "PRAGMA cache_size=-65536;"  # 64 MB: the indexes that an import writes into at random stay at hand
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA recursive_triggers=ON;"  # else INSERT OR REPLACE deletes a row without its DELETE trigger
)


def url() -> str | None:
    """Return the URL of the PostgreSQL database in the environment, or None where there is none."""
    return os.environ.get(URL_VARIABLE) or None


def schema_of(archive_id: str) -> str:
    """Return the name of the schema that holds an archive's tables.

    Raises:
        UsageProblem: The identifier is not one that an archive was given.
    """
    token = archive_id.rpartition("-")[2].lower()
    if not _TOKEN.fullmatch(token):
        raise UsageProblem(
            "The archive was not opened: its identifier in archive.toml is not one that tawthiq gave.",
            hint="Restore the file from a backup.",
        )
    return f"tawthiq_{token}"


def sqlite_settings(path: Path) -> dict[str, Any]:
    """Return Django's settings for a database in a file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_SECONDS,
        },
    }


def postgresql_settings(address: str, *, schema: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a schema of a PostgreSQL database; None is the database's usual one.

    What the address says beyond the name (`sslmode`, `sslrootcert`, ...) goes to the server's library as it
    is. A server on another machine must prove who it is, unless the address says otherwise.

    Raises:
        UsageProblem: The address is not one of PostgreSQL, or names no database.
    """
    given = _parts(address)
    settings = {key: str(given.pop(name, "")) for name, key in _OWN_KEYS.items()}
    options = {"connect_timeout": "10", "application_name": "tawthiq", **given}
    if not _is_on_this_machine(settings["HOST"]) and "PGSSLMODE" not in os.environ:
        options.setdefault("sslmode", "verify-full")
    asked = [given.get("options", ""), "-c synchronous_commit=on"]
    if schema is not None:
        asked.append(f"-c search_path={schema}")
    return {
        "ENGINE": "tawthiq.adapters.storage.postgresql",
        **settings,
        "OPTIONS": {**options, "options": " ".join(filter(None, asked))},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def use(settings: dict[str, Any], *, alias: str = "default") -> None:
    """Let one of Django's connections be to this database from now on; Django is set up if need be.

    Raises:
        RuntimeError: A transaction is open.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.project.settings")
    import django  # noqa: PLC0415  # not needed to read archive.toml
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        django.setup()
    from django.db import connections  # noqa: PLC0415

    if alias in connections.settings:
        if connections[alias].in_atomic_block:
            raise RuntimeError("the archive cannot be changed inside a transaction")
        connections[alias].close()
    connections.settings[alias] = connections.configure_settings({"default": settings})["default"]
    # a connection is of its engine's class, so another engine needs another one
    connections[alias] = connections.create_connection(alias)


def reach(*, alias: str = "default") -> None:
    """Connect to the database that is in use.

    Raises:
        UsageProblem: The server is not there, or does not let us in.
    """
    from django.db import OperationalError, connections  # noqa: PLC0415  # needs Django set up

    try:
        connections[alias].ensure_connection()
    except OperationalError as err:
        # not chained: what the library says of a connection can repeat the address
        raise UsageProblem(
            f"The archive was not opened: its PostgreSQL server did not let us in ({_reason(err, alias)}).",
            hint=f"Look at {URL_VARIABLE}, and whether the server is running.",
        ) from None


def lost(error: Exception) -> TawthiqError | None:
    """Return what to say where a server was lost while something was read, or None where that is not it."""
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415  # needs Django set up

    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    if connection.vendor != POSTGRESQL or connection.is_usable():
        return None
    return Busy(
        "The command was broken off: the connection to the database was lost.",
        hint="Try again when the server is there.",
    )


def _parts(address: str) -> dict[str, Any]:
    from psycopg import ProgrammingError  # noqa: PLC0415  # an archive on SQLite does without it
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    refusal = UsageProblem(
        f"No database was opened: {URL_VARIABLE} is not an address of a PostgreSQL database.",
        hint="It has the form postgresql://USER@HOST:5432/NAME (docs/how-to/use-postgresql.md).",
    )
    if not address.startswith(_SCHEMES):
        raise refusal
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        raise refusal from None
    if not parts.get("dbname"):
        raise refusal
    return dict(parts)


def _is_on_this_machine(host: str) -> bool:
    return all(name in _ON_THIS_MACHINE or name.startswith(("/", "@")) for name in host.split(","))


def _reason(error: Exception, alias: str) -> str:
    """Return the last line of what the server's library says, without the password."""
    from django.db import connections  # noqa: PLC0415  # needs Django set up

    said = str(error).strip().splitlines() or [type(error).__name__]
    password = str(connections.settings[alias]["PASSWORD"])
    return said[-1].strip().replace(password, "***") if password else said[-1].strip()
