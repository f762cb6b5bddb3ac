"""A foreign CSV file as rows of cells: decoded, counted, and judged before a single cell is read.

Nothing is repaired in silence. An encoding that had to be guessed is said; a row with too many or too few
cells, or with a control character, is handed on as damaged; a header that names one column twice stops the
file.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

from tawthiq.core.digests import CHUNK
from tawthiq.core.errors import InputRejected

LONGEST_CELL = 1_000_000
SAMPLE = 1 << 18
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ENCODINGS_OF_OLD_LISTS = ["utf_16_le", "utf_16_be", "cp1256", "iso8859_6", "cp1252", "cp1254", "mac_arabic"]
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the bytes are read as letters; `assumed` where the file itself does not say."""

    encoding: str
    assumed: bool
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. `number` counts rows as a spreadsheet does: the header is row 1."""

    number: int
    cells: list[str]
    damage: str = ""


def decoding(path: Path, *, encoding: str = "") -> Decoding:
    """Return how to read the file, having read it once from end to end.

    Raises:
        InputRejected: It cannot be read, is empty, is a workbook, or its encoding cannot be told.
    """
    try:
        with path.open("rb") as stream:
            return _decoding(path, stream.read(SAMPLE), encoding)
    except OSError as error:
        raise InputRejected(f"The file was not read: {error.strerror}.", where=path.name) from error


def _decoding(path: Path, sample: bytes, encoding: str) -> Decoding:
    if not sample:
        raise InputRejected("The file is empty; nothing was imported.", where=path.name)
    if sample.startswith((WORKBOOK, OLD_WORKBOOK)):
        raise InputRejected(
            "The file is a workbook or an archive, not CSV; nothing was imported.",
            hint="Save the sheet as CSV (UTF-8) and import that file.",
            where=path.name,
        )
    assumed = False
    if not encoding:
        encoding = next((name for mark, name in BYTE_ORDER_MARKS if sample.startswith(mark)), "")
    sha256, size, is_utf8 = _scan(path)
    if not encoding and is_utf8 and not _unmarked_utf16(sample):
        encoding = "utf-8"
    if not encoding:
        encoding, assumed = _unmarked_utf16(sample) or _guess(sample, path.name), True
    return Decoding(encoding, assumed, sha256, size)


def _scan(path: Path) -> tuple[str, int, bool]:
    """Return the digest and the length of the file, and whether all of it is UTF-8."""
    digest, size, is_utf8 = hashlib.sha256(), 0, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    return digest.hexdigest(), size, is_utf8 and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(sample: bytes) -> str:
    """Return the order of UTF-16 without its mark, or nothing.

    Commas, digits and line ends have a zero byte there: the first of a pair in the big-endian order, the
    second in the other. A few stray zeros in a file of another encoding are damage, and stay so.
    """
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if first + second < max(4, len(sample) // 20) or min(first, second) * 20 > first + second:
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _guess(sample: bytes, name: str) -> str:
    # a sample may end in the middle of a two-byte letter
    best = from_bytes(sample[: len(sample) & ~1], cp_isolation=ENCODINGS_OF_OLD_LISTS).best()
    if best is None:
        raise InputRejected(
            "The file is not UTF-8 and its encoding cannot be told; nothing was imported.",
            hint="Write it into the mapping, for example `file: {encoding: cp1256}`.",
            where=name,
        )
    return best.encoding


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file: which column stands where."""

    file: str
    names: tuple[str, ...]
    delimiter: str

    def index(self, column: str) -> int:
        """Return the place of a column that the mapping names.

        Raises:
            InputRejected: The file has no such column.
        """
        if column in self.names:
            return self.names.index(column)
        # the header itself is not printed: where a file has none, it is the first person of the list
        close = difflib.get_close_matches(column, self.names, n=1, cutoff=0.6)
        hint = f"Did you mean {close[0]!r}?" if close else "Its first row must name the columns."
        if len(self.names) == 1 and any(mark in self.names[0] for mark in ",;\t|"):
            hint += ' The cells look divided by another mark: write `file: {delimiter: ";"}` in the mapping.'
        raise InputRejected(
            f"The file has no column {column!r}, which the mapping reads; nothing was imported.",
            hint=hint,
            where=f"{self.file}: row 1, column {column!r}",
        )


class Table:
    """An open CSV file: its columns, then its lines."""

    def __init__(self, stream: TextIO, *, file: str, delimiter: str) -> None:
        """Read the header of `stream`.

        Raises:
            InputRejected: There is no header, or it names a column twice.
        """
        csv.field_size_limit(LONGEST_CELL)
        self._file = file
        self._reader = csv.reader(stream, delimiter=delimiter)
        self.columns = Columns(file, self._header(), delimiter)

    def _header(self) -> tuple[str, ...]:
        cells = next(self._lines(1), None)
        names = tuple(" ".join(cell.split()) for cell in cells or ())
        if not any(names):
            raise InputRejected(
                "The file has no header; nothing was imported.",
                hint="Its first row must name the columns.",
                where=f"{self._file}: row 1",
            )
        for number, name in enumerate(names, 1):
            if name and name in names[: number - 1]:
                raise InputRejected(
                    "The header names one column twice; nothing was imported.",
                    hint="Rename one of them: which of the two is meant cannot be told.",
                    where=f"{self._file}: row 1, column {number}",
                )
        return names

    def lines(self) -> Iterator[Line]:
        """Yield the rows after the header; rows without any content are passed over.

        Raises:
            InputRejected: From some row on the file is not CSV, for example because a quotation never ends.
        """
        width = len(self.columns.names)
        for number, cells in enumerate(self._lines(2), 2):
            if not any(cells):
                continue
            damage = ""
            if len(cells) != width:
                damage = "wrong-number-of-cells"
            elif CONTROL.search("".join(cells)):
                damage = "control-character"
            yield Line(number, cells, damage)

    def _lines(self, number: int) -> Iterator[list[str]]:
        while True:
            try:
                yield next(self._reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError) as error:
                kind = (
                    "is not in the encoding of the file" if isinstance(error, UnicodeError) else "is not CSV"
                )
                raise InputRejected(
                    f"Row {number} {kind}; nothing was imported.",
                    hint="Usual causes: a quotation mark that never closes, bytes of another encoding.",
                    where=f"{self._file}: row {number}",
                ) from error
            number += 1
