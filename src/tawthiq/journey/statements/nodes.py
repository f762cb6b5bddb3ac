"""YAML read strictly: every value knows where it stands, and nothing unknown passes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Never, TypeVar

import yaml

from tawthiq.core.errors import InputRejected, UsageProblem
from tawthiq.journey.statements.tags import Position, Tagged, read_tagged

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+")
E = TypeVar("E", bound=StrEnum)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the nearest known word, or lists what is known."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Known: {', '.join(names)}." if names else "None is declared."


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file. Scalars are taken as written: YAML's own guesses at types are not used."""

    node: yaml.Node
    file: str

    @property
    def at(self) -> Position:
        """Return where the value begins."""
        mark = self.node.start_mark
        return Position(self.file, mark.line + 1, mark.column + 1)

    def fail(self, message: str, hint: str = "") -> Never:
        """Refuse the file at this place.

        Raises:
            InputRejected: Always.
        """
        raise InputRejected(message, hint=hint, where=str(self.at))

    def entries(self) -> Iterator[tuple[Node, Node]]:
        """Yield the keys and values of a mapping in their order."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("A mapping (name: value) was expected here.")
        yield from ((Node(key, self.file), Node(value, self.file)) for key, value in self.node.value)

    def mapping(self) -> dict[str, Node]:
        """Return the entries of a mapping in their order; a key written twice is refused."""
        found: dict[str, Node] = {}
        for key, value in self.entries():
            if key.text() in found:
                key.fail(f"'{key.text()}' is written twice.")
            found[key.text()] = value
        return found

    def fields(self, *, needed: Iterable[str] = (), allowed: Iterable[str] = ()) -> dict[str, Node]:
        """Return the entries of a mapping whose keys are declared; an unknown one is refused."""
        found = self.mapping()
        needed = tuple(needed)
        known = {*needed, *allowed}
        for key, _ in self.entries():
            if key.text() not in known:
                key.fail(f"'{key.text()}' is not known here.", nearest(key.text(), known))
        for name in needed:
            if name not in found:
                self.fail(f"'{name}' is missing here.")
        return found

    def items(self) -> Iterator[Node]:
        """Yield the items of a list, or the one value where there is no list."""
        if isinstance(self.node, yaml.SequenceNode):
            yield from (Node(item, self.file) for item in self.node.value)
        else:
            yield self

    def text(self) -> str:
        """Return a scalar as it is written."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("A single value was expected here.")
        value = str(self.node.value).strip()
        if not value:
            self.fail("A value is missing here.")
        return value

    def texts(self) -> tuple[str, ...]:
        """Return one text or a list of texts."""
        return tuple(item.text() for item in self.items())

    def number(self) -> int:
        """Return a whole number that is not negative."""
        text = self.text()
        if not _NUMBER.fullmatch(text):
            self.fail(f"'{text}' is not a whole number.")
        return int(text)

    def day(self, *, unstated: str) -> date | None:
        """Return a day written as 2022-10-21; None where the file says that it is not stated."""
        text = self.text()
        if text == unstated:
            return None
        try:
            if not _DATE.fullmatch(text):
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            self.fail(f"'{text}' is not a date.", f"Write it as 2022-10-21, or '{unstated}'.")

    def one_of(self, kinds: type[E]) -> E:
        """Return the member of an enum that is written here."""
        text = self.text()
        if text not in set(kinds):
            self.fail(f"'{text}' is not one of the choices here.", nearest(text, kinds))
        return kinds(text)

    def words(self, languages: tuple[str, ...]) -> dict[str, str]:
        """Return the same words in every language; one text stands for all of them."""
        if isinstance(self.node, yaml.ScalarNode):
            return dict.fromkeys(languages, self.text())
        return {lang: node.text() for lang, node in self.fields(needed=languages).items()}

    def tagged(self, languages: tuple[str, ...]) -> dict[str, Tagged]:
        """Return the same words in every language, read for tags and digits."""
        return {lang: node.one_tagged() for lang, node in self.fields(needed=languages).items()}

    def one_tagged(self, *, quoted: bool = False) -> Tagged:
        """Return a scalar read for tags and digits; positions are exact for a text on one line."""
        in_marks = isinstance(self.node, yaml.ScalarNode) and self.node.style in ("'", '"')
        start = Position(self.file, self.at.line, self.at.column + in_marks)
        return read_tagged(self.text(), start, quoted=quoted)

    def title(self, languages: tuple[str, ...]) -> dict[str, Tagged]:
        """Return the title of somebody else's publication; one text stands for all languages."""
        if isinstance(self.node, yaml.ScalarNode):
            return dict.fromkeys(languages, self.one_tagged(quoted=True))
        return {lang: node.one_tagged(quoted=True) for lang, node in self.fields(needed=languages).items()}


def read_yaml(path: Path) -> Node:
    """Return the root of a YAML file.

    Raises:
        UsageProblem: There is no such file.
        InputRejected: It is not YAML, or it is empty.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise UsageProblem("There is no such statement file.", where=path.name) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}:{mark.column + 1}" if mark else path.name
        raise InputRejected("The statement file cannot be read as YAML.", where=where) from error
    if root is None:
        raise InputRejected("The statement file is empty.", where=path.name)
    return Node(root, path.name)
