"""Make the outlines of Syria's governorates from the public file of ../shared/data/geo.

Run by hand; the result is committed.

    .venv/bin/python tools/make_boundaries.py [../shared/data/geo]

Each line between two governorates is simplified once, for both of them, so that no gap opens between them.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from tawthiq.core.boundaries import FILE, read_boundaries, signed_area
from tawthiq.core.vocabulary.loading import pack_folder

SOURCE = "syr_admin1.geojson"
DECIMALS = 3  # about a hundred metres
TOLERANCE = 0.004  # degrees: a third of a pixel of a map that is as wide as a page
NEAR = 0.006  # degrees: a point as close as this to a neighbour's line belongs to that line
ATTRIBUTION = {
    "en": "Boundaries: OCHA, Common Operational Datasets, CC BY 3.0 IGO, simplified",
    "ar": "الحدود: مكتب تنسيق الشؤون الإنسانية (OCHA)، مجموعات البيانات المشتركة، CC BY 3.0 IGO، مبسّطة",
}
Point = tuple[float, float]


def main(folder: Path) -> None:
    """Write the pack's file."""
    features = json.loads((folder / SOURCE).read_text(encoding="utf-8"))["features"]
    areas = {feature["properties"]["PCODE"]: _rings(feature["geometry"]) for feature in features}
    document = {
        "type": "FeatureCollection",
        "name": "Governorates of Syria. Made by tools/make_boundaries.py.",
        "attribution": ATTRIBUTION,
        "features": [_feature(code, polygons) for code, polygons in sorted(simplified(areas).items())],
    }
    path = pack_folder("syria") / FILE
    path.write_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace(
            '{"type":"Feature"', '\n{"type":"Feature"'
        )
        + "\n",
        encoding="utf-8",
    )
    print(f"{len(read_boundaries(path).areas)} areas, {path.stat().st_size} bytes")


def _rings(geometry: Any) -> list[list[list[Point]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [
        [[(round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in ring] for ring in polygon]
        for polygon in polygons
    ]


def _feature(code: str, polygons: list[list[list[Point]]]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def simplified(areas: dict[str, list[list[list[Point]]]]) -> dict[str, list[list[list[Point]]]]:
    """Return the areas with fewer points; what two of them shared they still share."""
    areas = joined(areas)
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, polygons in areas.items():
        for side in _sides(polygons):
            owners[side].add(code)
    corners = _corners(owners)
    return {
        code: [[_simpler(ring, corners) for ring in polygon] for polygon in polygons]
        for code, polygons in areas.items()
    }


def joined(areas: dict[str, list[list[list[Point]]]]) -> dict[str, list[list[list[Point]]]]:
    """Return the areas without points that one has and its neighbour, along the same line, has not.

    The source was simplified area by area: such points lie up to 500 metres off their neighbour's line.
    """
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, polygons in areas.items():
        for point in (point for polygon in polygons for ring in polygon for point in ring):
            owners[point].add(code)
    lines = {code: [tuple(sorted(side)) for side in _sides(polygons)] for code, polygons in areas.items()}

    def is_stray(point: Point, code: str) -> bool:
        others = (side for other, sides in lines.items() if other != code for side in sides)
        return len(owners[point]) == 1 and any(_is_near(point, *side) for side in others)

    return {
        code: [
            [_closed([p for p in ring[:-1] if not is_stray(p, code)]) for ring in polygon]
            for polygon in polygons
        ]
        for code, polygons in areas.items()
    }


def _is_near(p: Point, a: Point, b: Point) -> bool:
    within = all(min(a[i], b[i]) - NEAR <= p[i] <= max(a[i], b[i]) + NEAR for i in (0, 1))
    return within and _distance(p, a, b) <= NEAR


def _closed(points: list[Point]) -> list[Point]:
    return [*points, points[0]]


def _sides(polygons: list[list[list[Point]]]) -> Iterator[frozenset[Point]]:
    for polygon in polygons:
        for ring in polygon:
            for first, second in pairwise(ring):
                if first != second:
                    yield frozenset((first, second))


def _corners(owners: dict[frozenset[Point], set[str]]) -> set[Point]:
    """Return the points where the sides around them are not all of the same areas, or not two."""
    around: dict[Point, list[frozenset[str]]] = defaultdict(list)
    for side, codes in owners.items():
        for point in side:
            around[point].append(frozenset(codes))
    return {point for point, sets in around.items() if len(sets) != 2 or len(set(sets)) != 1}


def _simpler(ring: list[Point], corners: set[Point]) -> list[Point]:
    points = [p for p, following in zip(ring, [*ring[1:], None], strict=True) if p != following]
    if points[0] == points[-1]:
        points.pop()
    # an arc starts the same way for both neighbours: at a corner, or at the least point of an island
    start = next((i for i, p in enumerate(points) if p in corners), points.index(min(points)))
    turned = [*points[start:], *points[:start], points[start]]
    breaks = [i for i, p in enumerate(turned) if p in corners or i in (0, len(turned) - 1)]
    if len(breaks) == 2:  # an island: keep the point farthest from its first
        far = max(range(len(turned)), key=lambda i: (_square(turned[0], turned[i]), turned[i]))
        breaks = [0, far, len(turned) - 1]
    for tolerance in (TOLERANCE, TOLERANCE / 4, 0.0):  # an island must not shrink away
        result = [turned[0]]
        for first, last in pairwise(breaks):
            result += _arc(turned[first : last + 1], tolerance)[1:]
        if abs(signed_area(tuple(result)) / signed_area(tuple(turned)) - 1) < 0.05:
            break
    return result


def _arc(points: list[Point], tolerance: float) -> list[Point]:
    """Return an arc with fewer points, the same whichever way it is walked."""
    backwards = points[0] > points[-1]
    walked = points[::-1] if backwards else points
    kept = [walked[i] for i in sorted({0, len(walked) - 1, *_kept(walked, 0, len(walked) - 1, tolerance)})]
    return kept[::-1] if backwards else kept


def _kept(points: list[Point], first: int, last: int, tolerance: float) -> Iterable[int]:
    if last - first < 2:
        return []
    farthest = max(range(first + 1, last), key=lambda i: _distance(points[i], points[first], points[last]))
    if _distance(points[farthest], points[first], points[last]) <= tolerance:
        return []
    return [*_kept(points, first, farthest, tolerance), farthest, *_kept(points, farthest, last, tolerance)]


def _square(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _distance(p: Point, a: Point, b: Point) -> float:
    length = _square(a, b)
    if length == 0:
        return _square(p, a) ** 0.5
    along = max(0.0, min(1.0, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length))
    return _square(p, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1]))) ** 0.5


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/geo"))
