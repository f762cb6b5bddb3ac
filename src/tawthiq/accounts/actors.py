"""Who acts: every query and every action is given one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.permissions import Role, clearance_of, roles_for
from tawthiq.core.errors import NotPermittedOrAbsent


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the founding of the archive) with what they hold at this moment.

    `os_login` is the login at the operating system: two users behind one login are one operator.
    """

    user_id: str
    username: str
    roles: frozenset[Role]
    clearance: Level
    os_login: str

    @classmethod
    def with_roles(cls, user_id: str, username: str, roles: frozenset[Role], *, os_login: str) -> Actor:
        """Return an actor with the clearance that the roles give."""
        return cls(user_id, username, roles, clearance_of(roles), os_login)

    @classmethod
    def founder(cls, *, os_login: str) -> Actor:
        """Return whoever founds an archive: there are no users yet, so it may add them and nothing else."""
        return cls("founder", "founder", frozenset({Role.ADMINISTRATOR}), Level.PUBLIC, os_login)

    def with_eyes_for_all(self) -> Actor:
        """Return the same person cleared for everything, to check bytes against digests and for nothing else.

        A verification that skipped what its actor may not read would be blind exactly where it matters; what
        it reports is identifiers. A test holds the use of this to `audit verify`.
        """
        return replace(self, roles=frozenset(Role), clearance=max(Level))

    def may(self, permission: str) -> bool:
        """Say whether one of the actor's roles allows it.

        Raises:
            UndeclaredPermission: The table of permissions does not hold it.
        """
        return not self.roles.isdisjoint(roles_for(permission))

    def require(self, permission: str) -> None:
        """Let the actor pass, or stop.

        Raises:
            NotPermittedOrAbsent: No role of the actor allows it.
            UndeclaredPermission: The table of permissions does not hold it.
        """
        if not self.may(permission):
            raise NotPermittedOrAbsent(
                f"{permission} was not done: {self.username} may not, or there is no such thing.",
                hint="Act as a user who holds the role (--as USER).",
            )
