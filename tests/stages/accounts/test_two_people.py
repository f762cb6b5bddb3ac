"""The two-person rule counts people, not roles."""

from __future__ import annotations

import pytest

from tawthiq.accounts.two_person import (
    Profile,
    check_different_people,
    check_two_people,
    is_single_operator,
)
from tawthiq.core.errors import RefusedByRule


@pytest.mark.parametrize("profile", [Profile.SMALL, Profile.FULL])
def test_no_one_accepts_their_own_work(profile):
    with pytest.raises(RefusedByRule):
        check_different_people(["U-AMAL", "U-BASIL"], "U-AMAL", profile)
    check_different_people(["U-AMAL"], "U-BASIL", profile)


def test_a_solo_archive_lets_one_person_and_says_so():
    check_different_people(["U-AMAL"], "U-AMAL", Profile.SOLO)

    assert Profile.SOLO.mark == "one reviewer"
    assert Profile.SMALL.mark == Profile.FULL.mark == ""


def test_some_things_need_two_people_everywhere():
    check_two_people("U-AMAL", "U-BASIL")
    with pytest.raises(RefusedByRule):
        check_two_people("U-AMAL", "U-AMAL")


def test_one_login_behind_everything_is_one_operator():
    assert is_single_operator(["amal", "amal"])
    assert is_single_operator([])
    assert not is_single_operator(["amal", "basil"])
