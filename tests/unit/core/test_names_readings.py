"""How names read where vowels are written: spellings of one name meet, and names of two sexes do not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.names import fold, token_reading


def readings(names: str) -> set[str]:
    """Return the readings of names, a bar between them; each is one token."""
    return {token_reading(fold(name)) for name in names.split("|")}


@pytest.mark.parametrize(
    "names",
    [
        "Vázquez | Vasquez | Vasques",
        "Esther | Ester",
        "Edith | Edit",
        "Elizabeth | Elisabet",
        "Giménez | Jiménez",
        "Sylvia | Silvia | Silbia",
        "Wladimiro | Vladimiro",
        "Llanos | Yanos",
        "Ezequiel | Esequiel",
        "Sophie | Sofie",
        "Gabbotto | Gaboto",
        "Cecilia | Sesilia",
    ],
)
def test_spellings_of_one_name_read_alike(names: str) -> None:
    assert len(readings(names)) == 1


@pytest.mark.parametrize(
    "names",
    ["Mario María Mara Moira", "Juan Juana", "Mirta Marta", "Ramón Ramona", "Marc Marche", "Guido Jido"],
)
def test_names_that_differ_in_a_vowel_read_otherwise(names: str) -> None:
    for one, other in combinations(names.split(), 2):
        assert token_reading(fold(one)) != token_reading(fold(other))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_every_token_reads_as_something(token: str) -> None:
    assert token_reading(token)
