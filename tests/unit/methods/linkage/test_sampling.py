"""What a sample of judged pairs says of the pairs that nobody looked at, and what it must not say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tawthiq.methods.linkage.evaluation import Share
from tawthiq.methods.linkage.sampling import (
    FEW,
    Estimate,
    JudgedPair,
    estimates,
    judged,
)

NUMBER: Iterator[int] = count()


def pair(
    *, same: bool | None, joined: bool, chance: float | None = 1.0, times: int = 1, with_: str = ""
) -> list[JudgedPair]:
    """Return pairs of records that no other pair is about, or that share one record."""
    return [
        JudgedPair(with_ or f"R-{next(NUMBER):04}", f"R-{next(NUMBER):04}", same, joined, chance)
        for _ in range(times)
    ]


RIGHT = {"same": True, "joined": True}
WRONG = {"same": False, "joined": True}
MISSED = {"same": True, "joined": False}


def test_a_pair_drawn_with_half_the_chance_stands_for_two() -> None:
    found = estimates([*pair(**RIGHT, chance=0.5), *pair(**WRONG), *pair(**MISSED, chance=0.5)])

    assert found.precision.value == pytest.approx(2 / 3)
    assert found.recall.value == pytest.approx(1 / 2)


def test_chosen_pairs_enter_no_estimate_however_many_they_are() -> None:
    drawn = [*pair(**RIGHT, times=3), *pair(**WRONG)]

    assert estimates([*drawn, *pair(**WRONG, chance=None, times=50)]) == estimates(drawn)


def test_an_estimate_says_on_how_many_pairs_it_rests() -> None:
    found = estimates([*pair(**RIGHT, times=3), *pair(**WRONG), *pair(**MISSED, times=2)])

    assert (found.pairs, found.precision.pairs, found.recall.pairs) == (6, 4, 5)


def test_a_pair_of_which_nobody_could_tell_is_no_pair_of_different_people() -> None:
    found = estimates([*pair(**RIGHT), *pair(same=None, joined=True, times=3)])

    assert (found.pairs, found.unsure, found.precision.value) == (4, 3, 1.0)


def test_without_a_random_sample_everything_is_unknown() -> None:
    found = estimates(pair(**RIGHT, chance=None, times=200))

    assert found.pairs == 0
    assert found.precision == found.recall == Estimate(None, None, None, 0)


def test_where_nothing_is_joined_precision_alone_is_unknown() -> None:
    found = estimates(pair(**MISSED, times=3))

    assert found.precision.value is None
    assert found.recall.value == 0.0


def test_an_interval_is_about_as_wide_as_the_sample_allows() -> None:
    found = estimates([*pair(**RIGHT, times=90), *pair(**WRONG, times=10)]).precision

    # 1.96 standard errors of 90 in 100 are 0.059
    assert found.low == pytest.approx(0.84, abs=0.015)
    assert found.high == pytest.approx(0.95, abs=0.015)


def test_the_same_judgements_give_the_same_interval_in_any_order() -> None:
    some = [*pair(**RIGHT, times=9, chance=0.2), *pair(**WRONG, times=2)]

    assert estimates(some) == estimates(some[::-1])


def test_twenty_pairs_that_agree_are_not_certainty() -> None:
    found = estimates(pair(**RIGHT, times=20)).precision

    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.8316, abs=0.0001)  # the twentieth root of 0.025


def test_where_all_pairs_are_wrong_it_is_the_other_end_that_is_uncertain() -> None:
    found = estimates(pair(**WRONG, times=20)).precision

    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(1 - 0.8316, abs=0.0001)


def test_pairs_that_share_a_record_say_no_more_than_one() -> None:
    found = estimates(pair(**RIGHT, times=20, with_="R-HUB")).precision

    assert (found.low, found.pairs) == (pytest.approx(0.025), 20)


def test_one_group_of_pairs_has_no_interval() -> None:
    some = [*pair(**RIGHT, times=3, with_="R-HUB"), *pair(**WRONG, with_="R-HUB")]

    assert estimates(some).precision == Estimate(0.75, None, None, 4)


def test_unequal_chances_leave_less_than_as_many_pairs() -> None:
    even = estimates(pair(**RIGHT, times=20)).precision
    uneven = estimates([*pair(**RIGHT, times=19), *pair(**RIGHT, chance=0.01)]).precision

    assert even.low is not None and uneven.low is not None
    assert uneven.low < even.low


def test_what_rests_on_few_pairs_says_so() -> None:
    assert Estimate(0.9, 0.8, 1.0, FEW - 1).is_of_few
    assert not Estimate(0.9, 0.8, 1.0, FEW).is_of_few


def test_chosen_pairs_are_told_as_they_are() -> None:
    found = judged(
        [
            *pair(**RIGHT, chance=None, times=2),
            *pair(**WRONG, chance=None),
            *pair(**MISSED, chance=None),
            *pair(same=None, joined=True, chance=None),
            *pair(same=False, joined=False, chance=None),
        ]
    )

    assert (found.joined_right, found.found, found.unsure) == (Share(2, 3), Share(2, 3), 1)
