"""Finding places by any of their names, and never guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.errors import UsageProblem
from tawthiq.core.places import LEVELS, Gazetteer, Place, fold_place, gazetteer, read_places

HEADER = "code,level,parent,kind,en,ar,lat,lon,aliases,source\n"


def place(code, level="place", parent=None, en=None, aliases=()):
    return Place(code, level, parent, "", {"en": en or code}, tuple(aliases), None, None, "test")


@pytest.mark.parametrize(
    ("spellings", "code"),
    [
        (["Damascus", "damascus", "دمشق", "محافظة دمشق", "Damascus Governorate", "SY01"], "SY01"),
        (["Aleppo", "Alippo", "Halab", "حلب", "حَلَب"], "SY02"),
        (["Damascus Suburbs", "Rural Damascus", "Rif Dimashq", "Rif-dimashq", "ريف دمشق"], "SY03"),
        (["Homs", "Hims", "حمص"], "SY04"),
        (["Hama", "Hamah", "حماة", "حماه"], "SY05"),
        (["Lattakia", "Latakia", "اللاذقية", "اللاذقيه"], "SY06"),
        (["Idlib", "Idleb", "IDLEB", "إدلب", "ادلب"], "SY07"),
        (["Hasakeh", "Al-Hasakah", "Hasaka", "الحسكة"], "SY08"),
        (["Deir Ezzor", "Der Elzoor", "Deir-ez-Zor", "Deir ez-Zor", "دير الزور", "ديرالزور"], "SY09"),
        (["Tartous", "Tartus", "طرطوس"], "SY10"),
        (["Raqqa", "Ar-Raqqa", "Al-Raqqah", "ar raqqa", "الرقة", "رقه"], "SY11"),
        (["Daraa", "Dara", "Deraa", "Dar'a", "Dar‘ā", "درعا"], "SY12"),
        (["Sweida", "As-Sweida", "As-Suwayda", "السويداء"], "SY13"),
        (["Quneitra", "Al-Qunaytirah", "القنيطرة"], "SY14"),
        (["Yarmouk camp", "Yarmuk Camp", "Yarmouk", "مخيم اليرموك", "اليرموك"], "SY-CAMP-YARMOUK"),
        (["Handarat Camp", "مخيم حندرات", "Ein el-Tal"], "SY-CAMP-EIN-EL-TAL"),
        (["Turkey", "Türkiye", "تركيا"], "TR"),
    ],
)
def test_a_place_is_found_by_each_of_its_spellings(spellings, code):
    found = {spelling: gazetteer().find(spelling) for spelling in spellings}

    assert {spelling: at and at.code for spelling, at in found.items()} == dict.fromkeys(spellings, code)


@pytest.mark.parametrize(
    "name", ["Wadi Yarmouk", "Yarmouk Valley", "Camp", "Refugee Camp", "Unknown", "", "؟"]
)
def test_what_names_no_one_place_finds_nothing(name):
    assert gazetteer().find(name) is None


def test_a_name_of_several_places_finds_none_and_lists_them():
    places = gazetteer()

    assert places.find("Returnees Camp") is None
    assert [p.code for p in places.candidates("Returnees Camp")] == ["SY-CAMP-HAMA", "SY-CAMP-HOMS"]


def test_the_governorate_decides_between_places_of_one_name():
    places = gazetteer()

    assert places.find("Returnees Camp", within="SY04").code == "SY-CAMP-HOMS"
    assert places.find("Returnees Camp", within="SY05").code == "SY-CAMP-HAMA"
    assert places.find("Returnees Camp", within="SY12") is None
    assert places.find("Yarmouk Camp", within="SY12") is None


def test_the_camp_of_the_displaced_in_daraa_is_not_the_palestinian_camp():
    places = gazetteer()

    assert places.find("Naziheen Camp").kind == "displaced-camp"
    assert places.find("Daraa Camp").kind == "palestinian-camp"
    assert places.find("Naziheen Camp").code != places.find("Daraa Camp").code


def test_a_city_named_like_its_governorate_is_answered_by_what_is_true_of_both():
    places = Gazetteer([place("G", "governorate", en="Amber"), place("T", "place", "G", en="Amber")])

    assert places.find("amber").code == "G"


def test_names_from_the_outside_in_reach_as_far_as_they_are_known():
    places = gazetteer()

    assert places.locate(["Dara", "Dara Al-Balad", "Manshia"]).code == "SY12"
    assert places.locate([" Damascus Suburbs", " Wafideen Camp "]).code == "SY-CAMP-WAFIDEEN"
    assert places.locate(["Daraa", "Yarmouk Camp"]).code == "SY12"
    assert places.locate(["Nowhere", "Damascus"]) is None
    assert places.locate([]) is None


def test_a_place_climbs_to_each_level_above_it():
    places = gazetteer()

    assert places.ancestor("SY-CAMP-YARMOUK", "governorate") == "SY01"
    assert places.ancestor("SY-CAMP-YARMOUK", "district") == "SY0100"
    assert places.ancestor("SY01", "governorate") == "SY01"
    assert places.ancestor("SY01", "district") is None
    assert places.ancestor("JO", "governorate") is None
    assert places.ancestor("PS-GZA", "country") == "PS"
    with pytest.raises(UsageProblem, match="not a level"):
        places.ancestor("SY01", "county")


def test_syria_has_its_fourteen_governorates_and_their_parts():
    places = gazetteer()

    assert [p.code for p in places.places("governorate", within="SY")] == [f"SY{n:02}" for n in range(1, 15)]
    assert len(places.places("district", within="SY")) == 62
    assert len(places.places("subdistrict", within="SY")) == 272
    assert len([p for p in places.places("camp") if p.kind == "palestinian-camp"]) == 13


def test_every_place_of_syria_is_in_one_governorate_and_inside_its_borders():
    places = gazetteer()

    for one in places.places(within="SY"):
        assert one.level == "country" or places.ancestor(one.code, "governorate") is not None
        assert one.lat is None or (32 < one.lat < 38 and 35 < one.lon < 43), one.code


def test_every_place_is_found_by_its_own_name_or_is_told_apart_by_candidates():
    places = gazetteer()

    for one in places.places():
        for name in one.label.values():
            assert one in places.candidates(name)
            found = places.find(name)
            assert found is None or places.is_within(one.code, found.code)


@given(st.text())
def test_any_text_can_be_looked_up_and_capitals_never_matter(name):
    assert " " not in fold_place(name)
    assert fold_place(name.upper()) == fold_place(name.lower()) or not name.isascii()


@given(st.sampled_from([p.label["en"] for p in gazetteer().places()]), st.sampled_from([" ", "-", "  ", "_"]))
def test_spaces_hyphens_and_capitals_do_not_matter(name, joint):
    assert fold_place(name.upper().replace(" ", joint)) == fold_place(name)


def test_an_unknown_code_is_refused_without_a_guess():
    with pytest.raises(UsageProblem, match="no place 'SY99'"):
        gazetteer().place("SY99")
    with pytest.raises(UsageProblem, match="no place 'SY99'"):
        gazetteer().find("Damascus", within="SY99")
    assert "SY99" not in gazetteer()


def test_an_organisation_brings_its_own_places(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "# ours\n" + HEADER + "OWN-1,place,SY12,village,Lower Hill,التل الأدنى,32.6,36.1,Lowhill|Hill,us\n",
        "utf-8",
    )

    found = gazetteer(("syria",), own).find("low-hill")

    assert (found.code, found.parent, found.lat, found.source) == ("OWN-1", "SY12", 32.6, "us")
    assert "OWN-1" not in gazetteer()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code,level\nX,place\n", "no column 'parent'"),
        (HEADER + "X,hamlet,,,Name,,,,,\n", "code, an English name and a level"),
        (HEADER + ",place,,,Name,,,,,\n", "code, an English name and a level"),
        (HEADER + "X,place,,,,,,,,\n", "code, an English name and a level"),
        (HEADER + "X,place,,,Name,,north,,,\n", "decimal degrees"),
    ],
)
def test_a_gazetteer_file_that_is_not_in_order_is_refused(tmp_path, text, complaint):
    path = tmp_path / "places.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(UsageProblem, match=complaint):
        list(read_places(path))


@pytest.mark.parametrize(
    ("places", "complaint"),
    [
        ([place("A"), place("A")], "'A' twice"),
        ([place("A", parent="B")], "not there or a circle"),
        ([place("A", parent="B"), place("B", parent="A")], "not there or a circle"),
    ],
)
def test_places_that_contradict_each_other_are_refused(places, complaint):
    with pytest.raises(UsageProblem, match=complaint):
        Gazetteer(places)


def test_levels_run_from_the_outside_in():
    places = gazetteer()

    for one in places.places():
        if one.parent is not None:
            assert LEVELS.index(places.place(one.parent).level) < LEVELS.index(one.level), one.code
