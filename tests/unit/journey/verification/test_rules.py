"""Acceptance rules: independence is of origin, and a blank is no origin that two sources share."""

from __future__ import annotations

import pytest

from tawthiq.accounts.two_person import Profile
from tawthiq.core.errors import UsageProblem
from tawthiq.journey.verification.rules import (
    STANDARDS,
    Opinion,
    Outcome,
    Telling,
    acceptance_rule,
    acceptance_rules,
    attribution_by,
    is_met,
    outcome_of,
    standard,
    weakest_attribution,
)

CORROBORATED = acceptance_rule("corroborated")
AS_DOCUMENTED = acceptance_rule("as-documented")
ONE, OTHER = (("isis",),), (("hezbollah",),)


def told(*tellings: tuple[str, tuple[tuple[str, ...], ...]]) -> list[Telling]:
    return [Telling(origin, parties) for origin, parties in tellings]


def test_the_weakest_rule_comes_first() -> None:
    assert list(acceptance_rules()) == ["as-documented", "corroborated"]


def test_every_rule_says_what_it_is_in_both_languages() -> None:
    for rule in acceptance_rules().values():
        assert set(rule.label) == set(rule.text) == {"en", "ar"}


def test_two_sources_of_one_origin_corroborate_nothing() -> None:
    assert not is_met(CORROBORATED, told(("hospital", ONE), ("hospital", ONE)))
    assert is_met(CORROBORATED, told(("hospital", ONE), ("families", ONE)))
    assert is_met(AS_DOCUMENTED, told(("hospital", ONE)))


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        (told(("a", ()), ("b", ())), None),
        (told(("a", (("unidentified",),)), ("b", ())), None),
        (told(("a", ONE), ("b", ONE)), "confirmed"),
        (told(("a", ONE), ("a", ONE), ("b", ())), "alleged"),
        (told(("a", ONE), ("b", OTHER)), "alleged"),
        (told(("a", ONE), ("b", ONE), ("c", OTHER)), "alleged"),
        (told(("a", (*OTHER, *ONE)), ("b", (*OTHER, *ONE))), "alleged"),
    ],
)
def test_who_did_it_is_confirmed_only_where_independent_sources_agree(
    tellings: list[Telling], expected: str | None
) -> None:
    assert attribution_by(CORROBORATED, tellings) == expected


def test_as_documented_confirms_nothing() -> None:
    assert attribution_by(AS_DOCUMENTED, told(("a", ONE), ("b", ONE))) == "alleged"


@pytest.mark.parametrize(
    ("opinions", "profile", "expected"),
    [
        ({"basil": Opinion.MET}, Profile.SMALL, None),
        ({"basil": Opinion.MET}, Profile.SOLO, Outcome.ACCEPTED),
        ({"basil": Opinion.MET, "dina": Opinion.MET}, Profile.SMALL, Outcome.ACCEPTED),
        ({"basil": Opinion.MET, "dina": Opinion.UNSURE}, Profile.SMALL, None),
        ({"basil": Opinion.MET, "dina": Opinion.MET, "eli": Opinion.NOT_MET}, Profile.SMALL, None),
        ({"basil": Opinion.NOT_MET, "dina": Opinion.NOT_MET}, Profile.FULL, Outcome.REJECTED),
        ({}, Profile.SOLO, None),
    ],
)
def test_enough_different_people_decide_unless_they_differ(
    opinions: dict[str, Opinion], profile: Profile, expected: Outcome | None
) -> None:
    assert outcome_of(opinions, STANDARDS["reasonable-grounds"], profile) == expected


def test_of_several_attributions_the_weakest_is_kept() -> None:
    assert weakest_attribution(["confirmed", None, "probable"]) == "probable"
    assert weakest_attribution([None]) is None


def test_unknown_names_are_refused() -> None:
    for ask in (lambda: acceptance_rule("x"), lambda: standard("x"), lambda: weakest_attribution(["x"])):
        with pytest.raises(UsageProblem, match="x"):
            ask()
