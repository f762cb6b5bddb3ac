"""Canonical JSON: the same content gives the same text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.digests import canonical_json, commitment

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
