"""How names sound: what writers mix up meets, what they never mix up stays apart."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.names import SOUND_VERSION, fold, token_skeleton, token_sound, token_stem, tokens
from tawthiq.core.names.spellings import ABBREVIATED


def sounds(names: str) -> set[str]:
    """Return the sounds of spellings, a bar between them; each is one token."""
    return {token_sound(fold(name)) for name in names.split("|")}


@pytest.mark.parametrize(
    "names",
    [
        "قاسم | Qasem | Kasem | Gasem",
        "جمال | Jamal | Gamal | Djamal",
        "ظافر | Zafer | Dhafer",
        "خليل | Khalil | Khaleel",
        "يوسف | Youssef | Yusuf | Yousef",
        "وسام | Wissam | Ouissam | Wesam",
        "علي | Ali | Aly",
        "عبد الكريم | Abdulkarim | Abdelkarim | Abdalkareem",
        "أبو الخير | Abulkhair | Abou Khair",
        "محمد | Mohammed | Muhammad | Mhd | Mohd | MD | Moh",
        "Ezequiel | Ezekiel",
    ],
)
def test_spellings_by_ear_sound_alike(names: str) -> None:
    assert len(sounds(names)) == 1


@pytest.mark.parametrize(
    "names", ["أمل باسل كريم رامي سليم ماهر طارق نزار", "Juan Pablo Carla Bruno Lucía Ramón"]
)
def test_names_that_nobody_mixes_up_sound_otherwise(names: str) -> None:
    for one, other in combinations(names.split(), 2):
        assert token_sound(fold(one)) != token_sound(fold(other))


@pytest.mark.parametrize(
    ("joined", "alone"),
    [
        ("عبدالحلبي", "حلبي"),
        ("ابوخالد", "خالد"),
        ("امخالد", "خالد"),
        ("abuhadid", "hadid"),
        ("abdkarim", "karim"),
        ("lnamrouti", "namrouti"),
    ],
)
def test_a_stem_has_no_prefix(joined: str, alone: str) -> None:
    assert token_stem(joined) == token_sound(alone) == token_stem(alone)


@pytest.mark.parametrize("name", ["abla", "alma", "عبده", "امل", "ali", "lola", "elvira", "lucas", "abel"])
def test_a_name_that_begins_like_a_prefix_is_not_emptied(name: str) -> None:
    assert token_stem(name)


@pytest.mark.parametrize("short", sorted(ABBREVIATED))
def test_short_forms_of_mohammed_are_mohammed(short: str) -> None:
    assert token_skeleton(short) == token_skeleton("محمد")
    assert token_sound(short) == token_sound("محمد")
    assert token_skeleton(short.replace("m", "n")) != token_skeleton("محمد")


@pytest.mark.parametrize("name", ["Mohedano", "Mdina", "Mohr", "Mdawar", "Mohsen"])
def test_what_only_begins_like_a_short_form_is_another_name(name: str) -> None:
    assert token_sound(fold(name)) != token_sound("محمد")


def test_a_number_sounds_like_itself_and_a_vowel_keeps_something() -> None:
    assert token_sound("12") == token_stem("12") == "12"
    assert token_sound("اا") and token_sound("ia") and token_sound("ya")


def test_the_sound_has_a_version() -> None:
    assert SOUND_VERSION == "1"


LETTERS = st.text(
    st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويabcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=9
)


@given(LETTERS)
def test_a_sound_is_short_plain_and_the_same_every_time(name: str) -> None:
    for token in tokens(name):
        sound = token_sound(token)

        assert sound.isascii()
        assert len(sound) <= len(token_skeleton(token))
        assert not any(one == other for one, other in pairwise(sound))
        assert sound == token_sound(token)


@given(LETTERS)
def test_names_of_one_skeleton_have_one_sound(name: str) -> None:
    for token in tokens(name):
        same = [other for other in (token, token + "a") if token_skeleton(other) == token_skeleton(token)]
        assert len({token_sound(other) for other in same}) == 1
