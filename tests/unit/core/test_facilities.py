"""Places of detention of a pack: found by code or name, and refused where the file is not in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.core.errors import UsageProblem
from tawthiq.core.facilities import Facilities, Facility, facilities, read_facilities

HEAD = "# a note\ncode,place,kind,en,ar,es,lat,lon,aliases,source\n"


def facility(code: str, **label: str) -> Facility:
    return Facility(code, None, "", label, (), None, None, "invented")


def listed(tmp_path: Path, rows: str) -> list[Facility]:
    path = tmp_path / "facilities.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return list(read_facilities(path))


def test_a_facility_is_found_by_its_code_and_by_each_of_its_names(tmp_path: Path) -> None:
    known = Facilities(
        listed(tmp_path, 'X-1,X,army,,,"CASA ""EL ROBLE""",-34.5,-58.4,El Roble|The Oak,own\n')
    )

    found = [known.find(text) for text in ("X-1", "casa el roble", "EL ROBLE", "the oak")]

    assert {one.code for one in found if one} == {"X-1"}
    assert None not in found


def test_a_name_of_two_facilities_finds_neither() -> None:
    known = Facilities([facility("X-1", es="Comisaría 1ª"), facility("X-2", es="COMISARIA 1ª")])

    assert known.find("Comisaría 1ª") is None
    assert known.find("nowhere") is None


def test_a_name_stands_in_for_another_language() -> None:
    assert facility("X-1", es="El Roble").named("ar") == "El Roble"
    assert facility("X-1", es="El Roble", ar="السنديانة").named("ar") == "السنديانة"


@pytest.mark.parametrize(
    "rows", ["X-1,X,army,,,,,,,own\n", ",X,army,,,El Roble,,,,own\n", "X-1,X,,,,A,north,,,own\n"]
)
def test_a_file_that_is_not_in_order_is_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(UsageProblem):
        listed(tmp_path, rows)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "facilities.csv"
    path.write_text("code,es\nX-1,El Roble\n", encoding="utf-8")

    with pytest.raises(UsageProblem, match="'place'"):
        list(read_facilities(path))


def test_a_code_is_there_once() -> None:
    with pytest.raises(UsageProblem, match="twice"):
        Facilities([facility("X-1", es="A"), facility("X-1", es="B")])


def test_an_unknown_code_is_refused_and_a_pack_without_a_list_has_none() -> None:
    none = facilities(("syria",))

    assert none.all() == ()
    with pytest.raises(UsageProblem):
        none.facility("X-1")
