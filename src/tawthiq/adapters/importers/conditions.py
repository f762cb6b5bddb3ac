"""Conditions on the cells of a row: ``when: {column: cause, contains: Torture}``.

Letters are compared without regard to case, spacing and invisible marks; ``matches`` is a regular expression.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.adapters.importers.table import Columns
from tawthiq.adapters.importers.yaml_text import Node

Row = Sequence[str]
Test = Callable[[Row], bool]
REMEMBERED = 1 << 15
"""How many texts are looked at once only: lists repeat their words, and a cell is read for several fields."""
TESTS = ("contains", "equals", "in", "matches", "empty")
YES = {"yes": True, "true": True, "no": False, "false": False}


@lru_cache(REMEMBERED)
def visible(text: str) -> str:
    """Return the text without invisible marks (direction, zero width) and with single spaces."""
    # marks without a shape count as unprintable; most text has none and need not be looked at by letters
    if not text.isprintable():
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(text.split())


@lru_cache(REMEMBERED)
def alike(text: str) -> str:
    """Return what two texts are compared by."""
    return unicodedata.normalize("NFC", visible(text)).casefold()


@dataclass(frozen=True, slots=True)
class Condition:
    """A tree of tests: `kind` is a test on one column, or ``all``, ``any`` or ``not`` of its parts."""

    kind: str
    column: str = ""
    words: tuple[str, ...] = ()
    parts: tuple[Condition, ...] = ()

    @classmethod
    def read(cls, node: Node) -> Condition:
        """Read a condition; a list holds when all of its members do.

        Raises:
            UsageProblem: It is not one.
        """
        if isinstance(node.value, list):
            return cls("all", parts=tuple(cls.read(item) for item in node.items()))
        keys = node.keys(("column", "any", "not", *TESTS))
        if "any" in keys or "not" in keys:
            if len(keys) != 1:
                raise node.problem("`any` and `not` stand alone: put the rest into a list beside them.")
            kind, inner = next(iter(keys.items()))
            parts = inner.items() if kind == "any" else (inner,)
            return cls(kind, parts=tuple(cls.read(part) for part in parts))
        if "column" not in keys or len(keys) != 2:
            raise node.problem(f"A condition names a column and one of: {', '.join(TESTS)}.")
        kind = next(name for name in keys if name != "column")
        return cls(kind, keys["column"].text(), _words(kind, keys[kind]))

    def columns(self) -> set[str]:
        """Return the columns that the condition looks at."""
        return {self.column, *(column for part in self.parts for column in part.columns())} - {""}

    def bind(self, columns: Columns) -> Test:
        """Return the condition as a function of a row.

        Raises:
            InputRejected: The file lacks a column.
        """
        tests = [part.bind(columns) for part in self.parts]
        if self.kind == "all":
            return lambda row: all(test(row) for test in tests)
        if self.kind == "any":
            return lambda row: any(test(row) for test in tests)
        if self.kind == "not":
            return lambda row: not tests[0](row)
        index, test = columns.index(self.column), _test(self.kind, self.words)
        return lambda row: test(row[index])


def _words(kind: str, node: Node) -> tuple[str, ...]:
    if kind == "empty":
        return (node.choice(YES),)
    if kind == "matches":
        return (pattern(node).pattern,)
    return tuple(alike(word) for word in (node.texts() if kind == "in" else (node.text(),)))


def _test(kind: str, words: tuple[str, ...]) -> Callable[[str], bool]:
    if kind == "matches":
        expression = re.compile(words[0], re.IGNORECASE)
        return lambda cell: expression.search(visible(cell)) is not None
    if kind == "empty":
        wanted = YES[words[0]]
        return lambda cell: (visible(cell) == "") == wanted
    if kind == "contains":
        return lambda cell: words[0] in alike(cell)
    return lambda cell: alike(cell) in words


def pattern(node: Node) -> re.Pattern[str]:
    """Read a regular expression.

    Raises:
        UsageProblem: It is not one.
    """
    try:
        return re.compile(node.text(), re.IGNORECASE)
    except re.error as error:
        raise node.problem(f"This is not a regular expression: {error}.") from error
