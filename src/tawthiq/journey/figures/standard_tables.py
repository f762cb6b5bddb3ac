"""The tables of a monthly report, as data: what each counts, and what stands beside what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tawthiq.core.errors import UsageProblem

_FILE = Path(__file__).with_name("standard_tables.yml")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subset:
    """The whole of a table or a subset of it: its words, and the conditions that choose it."""

    code: str
    words: Words
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardTable:
    """One table.

    Either `subsets` are its rows, counted in the period and since the beginning, or the values of the field
    `by` are; beside them stand either `subsets` or the values of the field `across`.
    """

    code: str
    title: Words
    rule: str
    where: tuple[str, ...] = ()
    subsets: tuple[Subset, ...] = ()
    by: str = ""
    across: str = ""
    date_basis: str | None = None
    since_the_beginning: bool = False


@dataclass(frozen=True, slots=True)
class TableSet:
    """Tables that are published together."""

    code: str
    title: Words
    tables: tuple[StandardTable, ...]


@cache
def _content() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def set_names() -> tuple[str, ...]:
    """Return the names of the sets."""
    return tuple(_content()["sets"])


def table_set(code: str) -> TableSet:
    """Return a set of tables.

    Raises:
        UsageProblem: There is none of that name.
    """
    if code not in set_names():
        raise UsageProblem(
            f"No table was made: there is no set {code!r}.", hint=f"Choose one of: {', '.join(set_names())}."
        )
    said = _content()["sets"][code]
    return TableSet(code, said["title"], tuple(_table(name, one) for name, one in said["tables"].items()))


def _table(code: str, said: Mapping[str, Any]) -> StandardTable:
    named = said.get("rows", said.get("columns", ()))
    plain = {key: value for key, value in said.items() if key not in ("rows", "columns", "where")}
    return StandardTable(
        code=code,
        where=tuple(said.get("where", ())),
        subsets=tuple(_subset(name) for name in named),
        **plain,
    )


def _subset(code: str) -> Subset:
    said = _content()["columns"][code]
    return Subset(code, said["words"], tuple(said.get("where", ())))
