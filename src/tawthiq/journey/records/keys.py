"""Keys of rows that share an identifier: the identifier, and which of them it is. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from tawthiq.core.claims import DOCUMENTED, Account, Claim

_NUMBERED = re.compile(r"(.+)~[1-9][0-9]*", re.DOTALL)


def numbered(account: Account, place: int) -> Account:
    """Return the account under a key of its own: the first, the second, ... of those that share a key.

    It is the place in the file's order and not the row's number, so that the next edition finds the same rows
    again.
    """
    return replace(account, key=f"{account.key}~{place}")


def shared_key(key: str) -> str:
    """Return the identifier that a row shares with others; its own key where it shares none."""
    match = _NUMBERED.fullmatch(key)
    return match[1] if match else key


def said(account: Account) -> tuple[str, int, int | None, tuple[Claim, ...]]:
    """Return what a row says, without where it stood and what only follows from when it was documented."""
    claims = tuple(claim for claim in account.claims if claim.basis != DOCUMENTED)
    return account.kind, account.count_min, account.count_max, claims
