"""The pages of a statement made into the neutral document, so that every format says the very same things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tawthiq.adapters.renderers.document.markup import Element, parse
from tawthiq.adapters.renderers.document.model import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    Row,
    RowStyle,
    Run,
    Style,
    Table,
    Term,
    Terms,
)
from tawthiq.adapters.renderers.document.words import WordReader

_HEADINGS = {f"h{level}": level - 1 for level in range(2, 7)}
_TRANSPARENT = frozenset({"section", "div", "aside", "details"})
# what only a screen needs: the words that unfold a list, and lines between parts
_LEFT_OUT = frozenset({"summary", "hr"})
_INLINE = frozenset({"a", "b", "bdi", "br", "cite", "code", "em", "i", "q", "small", "span", "strong", "sup"})
_STYLES = {str(style): style for style in Style}
_ROWS = {str(style): style for style in RowStyle}

FindDrawing = Callable[[str], str]
"""From the address of a drawing on the page to its SVG."""


def no_drawing(address: str) -> str:
    """Refuse a drawing, where there can be none.

    Raises:
        KeyError: Always.
    """
    raise KeyError(address)


def read_blocks(
    markup: str,
    *,
    lang: str,
    sources: Mapping[str, Element] | None = None,
    find_drawing: FindDrawing = no_drawing,
) -> tuple[Block, ...]:
    """Return the blocks of a piece of our pages.

    Raises:
        ValueError: The piece holds what a document does not know.
        KeyError: A drawing or a cited work is missing.
    """
    reader = _Reader(WordReader(lang, sources or {}), find_drawing)
    return tuple(reader.blocks(parse(markup).children))


def read_words(markup: str, *, lang: str, sources: Mapping[str, Element] | None = None) -> tuple[Run, ...]:
    """Return a piece of running text, such as a title.

    Raises:
        ValueError: The piece holds more than running text.
        KeyError: A cited work is missing.
    """
    return WordReader(lang, sources or {}).runs(parse(markup).children)


def cited_works(markup: str) -> dict[str, Element]:
    """Return the works of a page's list of sources, by the anchors that its notes point to."""
    return {item.attributes["id"]: item for item in parse(markup).all("li") if "id" in item.attributes}


@dataclass(frozen=True)
class _Reader:
    words: WordReader
    find_drawing: FindDrawing

    def blocks(self, children: Iterable[Element | str]) -> Iterator[Block]:
        """Yield the blocks of some children; words that stand bare among them are paragraphs."""
        bare: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or child.name in _INLINE:
                bare.append(child)
                continue
            yield from self._bare(bare)
            bare = []
            yield from self._block(child)
        yield from self._bare(bare)

    def _bare(self, children: list[Element | str]) -> Iterator[Block]:
        runs = self.words.runs(children)
        if runs:
            yield Paragraph(runs)

    def _block(self, element: Element) -> Iterator[Block]:
        if element.name in _TRANSPARENT:
            yield from self.blocks(element.children)
        elif element.name == "p":
            yield Paragraph(self.words.runs(element.children), self._style(element))
        elif element.name in _HEADINGS:
            yield Heading(_HEADINGS[element.name], self.words.runs(element.children))
        elif element.name in ("ul", "ol"):
            items = tuple(tuple(self.blocks(item.children)) for item in element.elements())
            start = int(element.attributes.get("start", "1"))
            yield Items(items, ordered=element.name == "ol", start=start)
        elif element.name == "dl":
            yield self._terms(element)
        elif element.name == "figure":
            yield from self._figure(element)
        elif element.name == "table":
            yield self._table(element)
        elif element.name == "blockquote":
            yield Quote(tuple(self.blocks(element.children)))
        elif element.name == "pre":
            yield Paragraph((Run(_verbatim(element).rstrip("\n"), code=True),), Style.CODE)
        elif element.name not in _LEFT_OUT:
            raise ValueError(f"<{element.name}> is not known to a document")

    @staticmethod
    def _style(element: Element) -> Style:
        return next((_STYLES[name] for name in sorted(element.classes) if name in _STYLES), Style.BODY)

    def _terms(self, element: Element) -> Terms:
        pairs = list(element.elements())
        return Terms(
            tuple(
                Term(self.words.runs(name.children), tuple(self.blocks(meaning.children)))
                for name, meaning in zip(pairs[::2], pairs[1::2], strict=True)
            )
        )

    # --- tables and drawings ------------------------------------------------------------------------

    def _figure(self, element: Element) -> Iterator[Block]:
        captions = [self.words.runs(each.children) for each in element.all("figcaption")]
        said = captions[0] if captions else ()
        images = list(element.all("img"))
        for image in images:
            svg = self.find_drawing(image.attributes["src"])
            yield Picture(svg, image.attributes.get("alt", ""), said)
        for block in self.blocks(_without(element, "img", "figcaption")):
            # the words under a table are its note, those under a drawing are the drawing's
            yield replace(block, note=said) if isinstance(block, Table) and not images else block

    def _table(self, element: Element) -> Table:
        captions = [self.words.runs(each.children) for each in element.all("caption")]
        return Table(
            caption=captions[0] if captions else (),
            head=self._rows(element, "thead"),
            rows=self._rows(element, "tbody"),
            feet=self._rows(element, "tfoot"),
        )

    def _rows(self, table: Element, part: str) -> tuple[Row, ...]:
        return tuple(self._row(row) for group in table.all(part) for row in group.all("tr"))

    def _row(self, element: Element) -> Row:
        style = next((_ROWS[name] for name in sorted(element.classes) if name in _ROWS), RowStyle.PLAIN)
        return Row(tuple(self._cell(cell) for cell in element.elements()), style)

    def _cell(self, element: Element) -> Cell:
        return Cell(
            self.words.runs(element.children),
            number="number" in element.classes,
            header=element.name == "th",
            span=int(element.attributes.get("colspan", "1")),
        )


def _without(element: Element, *names: str) -> list[Element | str]:
    return [child for child in element.children if isinstance(child, str) or child.name not in names]


def _verbatim(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _verbatim(child) for child in element.children)
