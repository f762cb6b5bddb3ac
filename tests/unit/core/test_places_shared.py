"""The gazetteer against the public files that it was made of, and against a real list's spellings."""

import csv
import importlib.util
import os
from pathlib import Path

import pytest

from tawthiq.core.places import FILE, gazetteer
from tawthiq.core.vocabulary.loading import pack_folder

ROOT = Path(__file__).parents[3]
GEO = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared")) / "data" / "geo"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GEO.exists(), reason="the shared public files are not on this machine"),
]
YARMOUK, DARAA, NAZIHEEN = "SY-CAMP-YARMOUK", "SY-CAMP-DARAA", "SY-CAMP-DARAA-NAZIHEEN"
# What a person decided for each spelling, in each governorate that the list gives; None is left undecided.
DECISIONS = [
    (["Yarmuk Camp", "Yarmouk Camp", "Yarmouk camp", "Yaroumk Camp", "Yermok camp", "Yamouk Camp"],
     {"SY01": YARMOUK, "SY03": None}),
    (["Yermook camp", "Yarmouk Camb", "Yermouk Camp"], {"SY01": YARMOUK}),
    (["Naziheen Camp", "Naziheen camp", "Nazehin Camp neighborhood", "Nazehin camp"],
     {"SY12": NAZIHEEN, "SY14": None}),
    (["Khan al-Sheih Camp", "Khan al-Sheih camp"], {"SY03": "SY-CAMP-KHAN-ESHIEH"}),
    (["Neirab Camp", "Nairab Camp"], {"SY02": "SY-CAMP-NEIRAB"}),
    (["Wafideen camp", "Wafideen Camp"], {"SY03": "SY-CAMP-WAFIDEEN"}),
    (["Hsenia Camp"], {"SY03": "SY-CAMP-HUSSEINIYEH"}),
    (["Returnees Camp"], {"SY04": "SY-CAMP-HOMS", "SY05": "SY-CAMP-HAMA", "SY12": None}),
    (["Daraa Camp"], {"SY12": DARAA}),
    (["Handrat Camp"], {"SY02": "SY-CAMP-EIN-EL-TAL"}),
    (["Homs Camp"], {"SY04": "SY-CAMP-HOMS"}),
    (["Sbeineih Camp"], {"SY03": "SY-CAMP-SBEINEH"}),
]  # fmt: skip
DECIDED = {spelling: meant for spellings, meant in DECISIONS for spelling in spellings}
NO_CAMP = {
    "Wadi Yarmouk", "Wadi ALl-Yarmouk : Seasoun", "Yarmouk Valley", "Palestine Camp", "Camp", "Refugee Camp",
    "The Camp", "Displaced Camp", "Nayrab, Handarat Camps", "Atareb, Handarat Camps",
    "Sayeda Zainab: The camp", "Sfaired: Abu Jreen Camp", "Palestine", "Palestine: Gazze",
    "Kaswa : Danoun Camp",
}  # fmt: skip


def rows(name):
    with (GEO / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def spellings():
    """Yield each spelling with the code of each governorate that the list gives for it."""
    for row in rows("palestinian_camp_spellings_in_vdc.csv"):
        for province in row["provinces"].split("|"):
            governorate = gazetteer().find(province)
            if governorate is not None:
                yield row["area_as_written"], governorate.code


def test_every_spelling_of_a_camp_in_a_real_list_is_read_as_a_person_decided():
    places = gazetteer()

    wrong = [
        (spelling, governorate)
        for spelling, governorate in spellings()
        if getattr(places.find(spelling, within=governorate), "code", None)
        != DECIDED.get(spelling, {}).get(governorate)
    ]

    assert wrong == []


def test_every_spelling_in_the_list_was_decided():
    assert {row["area_as_written"] for row in rows("palestinian_camp_spellings_in_vdc.csv")} == set(
        DECIDED
    ) | NO_CAMP


def test_a_camp_behind_the_name_of_its_town_is_reached_from_the_outside_in():
    found = gazetteer().locate(["Damascus Suburbs", " Kaswa ", " Danoun Camp"])

    assert found.code == "SY-CAMP-KHAN-DUNOUN"


def test_the_committed_pack_is_what_the_public_files_give():
    spec = importlib.util.spec_from_file_location("make_gazetteer", ROOT / "tools" / "make_gazetteer.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert tool.content(GEO) == (pack_folder("syria") / FILE).read_text("utf-8")


def test_each_camp_is_in_the_division_that_its_list_gives():
    places = gazetteer()
    listed = [row for row in rows("palestinian_camps_syria.csv") if row["admin3_pcode"]]
    camps = {(camp.lat, camp.lon): camp for camp in places.places("camp")}

    for row in listed:
        camp = camps[float(row["lat"]), float(row["lon"])]
        assert places.ancestor(camp.code, "subdistrict") == row["admin3_pcode"]
