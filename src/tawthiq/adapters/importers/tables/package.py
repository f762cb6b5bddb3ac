"""The container of a workbook: a ZIP archive of XML, opened as if somebody had made it to do harm.

What an archive says of its own size is not believed: bytes are counted as they come out. XML may declare
neither a document type nor an entity, which takes away every bomb made of them; no member is held whole.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import BinaryIO
from xml.parsers import expat

from tawthiq.core.errors import InputRejected

CHUNK = 1 << 16
MOST_MEMBERS = 10_000
LONGEST_MEMBER = 4 << 30
FREE_OF_RATIO = 4 << 20
HIGHEST_RATIO = 200
LONGEST_TOKEN = 2 << 20
"""One tag or one run of text inside a member, in bytes."""
DEEPEST = 256
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    LookupError,
    OSError,
)
"""What the standard library raises on a damaged archive; anything of this is said as one clear error."""

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """An open ZIP archive whose members are read within limits."""

    def __init__(self, stream: BinaryIO, *, file: str) -> None:
        """Read the archive's list of members.

        Raises:
            InputRejected: It is no archive, is damaged, encrypted, or names one member twice.
        """
        self.file = file
        try:
            self._zip = zipfile.ZipFile(stream)
            members = self._zip.infolist()
        except DAMAGE as error:
            raise self.damaged("its list of contents cannot be read") from error
        if len(members) > MOST_MEMBERS:
            raise self.refused(f"it holds more than {MOST_MEMBERS} parts")
        self._members = {member.filename: member for member in members}
        if len(self._members) != len(members):
            raise self.damaged("two of its parts have one name")

    def __enter__(self) -> Package:
        """Return the archive itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        """Return whether there is a member of this name."""
        return name in self._members

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member.

        Raises:
            InputRejected: It is absent, damaged, encrypted, or larger than any true list.
        """
        member = self._members.get(name)
        if member is None:
            raise self.damaged(f"it lacks its part {name!r}")
        if member.flag_bits & 1:
            raise self.locked()
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged("it is packed in a way that workbooks are not")
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self._check_size(size, member.compress_size)
                    yield chunk
        except DAMAGE as error:
            raise self.damaged(f"its part {name!r} cannot be unpacked") from error

    def _check_size(self, size: int, packed: int) -> None:
        if size > LONGEST_MEMBER:
            raise self.refused(f"unpacked, a part of it is larger than {LONGEST_MEMBER >> 30} GB")
        if size > FREE_OF_RATIO and size > packed * HIGHEST_RATIO:
            raise self.refused(
                f"a part of it unpacks to more than {HIGHEST_RATIO} times its size, as no true list does"
            )

    def damaged(self, why: str) -> InputRejected:
        """Return the error of a workbook that is not whole."""
        return InputRejected(
            f"The workbook is damaged: {why}. Nothing was imported.",
            hint="Open it in a spreadsheet program and save it again, or save the sheet as CSV (UTF-8).",
            where=self.file,
        )

    def refused(self, why: str) -> InputRejected:
        """Return the error of a workbook that is larger than it may be."""
        return InputRejected(
            f"The workbook was not read: {why}. Nothing was imported.",
            hint="If it is a true list, save the sheet as CSV (UTF-8) and import that.",
            where=self.file,
        )

    def locked(self) -> InputRejected:
        """Return the error of a workbook that has a password."""
        return InputRejected(
            "The workbook is locked with a password; nothing was imported.",
            hint="Open it with its password, save it without one, and import that.",
            where=self.file,
        )

    def xml(
        self, name: str, *, start: Start, end: End | None = None, text: Text | None = None
    ) -> Iterator[None]:
        """Read a member as XML, calling the handlers; yield between chunks, so that rows can be handed on.

        A name is the namespace, a space and the local name.

        Raises:
            InputRejected: It is absent or damaged, is not XML, or declares a document type.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        depth = 0

        def started(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise self.refused("its XML is nested too deeply")
            start(tag, attributes)

        def ended(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(tag)

        def declared(*_declaration: object) -> None:
            raise self.refused("its XML declares a document type, which a workbook never does")

        parser.StartElementHandler = started
        parser.EndElementHandler = ended
        parser.StartDoctypeDeclHandler = declared
        parser.EntityDeclHandler = declared
        if text is not None:
            parser.CharacterDataHandler = text
        size = 0
        for chunk in self.chunks(name):
            size += len(chunk)
            self._parse(parser, chunk, name)
            if size - max(parser.CurrentByteIndex, 0) > LONGEST_TOKEN:
                raise self.refused("a single piece of its XML is too long")
            yield
        self._parse(parser, b"", name, is_last=True)
        yield

    def _parse(self, parser: expat.XMLParserType, chunk: bytes, name: str, *, is_last: bool = False) -> None:
        try:
            parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            if error.code == 1:  # expat's own "out of memory"
                raise MemoryError from error
            raise self.damaged(f"its part {name!r} is not XML") from error
        except (ValueError, LookupError) as error:
            raise self.damaged(f"its part {name!r} is not XML in an encoding of text") from error

    def read_xml(self, name: str, *, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Read a member as XML to its end.

        Raises:
            InputRejected: As `xml` does.
        """
        for _ in self.xml(name, start=start, end=end, text=text):
            pass
