"""When a release may be frozen, and what must be said of it. Pure; no database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tawthiq.core.errors import RefusedByRule

FURTHEST_EAST = timedelta(hours=14)
"""Where a day begins first: what is tomorrow in universal time may be today for whoever freezes."""


def check_as_of(as_of: date, *, at: datetime) -> None:
    """Refuse to freeze what is known on a day that has not come.

    Raises:
        RefusedByRule: The as-of date is in the future.
    """
    if as_of > (at + FURTHEST_EAST).date():
        raise RefusedByRule(
            f"Nothing was frozen: {as_of.isoformat()} has not come, and more may be documented until then.",
            hint="Freeze as of today or an earlier date.",
        )


def is_reconstructed(as_of: date, *, at: datetime) -> bool:
    """Say whether the release is frozen after its date: then it is not what was known at the time."""
    return as_of < at.date()


def check_is_free(name: str, *, taken: bool) -> None:
    """Refuse a second release of one name: a published number leads to the name it was published under.

    Raises:
        RefusedByRule: There is one.
    """
    if taken:
        raise RefusedByRule(
            f"Release {name} was not frozen: there is one of that name, and a release never changes.",
            hint="Choose another name.",
        )
