"""What linking reads straight out of a record's body is what the account says, in either format of bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core import claims as core_claims
from tawthiq.core.claims import CONSTANT, STATED, Account, Claim
from tawthiq.core.digests import canonical_json
from tawthiq.journey.cases import matching, queries
from tawthiq.journey.cases.matching import Told, candidate_of, linked_record
from tawthiq.journey.cases.possibilities import stated
from tawthiq.journey.cases.words import Words

WORDS = Words()
VALUES: dict[str, list[Any]] = {
    "name": ["Salma Ward", "unidentified", None],
    "sex": ["male", "female", None],
    "birth-date": ["1990", "1990-05-06"],
    "age": [{"min": 30, "max": 30}, {"min": 3, "max": None}, None, "unidentified"],
    "age-group": ["child", "adult"],
    "violation": ["killing", "death-due-to-torture", "enforced-disappearance", "torture", ["killing"]],
    "date": ["2014-05-01", "2013"],
    "place": ["SY0100", "unidentified"],
    "party": ["isis", ["isis", "other"]],
    "note": ["a", "b"],
}


def claim(field: str, thing: str, at: int, verbatim: str, locator: str, basis: str) -> Claim:
    value = VALUES[field][at % len(VALUES[field])]
    if verbatim == "=" and isinstance(value, str):
        verbatim = value
    return Claim(thing, field, value, verbatim, locator, basis)


CLAIMS = st.lists(
    st.builds(
        claim,
        st.sampled_from(sorted(VALUES)),
        st.sampled_from(["person", "person", "act-1", "act-1", "act-2", "act-2/spell-1"]),
        st.integers(0, 4),
        st.sampled_from(["=", "=", "x", ""]),
        st.sampled_from(["a", "b", ""]),
        st.sampled_from([STATED, STATED, CONSTANT]),
    ),
    max_size=12,
)
FIRST = (
    Claim("person", "name", "Salma Ward", "Salma Ward", "n"),
    Claim("act-1", "violation", "killing", "shot", "v"),
    Claim("act-1", "date", "2014-05-01", "1.5.14", "d"),
)
ACCOUNTS = st.builds(
    Account,
    st.just("7"),
    st.just("list.csv#row=7"),
    st.just("2014"),
    CLAIMS.map(lambda claims: (*FIRST, *claims)),
    st.sampled_from(["individual", "individual", "group"]),
    st.sampled_from([1, 3]),
    st.sampled_from([1, 5, None]),
)


def texts(account: Account) -> list[str]:
    """The body of a record as it is written now, and as it was written before words were said once."""
    body = account.body()
    earlier = {**body, "format": 1, "claims": list(map(list, account.claims))}
    return [canonical_json(body), canonical_json(earlier)]


@given(ACCOUNTS)
def test_a_body_tells_linking_what_its_account_does(account: Account) -> None:
    for text in texts(account):
        told, known = Told.in_body(text), Told.by(account)

        assert linked_record("R", 4, told, WORDS) == linked_record("R", 4, known, WORDS)
        assert candidate_of("R", "s", told, WORDS) == candidate_of("R", "s", known, WORDS)


@given(ACCOUNTS)
def test_a_body_names_the_parties_that_its_account_states(account: Account) -> None:
    for text in texts(account):
        told = queries.Told("R", "s", "o", "B", text)

        for act in ("act-1", "act-2", "act-9"):
            assert told.parties(act) == stated(account, act, "party")


def test_a_party_of_another_act_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    original = queries.Told.parties
    monkeypatch.setattr(queries.Told, "parties", lambda self, act: original(self, "act-1"))

    with pytest.raises(AssertionError):
        test_a_body_names_the_parties_that_its_account_states()


def test_a_body_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 3"):
        Told.in_body('{"format":3,"claims":[]}')


def _forgets(field: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(matching, "ASKED", matching.ASKED - {field})


def _drops_an_act_of_which_nothing_is_asked(patch: pytest.MonkeyPatch) -> None:
    original = core_claims.said_of
    patch.setattr(
        matching, "said_of", lambda body, fields: {t: s for t, s in original(body, fields).items() if s}
    )


def _takes_words_for_the_value(patch: pytest.MonkeyPatch) -> None:
    def said(body: Any, fields: frozenset[str]) -> Any:
        claims = Account.from_body(body).claims
        return {
            c.on: [
                (o.field, (o.field == "sex" and o.verbatim) or o.value)
                for o in claims
                if o.on == c.on and o.field in fields
            ]
            for c in claims
        }

    patch.setattr(matching, "said_of", said)


@pytest.mark.parametrize(
    "mistake",
    [
        *map(_forgets, sorted(matching.ASKED - {"origin", "residence", "last-seen", "mother-name"})),
        _drops_an_act_of_which_nothing_is_asked,
        _takes_words_for_the_value,
    ],
)
def test_a_mistake_is_noticed(
    mistake: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mistake(monkeypatch)

    with pytest.raises(AssertionError):
        test_a_body_tells_linking_what_its_account_does()
