"""An account is written so that each of its source's words stands once, and read back as it was."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.claims import DOCUMENTED, PERSON, Account, Claim, content_digest, words_once
from tawthiq.core.digests import canonical_json

FORMAT_1 = (
    '{"claims":[["person","name","Salma Ward","Salma Ward","name","stated"],'
    '["person","sex","female","Adult - Female","sex_age","stated"],'
    '["person","age-group","adult","Adult - Female","sex_age","stated"],'
    '["person","age",{"max":34,"min":34},"34","age","stated"],'
    '["act-1","violation","killing","","","constant"]],'
    '"count":{"max":1,"min":1},"documented":"../2019-05-14","format":1,"key":"7","kind":"individual",'
    '"locator":"list.csv#row=8"}'
)
"""A body as it was written before: it stays here for ever."""
SALMA = Account(
    "7",
    "list.csv#row=8",
    "../2019-05-14",
    (
        Claim(PERSON, "name", "Salma Ward", "Salma Ward", "name"),
        Claim(PERSON, "sex", "female", "Adult - Female", "sex_age"),
        Claim(PERSON, "age-group", "adult", "Adult - Female", "sex_age"),
        Claim(PERSON, "age", {"min": 34, "max": 34}, "34", "age"),
        Claim("act-1", "violation", "killing", "", "", "constant"),
    ),
)
TEXTS = st.sampled_from(["", "a", "سلمى", "stated", "documented", "34"]) | st.text(
    st.characters(codec="utf-8"), max_size=5
).map(lambda text: json.loads(canonical_json(text)))
NUMBERS = st.none() | st.integers(0, 130)
VALUES = (
    st.none()
    | TEXTS
    | st.lists(TEXTS, max_size=2)
    | st.fixed_dictionaries({"min": NUMBERS, "max": NUMBERS})
    | st.dictionaries(TEXTS, TEXTS, max_size=2)
)
CLAIMS = st.builds(
    Claim,
    on=st.sampled_from([PERSON, "act-1", "act-1/spell-1", "act-2"]),
    field=st.sampled_from(["name", "date", "party"]),
    value=VALUES,
    verbatim=TEXTS,
    locator=st.sampled_from(["", "name", "date, time"]),
    basis=st.sampled_from(["stated", "constant", "pattern-in-notes", DOCUMENTED]),
)
ACCOUNTS = st.builds(
    Account,
    key=TEXTS,
    locator=TEXTS,
    documented=st.sampled_from(["2019", "../2019-05-14"]),
    claims=st.lists(CLAIMS, max_size=8).map(tuple),
    kind=st.sampled_from(["individual", "group", "unnamed"]),
    count_min=st.integers(1, 3),
    count_max=NUMBERS,
)


def repeating(account: Account) -> str:
    """Return the body as format 1 wrote it."""
    return canonical_json(
        {
            "format": 1,
            "key": account.key,
            "locator": account.locator,
            "documented": account.documented,
            "kind": account.kind,
            "count": {"min": account.count_min, "max": account.count_max},
            "claims": [list(claim) for claim in account.claims],
        }
    )


@given(ACCOUNTS)
def test_an_account_comes_back_as_it_was_written(account: Account) -> None:
    assert Account.from_body(canonical_json(account.body())) == account


@given(ACCOUNTS)
def test_both_formats_are_compared_by_the_same_digest(account: Account) -> None:
    assert content_digest(account.body()) == content_digest(json.loads(repeating(account)))


@given(ACCOUNTS, ACCOUNTS)
def test_accounts_have_the_same_digest_where_they_say_the_same(one: Account, other: Account) -> None:
    def said(account: Account) -> object:
        claims = [claim for claim in account.claims if claim.basis != DOCUMENTED]
        return account.key, account.kind, account.count_min, account.count_max, claims

    assert (content_digest(one.body()) == content_digest(other.body())) == (said(one) == said(other))


@pytest.mark.parametrize("change", [{"locator": "list.csv#row=9"}, {"documented": "2020"}])
def test_where_a_row_stood_and_when_does_not_change_what_it_says(change: dict[str, str]) -> None:
    moved = dataclasses.replace(SALMA, **change)  # type: ignore[arg-type]

    assert content_digest(moved.body()) == content_digest(SALMA.body())


def test_a_body_of_the_first_format_is_read() -> None:
    assert Account.from_body(FORMAT_1) == SALMA
    assert repeating(SALMA) == FORMAT_1


def test_words_stand_once_and_what_goes_without_saying_not_at_all() -> None:
    assert SALMA.body() == {
        "format": 2,
        "key": "7",
        "locator": "list.csv#row=8",
        "documented": "../2019-05-14",
        "claims": [
            [
                PERSON,
                ["name", "name", "Salma Ward"],
                ["sex", "sex_age", "Adult - Female", "female"],
                ["age-group", 1, "adult"],
                ["age", "age", "34", 34],
            ],
            ["act-1", ["violation", None, "killing"]],
        ],
    }


def test_a_format_of_the_future_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="format 3"):
        Account.from_body(FORMAT_1.replace('"format":1', '"format":3'))


@pytest.mark.parametrize("value", [7, True])
def test_a_bare_number_is_no_value(value: object) -> None:
    with pytest.raises(TypeError):
        words_once([Claim(PERSON, "age", value, "7", "age")])
