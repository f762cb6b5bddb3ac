"""The ground of a map: degrees become places on the page, and an area has a middle for its name."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tawthiq.core.boundaries import Polygon, edges

Place = tuple[float, float]
Ring = tuple[Place, ...]
Stretch = tuple[float, float]
_ROWS = 24
_ROOMIER = (2.2, 1.7, 1.35, 1.12, 1.0)


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular, true to scale along the middle latitude of what is shown.

    Fixed by the boundaries alone, so that two maps of one file lie over each other.
    """

    west: float
    north: float
    scale: float
    squeeze: float
    left: float
    top: float

    def place(self, lon: float, lat: float) -> Place:
        """Return where a point of the earth stands on the page."""
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        return x, self.top + (self.north - lat) * self.scale

    def ring(self, ring: Iterable[Place]) -> Ring:
        """Return a ring on the page."""
        return tuple(self.place(lon, lat) for lon, lat in ring)


def fitted(
    polygons: Iterable[Polygon], *, left: float, top: float, width: float, height: float
) -> tuple[Projection, float]:
    """Return the projection that fits everything into a box, and how high the map then is."""
    points = [point for polygon in polygons for ring in polygon for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(width / ((east - west) * squeeze), height / (north - south))
    spare = (width - (east - west) * squeeze * scale) / 2
    projection = Projection(west, north, scale, squeeze, left + spare, top)
    return projection, (north - south) * scale


def room_for(rings: tuple[Ring, ...], width: float, height: float) -> Place | None:
    """Return the middle of a box of this size within the rings, with room around it; None where none fits."""
    for roomier in _ROOMIER:
        found = _room(rings, width * roomier, height * roomier)
        if found is not None:
            return found
    return None


def _room(rings: tuple[Ring, ...], width: float, height: float) -> Place | None:
    ys = [y for ring in rings for _, y in ring]
    low, high = min(ys) + height / 2, max(ys) - height / 2
    best: tuple[float, Place] | None = None
    for step in range(_ROWS + 1):
        y = low + (high - low) * step / _ROWS
        if high < low:
            break
        free = _within(
            _across(rings, y - height / 2), _within(_across(rings, y), _across(rings, y + height / 2))
        )
        for begin, end in free:
            if end - begin >= width and (best is None or end - begin > best[0] + 0.05):
                best = (end - begin, ((begin + end) / 2, y))
    return best[1] if best else None


def _across(rings: tuple[Ring, ...], y: float) -> list[Stretch]:
    """Return the stretches of a level line that lie within the rings; inner rings are holes."""
    crossed = sorted(
        (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for ring in rings
        for (x1, y1), (x2, y2) in edges(ring)
        if (y1 > y) != (y2 > y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def _within(one: list[Stretch], other: list[Stretch]) -> list[Stretch]:
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(begin, end) for begin, end in both if end > begin]


def middle_of(rings: tuple[Ring, ...]) -> Place:
    """Return a place within the area, where a small mark has room."""
    for size in (12.0, 6.0, 3.0, 1.5, 0.5, 0.1):
        found = room_for(rings, size, size)
        if found is not None:
            return found
    return rings[0][0]
