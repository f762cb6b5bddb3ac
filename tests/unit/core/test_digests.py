"""Canonical JSON: the same content gives the same text."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.digests import _normal, canonical_json, commitment


class Code(StrEnum):
    KILLING = "killing"


class Number(IntEnum):
    ONE = 1


class Plain(Enum):
    A = "a"


class Pair(NamedTuple):
    name: str
    number: int


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(VALUES)
def test_composed_and_decomposed_letters_give_the_same_text(value: object) -> None:
    def rewritten(part: object, form: str) -> object:
        if isinstance(part, str):
            return unicodedata.normalize(form, part)  # type: ignore[arg-type]
        if isinstance(part, list):
            return [rewritten(item, form) for item in part]
        if isinstance(part, dict):
            return {rewritten(key, form): rewritten(item, form) for key, item in part.items()}
        return part

    assert canonical_json(rewritten(value, "NFD")) == canonical_json(rewritten(value, "NFC"))


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical_json({"b": (1, 2), "a": "سلام"}) == '{"a":"سلام","b":[1,2]}'


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {"a": {2}}, b"x"])
def test_what_differs_between_machines_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_commitment_depends_on_body_and_salt() -> None:
    first, second = "00" * 16, "01" * 16

    assert len({commitment("a", first), commitment("a", second), commitment("b", first)}) == 3


def _before(value: Any) -> str:
    """Canonical JSON as it was first written: slow, and the measure of every faster one."""
    _check_before(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if unicodedata.is_normalized("NFC", text):
        return text
    return json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_before(value: Any) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("keys")
            _check_before(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_before(item)
    else:
        raise TypeError("kind")


LETTERS = st.text(st.characters(codec=None, exclude_categories=())) | st.sampled_from(
    ["e\u0301", "\ud800", "\x7f\x1f\u2028", '"\\/\b\f\n\r\t', "ــ\u0622", "\U0001f600"]
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | LETTERS | st.sampled_from(["a", "é"])
WRONG = st.floats() | st.just(b"x") | st.just(date(2022, 10, 21)) | st.just(Decimal(1)) | st.just(Plain.A)
KINDS = st.sampled_from([Code.KILLING, Number.ONE, Pair("a", 1)])


def _values(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=3).map(tuple)
            | st.dictionaries(LETTERS, inner, max_size=4)
        ),
        max_leaves=12,
    )


@given(_values(SCALARS | KINDS))
def test_the_fast_text_is_the_text_it_always_was(value: Any) -> None:
    assert canonical_json(value) == _before(value)


@given(_values(SCALARS | KINDS | WRONG) | st.dictionaries(st.integers() | LETTERS, SCALARS))
def test_what_was_refused_is_refused(value: Any) -> None:
    try:
        expected: Any = _before(value)
    except TypeError:
        expected = TypeError

    if expected is TypeError:
        with pytest.raises(TypeError):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected
