"""Whether first names allow a rule to join two records: brothers, sisters and twins share all else.

A skeleton or a sound is enough to compare two records by, and not to take one first name for another: in
Arabic letters, two brothers' names often differ in a long vowel only. So within one script first names must
be written alike, and between two scripts, where that cannot be asked, sound the same. Two of one family born
on one day are joined by people only, unless their first names are written alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tawthiq.methods.linkage import reasons
from tawthiq.methods.linkage.compared import FAMILY, GIVEN, NONE, UNKNOWN_DAY, Compared
from tawthiq.methods.linkage.model import Reason


@dataclass(frozen=True, eq=False)
class FirstNames:
    """The first names and families of records, asked by their places in a table."""

    table: Compared

    def against(self, some: Iterable[int], others: Iterable[int]) -> Reason | None:
        """Return why no rule may join two groups; None where it may, as far as first names go."""
        behind = list(others)
        for one in some:
            for other in behind:
                if (found := self._between(one, other)) is not None:
                    return found
        return None

    def differ(self, one: int, other: int) -> bool:
        """Say whether two records give first names that no rule takes for one."""
        mine, theirs = self._token(one), self._token(other)
        return NONE not in (mine, theirs) and mine != theirs and not self._sound_alike(mine, theirs)

    def _between(self, one: int, other: int) -> Reason | None:
        mine, theirs = self._token(one), self._token(other)
        if self._has_one_name(one) or self._has_one_name(other):
            return reasons.ONE_NAME
        if mine == theirs:
            return None
        if self._are_born_together(one, other):
            return reasons.TWINS
        return None if self._sound_alike(mine, theirs) else reasons.FIRST_NAMES

    def _token(self, record: int) -> int:
        return int(self.table.tokens[record, GIVEN])

    def _has_one_name(self, record: int) -> bool:
        return bool(self.table.tokens[record, FAMILY] == NONE)

    def _sound_alike(self, mine: int, theirs: int) -> bool:
        words = self.table.words
        return bool(
            words.is_latin[mine] != words.is_latin[theirs] and words.sound[mine] == words.sound[theirs] != ""
        )

    def _are_born_together(self, one: int, other: int) -> bool:
        born = self.table.born_on
        if born[one] == UNKNOWN_DAY or born[one] != born[other]:
            return False
        return not self._later_names(one).isdisjoint(self._later_names(other))

    def _later_names(self, record: int) -> set[str]:
        later = np.delete(self.table.tokens[record], GIVEN)
        return {self.table.words.sound[token] for token in later if token != NONE}
