"""The PostgreSQL server of the tests: databases of its own, made quickly and dropped again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

# Taken away from the environment: a test says itself which database it means.
GIVEN = os.environ.pop("DATABASE_URL", None)
ADDRESSES = (
    [GIVEN] if GIVEN else [f"postgresql://{user}@127.0.0.1:5432/test" for user in ("postgres", "root")]
)
PREFIX = "tawthiq_test_"
PATIENCE = 3
"""Seconds that an address has to answer in."""

NOBODY_ANSWERS = (
    f"no server answers{' at the address in DATABASE_URL' if GIVEN else ''}. Start one at 127.0.0.1:5432 with"
    " a database `test`, or name one: DATABASE_URL=postgresql://USER@HOST/NAME make test"
)


@dataclass(frozen=True)
class Server:
    """A server that answers, and the names of this run's databases there."""

    address: str
    run: str

    def url(self, name: str) -> str:
        """Return the address of one of this run's databases."""
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{self.full(name)}"))

    def full(self, name: str) -> str:
        """Return a database's name on the server."""
        return f"{PREFIX}{self.run}_{name}"

    def create(self, name: str) -> str:
        """Make a database; return its address."""
        self._say(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(self.full(name))))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected to it."""
        self._drop(self.full(name))

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Make a database for a while."""
        try:
            yield self.create(name)
        finally:
            self.drop(name)

    def drop_what_dead_runs_left(self) -> None:
        """Take away the databases of runs that were killed, and of this one."""
        with self._connect() as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]
            ).fetchall()
        for (name,) in found:
            process = re.match(rf"{PREFIX}(\d+)_", name)
            if process is not None and (process[1] == self.run or not _is_running(int(process[1]))):
                self._drop(name)

    def _drop(self, full: str) -> None:
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(full)))

    def _say(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.address, autocommit=True, connect_timeout=5)


def find(*, run: str) -> Server | None:
    """Return the server that answers: the one of DATABASE_URL, or else the usual one on this machine."""
    for address in ADDRESSES:
        # an address that is none is told by ProgrammingError
        with (
            suppress(psycopg.OperationalError, psycopg.ProgrammingError),
            psycopg.connect(address, connect_timeout=PATIENCE),
        ):
            return Server(address, run)
    return None


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
