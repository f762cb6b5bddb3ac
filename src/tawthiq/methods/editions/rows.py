"""What a row of a list says of one person, in the form in which rows are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tawthiq.core.names import is_placeholder, token_skeleton, tokens


@dataclass(frozen=True)
class Row:
    """One row. `birth` is a day (``1990-05-01``) or whatever else the list gives; empty is not stated.

    `came` is the number of the reading of the list that first had the row; a row that is gone `left` with the
    first reading that lacked it. What both stood in is two rows of one list, and no change.
    """

    id: str
    name: str
    sex: str = ""
    birth: str = ""
    came: int = 0
    left: int = 0

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Return the folded parts of the name; none where it names nobody."""
        return () if is_placeholder(self.name) else tokens(self.name)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """Return the consonants of each part, the same in both scripts."""
        return tuple(map(token_skeleton, self.parts))

    @property
    def birth_day(self) -> str:
        """Return the day of birth where it is known to the day."""
        return self.birth if len(self.birth) == 10 and self.birth[4] == self.birth[7] == "-" else ""
