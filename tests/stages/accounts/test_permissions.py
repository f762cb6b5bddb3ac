"""Who may do what: each permission for somebody who has it and somebody who has not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.permissions import (
    CLEARANCE,
    PERMISSIONS,
    Role,
    UndeclaredPermission,
    declared,
    roles_for,
)
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.core.vocabulary import load


def _with(roles):
    return Actor.with_roles("U-1", "somebody", frozenset(roles), os_login="somebody")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_only_its_roles_give_a_permission(permission):
    for role in Role:
        if role in roles_for(permission):
            _with([role]).require(permission)
        else:
            with pytest.raises(NotPermittedOrAbsent):
                _with([role]).require(permission)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_stranger_may_do_nothing(permission, carla):
    with pytest.raises(NotPermittedOrAbsent):
        carla.require(permission)


def test_an_undeclared_permission_is_a_mistake_of_the_program(basil):
    for ask in (roles_for, declared, basil.require, basil.may):
        with pytest.raises(UndeclaredPermission):
            ask("records.burn")
    assert declared("records.import") == "records.import"


def test_the_levels_are_the_vocabularys():
    assert {level.code for level in Level} == set(load().codes("confidentiality"))
    assert [Level.from_code(level.code) for level in Level] == list(Level)
    with pytest.raises(KeyError):
        Level.from_code("secret")


def test_the_founder_adds_users_and_sees_nothing():
    founder = Actor.founder(os_login="basil")

    founder.require("accounts.add-user")
    assert founder.clearance is Level.PUBLIC
    assert not founder.may("records.import")


def test_an_occasion_is_in_utc(amal, draw):
    for moment in (
        datetime(2022, 10, 21, tzinfo=UTC).replace(tzinfo=None),
        datetime(2022, 10, 21, tzinfo=timezone(timedelta(hours=3))),
    ):
        with pytest.raises(ValueError):
            Occasion(amal, moment, draw)


def test_the_documentation_says_who_may_do_what():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "audit.md").read_text(encoding="utf-8")

    for permission, roles in PERMISSIONS.items():
        assert f"| `{permission}` | {', '.join(role for role in Role if role in roles)} |\n" in page
    for role in Role:
        assert f"| {role} | {CLEARANCE[role].code} |\n" in page
