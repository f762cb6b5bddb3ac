"""The tags of a statement's text: where its numbers come from.

A number is never typed. ``{{figure:killed noun}}`` is counted, ``{{cite:unrwa-2021#poverty}}`` is quoted,
``{{date:2020-07-29}}`` is a date, and ``{{plain:12|reason}}`` is a number that is neither, with the reason
why it may stand. Everything here knows the file, line and column, so that a mistake is found at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tawthiq.core.errors import InputRejected

_BRACES = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}")
_LOOSE = re.compile(r"\{\{|\}\}")
_CASES = frozenset({"nominative", "genitive", "accusative"})
_FIGURE_OPTIONS = frozenset({"noun", "bare"}) | _CASES


class Kind(StrEnum):
    """What a tag stands for."""

    FIGURE = "figure"
    TABLE = "table"
    CHART = "chart"
    MAP = "map"
    DATE = "date"
    CITE = "cite"
    RECOMMENDATIONS = "recommendations"
    LAWS = "laws"
    PLAIN = "plain"


BLOCKS = frozenset({Kind.TABLE, Kind.CHART, Kind.MAP, Kind.RECOMMENDATIONS, Kind.LAWS})
"""Tags that stand alone on their line."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands: a file, and a line and column that count from one."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `detail` is the value of a citation or the reason of a plain number."""

    kind: Kind
    target: str
    options: frozenset[str]
    detail: str
    at: Position

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what must be the same in both languages; grammar may differ."""
        if self.kind is Kind.PLAIN:
            return (self.kind, western(self.target), "")
        return (self.kind, self.target, self.detail)

    @property
    def case(self) -> str:
        """Return the grammatical case that the sentence asks of the noun."""
        return next(iter(self.options & _CASES), "nominative")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text and the tags in it, each with the span of characters that it takes."""

    text: str
    tags: tuple[Tag, ...]
    spans: tuple[tuple[int, int], ...]
    start: Position

    def outside(self) -> str:
        """Return the text with every tag blanked, so that positions stay what they were."""
        return _BRACES.sub(lambda found: " " * len(found.group()), self.text)

    def position(self, offset: int) -> Position:
        """Return the place in the file of one character of the text."""
        return _position(self.text, offset, self.start)


def read_tagged(text: str, start: Position, *, quoted: bool = False) -> Tagged:
    """Read the tags of a text; `quoted` words are somebody else's, and their digits are theirs.

    Raises:
        InputRejected: A tag is unknown, unfinished or malformed, or a digit stands outside a tag.
    """
    found = [(match.span(), match["inside"]) for match in _BRACES.finditer(text)]
    tags = tuple(_tag(inside, _position(text, span[0], start)) for span, inside in found)
    tagged = Tagged(text, tags, tuple(span for span, _ in found), start)
    outside = tagged.outside()
    if loose := _LOOSE.search(outside):
        raise InputRejected(
            "A tag was not read: its braces do not match.",
            hint="A tag is {{kind:name}} on one line.",
            where=str(tagged.position(loose.start())),
        )
    if not quoted:
        _refuse_digits(tagged, outside)
    _refuse_crowded_blocks(tagged)
    return tagged


def western(text: str) -> str:
    """Return the text with every digit of any script as 0-9."""
    return "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)


def _position(text: str, offset: int, start: Position) -> Position:
    line = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset) - 1
    return Position(start.file, start.line + line, column + 1 if line else start.column + column)


def _digits(text: str) -> Iterator[int]:
    # Nd are the digits of every script, No and Nl are ², ½, ① and Ⅷ: numbers all the same
    return (i for i, c in enumerate(text) if unicodedata.category(c).startswith("N"))


def _refuse_digits(tagged: Tagged, outside: str) -> None:
    first = next(_digits(outside), None)
    if first is None:
        return
    raise InputRejected(
        f"The statement was not built: the digit '{outside[first]}' stands outside a tag.",
        hint="Use {{figure:...}}, {{cite:...}}, {{date:...}}, or {{plain:NUMBER|why it may stand}}.",
        where=str(tagged.position(first)),
    )


def _refuse_crowded_blocks(tagged: Tagged) -> None:
    for tag, (start, end) in zip(tagged.tags, tagged.spans, strict=True):
        if tag.kind not in BLOCKS:
            continue
        before = tagged.text[:start].rpartition("\n")[2]
        after = tagged.text[end:].partition("\n")[0]
        if before.strip() or after.strip():
            raise InputRejected(f"The {tag.kind} tag stands alone on its line.", where=str(tag.at))


def _tag(inside: str, at: Position) -> Tag:
    word, _, rest = inside.partition(":")
    word, rest = word.strip(), rest.strip()
    if word not in set(Kind):
        raise InputRejected(
            f"'{word}' is not a kind of tag.", hint=f"Kinds are: {', '.join(Kind)}.", where=str(at)
        )
    return _READERS[Kind(word)](Kind(word), rest, at)


def _named(kind: Kind, rest: str, at: Position) -> Tag:
    if not rest or " " in rest:
        raise InputRejected(
            f"The {kind} tag needs one name.", hint=f"Such as {{{{{kind}:name}}}}.", where=str(at)
        )
    return Tag(kind, rest, frozenset(), "", at)


def _figure(kind: Kind, rest: str, at: Position) -> Tag:
    name, *words = rest.split() or [""]
    unknown = [word for word in words if word not in _FIGURE_OPTIONS]
    if not name or unknown or len(_CASES & set(words)) > 1:
        raise InputRejected(
            f"The figure tag '{rest}' was not read.",
            hint=f"After the figure's name it takes {', '.join(sorted(_FIGURE_OPTIONS))}; one case at most.",
            where=str(at),
        )
    return Tag(kind, name, frozenset(words), "", at)


def _cite(kind: Kind, rest: str, at: Position) -> Tag:
    name, _, value = rest.partition("#")
    return _with_detail(_named(kind, name, at), value)


def _plain(kind: Kind, rest: str, at: Position) -> Tag:
    number, _, reason = rest.partition("|")
    if not number.strip() or not reason.strip():
        raise InputRejected(
            "A plain number needs a reason.",
            hint="Such as {{plain:12|years, counted by hand}}.",
            where=str(at),
        )
    return Tag(kind, number.strip(), frozenset(), reason.strip(), at)


def _laws(kind: Kind, rest: str, at: Position) -> Tag:
    if rest:
        raise InputRejected("The laws tag takes no name: it lists them all.", where=str(at))
    return Tag(kind, "", frozenset(), "", at)


def _with_detail(tag: Tag, detail: str) -> Tag:
    return Tag(tag.kind, tag.target, tag.options, detail, tag.at)


_READERS = {
    Kind.FIGURE: _figure,
    Kind.TABLE: _named,
    Kind.CHART: _named,
    Kind.MAP: _named,
    Kind.DATE: _named,
    Kind.CITE: _cite,
    Kind.RECOMMENDATIONS: _named,
    Kind.LAWS: _laws,
    Kind.PLAIN: _plain,
}
