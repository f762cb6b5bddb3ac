"""A set of tables as a workbook: a sheet for each, from right to left in Arabic, and one that says how."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from io import BytesIO
from typing import Any

import xlsxwriter

from tawthiq.adapters.renderers.html.markup import Html
from tawthiq.adapters.renderers.tables.sheet import TableSheet
from tawthiq.journey.figures.tabling import FilledTable

_MARKUP = re.compile(r"<[^>]+>")
FONT = {"en": "Calibri", "ar": "Arial"}
LONGEST_NAME = 31
"""A sheet's name is no longer than this."""
HEAD_HEIGHT = 48
"""Points: three lines, for a row whose words wrap does not grow in every program."""


def tables_workbook(sheet: TableSheet) -> bytes:
    """Return the workbook. Numbers are numbers; the same tables give the same bytes."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        as_of = sheet.filled.release.as_of
        # the as-of date stands for the clock, which has no place in a file that is to be the same again
        book.set_properties({"title": sheet.title, "created": datetime(as_of.year, as_of.month, as_of.day)})  # noqa: DTZ001  # a day, not a moment
        looks = _Looks(book, sheet)
        for table in sheet.filled.tables:
            _Page(book, sheet, looks, table.table.code).table(table)
        _Page(book, sheet, looks, sheet.wording.plain("methodology")[:LONGEST_NAME]).method()
    return stream.getvalue()


class _Looks:
    """The few formats of the workbook."""

    def __init__(self, book: Any, sheet: TableSheet) -> None:
        rtl = sheet.wording.direction == "rtl"
        common = {"font_name": FONT[sheet.lang], "font_size": 11, "reading_order": 2 if rtl else 1}
        side = "right" if rtl else "left"
        far = "left" if rtl else "right"
        digits = "0" if rtl else "#,##0"  # as the pages write numbers in the two languages
        wrapped = {"text_wrap": True, "valign": "top", "align": side}
        self.title = book.add_format({**common, "bold": True, "font_size": 14, "align": side})
        self.alarm = book.add_format({**common, "bold": True, "font_color": "#9B1C1C", "align": side})
        self.head = book.add_format({**common, **wrapped, "bold": True, "bottom": 2})
        self.number_head = book.add_format({**common, **wrapped, "bold": True, "bottom": 2, "align": far})
        self.words = book.add_format({**common, "align": side})
        self.number = book.add_format({**common, "num_format": digits, "align": far})
        self.total = book.add_format({**common, "bold": True, "top": 1, "align": side})
        self.total_number = book.add_format(
            {**common, "bold": True, "top": 1, "num_format": digits, "align": far}
        )
        self.note = book.add_format({**common, **wrapped, "font_size": 9, "font_color": "#555555"})


class _Page:
    """One sheet, written from the top."""

    def __init__(self, book: Any, sheet: TableSheet, looks: _Looks, name: str) -> None:
        self._sheet, self._looks, self._line = sheet, looks, 0
        self._page = book.add_worksheet(name)
        if sheet.wording.direction == "rtl":
            self._page.right_to_left()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        self._page.set_column(0, 0, 34)

    def table(self, table: FilledTable) -> None:
        """Write a table with its notes."""
        heads = [_plain(words) for words in self._sheet.heads(table)]
        self._page.set_column(1, len(heads) - 1, 16)
        self._opening(self._sheet.caption(table))
        self._page.set_row(self._line, HEAD_HEIGHT)
        self._page.write_string(self._line, 0, heads[0], self._looks.head)
        for column, words in enumerate(heads[1:], start=1):
            self._page.write_string(self._line, column, words, self._looks.number_head)
        self._page.freeze_panes(self._line + 1, 1)
        self._page.repeat_rows(self._line)
        self._line += 1
        for row in table.rows:
            self._row(_plain(self._sheet.row(table, row.key)), row.numbers)
        for words, numbers, is_total in self._sheet.feet(table):
            self._row(_plain(words), numbers, is_total=is_total)
        self._line += 1
        for note in self._sheet.notes(table):
            self._wide(_plain(note), width=len(heads))

    def method(self) -> None:
        """Write how the numbers were made."""
        self._page.set_column(0, 0, 110)
        self._opening(self._sheet.wording.plain("methodology"))
        for line in self._sheet.provenance():
            self._wide(_plain(line), width=1)
        for title, definition in self._sheet.rules():
            self._wide(f"{_plain(title)}{self._sheet.wording.plain('colon')}{_plain(definition)}", width=1)

    def _opening(self, title: str) -> None:
        self._page.write_string(self._line, 0, title, self._looks.title)
        self._page.write_string(self._line + 1, 0, self._sheet.title, self._looks.words)
        self._line += 2
        if self._sheet.filled.release.invented:
            self._page.write_string(self._line, 0, self._sheet.wording.plain("invented"), self._looks.alarm)
            self._line += 1
        self._line += 1

    def _row(self, words: str, numbers: tuple[int, ...], *, is_total: bool = False) -> None:
        looks = self._looks
        self._page.write_string(self._line, 0, words, looks.total if is_total else looks.words)
        for column, number in enumerate(numbers, start=1):
            self._page.write_number(
                self._line, column, number, looks.total_number if is_total else looks.number
            )
        self._line += 1

    def _wide(self, words: str, *, width: int) -> None:
        """Write a note across the table; a merged row does not grow by itself, so its height is set."""
        letters = 34 + 16 * (width - 1) if width > 1 else 110
        self._page.set_row(self._line, 13.5 * (1 + len(words) // letters))
        if width > 1:
            self._page.merge_range(self._line, 0, self._line, width - 1, words, self._looks.note)
        else:
            self._page.write_string(self._line, 0, words, self._looks.note)
        self._line += 1


def _plain(markup: Html) -> str:
    return unescape(_MARKUP.sub("", markup))
