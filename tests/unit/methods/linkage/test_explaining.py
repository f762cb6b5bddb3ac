"""Reasons in words: in both languages, the strongest first, and what speaks against is named as such."""

from __future__ import annotations

import re

from tawthiq.methods.linkage.comparisons import COMPARISONS, UNKNOWN
from tawthiq.methods.linkage.explaining import AGAINST, WORDS, reasons_for

ARABIC = re.compile(r"[\u0600-\u06ff]")
NUMBERED = {"given_rarity", "rarity", "same_name", "same_ends", "same_rest"}
NOTHING = {comparison.name: UNKNOWN for comparison in COMPARISONS}


def told(**codes: str) -> list[str]:
    said = NOTHING | codes
    likeness = [c.codes.index(said[c.name]) - 1 for c in COMPARISONS]
    return [reason.code for reason in reasons_for(likeness)]


def test_every_likeness_that_is_no_number_has_words() -> None:
    silent = {
        (comparison.name, code)
        for comparison in COMPARISONS
        if comparison.name not in NUMBERED
        for code in comparison.codes[1:]
        if code not in WORDS.get(comparison.name, {})
    }

    assert silent == {("script", "one"), ("script", "both-latin")}


def test_no_words_are_of_a_likeness_that_there_is_not() -> None:
    known = {comparison.name: set(comparison.codes) | {"common", "rare"} for comparison in COMPARISONS}

    assert [(n, c) for n, words in WORDS.items() for c in words if c not in known[n]] == []


def test_words_are_sentences_in_both_languages() -> None:
    for words in WORDS.values():
        for english, arabic in words.values():
            assert english.endswith(".") and not ARABIC.search(english)
            assert arabic.endswith(".") and ARABIC.search(arabic)


def test_the_strongest_comes_first_and_what_speaks_against_last() -> None:
    assert told(given="written-alike", sex="same", birth="years-apart", middle="one-of-three-agrees") == [
        "given-written-alike",
        "sex-same",
        "birth-years-apart",
    ]


def test_what_speaks_against_says_so_in_both_languages() -> None:
    likeness = [c.codes.index({**NOTHING, "birth": "years-apart"}[c.name]) - 1 for c in COMPARISONS]
    (reason,) = reasons_for(likeness)

    assert (reason.en.startswith(AGAINST[0]), reason.ar.startswith(AGAINST[1])) == (True, True)


def test_a_difference_is_told_even_where_it_weighs_nothing() -> None:
    assert told(place="different") == ["place-different"]


def test_of_two_records_that_say_nothing_there_is_nothing_to_say() -> None:
    assert told() == []


def test_a_common_name_speaks_against() -> None:
    (code,) = told(same_name=COMPARISONS[5].levels[0].code)
    assert code == "same-name-common"
