"""A document as plain values for the layout: what typst reads as JSON and shows as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tawthiq.adapters.renderers.document.lines import is_ragged, running
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
    Run,
    Table,
    Terms,
    plain,
)

# Vowel signs: typst 0.15 cannot say which letters they belong to inside an SVG, and then refuses PDF/A. An
# Arabic reader does not need them in a drawing; the words outside it keep them.
_MARKS = re.compile("[\u064b-\u065f\u0670]")
# First strong isolate, left-to-right isolate, and the end of either (Unicode Standard Annex 9).
FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

Values = dict[str, Any]


class Layout:
    """Makes one document into values; it remembers which notes were said, and the drawings."""

    def __init__(self, document: Document) -> None:
        """Begin with no note said."""
        self._document = document
        self._said: set[str] = set()
        self._drawings: list[str] = []

    def values(self) -> Values:
        """Return the whole document; its order is the order of its notes."""
        document = self._document
        title = self.runs(document.title)
        found = {
            "lang": document.lang,
            "direction": document.direction,
            "plain_title": document.plain_title,
            "plain_publisher": plain(document.publisher),
            "published": _day(document),
            "indic": document.pages.indic,
            "page_words": document.pages.text,
            "isolates": [FSI, PDI] if document.is_rtl else ["", ""],
            "table_label": document.table_label,
            "picture_label": document.picture_label,
            "kicker": self.runs(document.kicker),
            "title": title,
            "publisher": self.runs(document.publisher),
            "running": self.runs(running(document)),
            "bands": [{"runs": self.runs(band.runs), "style": str(band.style)} for band in document.bands],
            "blocks": self._blocks(document.blocks),
            "foot": self._blocks(document.foot),
        }
        return {**found, "drawings": self._drawings}

    def runs(self, runs: Iterable[Run]) -> list[Values]:
        """Return words as values, each number and code kept in its own direction."""
        return [self._run(run) for run in runs]

    def _run(self, run: Run) -> Values:
        note = None
        if run.note is not None:
            first = run.note.key not in self._said
            self._said.add(run.note.key)
            note = {"key": run.note.key, "first": first, "runs": self.runs(run.note.runs) if first else []}
        return {
            "text": isolated(run, is_rtl=self._document.is_rtl),
            "bold": run.bold,
            "italic": run.italic,
            "code": run.code,
            "small": run.small,
            "link": run.link,
            "note": note,
        }

    def _blocks(self, blocks: Iterable[Block]) -> list[Values]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Values:
        match block:
            case Paragraph():
                ragged = is_ragged(block.runs)
                return {
                    "kind": "paragraph",
                    "style": str(block.style),
                    "ragged": ragged,
                    "runs": self.runs(block.runs),
                }
            case Heading():
                return {"kind": "heading", "level": block.level, "runs": self.runs(block.runs)}
            case Items():
                items = [self._blocks(item) for item in block.items]
                return {"kind": "items", "ordered": block.ordered, "start": block.start, "items": items}
            case Terms():
                terms = [
                    {"name": self.runs(term.name), "meaning": self._blocks(term.meaning)}
                    for term in block.terms
                ]
                return {"kind": "terms", "terms": terms}
            case Quote():
                return {"kind": "quote", "blocks": self._blocks(block.blocks)}
            case Table():
                return self._table(block)
            case Picture():
                return self._picture(block)

    def _picture(self, picture: Picture) -> Values:
        self._drawings.append(_MARKS.sub("", picture.svg))
        return {
            "kind": "picture",
            "drawing": len(self._drawings) - 1,
            "alternative": picture.alternative,
            "caption": self.runs(picture.caption),
        }

    def _table(self, table: Table) -> Values:
        return {
            "kind": "table",
            "caption": self.runs(table.caption),
            "columns": columns(table),
            "head": [self._row(row, head=True) for row in table.head],
            "rows": [self._row(row) for row in table.rows],
            "feet": [self._row(row, foot=True) for row in table.feet],
            "note": self.runs(table.note),
        }

    def _row(self, row: Row, *, head: bool = False, foot: bool = False) -> Values:
        return {
            "style": str(row.style),
            "cells": [self._cell(cell, head=head, foot=foot) for cell in row.cells],
        }

    def _cell(self, cell: Cell, *, head: bool, foot: bool) -> Values:
        return {
            "runs": self.runs(cell.runs),
            "number": cell.number,
            "header": cell.header,
            "span": cell.span,
            "head": head,
            "foot": foot,
        }


def isolated(run: Run, *, is_rtl: bool) -> str:
    """Return a run's text with the marks that keep it in its own direction, where the page needs them."""
    if run.code and is_rtl:
        return f"{LRI}{run.text}{PDI}"
    if run.isolated and (is_rtl or _RTL.search(run.text)):
        return f"{FSI}{run.text}{PDI}"
    return run.text


def columns(table: Table) -> list[str]:
    """Return how wide each column is: those of numbers as narrow as they can be, the others alike."""
    narrow: set[int] = set()
    for row in (*table.head, *table.rows):
        at = 0
        for cell in row.cells:
            narrow |= {at} if cell.number and cell.span == 1 else set()
            at += cell.span
    return ["narrow" if index in narrow else "wide" for index in range(table.width)]


def _day(document: Document) -> dict[str, int]:
    day = document.published
    return {"year": day.year, "month": day.month, "day": day.day}
