"""The errors a user can meet. Each kind has an exit code and prints without a traceback.

A message says what did not happen and why; the hint says what to do next. Records are named by
identifier: a victim's name never enters a message.
"""

from __future__ import annotations

import errno
from typing import ClassVar

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What the system calls a disk, a quota or a file that is full."""


class TawthiqError(Exception):
    """Something a user can meet and act on."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        """Keep the message, what to do next, and where it was (file, row, column or identifier)."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def as_json(self) -> dict[str, str]:
        """Return the error as the `error` object of a command's JSON output."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "where": self.where}


class UsageProblem(TawthiqError):
    """The question itself is wrong: an unknown field, value, file or option."""

    code = "usage"
    exit_code = 2


class InputRejected(TawthiqError):
    """What was given could not be taken in, wholly or in part."""

    code = "input-rejected"
    exit_code = 3


class RefusedByRule(TawthiqError):
    """A rule of the organisation or of the method refuses it."""

    code = "refused"
    exit_code = 4


class NotPermittedOrAbsent(TawthiqError):
    """The actor may not, or there is no such thing: the two look the same on purpose."""

    code = "not-permitted-or-absent"
    exit_code = 5


class IntegrityFailure(TawthiqError):
    """Something that must not change has changed."""

    code = "integrity"
    exit_code = 6


class Busy(TawthiqError):
    """Somebody else is writing; nothing was done, try again."""

    code = "busy"
    exit_code = 7


class DiskFull(TawthiqError):
    """There was no room to write; nothing was done, make room and try again."""

    code = "disk-full"
    exit_code = 7
