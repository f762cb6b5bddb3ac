"""A document that knows no file format: what is said, in order, for PDF, DOCX and what may come after them.

Text here is plain text, never markup. A writer escapes it for its own format, isolates every run that asks
for it, and lays the document out from right to left where `direction` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Style(StrEnum):
    """What a paragraph is, from which its looks follow."""

    BODY = "body"
    DECK = "deck"
    """What it says in one sentence, under the title."""
    DATELINE = "dateline"
    SMALL = "small"
    CODE = "code"
    """Text whose line breaks and spaces count."""


class RowStyle(StrEnum):
    """What a row of a table is."""

    PLAIN = "plain"
    WHOLE = "whole"
    """The whole of which the rows below it are subsets."""
    SUBSET = "subset"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. A second run with a note of the same key points to the same footnote."""

    key: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Run:
    r"""Words of one kind. A `\\n` in the text is a line break.

    `isolated` keeps a number, date, range or foreign word in its own direction; `code` is an identifier,
    digest or address, always from left to right; `link` is a web address; `note` hangs behind the text, which
    may be empty.
    """

    text: str
    bold: bool = False
    italic: bool = False
    isolated: bool = False
    code: bool = False
    small: bool = False
    link: str | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline; level 1 is the first below the title."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: tuple[Run, ...]
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Items:
    """A list, ordered or not; each item is one or more blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """A name and what it means."""

    name: tuple[Run, ...]
    meaning: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Names and what they mean, such as the rules by which figures were counted."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else, set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `number` is set to the end of its column, `header` names its row or column."""

    runs: tuple[Run, ...]
    number: bool = False
    header: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    style: RowStyle = RowStyle.PLAIN

    @property
    def width(self) -> int:
        """Return how many columns the row takes."""
        return sum(cell.span for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads repeat on every page, feet say what is undetermined and the whole.

    `note` stands under it: how its cells make the whole, and the release that they come from. The first
    column stands at the right where the document's direction is from right to left.
    """

    caption: tuple[Run, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    feet: tuple[Row, ...] = ()
    note: tuple[Run, ...] = ()

    @property
    def width(self) -> int:
        """Return how many columns it has."""
        return max((row.width for row in (*self.head, *self.rows, *self.feet)), default=0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, with the words that stand for it where it cannot be seen."""

    svg: str
    alternative: str
    caption: tuple[Run, ...] = ()


Block = Paragraph | Heading | Items | Terms | Quote | Table | Picture


class BandStyle(StrEnum):
    """How loud a warning is."""

    NOTICE = "notice"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Band:
    """A warning that stands on every page."""

    runs: tuple[Run, ...]
    style: BandStyle = BandStyle.NOTICE


@dataclass(frozen=True, slots=True)
class PageWords:
    """How the foot of a page says which one it is.

    `text` has the slots ``{n}`` and ``{m}``, such as "Page {n} of {m}"; `indic` writes the digits as ٠١٢.
    """

    text: str
    indic: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One document in one language.

    `kicker` says above the title what kind of publication it is. `bands` stand on every page (an invented
    archive, internal use). `publisher` and `title` make the running header. `published` is the date in its
    metadata: that of the publication, for a clock has no place in it. `table_label` and `picture_label` stand
    before their numbers: "Table", "Figure". `foot` closes it: which release, and what must be known of that.
    """

    lang: str
    direction: str
    title: tuple[Run, ...]
    blocks: tuple[Block, ...]
    pages: PageWords
    table_label: str
    picture_label: str
    published: date
    kicker: tuple[Run, ...] = ()
    publisher: tuple[Run, ...] = ()
    bands: tuple[Band, ...] = ()
    foot: tuple[Block, ...] = ()

    @property
    def is_rtl(self) -> bool:
        """Tell whether it reads from right to left."""
        return self.direction == "rtl"

    @property
    def plain_title(self) -> str:
        """Return the title as plain text."""
        return plain(self.title)


def plain(runs: Iterable[Run]) -> str:
    """Return the words of some runs without their notes, as one line."""
    return " ".join("".join(run.text for run in runs).split())


def text(value: str) -> tuple[Run, ...]:
    """Return plain words as runs."""
    return (Run(value),) if value else ()


def number(value: str, *, bold: bool = False) -> tuple[Run, ...]:
    """Return a number that is written already as runs, kept in its own direction."""
    return (Run(value, bold=bold, isolated=True),)
