"""What is drawn: numbers that were counted elsewhere, with the words that they go by.

Every text here is written already, in one language and one house style; nothing is counted, rounded or added.
"""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.core.boundaries import Polygon


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing: the SVG, and the words that stand for it where it cannot be seen."""

    name: str
    lang: str
    svg: str
    alternative: str
    caption: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every drawing: its title, what is counted, and what must be said under it."""

    name: str
    lang: str
    is_rtl: bool
    title: str
    unit: str
    notes: tuple[str, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Part:
    """One number: its size, and how it is written. None is a cell that is not there: nothing documented."""

    amount: int | None
    number: str


@dataclass(frozen=True, slots=True)
class Row:
    """One category or one point in time, with a number for each series."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows of a chart. `undetermined` belongs to no row, and is drawn apart from them.

    `series` are the names of what stands side by side in a row; empty where there is one number only.
    `ticks` are the values, with their words, of an axis that has one.
    """

    frame: Frame
    rows: tuple[Row, ...]
    undetermined: Row | None
    series: tuple[str, ...] = ()
    ticks: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One area of a map. `part` has no amount where nothing is documented; `shade` is its class, from 0."""

    code: str
    label: str
    polygons: tuple[Polygon, ...]
    part: Part
    shade: int | None


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map: its areas, and the words of its classes from the least to the greatest."""

    frame: Frame
    areas: tuple[Area, ...]
    classes: tuple[str, ...]
    none_documented: str
