"""Make Syria's gazetteer pack from the public files of ../shared/data/geo.

Run by hand; the result is committed.

    .venv/bin/python tools/make_gazetteer.py [../shared/data/geo]

Which subdistrict a town lies in is worked out here, once, from the boundaries; nothing needs them later.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from tawthiq.core.letters import plain
from tawthiq.core.places import COLUMNS, FILE, fold_place
from tawthiq.core.vocabulary.loading import pack_folder

HEADER = """\
# Places of Syria. Made by tools/make_gazetteer.py; docs/reference/places.md says how, and what to check.
# Divisions and their p-codes: OCHA Common Operational Datasets, CC BY 3.0 IGO (source: ocha).
# Further spellings of these, and their centres: Open Syria gazetteer, CC BY 4.0.
# Towns: GeoNames (geonames.org), CC BY 4.0 (source: geonames). Changed: names selected, parents added.
# Camps, and spellings met in published lists: compiled for this project (source: tawthiq).
# Most coordinates of camps are approximate.
"""
ARABIC = re.compile(r"[ء-غف-ْ \-()]+")
LATIN = re.compile(r"[a-z' \-]+")
Row = dict[str, Any]

# How published lists write the governorates, beyond what the files above give.
GOVERNORATE_SPELLINGS = {
    "SY01": ["Dimashq"],
    "SY02": ["Alippo", "Halab"],
    "SY03": [
        "Damascus Suburbs",
        "Damascus Suburb",
        "Damascus Rural",
        "Rif Dimashq",
        "Reef Dimashq",
        "Rif Damascus",
        "Damscus Suburbs",
    ],
    "SY06": ["Latakia", "Latakkia", "Ladhiqiyah"],
    "SY07": ["Idlib", "Edlib", "Idleb the City"],
    "SY08": ["Hasakeh", "Hassakeh", "Hasakah", "Hassaka", "Al-Hassake"],
    "SY09": [
        "Deir Ezzor",
        "Der Elzoor",
        "Deir al-Zour",
        "Deir Ezzour",
        "Der Ezzor",
        "Dier Ezzor",
        "ديرالزور",
    ],
    "SY10": ["Tartus", "Tartous"],
    "SY11": ["Raqqa", "Raqqah", "Rakka"],
    "SY12": ["Daraa", "Dara", "Deraa", "Der'a", "Dar'aa"],
    "SY13": ["Sweida", "Suweida", "Swaida", "Sweidaa", "السويدا"],
    "SY14": ["Quneitera", "Qunaitra", "Qunaitera", "Qounatra", "Kuneitra"],
}
# Camps: code, kind, parent, English, Arabic, name in palestinian_camps_syria.csv, further spellings.
# A spelling that may mean several camps stands at each, and is then an answer only within a governorate.
# "Wadi Yarmouk" and "Yarmouk Valley" are a valley in Daraa. "Camp", "Refugee Camp", "Displaced Camp",
# "Palestine Camp" and names of two camps at once stand nowhere.
PALESTINIAN, DISPLACED = "palestinian-camp", "displaced-camp"
CAMPS: list[tuple[str, str, str, str, str, str, list[str]]] = [
    ("YARMOUK", PALESTINIAN, "", "Yarmouk camp", "مخيم اليرموك", "Yarmouk",
     ["Yarmouk", "اليرموك", "Yarmuk Camp", "Yaroumk Camp", "Yermok camp", "Yamouk Camp", "Yermook camp",
      "Yarmouk Camb", "Yermouk Camp", "Yarmouk Refugee Camp", "Mukhayyam al-Yarmouk"]),
    ("KHAN-ESHIEH", PALESTINIAN, "", "Khan Eshieh camp", "مخيم خان الشيح", "Khan Eshieh",
     ["Khan al-Sheih Camp", "Khan al-Shih Camp", "Khan Alsheeh Camp", "Khan Eshieh"]),
    ("KHAN-DUNOUN", PALESTINIAN, "", "Khan Dunoun camp", "مخيم خان دنون", "Khan Dannoun",
     ["Khan Dannoun Camp", "Khan Danoun Camp", "Danoun Camp", "Khan Dannun Camp", "Khan Dunoun",
      "مخيم خان ذنون"]),
    ("JARAMANA", PALESTINIAN, "", "Jaramana camp", "مخيم جرمانا", "Jaramana", ["Jaramanah Camp"]),
    ("SBEINEH", PALESTINIAN, "", "Sbeineh camp", "مخيم سبينة", "Sbeineh",
     ["Sbeineih Camp", "Sbeina Camp", "Sbineh Camp"]),
    ("QABR-ESSIT", PALESTINIAN, "", "Qabr Essit camp", "مخيم قبر الست", "Qabr Essit (Sayyida Zainab)",
     ["مخيم السيدة زينب", "Sayyida Zainab Camp", "Sayeda Zainab Camp", "Sayyeda Zeinab Camp", "Qabr Essit",
      "السيدة زينب (قبر الست)"]),
    ("HUSSEINIYEH", PALESTINIAN, "", "Husseiniyeh camp", "مخيم الحسينية", "Husseiniyeh",
     ["Hsenia Camp", "Husseiniya Camp", "Husayniyah Camp"]),
    ("NEIRAB", PALESTINIAN, "", "Neirab camp", "مخيم النيرب", "Neirab", ["Nairab Camp", "Nayrab Camp"]),
    ("EIN-EL-TAL", PALESTINIAN, "", "Ein el-Tal (Handarat) camp", "مخيم حندرات (عين التل)",
     "Ein el-Tal (Handarat)",
     ["Handarat Camp", "Handrat Camp", "Ein el-Tal Camp", "Ein al-Tal", "مخيم حندرات", "مخيم عين التل",
      "عين التل (حندرات)"]),
    ("HOMS", PALESTINIAN, "", "Homs (Al-Aideen) camp", "مخيم العائدين (حمص)", "Homs (Al-Aideen)",
     ["Homs Camp", "مخيم حمص", "مخيم العائدين", "Returnees Camp", "Al-Aideen Camp", "العائدين (حمص)"]),
    ("HAMA", PALESTINIAN, "", "Hama (Al-Aideen) camp", "مخيم العائدين (حماة)", "Hama (Al-Aideen)",
     ["Hama Camp", "مخيم حماة", "مخيم العائدين", "Returnees Camp", "Al-Aideen Camp",
      "العائدين (حماة)"]),
    ("LATAKIA", PALESTINIAN, "SY060000", "Latakia (Al-Raml) camp", "مخيم الرمل (اللاذقية)",
     "Latakia (Al-Raml)",
     ["Latakia Camp", "Lattakia Camp", "Raml Camp", "Al-Ramel Camp", "مخيم الرمل", "مخيم اللاذقية",
      "الرمل (اللاذقية)"]),
    ("DARAA", PALESTINIAN, "", "Dera'a camp", "مخيم درعا", "Dera'a", ["Daraa Camp", "Dara Camp"]),
    ("DARAA-NAZIHEEN", DISPLACED, "SY120000", "Naziheen camp (Dera'a)", "مخيم النازحين (درعا)", "",
     ["Naziheen Camp", "Nazehin Camp", "Nazehin Camp neighborhood", "مخيم النازحين"]),
    ("WAFIDEEN", DISPLACED, "SY0302", "Wafideen camp", "مخيم الوافدين", "",
     ["Wafidin Camp", "Wafedeen Camp"]),
]  # fmt: skip
# GeoNames' Arabic name is in another language, or another place's.
TOWN_ARABIC = {
    "163345": "طرطوس", "170654": "دمشق", "173576": "اللاذقية", "173811": "الحسكة", "173377": "القامشلي",
    "170905": "درعا", "173530": "المالكية", "168668": "كفر لاها", "9847679": "التريمسة", "383661": "اليعربية",
    "172256": "عين العرب", "166742": "محردة", "168620": "كفر زيتا", "168708": "كفر بهم", "165060": "صافيتا",
    "167080": "مسكنة", "168061": "قباسين", "11257949": "",
}  # fmt: skip
NEAR_DEGREES = 0.03  # about three kilometres
IS_A_CAMP = {"166716"}  # GeoNames has Yarmouk among the towns


def main(folder: Path) -> None:
    path = pack_folder("syria") / FILE
    path.write_text(content(folder), encoding="utf-8")
    print(f"written: {path}")


def content(folder: Path) -> str:
    """Return the pack's file as it follows from the public files."""
    rows = [*divisions(folder), *camps(folder), *towns(folder)]
    for row in rows:
        row["aliases"] = "|".join(distinct(row["aliases"], beside=(row["en"], row["ar"])))
    out = io.StringIO(HEADER)
    out.seek(0, io.SEEK_END)
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["code"]))
    return out.getvalue()


def divisions(folder: Path) -> Iterator[Row]:
    """Yield the three levels of divisions: names and p-codes from OCHA, the rest from Open Syria."""
    names = {
        1: ("governorates", "governorate"),
        2: ("districts", "district"),
        3: ("subdistricts", "subdistrict"),
    }
    for depth, (file, level) in names.items():
        known = {
            entry["externalIds"]["ochaPcode"]: entry
            for entry in json.loads((folder / f"open_syria_{file}.json").read_text("utf-8"))
        }
        for properties, _ in features(folder / f"syr_admin{depth}.geojson"):
            code = properties["PCODE"]
            more = known[code]
            aliases = [more["name"]["en"], more["name"]["ar"], *(alias["value"] for alias in more["aliases"])]
            yield {
                "code": code,
                "level": level,
                "parent": properties[f"ADM{depth - 1}_PCODE"],
                "kind": "",
                "en": clean(properties["NAME_EN"]),
                "ar": clean(properties["NAME_AR"]),
                "lat": f"{more['centroid']['latitude']:.4f}",
                "lon": f"{more['centroid']['longitude']:.4f}",
                "aliases": [*filter(is_readable, aliases), *GOVERNORATE_SPELLINGS.get(code, [])],
                "source": "ocha",
            }


def camps(folder: Path) -> Iterator[Row]:
    with (folder / "palestinian_camps_syria.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["camp_en"]: row for row in csv.DictReader(stream)}
    for name, kind, parent, english, arabic, listed_as, spellings in CAMPS:
        found = listed.get(listed_as, {})
        yield {
            "code": f"SY-CAMP-{name}",
            "level": "camp",
            "parent": parent or found["admin3_pcode"],
            "kind": kind,
            "en": english,
            "ar": arabic,
            "lat": found.get("lat", ""),
            "lon": found.get("lon", ""),
            "aliases": spellings,
            "source": "tawthiq",
        }


def towns(folder: Path) -> Iterator[Row]:
    shapes = [(p["PCODE"], geometry) for p, geometry in features(folder / "syr_admin3.geojson")]
    with (folder / "SY_cities500.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            parent = subdistrict(shapes, float(row["lon"]), float(row["lat"]))
            if row["geonameid"] in IS_A_CAMP:
                continue
            yield {
                "code": f"GN{row['geonameid']}",
                "level": "place",
                "parent": parent,
                "kind": "town",
                "en": clean(row["name"]),
                "ar": TOWN_ARABIC.get(row["geonameid"], row["name_ar"]),
                "lat": f"{float(row['lat']):.4f}",
                "lon": f"{float(row['lon']):.4f}",
                "aliases": [clean(name) for name in row["alternatenames"].split("|") if is_readable(name)],
                "source": "geonames",
            }


def features(path: Path) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        yield feature["properties"], feature["geometry"]


def subdistrict(shapes: list[tuple[str, dict[str, Any]]], x: float, y: float) -> str:
    """Return the subdistrict a point is in; a town on a coast or border just outside takes the nearest."""
    for code, shape in shapes:
        if contains(shape, x, y):
            return code
    far, code = min(
        ((px - x) ** 2 + (py - y) ** 2, code)
        for code, shape in shapes
        for rings in polygons(shape)
        for ring in rings
        for px, py in ring
    )
    if far > NEAR_DEGREES**2:
        raise ValueError(f"{x}, {y} is in no subdistrict and near none")
    return code


def polygons(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    coordinates: list[Any] = geometry["coordinates"]
    return coordinates if geometry["type"] == "MultiPolygon" else [coordinates]


def contains(geometry: dict[str, Any], x: float, y: float) -> bool:
    """Return whether a point is inside a polygon: it crosses the edges to one side an odd number of times."""
    return any(sum(crossings(ring, x, y) for ring in rings) % 2 == 1 for rings in polygons(geometry))


def crossings(ring: list[list[float]], x: float, y: float) -> int:
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise(ring)
    )


def clean(name: str) -> str:
    return " ".join(name.split())


def is_readable(name: str) -> bool:
    """Return whether a person would write so: Arabic, or Latin that is no code and no consonant list."""
    if ARABIC.fullmatch(name):
        return True
    return (
        bool(LATIN.fullmatch(plain(name))) and not name.islower() and not (name.isupper() and len(name) < 5)
    )


def distinct(names: Iterable[str], *, beside: tuple[str, ...]) -> Iterator[str]:
    """Yield the names that are looked up differently from each other and from the labels."""
    seen = {fold_place(name) for name in beside}
    for name in names:
        if fold_place(name) not in seen:
            seen.add(fold_place(name))
            yield clean(name)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/geo"))
