"""The two-person rule: who may not sign what. It counts people, not roles.

Everybody may hold every role; nobody may sign their own work. What one person alone may do, and what is
then said of it, depends on the organisation's profile.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tawthiq.core.errors import RefusedByRule

ONE_REVIEWER = "one reviewer"
"""What every output of a solo archive says of itself."""


class Profile(StrEnum):
    """How many people an organisation has to decide with."""

    SOLO = "solo"
    SMALL = "small"
    FULL = "full"

    @property
    def mark(self) -> str:
        """Return what every output must say of how it was reviewed; empty where nothing needs saying."""
        return ONE_REVIEWER if self is Profile.SOLO else ""


def check_different_people(author_ids: Iterable[str], signer: str, profile: Profile) -> None:
    """Let somebody sign what others made, or refuse.

    In a solo archive one person may sign their own work, and every output says so (`Profile.mark`).

    Raises:
        RefusedByRule: The signer is one of the authors.
    """
    if profile is not Profile.SOLO and signer in set(author_ids):
        raise RefusedByRule(
            "It was not signed: no one accepts their own work.",
            hint="Ask somebody else; the two-person rule counts people, not roles.",
        )


def check_two_people(first: str, second: str) -> None:
    """Refuse one person behind both signatures, in every profile: a reveal, a disclosure, an erasure.

    Raises:
        RefusedByRule: Both are the same person.
    """
    if first == second:
        raise RefusedByRule(
            "It was not done: this needs two different people in every profile.",
            hint="Ask somebody else to sign.",
        )


def is_single_operator(os_logins: Iterable[str]) -> bool:
    """Say whether one login at the operating system stood behind everything, whatever users it acted as."""
    return len(set(os_logins)) <= 1
