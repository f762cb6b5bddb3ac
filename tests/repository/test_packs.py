"""The pack `argentina`: every code labelled, every facility in a province, and nobody named."""

from __future__ import annotations

import csv
import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from tawthiq.core.facilities import FILE, facilities
from tawthiq.core.letters import plain
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.core.vocabulary.loading import pack_folder

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared")) / "data" / "argentina"
PACK = ("argentina",)
ARABIC = re.compile("[ء-ي]")
shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared data of Argentina are not here")


def pack_terms():
    words = load(PACK)
    for scheme in ("party", "nationality"):
        yield from (t for t in words.scheme(scheme).terms.values() if t.pack == "argentina")


def test_labels_are_in_their_own_language_and_no_two_are_the_same():
    terms = list(pack_terms())
    assert terms

    for term in terms:
        assert not ARABIC.search(term.label["en"]), term.code
        assert ARABIC.search(term.label["ar"]), term.code
    for scheme in ("party", "nationality"):
        for lang in ("en", "ar"):
            labels = [load(PACK).label(scheme, code, lang) for code in load(PACK).codes(scheme)]
            assert len(labels) == len(set(labels)), (scheme, lang)


def test_a_party_has_a_spanish_name_a_broader_party_and_a_source_or_waits_for_review():
    for term in (t for t in pack_terms() if t.scheme == "party"):
        assert term.label["es"]
        assert term.broader is not None
        assert not term.is_reviewed or term.standard, term.code


def test_there_are_twenty_four_provinces_each_found_by_its_code_of_the_statistical_office():
    places = gazetteer(PACK)
    provinces = places.places("governorate", within="AR")

    assert len(provinces) == 24
    found = [places.find(alias, within="AR") for p in provinces for alias in p.aliases if alias.isdigit()]
    assert {place.code for place in found if place} == {p.code for p in provinces}
    assert all(ARABIC.search(place.label["ar"]) for place in provinces)


def test_the_pack_stands_beside_the_other_one():
    places, words = gazetteer(("syria", "argentina")), load(("syria", "argentina"))

    assert "SY01" in places
    assert "AR-B" in places
    assert {"syrian-regime", "argentine-army"} <= set(words.codes("party"))


def test_every_facility_lies_in_a_province_and_is_about_where_it_was():
    places = gazetteer(PACK)
    known = facilities(PACK).all()
    assert len(known) == 762

    for facility in known:
        assert facility.place is not None
        assert places.place(facility.place).parent == "AR"
        assert (facility.lat is None) == (facility.lon is None)
        assert facility.lat is None or (
            -56 < float(facility.lat) < -21 and -74 < float(facility.lon or 0) < -53
        )


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_facilities", ROOT / "tools" / "make_facilities.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@shared
@pytest.mark.shared
def test_the_list_of_facilities_is_what_the_tool_makes():
    made = _tool().content(SHARED / "detention_centres.csv")

    assert (made == (pack_folder("argentina") / FILE).read_text("utf-8")) is True, (
        "run tools/make_facilities.py"
    )


@shared
@pytest.mark.shared
def test_no_facility_has_the_given_and_family_name_of_a_victim():
    with (SHARED / "ruvte.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    halves = [row["apellido_paterno_nombres"].partition("  ") for row in rows]
    pairs = {f" {_words(given).split()[0]} {_words(family)} " for family, _, given in halves if _words(given)}

    named = [f.code for f in facilities(PACK).all() if any(p in f" {_words(f.named('es'))} " for p in pairs)]

    # a town that bears the name of a man of the nineteenth century
    assert named == ["AR-CCD-647"]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", plain(text)))
