"""How a table is protected, and the columns of a row that a log entry commits to."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

DIGEST_LENGTH = 64
SALT_LENGTH = 32


class Protection(StrEnum):
    """What the database's triggers hold a table to."""

    ENTRY = "entry"
    """The log: appended in sequence, never changed."""
    COMMITTED = "committed"
    """Rows of an entry: inserted with it, never changed, except that an erasure empties body and salt."""
    VERSIONED = "versioned"
    """Current state: a row changes only together with a new version of it, and is never deleted."""


class CommittedRow(models.Model):
    """A row that is part of one log entry and never changes.

    `entry` is the entry's sequence and `position` the row's place among the entry's changes. `commitment`
    is SHA-256(salt || body); it stays when an erasure empties the other two.
    """

    PROTECTION: ClassVar[Protection] = Protection.COMMITTED
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    """Columns besides the body that repeat its words: an erasure empties them with it."""

    entry = models.BigIntegerField()
    position = models.PositiveIntegerField()
    level = models.SmallIntegerField()
    commitment = models.CharField(max_length=DIGEST_LENGTH)
    salt = models.CharField(max_length=SALT_LENGTH)
    body = models.TextField()

    class Meta:
        """One row for each place in an entry."""

        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("entry", "position"), name="%(app_label)s_%(class)s_in_order"),
        ]
