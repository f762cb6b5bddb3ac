"""Boundaries are read strictly, and those that ship have no gap between them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tawthiq.core import boundaries
from tawthiq.core.boundaries import FILE, edges, read_boundaries, signed_area
from tawthiq.core.errors import InputRejected, UsageProblem
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary.loading import pack_folder

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def feature(code: object = "XX01", ring: object = SQUARE, kind: str = "Polygon") -> dict[str, Any]:
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: object, **more: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def write(folder: Path, content: object) -> Path:
    path = folder / FILE
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_polygons_are_known_by_their_codes(tmp_path: Path) -> None:
    path = write(tmp_path, collection(feature(), feature("XX02", kind="MultiPolygon"), attribution="Ours"))

    found = read_boundaries(path)

    assert set(found.areas) == {"XX01", "XX02"}
    assert found.attribution == {"en": "Ours", "ar": "Ours"}
    assert signed_area(found.areas["XX01"][0][0]) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "no JSON"),
        ("[NaN]", "no JSON"),
        ({"type": "Topology"}, "no GeoJSON FeatureCollection"),
        (collection(), "no features"),
        (collection({"type": "Feature", "properties": None}), "no property 'code'"),
        (collection(feature(7)), "no property 'code'"),
        (collection(feature(), feature()), "there twice"),
        (collection(feature(kind="LineString")), "neither a Polygon"),
        (collection(feature(ring=SQUARE[:3])), "fewer than four"),
        (collection(feature(ring=SQUARE[:4])), "not closed"),
        (collection(feature(ring=[[0, 0], [1, 0], [2, 0], [0, 0]])), "encloses nothing"),
        (collection(feature(ring=[["0", 0], *SQUARE[1:]])), "pair of numbers"),
        (collection(feature(ring=[[500000, 3700000], *SQUARE[1:]])), "degrees"),
        (collection(feature(), attribution={"en": "Ours"}), "attribution"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused(tmp_path: Path, content: object, why: str) -> None:
    with pytest.raises(InputRejected, match=why) as refused:
        read_boundaries(write(tmp_path, content))

    assert refused.value.where.startswith(FILE)


def test_the_feature_at_fault_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputRejected) as refused:
        read_boundaries(write(tmp_path, collection(feature(), feature("XX02", ring=SQUARE[:4]))))

    assert refused.value.where == f"{FILE}, feature 2"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "MOST_BYTES", 10)

    with pytest.raises(InputRejected, match="larger"):
        read_boundaries(write(tmp_path, collection(feature())))


def test_an_absent_file_is_a_usage_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        read_boundaries(tmp_path / FILE)


def test_the_governorates_of_syria_ship() -> None:
    path = pack_folder("syria") / FILE

    found = read_boundaries(path)

    assert path.stat().st_size < 60_000
    assert set(found.areas) == {
        place.code for place in gazetteer(("syria",)).places("governorate", within="SY")
    }
    assert "CC BY 3.0 IGO" in found.attribution["en"].replace("\u00a0", " ")


def test_what_two_governorates_share_they_still_share() -> None:
    """A side belongs to one area on the outside and to two inside; what is left is no pixel."""
    areas = read_boundaries(pack_folder("syria") / FILE).areas
    rings = [ring for polygons in areas.values() for polygon in polygons for ring in polygon]
    sides = Counter(frozenset(side) for ring in rings for side in edges(ring))

    assert set(sides.values()) == {1, 2}
    polygons = [polygon for area in areas.values() for polygon in area]
    whole = sum(abs(signed_area(p[0])) - sum(abs(signed_area(hole)) for hole in p[1:]) for p in polygons)
    assert whole == pytest.approx(18.574, abs=0.001)
    assert sum(n == 2 for n in sides.values()) > 500
