"""Users are added, chosen and deactivated; each is a log entry."""

from __future__ import annotations

import pytest

from tawthiq.accounts.actions import add_user, deactivate
from tawthiq.accounts.local import actor_for, os_login
from tawthiq.accounts.permissions import Role
from tawthiq.audit.queries import entries
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule, UsageProblem

pytestmark = pytest.mark.django_db


def test_the_first_active_local_user_who_holds_the_role_acts(basil, occasion_for):
    add_user("intake", roles=[Role.DATA_ENTRY], occasion=occasion_for(basil), is_local=True)
    add_user("first", roles=[Role.REVIEWER], occasion=occasion_for(basil), is_local=True)
    add_user("second", roles=[Role.REVIEWER], occasion=occasion_for(basil), is_local=True)

    assert actor_for(None, "verification.accept").username == "first"


def test_a_user_who_is_not_local_must_be_named(basil, occasion_for):
    add_user("far", roles=[Role.REVIEWER], occasion=occasion_for(basil))

    with pytest.raises(NotPermittedOrAbsent):
        actor_for(None, "verification.accept")
    assert actor_for("far", "verification.accept").username == "far"


def test_a_named_user_without_the_role_may_not(basil, occasion_for):
    add_user("intake", roles=[Role.DATA_ENTRY], occasion=occasion_for(basil), is_local=True)

    with pytest.raises(NotPermittedOrAbsent):
        actor_for("intake", "verification.accept")


def test_a_deactivated_user_looks_like_an_absent_one(basil, occasion_for):
    add_user("gone", roles=[Role.REVIEWER], occasion=occasion_for(basil), is_local=True)
    assert deactivate("gone", occasion=occasion_for(basil))

    with pytest.raises(NotPermittedOrAbsent) as deactivated:
        actor_for("gone", "verification.accept")
    with pytest.raises(NotPermittedOrAbsent) as absent:
        actor_for("none", "verification.accept")
    assert deactivated.value.message == absent.value.message.replace("none", "gone")


def test_deactivating_twice_leaves_one_entry(basil, occasion_for):
    add_user("gone", roles=[Role.REVIEWER], occasion=occasion_for(basil))
    deactivate("gone", occasion=occasion_for(basil))

    assert not deactivate("gone", occasion=occasion_for(basil))
    assert [entry.verb for entry in entries()] == ["accounts.add-user", "accounts.deactivate"]


def test_a_username_is_never_used_again(basil, occasion_for):
    add_user("dina", roles=[], occasion=occasion_for(basil))
    deactivate("dina", occasion=occasion_for(basil))

    with pytest.raises(RefusedByRule):
        add_user("dina", roles=[], occasion=occasion_for(basil))


@pytest.mark.parametrize("username", ["", "D", "dina ", "../x", "динa", "-a", "a-"])
def test_a_confusable_username_is_refused(username, basil, occasion_for):
    with pytest.raises(UsageProblem):
        add_user(username, roles=[], occasion=occasion_for(basil))


def test_an_unknown_role_is_refused(basil, occasion_for):
    with pytest.raises(UsageProblem):
        add_user("dina", roles=["king"], occasion=occasion_for(basil))


def test_a_stranger_adds_nobody(carla, occasion_for):
    with pytest.raises(NotPermittedOrAbsent):
        add_user("dina", roles=[], occasion=occasion_for(carla))
    with pytest.raises(NotPermittedOrAbsent):
        deactivate("dina", occasion=occasion_for(carla))


def test_deactivating_an_absent_user_is_refused(basil, occasion_for):
    with pytest.raises(NotPermittedOrAbsent):
        deactivate("nobody", occasion=occasion_for(basil))


def test_a_system_without_logins_says_that_nobody_knows(monkeypatch):
    def nobody():
        raise OSError("no such login")

    monkeypatch.setattr("getpass.getuser", nobody)

    assert os_login() == "unknown"
