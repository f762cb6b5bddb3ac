"""A share of the malformed lists in every run of the tests; `make fuzz` reads all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.occasion import Occasion
from tawthiq.adapters.storage.archive import Archive
from tests.fuzz.archives import taken_in
from tests.fuzz.cases import BASE_SEED, case
from tests.fuzz.run import summary
from tests.fuzz.running import REFUSED, STAGED, verdict

SEEDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "seeds.yml").read_text(encoding="utf-8"))
STEP = 50


def test_the_seeds_that_are_kept_are_those_that_are_read() -> None:
    assert SEEDS["seed"] == BASE_SEED
    assert SEEDS["files"] >= 20_000


def test_a_number_always_makes_the_same_file() -> None:
    assert [case(number) for number in range(40)] == [case(number) for number in range(40)]


@pytest.mark.parametrize("first", range(0, SEEDS["in_suite"], STEP))
def test_a_malformed_list_is_taken_whole_or_refused_clearly(first: int) -> None:
    wrong = {
        (number, one.kind, one.mutation): found.wrong
        for number in range(first, first + STEP)
        if (found := verdict(one := case(number))).wrong
    }

    assert wrong == {}


@pytest.mark.parametrize("number", sorted(SEEDS["found"]))
def test_what_was_once_wrong_is_right(number: int) -> None:
    assert verdict(case(number)).wrong == ""


def test_an_archive_holds_all_of_a_malformed_list_or_nothing_of_it(
    archive: Archive, basil: Actor, amal: Actor, occasion_for: Callable[..., Occasion]
) -> None:
    found = []
    for number in range(SEEDS["in_archive"]):
        one = case(number)
        found.append((number, one.kind, one.mutation, taken_in(one, archive, occasion_for(amal))))

    assert {verdict.outcome for *_, verdict in found} == {STAGED, REFUSED}
    assert "WRONG" not in summary(found)
