"""The blocks of a Word document: headings, paragraphs, lists, tables and drawings, each with a real style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tawthiq.adapters.renderers.document.lines import is_ragged
from tawthiq.adapters.renderers.document.model import (
    Block,
    Cell,
    Document,
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
    Terms,
    plain,
)
from tawthiq.adapters.renderers.docx.drawings import Drawings, drawing
from tawthiq.adapters.renderers.docx.looks import INK, QUIET, TABLE_STYLE
from tawthiq.adapters.renderers.docx.words import Writing, paragraph
from tawthiq.adapters.renderers.docx.xml import Child, Xml, joined, w

TEXT_WIDTH = 8958
"""Twentieths of a point between the margins of A4."""
_NARROW = 1250
LONG_TABLE, LONG_WORDS = 16, 900
"""A table with more rows or letters than this may go over a page."""
_STYLES = {
    Style.BODY: "BodyText",
    Style.DECK: "Subtitle",
    Style.DATELINE: "Dateline",
    Style.SMALL: "Small",
    Style.CODE: "Code",
}
_INDENT = 400
BULLETS, NUMBERS = 1, 2
"""The two abstract lists of the numbering part."""


@dataclass(slots=True)
class Lists:
    """The ordered lists met so far: each counts for itself, from its own start."""

    starts: list[int] = field(default_factory=list)

    def begin(self, start: int) -> int:
        """Return the number of a new ordered list."""
        self.starts.append(start)
        return NUMBERS + len(self.starts)


@dataclass(slots=True)
class Body:
    """Writes the blocks of one document, and counts what it captions."""

    document: Document
    writing: Writing
    lists: Lists
    drawings: Drawings
    tables: int = 0
    pictures: int = 0

    def blocks(
        self, blocks: Iterable[Block], *, body: str = "BodyText", depth: int = 0, indent: int = 0
    ) -> Xml:
        """Return blocks one after the other; `body` is the style of the plain paragraphs among them."""
        return joined(self._block(block, body, depth, indent) for block in blocks)

    def _block(self, block: Block, body: str, depth: int, indent: int) -> Xml:
        match block:
            case Paragraph():
                style = body if block.style is Style.BODY else _STYLES[block.style]
                return self._paragraph(style, block.runs, indent=indent)
            case Heading():
                return self._paragraph(f"Heading{min(block.level, 3)}", block.runs)
            case Items():
                return self._items(block, depth)
            case Terms():
                return self._terms(block)
            case Quote():
                return self.blocks(block.blocks, body="Quote", depth=depth)
            case Table():
                return self._table(block)
            case Picture():
                return self._picture(block)

    def _paragraph(self, style: str, runs: tuple[Run, ...], *, indent: int = 0) -> Xml:
        return paragraph(
            style,
            self.writing.runs(runs),
            is_rtl=self.writing.is_rtl,
            after=[
                w("ind", None, left=indent) if indent else None,
                w("jc", "left") if is_ragged(runs) else None,
            ],
        )

    def _items(self, items: Items, depth: int) -> Xml:
        number = self.lists.begin(items.start) if items.ordered else BULLETS
        return joined(self._item(blocks, number, depth) for blocks in items.items)

    def _item(self, blocks: Sequence[Block], number: int, depth: int) -> Xml:
        if not blocks:
            return Xml("")
        first, *others = blocks
        if not isinstance(first, Paragraph):
            return self.blocks(blocks, body="ListParagraph", depth=depth + 1)
        numbered = w("numPr", None, w("ilvl", depth), w("numId", number))
        said = self.writing.runs(first.runs)
        begun = paragraph("ListParagraph", said, numbered, is_rtl=self.writing.is_rtl)
        indent = _INDENT * (depth + 1)
        return joined([begun, self.blocks(others, body="ListParagraph", depth=depth + 1, indent=indent)])

    def _terms(self, terms: Terms) -> Xml:
        return joined(
            [self._paragraph("Term", term.name), self.blocks(term.meaning, indent=_INDENT)]
            for term in terms.terms
        )

    # --- captions, tables, drawings -----------------------------------------------------------------

    def _caption(self, label: str, sequence: str, number: int, runs: Iterable[Run]) -> Xml:
        said = [
            self.writing.plain(f"{label} "),
            self.writing.field(f"SEQ {sequence} \\* ARABIC", self.writing.digits(number)),
            self.writing.plain(". "),
            *(self.writing.runs([run], *_caption_look(run, sequence)) for run in runs),
        ]
        # the caption of a table stays with the table, that of a drawing stands under it and is its end
        ends = w("keepNext", 0) if sequence == "Figure" else None
        return paragraph("Caption", said, ends, is_rtl=self.writing.is_rtl)

    def _picture(self, picture: Picture) -> Xml:
        shape = drawing(picture, self.drawings, relations=self.writing.relations)
        drawn = paragraph(
            "BodyText", shape, w("keepNext") if picture.caption else None, is_rtl=self.writing.is_rtl
        )
        if not picture.caption:
            return drawn
        self.pictures += 1
        caption = self._caption(self.document.picture_label, "Figure", self.pictures, picture.caption)
        return joined([drawn, caption])

    def _table(self, table: Table) -> Xml:
        caption = None
        if table.caption:
            self.tables += 1
            caption = self._caption(self.document.table_label, "Table", self.tables, table.caption)
        widths = _widths(table)
        feet = [*table.feet]
        rows = [
            *((row, True, False) for row in table.head),
            *((row, False, False) for row in table.rows),
            *((row, False, True) for row in feet),
        ]
        letters = sum(len(plain(cell.runs)) for row, _, _ in rows for cell in row.cells)
        stays = len(rows) <= LONG_TABLE and letters <= LONG_WORDS
        written = [
            self._row(
                row,
                widths,
                is_head=head,
                is_foot=foot,
                begins_feet=bool(feet) and row is feet[0],
                keep=stays and (index < len(rows) - 1 or bool(table.note)),
            )
            for index, (row, head, foot) in enumerate(rows)
        ]
        grid = w("tblGrid", None, *(w("gridCol", None, w=width) for width in widths))
        note = (
            self._paragraph("TableNote", table.note)
            if table.note
            else paragraph("TableNote", None, is_rtl=self.writing.is_rtl)
        )
        return joined([caption, w("tbl", None, self._table_properties(table), grid, *written), note])

    def _table_properties(self, table: Table) -> Xml:
        return w(
            "tblPr",
            None,
            w("tblStyle", TABLE_STYLE),
            w("bidiVisual") if self.writing.is_rtl else None,
            w("tblW", None, w=TEXT_WIDTH, type="dxa"),
            w("tblLayout", None, type="fixed"),
            w("tblLook", "0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
            w("tblCaption", plain(table.caption)) if table.caption else None,
        )

    def _row(
        self, row: Row, widths: Sequence[int], *, is_head: bool, is_foot: bool, begins_feet: bool, keep: bool
    ) -> Xml:
        cells, at = [], 0
        for cell in row.cells:
            width = sum(widths[at : at + cell.span])
            cells.append(
                self._cell(
                    cell, row.style, width, is_head=is_head, is_foot=is_foot, over=begins_feet, keep=keep
                )
            )
            at += cell.span
        return w("tr", None, w("trPr", None, w("cantSplit"), w("tblHeader") if is_head else None), *cells)

    def _cell(
        self, cell: Cell, style: RowStyle, width: int, *, is_head: bool, is_foot: bool, over: bool, keep: bool
    ) -> Xml:
        is_whole = style in (RowStyle.TOTAL, RowStyle.WHOLE)
        looks: list[Child] = [
            [w("b"), w("bCs")] if is_whole or is_head else None,
            w("color", QUIET) if is_head or (is_foot and not is_whole) else None,
        ]
        line = w("tcBorders", None, w("top", "single", sz=8, space=0, color=INK)) if over else None
        properties = w(
            "tcPr",
            None,
            w("tcW", None, w=width, type="dxa"),
            w("gridSpan", cell.span) if cell.span > 1 else None,
            line,
        )
        indent = w("ind", None, left=280) if style is RowStyle.SUBSET and cell.header else None
        said = paragraph(
            "TableText",
            self.writing.runs(cell.runs, *looks),
            w("keepNext") if keep else None,
            is_rtl=self.writing.is_rtl,
            after=[indent, w("jc", "right") if cell.number else None],
        )
        return w("tc", None, properties, said)


def _caption_look(run: Run, sequence: str) -> list[Child]:
    """Return what makes the words after the title of a drawing lighter: they are its note."""
    return [] if run.bold or sequence == "Table" else [[w("b", 0), w("bCs", 0)]]


def _widths(table: Table) -> list[int]:
    """Return the width of each column: numbers narrow, the others share what is left."""
    narrow: set[int] = set()
    for row in (*table.head, *table.rows):
        at = 0
        for cell in row.cells:
            narrow |= {at} if cell.number and cell.span == 1 else set()
            at += cell.span
    wide = table.width - len(narrow)
    if not wide:
        return [TEXT_WIDTH // table.width] * table.width
    width = min(_NARROW, TEXT_WIDTH // (table.width + 1))
    left = (TEXT_WIDTH - width * len(narrow)) // wide
    return [width if index in narrow else left for index in range(table.width)]
