"""How rare a name is, and how many bear it. Everybody is invented."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.methods.linkage.drawn import FAMILY as FAMILIES
from tests.unit.methods.linkage.drawn import GIVEN as NAMES
from tests.unit.methods.linkage.drawn import numbered, told

from tawthiq.core.names import token_sound, tokens
from tawthiq.methods.linkage.compared import FAMILY, GIVEN, NONE
from tawthiq.methods.linkage.rarity import LIKE_RECORDS, shipped_frequencies

SPANISH = ["Rodrigo Robledo", "Rodrigo Villanueva", "Rodrigo Domínguez", "Montserrat Villanueva"]


def rarity_of(record: int, place: int, *names: str) -> float:
    _, rare = told(*numbered(*names))
    return float(rare.of_sound[rare.sounds[record, place]])


def test_a_name_of_few_is_rarer_than_one_of_many() -> None:
    assert rarity_of(3, GIVEN, *SPANISH) > rarity_of(0, GIVEN, *SPANISH)
    assert rarity_of(0, FAMILY, *SPANISH) > rarity_of(1, FAMILY, *SPANISH)


def test_a_list_in_another_language_learns_nothing_from_what_is_shipped() -> None:
    _, rare = told(*numbered(*SPANISH))
    assert not any(token_sound(word) in shipped_frequencies() for name in SPANISH for word in tokens(name))
    # three of four, and one more record than there are: nobody's name is ever certain
    assert rare.of_sound[rare.sounds[0, GIVEN]] == pytest.approx(-np.log(3 / 5))


def test_in_a_small_list_of_known_names_what_is_shipped_holds() -> None:
    usual = shipped_frequencies()[token_sound("محمد")]

    rare = rarity_of(0, GIVEN, "محمد محمد", "محمد محمد")

    assert rare == pytest.approx(-np.log((2 + LIKE_RECORDS * usual) / (3 + LIKE_RECORDS)))


SOME = ["Rodrigo Robledo", "Montserrat Villanueva", "Ezequiel Domínguez", "Ximena Quiroga"]
FROM_ARABIC = ["Amal Halabi", "Basel Karim Hamwi", "Khaled Yousef Najjar", "Fatima Mahmoud Haddad"]


@pytest.mark.parametrize(
    ("names", "writes_vowels"),
    [
        (SOME * 30, True),
        (SOME, False),
        (FROM_ARABIC * 30, False),
        ([*SOME * 30, "أمل الحلبي"], False),
        ([*SOME * 15, *FROM_ARABIC * 15], False),
        ([], False),
        (["", "-"], False),
    ],
)
def test_a_long_list_of_names_from_no_arabic_writes_its_vowels(names: list[str], writes_vowels: bool) -> None:
    _, rare = told(*numbered(*names))

    assert rare.writes_vowels is writes_vowels


def test_who_bears_a_name_twice_counts_once() -> None:
    names = ("Rodrigo Rodrigo", "Montserrat Domínguez")

    assert rarity_of(0, GIVEN, *names) == rarity_of(1, GIVEN, *names)


def test_spellings_of_one_sound_are_one_name() -> None:
    _, rare = told(*numbered("أمل محمد الحلبي", "Amal Mohammed Halabi"))

    assert rare.sounds[0].tolist() == rare.sounds[1].tolist()


def test_how_many_share_a_name_counts_whole_names_ends_and_what_follows_the_first() -> None:
    _, rare = told(*numbered("أمل باسل الحلبي", "أمل باسل الحلبي", "أمل كريم الحلبي", "رامي باسل الحلبي"))

    assert np.exp(rare.same_name).round().tolist() == [2, 2, 1, 1]
    assert np.exp(rare.same_ends).round().tolist() == [3, 3, 3, 1]
    assert np.exp(rare.same_rest).round().tolist() == [3, 3, 1, 3]


def test_no_names_have_no_rarity() -> None:
    for names in ((), ("",), ("", "مجهول")):
        _, rare = told(*numbered(*names))

        assert len(rare.of_sound) == 0
        assert len(rare.same_name) == len(names)
        assert (rare.sounds == NONE).all()


def test_what_is_shipped_are_shares_by_sound_and_no_names() -> None:
    shares = shipped_frequencies()

    assert all(0 < share < 1 for share in shares.values())
    assert all(sound.isascii() and (sound == "a" or not set(sound) & set("aeiouy")) for sound in shares)


NAMES_OF_A_LIST = st.lists(
    st.lists(st.sampled_from([*NAMES, *FAMILIES]), min_size=1, max_size=5).map(" ".join),
    min_size=1,
    max_size=8,
)


@given(NAMES_OF_A_LIST, st.randoms(use_true_random=False))
def test_rarity_does_not_depend_on_the_order_of_records(names: list[str], random: object) -> None:
    order = list(range(len(names)))
    random.shuffle(order)  # type: ignore[attr-defined]
    _, rare = told(*numbered(*names))
    _, other = told(*numbered(*(names[at] for at in order)))

    of, of_other = (np.append(one.of_sound, 0.0)[one.sounds] for one in (rare, other))
    assert np.allclose(of[order], of_other)
    for name in ("same_name", "same_ends", "same_rest"):
        assert np.allclose(getattr(rare, name)[order], getattr(other, name))
