"""The collector is put aside, and comes back however the work ends."""

from __future__ import annotations

import gc

import pytest

from tawthiq.core.collector import uncollected


def test_it_is_off_inside_and_on_again_after() -> None:
    with uncollected():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_it_comes_back_after_a_failure() -> None:
    @uncollected()
    def fail() -> None:
        raise ValueError("it failed")

    with pytest.raises(ValueError, match="it failed"):
        fail()

    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass

        assert not gc.isenabled()
    finally:
        gc.enable()
