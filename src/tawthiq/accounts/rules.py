"""Rules about users: what a user is called, and who is chosen where nobody is named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tawthiq.accounts.permissions import Role
from tawthiq.core.errors import UsageProblem

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{0,62}[a-z0-9]")


def check_username(username: str) -> str:
    """Return the username, or refuse it: names are told apart in any font and in any shell.

    Raises:
        UsageProblem: It is not 2 to 64 of a-z, 0-9, dot, dash and underscore, beginning with a letter.
    """
    if not _USERNAME.fullmatch(username):
        raise UsageProblem(
            "The user was not added: a username is 2 to 64 of a-z, 0-9, dot, dash and underscore.",
            hint="Begin with a letter and end with a letter or a digit.",
        )
    return username


def canonical_roles(roles: Iterable[Role | str]) -> list[str]:
    """Return the roles' codes, each once and in order.

    Raises:
        UsageProblem: One of them is not a role.
    """
    codes = {str(role) for role in roles}
    known = {str(role) for role in Role}
    if unknown := sorted(codes - known):
        raise UsageProblem(
            f"The user was not changed: {unknown[0]!r} is not a role.",
            hint=f"Roles: {', '.join(sorted(known))}.",
        )
    return sorted(codes)
