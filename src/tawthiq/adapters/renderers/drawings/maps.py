"""Maps: areas shaded by class, each with its name and its number, in it or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tawthiq.adapters.renderers.drawings.frames import finished, heading
from tawthiq.adapters.renderers.drawings.ground import (
    Place,
    Projection,
    Ring,
    fitted,
    middle_of,
    room_for,
)
from tawthiq.adapters.renderers.drawings.looks import (
    BORDER,
    INK,
    MARGIN,
    NONE_DOCUMENTED,
    ON_SHADE,
    QUIET,
    SHADES,
    WIDTH,
    width_of,
)
from tawthiq.adapters.renderers.drawings.model import Area, MapPicture
from tawthiq.adapters.renderers.drawings.scene import Dot, Line, Mark, Rect, Shape, Text

_SIZE, _NAME, _PITCH = 11.0, 10.5, 12.5
_HIGHEST = 430.0
_ROOM = 4.0
_TIGHT = 0.9  # widths are guessed too wide


@dataclass(frozen=True, slots=True)
class _Beside:
    """A label that stands beside the map, and the point that it names."""

    area: Area
    point: Place
    y: float


@lru_cache(maxsize=64)  # two audiences see the same map
def draw_map(picture: MapPicture) -> str:
    """Return a map as SVG."""
    marks, top = heading(picture.frame)
    projection, height = _fit(picture, top + 6, margin=0.0)
    margin = 0.0
    # names that find no room in their areas stand in a margin, which makes the map smaller, and so on
    while (needed := _margin(picture, projection)) > margin:
        margin = needed
        projection, height = _fit(picture, top + 6, margin=margin)
    body = _map(picture, projection, top + 6, height)
    if picture.frame.is_rtl:
        body = _kept_east(body)
    bottom = top + height + 20
    marks += [*body, *_legend(picture, bottom)]
    return finished(picture.frame, marks, bottom + 16 * _legend_lines(picture) + 6)


def _kept_east(body: list[Mark]) -> list[Mark]:
    """Return the marks mirrored, because the whole will be mirrored once more: east stays on the right."""
    return [mark.mirrored(WIDTH) for mark in body]


def _fit(picture: MapPicture, top: float, *, margin: float) -> tuple[Projection, float]:
    polygons = [polygon for area in picture.areas for polygon in area.polygons]
    left = MARGIN + margin
    return fitted(polygons, left=left, top=top, width=WIDTH - MARGIN - left, height=_HIGHEST)


def _rings(area: Area, projection: Projection) -> tuple[Ring, ...]:
    return tuple(projection.ring(ring) for polygon in area.polygons for ring in polygon)


def _wide(area: Area) -> float:
    return max(width_of(area.label, _NAME), width_of(area.part.number, _SIZE))


def _margin(picture: MapPicture, projection: Projection) -> float:
    """Return how wide the names are that find no room in their areas; 0 where all find it."""
    return max(
        (
            _wide(area) + 12
            for area in picture.areas
            if area.part.amount is not None and _room(area, _rings(area, projection)) is None
        ),
        default=0.0,
    )


def _room(area: Area, rings: tuple[Ring, ...]) -> Place | None:
    return room_for(rings, _wide(area) * _TIGHT, _height(area))


def _height(area: Area) -> float:
    return 2 * _PITCH - 2 if area.part.amount is not None else _PITCH


def _map(picture: MapPicture, projection: Projection, top: float, height: float) -> list[Mark]:
    shapes: list[Mark] = []
    labels: list[Mark] = []
    beside: list[tuple[Area, Place]] = []
    for area in picture.areas:
        rings = _rings(area, projection)
        fill = NONE_DOCUMENTED if area.shade is None else SHADES[area.shade]
        shapes.append(Shape(rings, fill, BORDER))
        room = _room(area, rings)
        if room is not None:
            labels += _within(area, room)
        elif area.part.amount is not None:
            beside.append((area, middle_of(rings)))
    return [*shapes, *labels, *_all_beside(beside, top, height)]


def _within(area: Area, room: Place) -> list[Mark]:
    x, y = room
    ink = QUIET if area.shade is None else ON_SHADE[area.shade]
    ground = NONE_DOCUMENTED if area.shade is None else SHADES[area.shade]
    if area.part.amount is None:
        return [Text(x, y + 3.4, area.label, _NAME, "middle", fill=ink, halo=ground)]
    return [
        Text(x, y - 3, area.label, _NAME, "middle", fill=ink, halo=ground),
        Text(x, y + 10.2, area.part.number, _SIZE, "middle", weight=600, fill=ink, halo=ground),
    ]


def _all_beside(beside: list[tuple[Area, Place]], top: float, height: float) -> list[Mark]:
    """Return the names of areas too small for theirs, one under the other, each with a line to its area."""
    marks: list[Mark] = []
    for each in _spread(beside, top, height):
        x, y = each.point
        end = MARGIN + 1.08 * _wide(each.area) + 4
        ground = NONE_DOCUMENTED if each.area.shade is None else SHADES[each.area.shade]
        marks += [
            Line(((end, each.y), (x, y)), INK, 0.7),
            Dot(x, y, 3.2, ground, INK),  # the area may be too small to show its own shade
            Text(MARGIN, each.y - 3.2, each.area.label, _NAME),
            Text(MARGIN, each.y + 11, each.area.part.number, _SIZE, weight=600),
        ]
    return marks


def _spread(beside: list[tuple[Area, Place]], top: float, height: float) -> list[_Beside]:
    """Return the labels from north to south, none over another, as near to their areas as that allows."""
    pitch = 2 * _PITCH + _ROOM
    ordered = sorted(beside, key=lambda each: (each[1][1], each[0].code))
    places: list[float] = []
    for _, (_, y) in ordered:
        places.append(max(y, places[-1] + pitch if places else top + _PITCH))
    over = (places[-1] + _PITCH - (top + height)) if places else 0.0
    for index in range(len(places) - 1, -1, -1):
        if over <= 0:
            break
        limit = places[index + 1] - pitch if index + 1 < len(places) else top + height - _PITCH
        places[index] = min(places[index], limit)
    return [_Beside(area, point, y) for (area, point), y in zip(ordered, places, strict=True)]


def _legend(picture: MapPicture, top: float) -> list[Mark]:
    marks: list[Mark] = []
    x, y = MARGIN, top
    for fill, words in _keys(picture):
        wide = 15 + width_of(words, _SIZE) + 14
        if x > MARGIN and x + wide - 14 > WIDTH - MARGIN:
            x, y = MARGIN, y + 16
        marks.append(Rect(x, y, 10, 10, fill))
        marks.append(Line(((x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10), (x, y)), BORDER, 0.6))
        marks.append(Text(x + 15, y + 8.6, words, _SIZE))
        x += wide
    return marks


def _legend_lines(picture: MapPicture) -> int:
    lines, x = 1, MARGIN
    for _, words in _keys(picture):
        wide = 15 + width_of(words, _SIZE) + 14
        if x > MARGIN and x + wide - 14 > WIDTH - MARGIN:
            x, lines = MARGIN, lines + 1
        x += wide
    return lines


def _keys(picture: MapPicture) -> list[tuple[str, str]]:
    keys = [(SHADES[index], words) for index, words in enumerate(picture.classes)]
    if any(area.part.amount is None for area in picture.areas):
        keys.append((NONE_DOCUMENTED, picture.none_documented))
    return keys
