"""The seam to the place where the bytes of evidence are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """What was put into the store: the digest that names it, and its length in bytes."""

    sha256: str
    size: int


class EvidenceStore(Protocol):
    """Keeps bytes under their own SHA-256; what it once took in never changes."""

    def put(self, content: Path | bytes) -> StoredBytes:
        """Take a copy of a file or of bytes; the same bytes a second time change nothing."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open the stored bytes for reading."""
        ...

    def verify(self, sha256: str) -> None:
        """Read the stored bytes again and raise IntegrityFailure unless they still have this digest."""
        ...

    def size(self, sha256: str) -> int:
        """Return the length of the stored bytes."""
        ...
