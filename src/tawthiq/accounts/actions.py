"""Changes of users, each through the write door."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db.models import Max

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.models import User
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.permissions import Role
from tawthiq.accounts.rules import canonical_roles, check_username
from tawthiq.audit.door import write
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule

USER_FORMAT = 1


def add_user(
    username: str, *, roles: Iterable[Role | str], occasion: Occasion, is_local: bool = False
) -> str:
    """Add a user and return their identifier. A local user may act on this machine without being named.

    Raises:
        NotPermittedOrAbsent: The actor may not.
        UsageProblem: The username or a role is malformed.
        RefusedByRule: There is such a user already, active or not.
    """
    occasion.actor.require("accounts.add-user")
    body = {
        "format": USER_FORMAT,
        "username": check_username(username),
        "roles": canonical_roles(roles),
        "active": True,
        "local": is_local,
    }
    user_id = occasion.draw.identifier("U")
    with write("accounts.add-user", occasion=occasion, subject=user_id) as change:
        if User.rows_for_action.filter(username=username).exists():
            raise RefusedByRule(
                f"The user was not added: {username!r} is or was somebody's name.",
                hint="Choose another name.",
            )
        last = User.rows_for_action.aggregate(last=Max("ordinal"))["last"]
        body["ordinal"] = 0 if last is None else last + 1
        change.create([User.of(id=user_id, body=body, level=Level.INTERNAL)])
    return user_id


def deactivate(username: str, *, occasion: Occasion) -> bool:
    """Take away everything a user could do; say whether there was anything left to take away.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such user.
    """
    occasion.actor.require("accounts.deactivate")
    user = User.rows_for_action.filter(username=username).first()
    if user is None:
        raise NotPermittedOrAbsent("Nobody was deactivated: you may not, or there is no such user.")
    if not user.is_active:
        return False
    body = json.loads(user.body) | {"active": False}
    revised = User.of(id=user.id, body=body, level=user.level)
    revised.version = user.version
    with write("accounts.deactivate", occasion=occasion, subject=user.id) as change:
        change.revise([revised])
    return True
