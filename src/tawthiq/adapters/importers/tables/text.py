"""CSV and its relatives: decoded, divided into cells, counted.

An encoding that had to be guessed is said.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

from tawthiq.adapters.importers.table import (
    CONTROL,
    LONGEST_CELL,
    Columns,
    Layout,
    Line,
    header_names,
)
from tawthiq.core.digests import CHUNK
from tawthiq.core.errors import InputRejected

SAMPLE = 1 << 18
LONGEST_LINE = 16 * LONGEST_CELL
ENCODINGS_OF_OLD_LISTS = ["utf_16_le", "utf_16_be", "cp1256", "iso8859_6", "cp1252", "cp1254", "mac_arabic"]
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the bytes are read as letters; `assumed` where the file itself does not say."""

    encoding: str
    assumed: bool
    sha256: str
    size: int


def decoding(path: Path, *, encoding: str = "") -> Decoding:
    """Return how to read the file, having read it once from end to end.

    Raises:
        InputRejected: It cannot be read, is empty, or its encoding cannot be told.
    """
    try:
        with path.open("rb") as stream:
            sample = stream.read(SAMPLE)
        if not sample:
            raise InputRejected("The file is empty; nothing was imported.", where=path.name)
        sha256, size, is_utf8 = _scan(path)
    except OSError as error:
        raise InputRejected(f"The file was not read: {error.strerror}.", where=path.name) from error
    assumed = False
    if not encoding:
        encoding = next((name for mark, name in BYTE_ORDER_MARKS if sample.startswith(mark)), "")
    if not encoding and is_utf8 and not unmarked_utf16(sample):
        encoding = "utf-8"
    if not encoding:
        encoding, assumed = unmarked_utf16(sample) or _guess(sample, path.name), True
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


def unmarked_utf16(sample: bytes) -> str:
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


def opened_text(path: Path, found: Decoding) -> TextIO:
    """Open a file of text.

    Raises:
        InputRejected: There is no such encoding.
    """
    try:
        return path.open(encoding=found.encoding, newline="")
    except (LookupError, ValueError) as error:
        raise InputRejected(
            f"There is no encoding {found.encoding!r}; nothing was imported.", where=path.name
        ) from error


class TextTable:
    """An open CSV file: its columns, then its lines."""

    def __init__(self, stream: TextIO, *, file: str, layout: Layout) -> None:
        """Read the header of `stream`.

        Raises:
            InputRejected: There is no header, or it names a column twice.
        """
        csv.field_size_limit(LONGEST_CELL)
        self._file, self._stream, self._header = file, stream, layout.header
        self._reader = csv.reader(self._lines_of_text(), delimiter=layout.delimiter)
        self._rows = self._numbered()
        cells = next((cells for number, cells in self._rows if number == layout.header), None)
        place = f"row {layout.header}"
        self.columns = Columns(file, header_names(cells, file=file, place=place), layout.delimiter, place)

    def lines(self) -> Iterator[Line]:
        """Yield the rows after the header; rows without any content are passed over.

        Raises:
            InputRejected: From some row on the file is not CSV, for example because a quotation never ends.
        """
        width = len(self.columns.names)
        for number, cells in self._rows:
            if not any(cells):
                continue
            damage = ""
            if len(cells) != width:
                damage = "wrong-number-of-cells"
            elif CONTROL.search("".join(cells)):
                damage = "control-character"
            yield Line(number, cells, damage)

    def locator(self, number: int) -> str:
        """Return the file and the row."""
        return f"{self._file}#row={number}"

    def notes(self) -> Iterator[str]:
        """Yield whether rows stand before the header."""
        if self._header > 1:
            yield f"Rows before the header, not read: {self._header - 1}."

    def _lines_of_text(self) -> Iterator[str]:
        while line := self._stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise csv.Error("line too long")
            yield line

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        number = 1
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError) as error:
                is_letters = isinstance(error, UnicodeError)
                kind = "is not in the encoding of the file" if is_letters else "is not CSV"
                raise InputRejected(
                    f"Row {number} {kind}; nothing was imported.",
                    hint="Usual causes: a quotation mark that never closes, bytes of another encoding.",
                    where=f"{self._file}: row {number}",
                ) from error
            yield number, cells
            number += 1
