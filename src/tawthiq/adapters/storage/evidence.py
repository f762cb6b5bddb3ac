"""Evidence on disk: each piece is a read-only file named by the SHA-256 of its bytes.

The order is what makes it safe: the bytes are copied to a temporary file in the same file system, flushed
to the disk, made read-only, renamed to their name in one step, and the folder is flushed too. Only then may
the database speak of them. A piece is therefore there whole or not at all. Bytes whose database entry was
never committed do no harm: the next time they are put, they are found.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO

from tawthiq.core.digests import CHUNK
from tawthiq.core.errors import NO_ROOM, DiskFull, InputRejected, IntegrityFailure, NotPermittedOrAbsent
from tawthiq.journey.sources.evidence import StoredBytes

READ_ONLY = stat.S_IRUSR | stat.S_IRGRP
SHA256 = re.compile(r"[0-9a-f]{64}")
PARTIAL = "incoming-"


class EvidenceFolder:
    """A folder of evidence: ``ab/cd/abcd...`` below its root."""

    def __init__(self, root: Path) -> None:
        """Use `root`, which is made when the first piece comes in."""
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where bytes with this digest are kept, whether or not they are.

        Raises:
            NotPermittedOrAbsent: The text is not a SHA-256, so nothing can be kept under it.
        """
        if not SHA256.fullmatch(sha256):
            raise NotPermittedOrAbsent("No evidence is kept under that name: it is not a SHA-256.")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, content: Path | bytes) -> StoredBytes:
        """Copy a file or bytes into the store; the same bytes a second time change nothing.

        Raises:
            InputRejected: The file cannot be read.
            DiskFull: There is no room for the copy.
            IntegrityFailure: Bytes kept under this digest are no longer those that were put.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            stream = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
        except OSError as error:
            raise InputRejected(f"The file was not stored: {error.strerror}.", where=str(content)) from error
        with stream:
            try:
                return self._keep(stream)
            except OSError as error:
                if error.errno not in NO_ROOM:
                    raise
                raise DiskFull(
                    "Nothing was stored: the disk is full.", hint="Make room, and try again."
                ) from error

    def _keep(self, stream: BinaryIO) -> StoredBytes:
        handle, name = tempfile.mkstemp(prefix=PARTIAL, dir=self.root)
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy:
                stored = _copy(stream, copy)
                copy.flush()
                os.fsync(copy.fileno())
            target = self.path(stored.sha256)
            if target.exists():
                self.verify(stored.sha256)
                return stored
            partial.chmod(READ_ONLY)
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.replace(target)
            for folder in (target.parent, target.parent.parent, self.root):
                _flush_folder(folder)
            return stored
        finally:
            _remove(partial)

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes for reading. The caller writes the custody entry.

        Raises:
            NotPermittedOrAbsent: No bytes are kept under this digest.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotPermittedOrAbsent("No evidence is kept under that digest.", where=sha256) from error

    def verify(self, sha256: str) -> None:
        """Read the bytes again and compare them with their digest.

        Raises:
            NotPermittedOrAbsent: No bytes are kept under this digest.
            IntegrityFailure: The bytes are not those that were put.
        """
        digest = hashlib.sha256()
        with self.open(sha256) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != sha256:
            raise IntegrityFailure(
                "A piece of evidence no longer has the bytes that were received.",
                hint="Bring it back from a backup; `tawthiq audit verify` names what else disagrees.",
                where=sha256,
            )

    def size(self, sha256: str) -> int:
        """Return the length of the bytes.

        Raises:
            NotPermittedOrAbsent: No bytes are kept under this digest.
        """
        with self.open(sha256) as stream:
            return stream.seek(0, io.SEEK_END)


def _copy(source: BinaryIO, target: BinaryIO) -> StoredBytes:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return StoredBytes(digest.hexdigest(), size)


def _flush_folder(folder: Path) -> None:
    """Flush the folder's own entry; Windows cannot open a folder, and its rename is durable by itself."""
    if os.name == "nt":  # pragma: no cover  # another system
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(partial: Path) -> None:
    """Remove what an interrupted copy left; Windows removes no read-only file, so it is made writable."""
    if partial.exists():
        partial.chmod(stat.S_IRUSR | stat.S_IWUSR)
        partial.unlink()
