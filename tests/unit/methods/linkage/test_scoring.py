"""From likenesses to log-odds, by hand and by what is shipped."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tawthiq.core.errors import IntegrityFailure
from tawthiq.core.names import FOLD_VERSION, SOUND_VERSION
from tawthiq.methods.linkage import scoring
from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.comparisons import COMPARISONS, NAMES
from tawthiq.methods.linkage.engine import Likenesses
from tawthiq.methods.linkage.scoring import BIT, SHIPPED, Learned, Weighed, read_parameters, shipped

HIGHEST = [len(comparison.levels) for comparison in COMPARISONS]
LIKENESS = st.tuples(*(st.integers(-1, highest) for highest in HIGHEST))
BODY: dict[str, Any] = json.loads(files("tawthiq.methods.linkage").joinpath(SHIPPED).read_text("utf-8"))


def pairs_of(*likeness: tuple[int, ...], bits: float = 0.0) -> Likenesses:
    some = np.arange(len(likeness), dtype=np.int64)
    rows: NDArray[np.int8] = np.array(likeness, np.int8).reshape(-1, len(COMPARISONS))
    return Likenesses(Pairs(some, some + 1), rows, np.full(len(some), bits))


def with_levels(**levels: str) -> tuple[int, ...]:
    """Return likenesses by the codes of some ladders; of the rest nothing is known."""
    return tuple(
        comparison.codes.index(levels.get(comparison.name, "")) - 1 if comparison.name in levels else -1
        for comparison in COMPARISONS
    )


def by_hand(likeness: tuple[int, ...]) -> float:
    learned = BODY["learned"]
    place = dict(zip(NAMES, likeness, strict=True))
    return float(
        learned["base"]
        + sum(values[place[name] + 1] for name, values in learned["alone"].items())
        + sum(table[place[one] + 1][place[other] + 1] for one, other, table in learned["together"])
    )


@given(st.lists(LIKENESS, min_size=1, max_size=5))
def test_what_was_learned_is_looked_up_and_added(likenesses: list[tuple[int, ...]]) -> None:
    found = Learned(shipped()).score(pairs_of(*likenesses))

    assert found.tolist() == pytest.approx([by_hand(likeness) for likeness in likenesses])


def test_portions_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    likenesses = [tuple(min(level, highest) for highest in HIGHEST) for level in range(-1, 6)]
    whole = Learned(shipped()).score(pairs_of(*likenesses))
    monkeypatch.setattr(scoring, "PORTION", 2)

    assert Learned(shipped()).score(pairs_of(*likenesses)).tolist() == whole.tolist()


def test_weights_are_bits_on_top_of_the_prior() -> None:
    likeness = with_levels(sex="same")

    found = Weighed(shipped()).score(pairs_of(likeness, bits=12.0))

    assert found.tolist() == pytest.approx([(12.0 + BODY["prior"]) * np.log(2)])
    assert pytest.approx(np.log(2)) == BIT


def test_no_pairs_have_no_odds() -> None:
    assert len(Learned(shipped()).score(pairs_of())) == len(Weighed(shipped()).score(pairs_of())) == 0


SAME = {
    "given": "written-alike", "family": "written-alike", "middle": "two-agree-in-order", "birth": "same-day",
    "event": "same-day", "place": "same", "sex": "same", "script": "one", "same_name": "least",
    "same_ends": "least", "same_rest": "least", "rarity": "from-13.5", "given_rarity": "from-4.5",
}  # fmt: skip
WORSE = [
    {"given": "different"},
    {"birth": "ages-far-apart"},
    {"event": "on-other-days"},
    {"family": "different", "middle": "several-differ"},
    {"middle": "several-differ"},
]


@pytest.mark.parametrize("scorer", [Learned(shipped()), Weighed(shipped())], ids=["learned", "weighed"])
@pytest.mark.parametrize("worse", WORSE, ids="-".join)
def test_two_who_agree_in_all_are_likelier_than_two_who_do_not(
    scorer: Learned | Weighed, worse: dict[str, str]
) -> None:
    alike, unlike = with_levels(**SAME), with_levels(**SAME | worse)

    odds = [float(scorer.score(pairs_of(one, bits=_bits(one)))[0]) for one in (alike, unlike)]

    assert odds[0] > 2.0
    assert odds[0] - odds[1] > 1.0


def _bits(likeness: tuple[int, ...]) -> float:
    weights = BODY["weights"]
    return float(sum(weights[n][at] for n, at in zip(NAMES, likeness, strict=True) if at >= 0))


def test_what_is_shipped_fits_the_ladders_and_this_version_of_names() -> None:
    assert (BODY["fold"], BODY["sound"]) == (FOLD_VERSION, SOUND_VERSION)
    assert set(BODY["weights"]) == set(NAMES)
    assert {name for one, other, _ in BODY["learned"]["together"] for name in (one, other)} <= set(NAMES)
    for one, other, table in BODY["learned"]["together"]:
        sizes = [len(COMPARISONS[NAMES.index(name)].codes) for name in (one, other)]
        assert np.array(table).shape == tuple(sizes)


def test_what_is_shipped_holds_numbers_and_nobodys_name() -> None:
    assert json.dumps(BODY).isascii()
    texts = {text for text in _texts(BODY) if text not in NAMES}
    assert texts == {"reports-1", FOLD_VERSION, SOUND_VERSION}


def _texts(body: Any) -> list[str]:
    if isinstance(body, str):
        return [body]
    inside = body.values() if isinstance(body, dict) else body if isinstance(body, list) else []
    return [text for one in inside for text in _texts(one)]


def test_the_names_of_scorers_tell_them_apart() -> None:
    assert {Learned(shipped()).name, Weighed(shipped()).name} == {"reports-1/learned", "reports-1/weighed"}


def _without_a_weight(body: dict[str, Any]) -> None:
    body["weights"]["given"].pop()


def _without_a_table(body: dict[str, Any]) -> None:
    del body["learned"]["alone"]["family"]


def _of_another_format(body: dict[str, Any]) -> None:
    body["format"] = 2


@pytest.mark.parametrize("spoil", [_without_a_weight, _without_a_table, _of_another_format])
def test_parameters_that_do_not_fit_are_refused(spoil: Any) -> None:
    body = json.loads(json.dumps(BODY))
    spoil(body)

    with pytest.raises(IntegrityFailure):
        read_parameters(body)
