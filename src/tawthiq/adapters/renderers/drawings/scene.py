"""Shapes on a page, and their SVG. A scene is laid out from left to right and mirrored as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from tawthiq.adapters.renderers.drawings.looks import FONTS, INK

Anchor = Literal["start", "middle", "end"]
_MIRRORED: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `outline` draws only its border, with dashes."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    outline: str = ""

    def mirrored(self, width: float) -> Rect:
        """Return it on the other side of the page."""
        return replace(self, x=width - self.x - self.width)

    def svg(self) -> str:
        """Return its element."""
        border = f' stroke="{self.outline}" stroke-dasharray="3 2"' if self.outline else ""
        size = f'width="{written(self.width)}" height="{written(self.height)}"'
        return f'<rect x="{written(self.x)}" y="{written(self.y)}" {size} fill="{self.fill}"{border}/>'


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float = 1.0
    dashes: str = ""

    def mirrored(self, width: float) -> Line:
        """Return it on the other side of the page."""
        return replace(self, points=tuple((width - x, y) for x, y in self.points))

    def svg(self) -> str:
        """Return its element."""
        points = " ".join(f"{written(x)},{written(y)}" for x, y in self.points)
        dashes = f' stroke-dasharray="{self.dashes}"' if self.dashes else ""
        stroke = f'stroke="{self.stroke}" stroke-width="{written(self.width)}"{dashes}'
        return f'<polyline points="{points}" fill="none" {stroke}/>'


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = "none"

    def mirrored(self, width: float) -> Dot:
        """Return it on the other side of the page."""
        return replace(self, x=width - self.x)

    def svg(self) -> str:
        """Return its element."""
        centre = f'cx="{written(self.x)}" cy="{written(self.y)}" r="{written(self.radius)}"'
        return f'<circle {centre} fill="{self.fill}" stroke="{self.stroke}"/>'


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed outline with holes, of one place."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    fill: str
    stroke: str

    def mirrored(self, width: float) -> Shape:
        """Return it as it is: the east of a map is on its right in every language."""
        del width
        return self

    def svg(self) -> str:
        """Return its element."""
        path = "".join(_ring(ring) for ring in self.rings)
        looks = f'fill="{self.fill}" fill-rule="evenodd" stroke="{self.stroke}"'
        return f'<path d="{path}" {looks} stroke-width="0.8" stroke-linejoin="round"/>'


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `anchor` is where `x` stands in it, in the direction of reading."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    weight: int = 400
    fill: str = INK
    halo: str = ""

    def mirrored(self, width: float) -> Text:
        """Return it on the other side of the page."""
        return replace(self, x=width - self.x, anchor=_MIRRORED[self.anchor])

    def svg(self, *, is_rtl: bool = False) -> str:
        """Return its element.

        A text that reads from right to left says so by characters of its own: not every program that shows
        SVG knows the attribute `direction`, and for those that do it would turn the anchor around.
        """
        inside = f"{_RIGHT_TO_LEFT}{self.text}{_END}" if is_rtl else self.text
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        weight = "" if self.weight == 400 else f' font-weight="{self.weight}"'
        fill = "" if self.fill == INK else f' fill="{self.fill}"'
        halo = (
            f' stroke="{self.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
            if self.halo
            else ""
        )
        place = f'x="{written(self.x)}" y="{written(self.y)}" font-size="{written(self.size)}"'
        return f"<text {place}{anchor}{weight}{fill}{halo}>{escape(inside, quote=False)}</text>"


Mark = Rect | Line | Dot | Shape | Text


def drawn(
    marks: Iterable[Mark],
    *,
    size: tuple[float, float],
    name: str,
    lang: str,
    title: str,
    description: str,
    is_rtl: bool,
    is_mirrored: bool,
) -> str:
    """Return a whole SVG file: `size` is its width and height, which scale with the page."""
    width, height = size
    body = []
    for mark in marks:
        placed = mark.mirrored(width) if is_mirrored else mark
        body.append(placed.svg(is_rtl=is_rtl) if isinstance(placed, Text) else placed.svg())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {written(width)} {written(height)}"'
        f' width="{written(width)}" height="{written(height)}" role="img" lang="{lang}" xml:lang="{lang}"'
        f' aria-labelledby="{name}-title {name}-desc" font-family="{escape(FONTS)}" fill="{INK}">'
    )
    return "\n".join(
        [
            head,
            f'<title id="{name}-title">{escape(title, quote=False)}</title>',
            f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>',
            *body,
            "</svg>\n",
        ]
    )


def written(value: float) -> str:
    """Return a length with one decimal at most, the same on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _ring(ring: tuple[tuple[float, float], ...]) -> str:
    points = [f"{written(x)},{written(y)}" for x, y in ring[:-1]]
    kept = [p for p, before in zip(points, [points[-1], *points], strict=False) if p != before]
    return f"M{'L'.join(kept or points[:1])}Z"
