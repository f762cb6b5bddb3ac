"""Which role may do what: one table, read by the commands, the pages and the documentation.

A permission is a stage and a verb. Whoever asks for one that is not declared here has made a mistake in
the program, and it stops at start-up, not in front of a user.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from tawthiq.accounts.confidentiality import Level


class Role(StrEnum):
    """What a person is trusted to do; one person may hold several."""

    DATA_ENTRY = "data-entry"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    CUSTODIAN = "custodian"
    ADMINISTRATOR = "administrator"


class UndeclaredPermission(LookupError):
    """The program asks for a permission that the table does not hold."""


CLEARANCE: Mapping[Role, Level] = MappingProxyType(
    {
        Role.DATA_ENTRY: Level.INTERNAL,
        Role.ANALYST: Level.RESTRICTED,
        Role.REVIEWER: Level.RESTRICTED,
        Role.EDITOR: Level.RESTRICTED,
        Role.CUSTODIAN: Level.SEALED,
        # Running the system needs no case: an administrator who also works on cases holds a second role.
        Role.ADMINISTRATOR: Level.PUBLIC,
    }
)

_ENTERS = frozenset({Role.DATA_ENTRY})
_ANALYSES = frozenset({Role.ANALYST})
_REVIEWS = frozenset({Role.REVIEWER})
_PUBLISHES = frozenset({Role.EDITOR})
_KEEPS = frozenset({Role.CUSTODIAN})
_RUNS = frozenset({Role.ADMINISTRATOR})
_WORKS_ON_CASES = _ENTERS | _ANALYSES | _REVIEWS | _PUBLISHES | _KEEPS
_ANYONE = frozenset(Role)

PERMISSIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "sources.add": _ENTERS,
        "sources.list": _WORKS_ON_CASES,
        "sources.show": _WORKS_ON_CASES,
        "sources.open-evidence": _WORKS_ON_CASES,
        "records.import": _ENTERS,
        "records.suggest-mapping": _ENTERS,
        "records.quarantine": _ENTERS | _ANALYSES,
        "records.undo": _ENTERS,
        "records.admit": _ENTERS | _ANALYSES,
        "records.decide": _ENTERS | _ANALYSES,
        "records.list": _WORKS_ON_CASES,
        "records.show": _WORKS_ON_CASES,
        "cases.link": _ANALYSES,
        "cases.judge": _ANALYSES,
        "cases.undo": _ANALYSES,
        "cases.add": _ANALYSES,
        "cases.identify": _ANALYSES,
        "cases.turning-point": _ANALYSES,
        "cases.propose": _ANALYSES,
        "cases.decide": _REVIEWS,
        "cases.list": _WORKS_ON_CASES,
        "verification.accept": _REVIEWS,
        "verification.assess": _REVIEWS,
        "verification.list": _WORKS_ON_CASES,
        "releases.freeze": _PUBLISHES,
        "releases.list": _WORKS_ON_CASES,
        "releases.show": _WORKS_ON_CASES,
        "releases.diff": _WORKS_ON_CASES,
        "releases.verify": _WORKS_ON_CASES,
        "figures.count": _WORKS_ON_CASES,
        "statements.build": _PUBLISHES,
        "statements.list": _WORKS_ON_CASES,
        "accounts.add-user": _RUNS,
        "accounts.deactivate": _RUNS,
        "accounts.list": _RUNS,
        "archive.move": _RUNS,
        "archive.upgrade": _RUNS,
        "audit.verify": _ANYONE,
        "audit.log": _RUNS | _KEEPS,
        "audit.erase": _KEEPS | _REVIEWS,
        # reads and writes the analyst's own files, and no archive
        "methods.link": _ANYONE,
        "web.read": _WORKS_ON_CASES,
    }
)


def roles_for(permission: str) -> frozenset[Role]:
    """Return the roles that may do it.

    Raises:
        UndeclaredPermission: The table does not hold it.
    """
    try:
        return PERMISSIONS[permission]
    except KeyError:
        raise UndeclaredPermission(f"no permission {permission!r} in accounts.permissions") from None


def declared(permission: str) -> str:
    """Return the permission itself, so that a command declares it where it is defined.

    Raises:
        UndeclaredPermission: The table does not hold it.
    """
    roles_for(permission)
    return permission


def clearance_of(roles: Iterable[Role]) -> Level:
    """Return the highest level that any of the roles may see; nobody's is public."""
    return max((CLEARANCE[role] for role in roles), default=Level.PUBLIC)
