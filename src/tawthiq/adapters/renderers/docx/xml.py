"""XML built so that words can never become markup, and always are what XML may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

# Control characters that XML 1.0 cannot hold even as references; a reader would refuse the whole file.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Mapping[str, str] = {
    "w": WORD,
    "r": RELATIONS,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


Child = str | None | Iterable["Child"]


def joined(children: Iterable[Child]) -> Xml:
    """Return children one after the other; whatever is not XML already is escaped, and None is nothing."""
    pieces: list[str] = []
    for child in children:
        if isinstance(child, Xml):
            pieces.append(child)
        elif isinstance(child, str):
            pieces.append(escape(clean(child)))
        elif child is not None:
            pieces.append(joined(child))
    return Xml("".join(pieces))


def el(name: str, attributes: Mapping[str, object] | None = None, /, *children: Child) -> Xml:
    """Return an element with the attributes that are not None."""
    given = "".join(
        f" {key}={quoteattr(clean(str(value)))}"
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inside = joined(children)
    return Xml(f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>")


def w(name: str, value: object = None, /, *children: Child, **attributes: object) -> Xml:
    """Return an element of a Word document; `value` is its ``w:val``."""
    given = {"w:val": value, **{f"w:{key.rstrip('_')}": each for key, each in attributes.items()}}
    return el(f"w:{name}", given, *children)


def part(name: str, *children: Child) -> bytes:
    """Return a part of the package whose outermost element is `name`."""
    spaces = {f"xmlns:{prefix}": address for prefix, address in NAMESPACES.items()}
    return f"{DECLARATION}{el(name, spaces, *children)}".encode()


def clean(text: str) -> str:
    """Return a text in which every character that XML cannot hold is replaced."""
    return _FORBIDDEN.sub("\ufffd", text)
