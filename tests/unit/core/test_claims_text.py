"""The fast way to write an account gives the text and the digest of the plain way, to the byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.claims import DOCUMENTED, PERSON, Account, Claim, content_digest, words_once
from tawthiq.core.claims_text import claims_text, written
from tawthiq.core.digests import canonical_json, read_canonical

TEXTS = st.sampled_from(
    ["", "a", "b", "name", "34", "documented", '"documented"]', "e\u0301", "\u0301", "سلمى"]
) | st.text(st.characters(codec="utf-8"), max_size=4)
NUMBERS = st.none() | st.integers(0, 3)
VALUES = (
    st.none()
    | TEXTS
    | st.lists(TEXTS, max_size=2)
    | st.fixed_dictionaries({"min": NUMBERS, "max": NUMBERS})
    | st.dictionaries(TEXTS, TEXTS, max_size=2)
)
CLAIMS = st.lists(
    st.builds(
        Claim,
        on=st.sampled_from([PERSON, "act-1", "act-1/spell-1", "act-2"]),
        field=st.sampled_from(["name", "date", "e\u0301"]),
        value=VALUES,
        verbatim=TEXTS,
        locator=st.sampled_from(["", "name", "date, time"]),
        basis=st.sampled_from(["stated", "constant", "pattern-in-notes", DOCUMENTED]),
    ),
    max_size=10,
).map(tuple)
ACCOUNTS = st.builds(
    Account,
    key=TEXTS,
    locator=TEXTS,
    documented=st.sampled_from(["2019", "../2019-05-14"]),
    claims=CLAIMS,
    kind=st.sampled_from(["individual", "group", "unnamed"]),
    count_min=st.integers(1, 3),
    count_max=NUMBERS,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(ACCOUNTS)
def test_the_fast_way_writes_what_the_plain_way_writes(account: Account) -> None:
    body = account.body()
    assert written(account) == (content_digest(body), canonical_json(body))


@given(st.lists(CLAIMS, max_size=3))
def test_what_is_remembered_of_one_row_does_not_show_in_another(rows: list[tuple[Claim, ...]]) -> None:
    for claims in [*rows, *reversed(rows)]:
        assert claims_text(claims) == canonical_json(words_once(claims))


@pytest.mark.parametrize("value", [7, True, 1.5, {"min": 1.0, "max": 1.0}, [1.5]])
def test_what_the_plain_way_refuses_is_refused(value: object) -> None:
    # the sound claim is remembered, in both of its places: 1.0 is equal to 1, and must not be found there
    sound = Claim(PERSON, "age", {"min": 1, "max": 1}, "1", "age")
    claims_text([sound, sound])
    claims = [sound, Claim(PERSON, "age", value, "1", "age")]
    with pytest.raises(TypeError):
        canonical_json(words_once(claims))
    with pytest.raises(TypeError):
        claims_text(claims)


@given(JSON, st.booleans())
def test_only_canonical_text_is_read_as_such(value: object, is_ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=is_ascii, separators=(",", ":"))
    try:
        is_canonical = canonical_json(json.loads(text)) == text
    except TypeError:
        is_canonical = False
    if is_canonical:
        assert read_canonical(text) == value
    else:
        with pytest.raises(ValueError, match=r".*"):
            read_canonical(text)


@pytest.mark.parametrize(
    "text",
    ["", "1.0", "1e3", "NaN", "[Infinity]", "[1, 2]", '{"b":1,"a":2}', '{"a":1,"a":1}', '"\\u0041"',
     '"\\ud800"', '"e\u0301"', '"a" ', "[" * 100_000, "01", "-0"],
)  # fmt: skip
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_canonical(text)
