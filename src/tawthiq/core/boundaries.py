"""The outlines of places, read from GeoJSON: a file that an organisation can replace with its own.

The shape of a border is political, so it is data. A feature is known by the `code` of its place; nothing is
guessed from its name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Never

from tawthiq.core.errors import InputRejected, UsageProblem

FILE = "boundaries.geojson"
MOST_BYTES = 4_000_000
LANGUAGES = ("en", "ar")
Point = tuple[float, float]
"""Longitude and latitude in decimal degrees."""
Ring = tuple[Point, ...]
"""A closed line: its last point is its first."""
Polygon = tuple[Ring, ...]
"""Its outer ring, and then its holes."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines of places by their codes. `attribution` says whose they are; empty where nobody says."""

    areas: Mapping[str, tuple[Polygon, ...]]
    attribution: Mapping[str, str]


def read_boundaries(path: Path) -> Boundaries:
    """Read a GeoJSON file of polygons, each with a property `code`.

    A member `attribution` of the file, one text or one for each language, is printed under every map.

    Raises:
        UsageProblem: There is no such file.
        InputRejected: It is too large, no GeoJSON, or a feature in it is not in order; with its number.
    """
    where = path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            _refuse(f"it is larger than {MOST_BYTES // 1_000_000} MB", where, "Simplify the outlines first.")
        data = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_number)
    except OSError as error:
        raise UsageProblem("There is no such file of boundaries.", where=where) from error
    except (ValueError, RecursionError) as error:
        raise InputRejected("The boundaries were not read: the file is no JSON.", where=where) from error
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        _refuse("the file is no GeoJSON FeatureCollection", where)
    features = data.get("features")
    if not isinstance(features, list) or not features:
        _refuse("it has no features", where)
    areas: dict[str, tuple[Polygon, ...]] = {}
    for number, feature in enumerate(features, start=1):
        at = f"{where}, feature {number}"
        code = _code(feature, at)
        if code in areas:
            _refuse(f"the code '{code}' is there twice", at)
        areas[code] = _polygons(feature.get("geometry"), at)
    return Boundaries(areas, _attribution(data.get("attribution"), where))


def _no_number(constant: str) -> Never:
    raise ValueError(f"{constant} is not a number")


def _code(feature: Any, where: str) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    if not isinstance(code, str) or not code:
        _refuse(
            "a feature has no property 'code'",
            where,
            'Give each feature the code of its place, such as {"code": "SY02"}.',
        )
    return code


def _polygons(geometry: Any, where: str) -> tuple[Polygon, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        _refuse("a feature is neither a Polygon nor a MultiPolygon", where)
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        _refuse("a feature has no coordinates", where)
    return tuple(_polygon(polygon, where) for polygon in polygons)


def _polygon(given: Any, where: str) -> Polygon:
    if not isinstance(given, list) or not given:
        _refuse("a polygon has no ring", where)
    return tuple(_ring(ring, where) for ring in given)


def _ring(given: Any, where: str) -> Ring:
    if not isinstance(given, list) or len(given) < 4:
        _refuse("a ring has fewer than four points", where)
    ring = tuple(_point(point, where) for point in given)
    if ring[0] != ring[-1]:
        _refuse("a ring is not closed: its last point is not its first", where)
    if math.isclose(signed_area(ring), 0.0, abs_tol=1e-12):
        _refuse("a ring encloses nothing", where)
    return ring


def _point(given: Any, where: str) -> Point:
    if not isinstance(given, list) or len(given) < 2 or not all(_is_number(n) for n in given[:2]):
        _refuse("a point is not a pair of numbers", where)
    lon, lat = float(given[0]), float(given[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        _refuse(
            "a point is not in degrees of longitude and latitude",
            where,
            "Write the file in WGS 84 (EPSG:4326), longitude first.",
        )
    return lon, lat


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _attribution(given: Any, where: str) -> dict[str, str]:
    if given is None:
        return {}
    texts = dict.fromkeys(LANGUAGES, given) if isinstance(given, str) else given
    if not isinstance(texts, dict) or not all(isinstance(texts.get(lang), str) for lang in LANGUAGES):
        _refuse("its attribution is neither one text nor one for each of en and ar", where)
    return {lang: texts[lang].strip() for lang in LANGUAGES}


def signed_area(ring: Ring) -> float:
    """Return the area that a ring encloses in its own units, negative where it runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges(ring)) / 2


def edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    """Yield the sides of a ring."""
    return pairwise(ring)


def _refuse(why: str, where: str, hint: str = "") -> Never:
    raise InputRejected(f"The boundaries were not read: {why}.", hint=hint, where=where)
