"""What is said when a date cannot be read."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from tawthiq.core.errors import InputRejected

# A cell that should hold a date may hold a sentence, and a sentence may hold a name: only what is
# plainly a date enters a message.
_QUOTABLE = re.compile(r"[\d\s./~?%,\[\]{}X-]{1,40}")


class UnreadableDate(InputRejected):
    """The text is not a date that is known here."""

    code: ClassVar[str] = "unreadable-date"
    advice: ClassVar[str] = "Write it as 2013-04-05, 2013-04, 2013, 2013-04/2013-06 or 2013~."

    @classmethod
    def of(cls, text: str, why: str = "it is not a date in a form known here") -> Self:
        """Return the error for a text, which is quoted only where it holds no words."""
        quoted = f"The date {text!r}" if _QUOTABLE.fullmatch(text) else f"A date of {len(text)} characters"
        return cls(f"{quoted} was not read: {why}.", hint=cls.advice)


class AmbiguousDate(UnreadableDate):
    """The text can be two dates, and nothing says which."""

    code: ClassVar[str] = "ambiguous-date"
    advice: ClassVar[str] = "Say which comes first, the day (order: dmy) or the month (order: mdy)."
