"""HTML built so that text can never become markup: whatever is not `Html` is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

_VOID = frozenset({"meta", "link", "br", "hr", "img"})
# A number, date, code or range: a run of Latin letters and digits of any script, with at least one digit in
# it, and what may stand between and around them ("2022-10-21", "SHA-256", "12–14", "91%").
_RUN = "[A-Za-z0-9٠-٩۰-۹]"
_NUMERIC = re.compile(
    rf"(?=[A-Za-z.,:/_#=–٬٫+−\-]*[0-9٠-٩۰-۹])[+−\-]?{_RUN}(?:[A-Za-z0-9٠-٩۰-۹.,:/_#=–٬٫\-]*{_RUN})?[%٪]?"
)


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child = str | None | Iterable["Child"]


def text(value: str) -> Html:
    """Return a text as markup."""
    return value if isinstance(value, Html) else Html(escape(value, quote=True))


def joined(children: Iterable[Child]) -> Html:
    """Return children one after the other; None is nothing."""
    pieces: list[str] = []
    for child in children:
        if isinstance(child, Html):
            pieces.append(child)
        elif isinstance(child, str):
            pieces.append(escape(child))
        elif child is not None:
            pieces.append(joined(child))
    return Html("".join(pieces))


def el(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Return an element; `class_` loses its underscore, attributes that are None or False are left out."""
    given = "".join([_attribute(key, value) for key, value in attributes.items()]) if attributes else ""
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(children)}</{name}>")


def isolated(value: str) -> Html:
    """Return a text in which every number, date, code and range keeps its own direction."""
    return value if isinstance(value, Html) else _isolated(value)


@lru_cache(maxsize=1 << 14)  # labels and dates come thousands of times in an internal edition
def _isolated(value: str) -> Html:
    pieces, last = [], 0
    for found in _NUMERIC.finditer(value):
        pieces += [escape(value[last : found.start()]), f"<bdi>{escape(found.group())}</bdi>"]
        last = found.end()
    return Html("".join([*pieces, escape(value[last:])]))


def code(value: str) -> Html:
    """Return an identifier, digest or address; the style sheet keeps it apart and left to right."""
    return Html(f"<code>{text(value)}</code>")


def foreign(value: str) -> Html:
    """Return words in a language that may not be the page's own; they find their own direction."""
    return Html(f"<bdi>{text(value)}</bdi>")


@lru_cache(maxsize=1 << 12, typed=True)  # True is not 1 in an attribute
def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'
