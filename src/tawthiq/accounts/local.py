"""Who acts at a terminal: the user who is named, or the first local one who may."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.models import User
from tawthiq.accounts.permissions import Role, roles_for
from tawthiq.core.errors import NotPermittedOrAbsent


def actor_for(username: str | None, permission: str) -> Actor:
    """Return the named user as an actor, else the first active local user who holds the role.

    An absent user, a deactivated one and one who may not look the same.

    Raises:
        NotPermittedOrAbsent: There is nobody such.
        UndeclaredPermission: The table of permissions does not hold it.
    """
    allowed = roles_for(permission)
    active = User.rows_for_action.filter(is_active=True).order_by("ordinal")
    users = active.filter(is_local=True) if username is None else active.filter(username=username)
    for user in users:
        if not allowed.isdisjoint(_roles(user)):
            return _actor(user)
    who = "no local user" if username is None else username
    raise NotPermittedOrAbsent(
        f"{permission} was not done: {who} may not, or there is no such user.",
        hint="Name a user who holds the role: --as USER.",
    )


@dataclass(frozen=True, slots=True)
class UserFacts:
    """One user: what they may do, whether they still may, and whether they act here without being named."""

    username: str
    roles: tuple[str, ...]
    is_active: bool
    is_local: bool


def users(actor: Actor) -> list[UserFacts]:
    """Return every user, the first to join first.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("accounts.list")
    found = User.rows_for_action.order_by("ordinal")
    return [UserFacts(u.username, tuple(sorted(_roles(u))), u.is_active, u.is_local) for u in found]


def os_login() -> str:
    """Return the login at the operating system, or "unknown" where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        # No such login, or a system without logins; the log then says that nobody knows.
        return "unknown"


def _actor(user: User) -> Actor:
    return Actor.with_roles(user.id, user.username, _roles(user), os_login=os_login())


def _roles(user: User) -> frozenset[Role]:
    return frozenset(Role(code) for code in user.roles.split(",") if code)
