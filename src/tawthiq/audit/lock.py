"""One writer at a time: how the door waits for another one, and what it says when it waited in vain.

SQLite's own lock does it (`BEGIN IMMEDIATE`). On PostgreSQL the log's table is locked against writers, and
left open to readers and to a backup: with that the two databases promise the same.
"""

from __future__ import annotations

from django.db import Error, connection

from tawthiq.audit.models import Entry
from tawthiq.core.errors import Busy, DiskFull, TawthiqError

WAIT_SECONDS = 20
_WAITED_IN_VAIN = {"55P03", "40001", "40P01"}
"""PostgreSQL's codes of a lock not had in time, a failure to serialise, and a deadlock."""

_NO_ROOM = {"53100"}
"""PostgreSQL's code of a disk that is full."""


def wait_for_other_writers() -> None:
    """Take the right to write, until the end of the transaction; SQLite's transaction has it already."""
    if connection.vendor == "sqlite":
        return
    table = connection.ops.quote_name(Entry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_SECONDS * 1000:.0f}ms'")
        # Before anything is read: what was read sooner could be what the other writer has changed since.
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def busy(verb: str, error: Error) -> TawthiqError | None:
    """Return what to say where another writer, a lost server or a full disk is the cause, or None."""
    code = getattr(error.__cause__, "sqlstate", None)
    if code in _NO_ROOM or "disk is full" in str(error):
        return DiskFull(f"{verb} was not done: the disk is full.", hint="Make room, and try again.")
    if code in _WAITED_IN_VAIN or "locked" in str(error):
        return Busy(f"{verb} was not done: somebody else is writing.", hint="Try again.")
    if connection.vendor == "postgresql" and not connection.is_usable():
        return Busy(
            f"{verb} was broken off: the connection to the database was lost.",
            hint="See in tawthiq audit log whether it was done; if not, try again.",
        )
    return None
