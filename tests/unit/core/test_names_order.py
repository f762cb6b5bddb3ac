"""The order of a name, where its writing tells."""

from __future__ import annotations

import pytest

from tawthiq.core.names import in_order


@pytest.mark.parametrize(
    ("written", "ordered"),
    [
        ("PEREZ GARCIA, Juan Carlos", "Juan Carlos PEREZ GARCIA"),
        ("Haddad, Amal", "Amal Haddad"),
        ("حداد، أمل", "أمل حداد"),
        ("PEREZ GARCIA Juan Carlos", "Juan Carlos PEREZ GARCIA"),
        ("DUBOIS Jean-Pierre", "Jean-Pierre DUBOIS"),
    ],
)
def test_a_family_name_put_first_goes_to_the_end(written: str, ordered: str) -> None:
    assert in_order(written) == ordered


@pytest.mark.parametrize(
    "written",
    [
        "Amal Haddad",
        "AMAL HADDAD",
        "أمل حداد",
        "Juan C. Perez",
        "Amal, Basil, Carla",
        "A Haddad",
        "Amal HADDAD",
        "",
        ",",
    ],
)
def test_any_other_name_stays_as_it_is(written: str) -> None:
    assert in_order(written) == written
