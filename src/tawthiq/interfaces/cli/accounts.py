"""`tawthiq accounts`: who may do what, and who no longer may."""

from __future__ import annotations

from dataclasses import asdict

import click

from tawthiq.accounts.actions import add_user, deactivate
from tawthiq.accounts.local import users
from tawthiq.accounts.permissions import Role
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.tables import plain_table


@click.group("accounts")
def group() -> None:
    """Who may do what?"""


@stage_command(group, "add", permission="accounts.add-user", writes=True)
@click.argument("username")
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
    help="What they are trusted to do; several are given one by one.",
)
@click.option("--local", "is_local", is_flag=True, help="They may act on this machine without being named.")
@click.option("--reason", default="", help="Why, for the log.")
def add(frame: Frame, username: str, *, roles: tuple[str, ...], is_local: bool, reason: str) -> None:
    """Add the user USERNAME. People are added one by one: the two-person rule counts people, not roles."""
    data = {"username": username, "roles": sorted(roles), "local": is_local, "dry_run": frame.dry_run}
    if frame.dry_run:
        frame.result(data, f"Would add {username}: {', '.join(sorted(roles))}.")
        return
    user_id = add_user(username, roles=roles, occasion=frame.occasion(reason=reason), is_local=is_local)
    frame.result({**data, "id": user_id}, f"Added {username}: {', '.join(sorted(roles))}.")


@stage_command(group, "deactivate", permission="accounts.deactivate", writes=True)
@click.argument("username")
@click.option("--reason", required=True, help="Why. It is kept in the log.")
def remove(frame: Frame, username: str, reason: str) -> None:
    """Take away everything USERNAME could do. What they did stays, with their name."""
    done = not frame.dry_run and deactivate(username, occasion=frame.occasion(reason=reason))
    text = f"{username} may do nothing any more." if done else f"{username} was deactivated before."
    if frame.dry_run:
        text = f"Would deactivate {username}."
    frame.result({"username": username, "deactivated": done, "dry_run": frame.dry_run}, text)


@stage_command(group, "list", permission="accounts.list")
def list_users(frame: Frame) -> None:
    """List the users, the first to join first."""
    found = users(frame.actor)
    rows = [
        [
            user.username,
            ", ".join(user.roles),
            "active" if user.is_active else "deactivated",
            "local" if user.is_local else "",
        ]
        for user in found
    ]
    text = plain_table(["user", "roles", "", ""], rows)
    frame.result({"users": [asdict(user) for user in found]}, text)
