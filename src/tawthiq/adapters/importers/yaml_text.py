"""YAML in which every scalar is text and no key stands twice.

A mapping is about what a source wrote. YAML's own guesses would turn ``no`` into false, ``007`` into seven
and ``2019-05-14`` into a date object, and would let the second of two equal keys win in silence.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from tawthiq.core.errors import UsageProblem

LONGEST = 1_000_000


class _TextLoader(yaml.BaseLoader):
    """The loader that resolves nothing, and refuses a repeated key."""


def _no_repeated_key(loader: _TextLoader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(problem=f"line {line}: a key must be text")
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"line {line}: the key {key!r} stands twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_TextLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _no_repeated_key)


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a YAML document that knows where it stands, so that an error can say so."""

    value: Any
    where: str

    @classmethod
    def document(cls, text: str, *, name: str) -> Node:
        """Read a document.

        Raises:
            UsageProblem: The text is not YAML, is too long, or repeats a key.
        """
        if len(text) > LONGEST:
            raise UsageProblem("The mapping was not read: it is longer than a million letters.", where=name)
        try:
            return cls(yaml.load(text, Loader=_TextLoader), name)  # noqa: S506  # resolves nothing but text
        except yaml.MarkedYAMLError as error:
            place = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
            raise UsageProblem(f"The mapping is not YAML: {place}{error.problem}.", where=name) from error
        except yaml.YAMLError as error:
            raise UsageProblem("The mapping is not YAML: it holds control characters.", where=name) from error

    def problem(self, message: str, *, hint: str = "") -> UsageProblem:
        """Return an error that says where in the document it is."""
        return UsageProblem(message, hint=hint, where=self.where)

    def keys(self, allowed: Iterable[str], *, required: Iterable[str] = ()) -> dict[str, Node]:
        """Return the entries of a mapping.

        Raises:
            UsageProblem: It is not a mapping, has a key that is not allowed, or lacks one that is required.
        """
        entries = self.entries()
        names = sorted(allowed)
        for name, node in entries.items():
            if name not in names:
                raise node.problem(f"There is no key {name!r} here.", hint=nearest(name, names))
        for name in required:
            if name not in entries:
                raise self.problem(f"The key {name!r} is missing.")
        return entries

    def entries(self) -> dict[str, Node]:
        """Return the entries of a mapping whatever its keys.

        Raises:
            UsageProblem: It is not a mapping.
        """
        if not isinstance(self.value, dict):
            raise self.problem("A mapping of keys to values is needed here.")
        return {key: Node(value, f"{self.where}: {key}") for key, value in self.value.items()}

    def items(self) -> tuple[Node, ...]:
        """Return the members of a list.

        Raises:
            UsageProblem: It is not a list.
        """
        if not isinstance(self.value, list):
            raise self.problem("A list is needed here.")
        return tuple(Node(value, f"{self.where}[{number}]") for number, value in enumerate(self.value, 1))

    def text(self) -> str:
        """Return the text.

        Raises:
            UsageProblem: It is a list or a mapping, or empty.
        """
        if not isinstance(self.value, str) or self.value == "":
            raise self.problem("A text is needed here.")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """Return one text or a list of texts; in a list a text may be empty.

        Raises:
            UsageProblem: It is neither.
        """
        if isinstance(self.value, str):
            return (self.text(),)
        if isinstance(self.value, list) and all(isinstance(item, str) for item in self.value):
            return tuple(self.value)
        raise self.problem("A text or a list of texts is needed here.")

    def choice(self, options: Iterable[str]) -> str:
        """Return the text, which must be one of `options`.

        Raises:
            UsageProblem: It is not.
        """
        text, names = self.text(), sorted(options)
        if text not in names:
            raise self.problem(f"{text!r} is not one of the possible words here.", hint=nearest(text, names))
        return text


def nearest(word: str, options: Iterable[str]) -> str:
    """Return a hint that names the option closest in spelling, or the options where none is close."""
    names = sorted(options)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Possible: {', '.join(names)}." if len(names) <= 20 else ""
