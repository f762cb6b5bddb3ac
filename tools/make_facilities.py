"""Make the list of places of detention of the pack `argentina` from open data in ../shared/data.

Run by hand; the result is committed.

    .venv/bin/python tools/make_facilities.py [../shared/data/argentina/detention_centres.csv]

Of each centre it takes the number, the name, whose premises it was in, the province and about where it was.
Streets and house numbers stay behind: some were, and are, private homes. The coordinates were found by a
geocoder: a point far from all others of its province, or where it puts what it does not find, is left out.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tawthiq.core.facilities import COLUMNS, FILE
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary.loading import pack_folder

PACK = "argentina"
HEADER = """\
# Clandestine centres of detention and other places of unlawful detention in Argentina, 1974 to 1983.
# Made by tools/make_facilities.py from the list of the Registro Unificado de Víctimas del Terrorismo de
# Estado as the R package presentes 0.1.0 (MIT; Kozlowski, Zayat, Vazquez Brust) gives it. Changed: addresses
# left out, provinces added, coordinates rounded to a kilometre, those that are plainly wrong left out. They
# were found by a geocoder and not checked. Names are the list's own, in Spanish. `kind` is whose premises
# the centre was in, which does not say who ran it.
"""
FAR = 6.0
"""Degrees from the middle of its province beyond which a point is not in it."""
NOT_FOUND = ("-34.6037", "-58.3816")
"""Where the geocoder puts what it does not find: the middle of the capital."""
WITHHELD = {"1161": "CHACRA (ARISTÓBULO DEL VALLE)"}
"""Centres whose name is a private family's: the kind of place and the town stand in for it."""
SPELLINGS = {
    "POLICIA PROVINCIAL": "POLICÍA PROVINCIAL",
    "EX EXTABLECIMIENTO EDUCATIVO": "EX ESTABLECIMIENTO EDUCATIVO",
    "HOSPITAL MILITAR ( EJÉRCITO)": "HOSPITAL MILITAR (EJÉRCITO)",
}
BETWEEN, END_OF_LINE = "·", " " * 4
"""How the list writes what follows one another in one cell."""


def main(path: Path) -> None:
    target = pack_folder(PACK) / FILE
    target.write_text(content(path), encoding="utf-8")
    print(f"written: {target}")


def content(path: Path) -> str:
    """Return the pack's file as it follows from the open data."""
    out = io.StringIO(HEADER)
    out.seek(0, io.SEEK_END)
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(path))
    return out.getvalue()


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the centres in the order of their numbers."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        listed = sorted(csv.DictReader(stream), key=lambda row: float(row["ID"]))
    points: dict[str, list[tuple[float, float]]] = {}
    for row in listed:
        if row["lat"]:
            points.setdefault(province(row["ubicacion"]), []).append((float(row["lat"]), float(row["lon"])))
    middles = {code: [median(axis) for axis in zip(*found, strict=True)] for code, found in points.items()}
    for row in listed:
        number = f"{float(row['ID']):.0f}"
        name, *aliases = lines(row["denominacion"])
        kind = clean(row["lugar_emplazamiento_propiedad"])
        within = province(row["ubicacion"])
        lat, lon = point(row["lat"], row["lon"], middle=middles[within])
        yield {
            "code": f"AR-CCD-{number}",
            "place": within,
            "kind": SPELLINGS.get(kind, kind),
            "en": "",
            "ar": "",
            "es": WITHHELD.get(number, name),
            "lat": lat,
            "lon": lon,
            "aliases": "" if number in WITHHELD else "|".join(aliases),
            "source": "ruvte",
        }


def lines(text: str) -> list[str]:
    """Return the names that one cell holds, one under the other."""
    return [clean(part) for part in text.split(END_OF_LINE) if part.strip()]


def province(address: str) -> str:
    """Return the province that an address ends in."""
    parts = [clean(part) for line in lines(address) for part in line.split(BETWEEN)]
    *_, last = parts
    words = last.split()
    # some addresses run on into the name of a unit: "BUENOS AIRES DIVISIÓN ..."
    begun = [" ".join(words[:length]) for length in range(len(words) - 1, 0, -1)]
    places = gazetteer((PACK,))
    for part in (*reversed(parts), *begun):
        found = places.find(part, within="AR")
        if found is not None and found.level == "governorate":
            return found.code
    raise ValueError("an address names no province")


def point(lat: str, lon: str, *, middle: list[float]) -> tuple[str, str]:
    """Return the coordinates to a hundredth of a degree, or nothing where they cannot be right."""
    if not lat or (f"{float(lat):.4f}", f"{float(lon):.4f}") == NOT_FOUND:
        return "", ""
    if max(abs(float(lat) - middle[0]), abs(float(lon) - middle[1])) > FAR:
        return "", ""
    return f"{float(lat):.2f}", f"{float(lon):.2f}"


def clean(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/argentina/detention_centres.csv"))
