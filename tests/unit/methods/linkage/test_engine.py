"""The engine gives back what the ladders found, pair by pair. Everybody is invented."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from tests.unit.methods.linkage.drawn import numbered, told

from tawthiq.methods.linkage import engine
from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.columns import columns
from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses, compare

RECORDS = numbered(
    "أمل باسل الحلبي",
    "أمل باسل حلبى",
    "Amal Halabi",
    "نزار كريم الشامي",
    "Nizar Shami",
    "",
    born="1990-05-06",
)
EVERY = np.array(list(combinations(range(len(RECORDS)), 2)), np.int64)
COUNTED = {c.name: [float(level) for level in range(len(c.levels) + 1)] for c in COMPARISONS}
"""Weights by which a likeness can be read off: none of `otherwise`, one more bit for each level."""
ALIKE = {c.name: [0.5] * (len(c.levels) + 1) for c in COMPARISONS}


def compared(
    pairs: np.ndarray = EVERY, weights: dict[str, list[float]] = COUNTED, **options: float
) -> Likenesses:
    table = columns(*told(*RECORDS))
    asked = Pairs(pairs[:, 0], pairs[:, 1])
    return compare(table, asked, weights, **{"least_bits": -1e9, **options})  # type: ignore[arg-type]


@cache
def whole() -> Likenesses:
    return compared()


def test_pairs_come_back_in_their_order_each_once() -> None:
    found = whole()

    assert np.column_stack([found.pairs.left, found.pairs.right]).tolist() == EVERY.tolist()
    assert found.likeness.shape == (len(EVERY), len(COMPARISONS))


def test_a_weight_is_the_sum_of_its_levels_and_unknown_weighs_nothing() -> None:
    found = whole()

    assert found.bits.tolist() == pytest.approx(np.maximum(found.likeness, 0).sum(axis=1).tolist(), abs=1e-3)


def test_levels_that_weigh_the_same_are_still_told_apart() -> None:
    assert compared(weights=ALIKE).likeness.tolist() == whole().likeness.tolist()


def test_unknown_is_told_from_a_level_that_weighs_nothing() -> None:
    found = compared(weights={name: [0.0] * len(levels) for name, levels in COUNTED.items()})

    nameless = (found.pairs.right == len(RECORDS) - 1).tolist()
    given = found.likeness[:, NAMES.index("given")]
    assert set(given[nameless].tolist()) == {-1}
    assert -1 not in given[np.logical_not(nameless)]


def test_what_weighs_too_little_is_left_out() -> None:
    everything, most = whole(), float(np.median(whole().bits))

    found = compared(least_bits=most)

    assert len(found) == int((everything.bits >= most - 1e-3).sum()) < len(everything)
    assert (found.bits >= most - 1e-3).all()


def test_portions_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole()
    advanced: list[int] = []
    monkeypatch.setattr(engine, "PORTION", 4)

    table = columns(*told(*RECORDS))
    found = compare(
        table, Pairs(EVERY[:, 0], EVERY[:, 1]), COUNTED, least_bits=-1e9, progress=advanced.append
    )

    assert found.likeness.tolist() == expected.likeness.tolist()
    assert found.pairs.left.tolist() == expected.pairs.left.tolist()
    assert sum(advanced) == len(EVERY)


def test_threads_make_no_difference() -> None:
    assert compared(threads=1).likeness.tolist() == compared(threads=2).likeness.tolist()


def test_no_pairs_have_no_likenesses() -> None:
    found = compared(EVERY[:0])

    assert len(found) == 0
    assert found.likeness.shape == (0, len(COMPARISONS))
