"""Our own pages read back: a small tree of elements, strict about what our writer never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "br", "hr", "img"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, its attributes, and the texts and elements in it."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Element | str, ...] = ()

    @property
    def classes(self) -> frozenset[str]:
        """Return the classes it has."""
        return frozenset(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly in it."""
        yield from (child for child in self.children if isinstance(child, Element))

    def all(self, name: str) -> Iterator[Element]:
        """Yield every element of a name in it, at any depth, in the order of the text."""
        for child in self.elements():
            if child.name == name:
                yield child
            yield from child.all(name)


def parse(markup: str) -> Element:
    """Return a piece of our markup as the children of one element.

    Raises:
        ValueError: An element is not closed where it should be; our writer never writes that.
    """
    builder = _Builder()
    builder.feed(markup)
    builder.close()
    return builder.whole()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str], list[Element | str]]] = [("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._open.append((tag, given, []))
        if tag in _VOID:
            self._close(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._close(tag)

    def handle_data(self, data: str) -> None:
        self._open[-1][2].append(data)

    def handle_comment(self, data: str) -> None:
        raise ValueError(f"our pages have no comments, and here is one of {len(data)} letters")

    def _close(self, tag: str) -> None:
        name, attributes, children = self._open.pop()
        if name != tag or not self._open:
            raise ValueError(f"</{tag}> closes nothing that is open")
        self._open[-1][2].append(Element(name, attributes, tuple(children)))

    def whole(self) -> Element:
        """Return everything that was read."""
        if len(self._open) != 1:
            raise ValueError(f"<{self._open[-1][0]}> is never closed")
        return Element("", {}, tuple(self._open[0][2]))
