"""The words inside a block: what is bold, isolated, a code, a note."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tawthiq.adapters.renderers.document.markup import Element
from tawthiq.adapters.renderers.document.model import Note, Run

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WEB = ("https://", "http://")
QUOTES = {"en": ("“", "”"), "ar": ("«", "»")}
_LOOKS: Mapping[str, Callable[[Run], Run]] = {
    "bdi": lambda run: replace(run, isolated=True),
    "code": lambda run: replace(run, code=True),
    "strong": lambda run: replace(run, bold=True),
    "b": lambda run: replace(run, bold=True),
    "em": lambda run: replace(run, italic=True),
    "i": lambda run: replace(run, italic=True),
    "cite": lambda run: replace(run, italic=True),
    "small": lambda run: replace(run, small=True),
    "span": lambda run: run,
    "a": lambda run: run,
    "p": lambda run: run,
}


@dataclass(frozen=True)
class WordReader:
    """Reads the words of one page. `sources` are the cited works, by the anchor that notes point to."""

    lang: str
    sources: Mapping[str, Element] = field(default_factory=dict)

    def runs(self, children: Iterable[Element | str]) -> tuple[Run, ...]:
        """Return the words of some children, trimmed, neighbours of one kind joined.

        Raises:
            ValueError: An element is no part of running text.
        """
        return _tidy(self._read(children, Run("")))

    def _read(self, children: Iterable[Element | str], like: Run) -> Iterator[Run]:
        for child in children:
            if isinstance(child, str):
                yield replace(like, text=_SPACE.sub(" ", child))
            else:
                yield from self._element(child, like)

    def _element(self, element: Element, like: Run) -> Iterator[Run]:
        if element.name == "br":
            yield replace(like, text="\n")
        elif "note" in element.classes:
            yield replace(like, text="", note=self._note(element))
        elif element.name == "q":
            before, after = QUOTES[self.lang]
            yield replace(like, text=before)
            # somebody else's words may be in another language than the page
            yield from self._read(element.children, replace(like, isolated=True))
            yield replace(like, text=after)
        elif element.name == "ul":
            for item in element.elements():
                yield replace(like, text="\n• ")
                yield from self._read(item.children, like)
        elif element.name in _LOOKS:
            if "quote" in element.classes:
                yield replace(like, text="\n")
            address = element.attributes.get("href", "")
            looks = _LOOKS[element.name](like)
            if element.name == "a" and address.startswith(_WEB):
                looks = replace(looks, link=address)
            yield from self._read(element.children, looks)
        else:
            raise ValueError(f"<{element.name}> is no part of running text")

    def _note(self, element: Element) -> Note:
        (link,) = element.all("a")
        anchor = link.attributes["href"].removeprefix("#")
        return Note(anchor, WordReader(self.lang).runs(self.sources[anchor].children))


def _tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs without spaces at the ends, double spaces, or neighbours that could be one."""
    found: list[Run] = []
    for run in runs:
        text = run.text
        if text.startswith(" ") and (not found or found[-1].text.endswith((" ", "\n"))):
            text = text[1:]
        if text == "\n" and found and found[-1].text.endswith(" "):
            found[-1] = replace(found[-1], text=found[-1].text[:-1])
        if not text and run.note is None:
            continue
        if found and _alike(found[-1], run):
            found[-1] = replace(found[-1], text=found[-1].text + text)
        else:
            found.append(replace(run, text=text))
    while found and found[-1].note is None and not found[-1].text.strip():
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def _alike(first: Run, second: Run) -> bool:
    """Tell whether two runs may be one; isolated ones never, for each keeps its own direction."""
    if first.isolated or first.note or second.note:
        return False
    return replace(first, text="") == replace(second, text="")
