"""JSON lines: one object a line, its keys the columns. Numbers keep their own words.

The file is read twice, for a later line may have a key that the first has not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawthiq.adapters.importers.table import CONTROL, LONGEST_CELL, MOST_COLUMNS, Columns, Flaw, Line
from tawthiq.adapters.importers.tables.text import LONGEST_LINE, Decoding, opened_text
from tawthiq.core.errors import InputRejected

NOT_JSON, NO_OBJECT, REPEATED, NESTED = "not-json", "not-an-object", "repeated-key", "nested-value"


class _RepeatedKey(ValueError):
    """An object names one key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedKey("one key twice")
    return found


def _no_number(_words: str) -> Any:
    raise ValueError("no number of JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_no_number
)


def _read(text: str) -> tuple[dict[str, Any], str]:
    """Return the object of a line, or why there is none."""
    try:
        value = _DECODER.decode(text)
    except _RepeatedKey:
        return {}, REPEATED
    except (ValueError, RecursionError):
        return {}, NOT_JSON
    return (value, "") if isinstance(value, dict) else ({}, NO_OBJECT)


class JsonLines:
    """An open file of JSON lines; the first line is row 1."""

    def __init__(self, path: Path, found: Decoding) -> None:
        """Read all the keys.

        Raises:
            InputRejected: No line is an object, or there are too many keys.
        """
        self._path, self._found = path, found
        keys: dict[str, None] = {}
        for _, text in self._texts():
            keys |= dict.fromkeys(_read(text)[0])
            if len(keys) > MOST_COLUMNS:
                raise InputRejected(
                    f"The file has more than {MOST_COLUMNS} different keys; nothing was imported.",
                    where=path.name,
                )
        self._keys = {key: place for place, key in enumerate(keys)}
        names = tuple(" ".join(key.split()) for key in keys)
        if not any(names) or len(set(names)) != len(names):
            raise InputRejected(
                "No line is an object with keys, or two keys differ only in spaces; nothing was imported.",
                where=path.name,
            )
        self.columns = Columns(path.name, names, "", "any line")

    def _texts(self) -> Iterator[tuple[int, str]]:
        number = 1
        try:
            with opened_text(self._path, self._found) as stream:
                while text := stream.readline(LONGEST_LINE):
                    if len(text) == LONGEST_LINE:
                        raise self._refused(number, f"is longer than {LONGEST_LINE} letters")
                    yield number, text.strip().lstrip("\ufeff")
                    number += 1
        except UnicodeError as error:
            raise self._refused(number, "is not in the encoding of the file") from error

    def _refused(self, number: int, why: str) -> InputRejected:
        return InputRejected(
            f"Row {number} {why}; nothing was imported.", where=f"{self._path.name}: row {number}"
        )

    def lines(self) -> Iterator[Line]:
        """Yield the lines; blank ones are passed over.

        Raises:
            InputRejected: From some line on the file is not in its encoding.
        """
        for number, text in self._texts():
            if text == "":
                continue
            value, damage = _read(text)
            if damage:
                yield Line(number, [text[:LONGEST_CELL]], damage)
                continue
            line = self._line(number, value)
            if any(line.cells) or line.flaws:
                yield line

    def _line(self, number: int, value: dict[str, Any]) -> Line:
        cells, flaws = [""] * len(self._keys), []
        for key, content in value.items():
            place = self._keys[key]
            if isinstance(content, dict | list):
                flaws.append(Flaw(place, NESTED, json.dumps(content, ensure_ascii=False)[:LONGEST_CELL]))
            elif isinstance(content, bool):
                cells[place] = "true" if content else "false"
            elif content is not None:
                cells[place] = content
        damage = "control-character" if CONTROL.search("".join(cells)) else ""
        if max(map(len, cells)) > LONGEST_CELL:
            raise self._refused(number, f"has a cell longer than {LONGEST_CELL} letters")
        return Line(number, cells, damage, tuple(flaws))

    def locator(self, number: int) -> str:
        """Return the file and the line."""
        return f"{self._path.name}#row={number}"

    def notes(self) -> Iterator[str]:
        """Yield nothing: a line says all that it says."""
        yield from ()
