"""Drawings in a Word document: SVG for the programs that know it, PNG for the others, words for everybody."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import vl_convert
from defusedxml import ElementTree

from tawthiq.adapters.renderers.document.model import Picture
from tawthiq.adapters.renderers.docx.words import Relations
from tawthiq.adapters.renderers.docx.xml import NAMESPACES, RELATIONS, Xml, el, w
from tawthiq.adapters.renderers.fonts import font_folders

_IMAGE = f"{RELATIONS}/image"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_EMU_PER_PIXEL = 9525
_WIDEST = 8958 * 635 * 4 // 5
"""How wide a drawing is at most, in English Metric Units: four fifths of the text."""
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:px|pt)?\s*")
_SHARPNESS = 2.5


@dataclass(slots=True)
class Drawings:
    """The drawings of a document, in their order, as the files that they become."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    count: int = 0


def drawing(picture: Picture, drawings: Drawings, *, relations: Relations) -> Xml:
    """Return a run that shows a drawing four fifths as wide as the text at most.

    Raises:
        ValueError: The SVG does not say how large it is.
    """
    drawings.count += 1
    number = drawings.count
    svg, png = f"media/drawing{number}.svg", f"media/drawing{number}.png"
    drawings.files += [(svg, picture.svg.encode()), (png, _png(picture.svg))]
    width, height = _size(picture.svg)
    shown = _graphic(
        number,
        png=relations.to(_IMAGE, png),
        svg=relations.to(_IMAGE, svg),
        width=width,
        height=height,
    )
    place = el(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        el("wp:extent", {"cx": width, "cy": height}),
        el("wp:docPr", {"id": number, "name": f"Drawing {number}", "descr": picture.alternative}),
        el("wp:cNvGraphicFramePr", None, el("a:graphicFrameLocks", {"noChangeAspect": 1})),
        shown,
    )
    return w("r", None, w("drawing", None, place))


def _graphic(number: int, *, png: str, svg: str, width: int, height: int) -> Xml:
    vector = el("asvg:svgBlip", {"xmlns:asvg": _SVG_NAMESPACE, "r:embed": svg})
    extension = el("a:extLst", None, el("a:ext", {"uri": _SVG_EXTENSION}, vector))
    fill = el(
        "pic:blipFill",
        None,
        el("a:blip", {"r:embed": png}, extension),
        el("a:stretch", None, el("a:fillRect")),
    )
    name = el("pic:cNvPr", {"id": number, "name": f"drawing{number}.svg"})
    frame = el("a:xfrm", None, el("a:off", {"x": 0, "y": 0}), el("a:ext", {"cx": width, "cy": height}))
    shape = el("pic:spPr", None, frame, el("a:prstGeom", {"prst": "rect"}, el("a:avLst")))
    whole = el("pic:pic", None, el("pic:nvPicPr", None, name, el("pic:cNvPicPr")), fill, shape)
    return el("a:graphic", None, el("a:graphicData", {"uri": NAMESPACES["pic"]}, whole))


def _size(svg: str) -> tuple[int, int]:
    """Return the size on the page, never wider than it may be."""
    root = ElementTree.fromstring(svg)
    found = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if all(found):
        width, height = (float(each[1]) for each in found if each)
    else:
        box = root.get("viewBox", "").replace(",", " ").split()
        if len(box) != 4:
            raise ValueError("a drawing says how large it is")
        width, height = float(box[2]), float(box[3])
    scale = min(1.0, _WIDEST / (width * _EMU_PER_PIXEL))
    return round(width * scale * _EMU_PER_PIXEL), round(height * scale * _EMU_PER_PIXEL)


def _png(svg: str) -> bytes:
    for folder in font_folders():
        vl_convert.register_font_directory(folder)
    return vl_convert.svg_to_png(svg, scale=_SHARPNESS)
