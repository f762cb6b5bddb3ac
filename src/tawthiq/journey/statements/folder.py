"""The folder of an edition: its list of files, and the digest that stands for all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tawthiq.core.digests import canonical_json, sha256_text
from tawthiq.core.errors import IntegrityFailure
from tawthiq.journey.statements.edition import Page

PUBLICATION_FILE = "publication.json"
FOLDER_FORMAT = 2


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What `publication.json` says: whose pages these are, and the SHA-256 of each.

    A folder of format 1 holds pages only; it keeps its format, for its digest is in the log.
    """

    statement: str
    title: Mapping[str, str]
    release: str
    release_digest: str
    as_of: str
    published: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    audience: str
    invented: bool
    files: Mapping[str, str]
    folder_format: int = FOLDER_FORMAT

    @property
    def digest(self) -> str:
        """Return the digest of the folder: over everything that this says."""
        return sha256_text(canonical_json(self.body()))

    def body(self) -> dict[str, Any]:
        """Return the facts as plain values."""
        first = self.folder_format == 1
        formats = {"format": self.formats[0]} if first else {"formats": list(self.formats)}
        return {
            "folder_format": self.folder_format,
            "statement": self.statement,
            "title": dict(self.title),
            "release": self.release,
            "release_digest": self.release_digest,
            "as_of": self.as_of,
            "published": self.published,
            "languages": list(self.languages),
            **formats,
            "audience": self.audience,
            "invented": self.invented,
            "files": dict(sorted(self.files.items())),
        }

    def text(self) -> str:
        """Return the text of `publication.json`."""
        return json.dumps(self.body(), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read_folder(folder: Path) -> FolderFacts | None:
    """Return what a folder says it holds; None where it is no edition.

    Raises:
        IntegrityFailure: It says so in a way that cannot be read.
    """
    path = folder / PUBLICATION_FILE
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["folder_format"] not in (1, FOLDER_FORMAT):
            raise ValueError("another format")
        formats = data.pop("formats", None) or [data.pop("format")]
        return FolderFacts(**{**data, "languages": tuple(data["languages"]), "formats": tuple(formats)})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IntegrityFailure(
            "The list of a statement's files cannot be read.",
            hint="Build the statement again.",
            where=f"{folder.name}/{PUBLICATION_FILE}",
        ) from error


class EditionDraft(Protocol):
    """A folder being written, beside its place."""

    def add(self, page: Page) -> None:
        """Write one file."""
        ...

    def settle(self, facts: FolderFacts) -> None:
        """Write the list of files, and move the whole to its place."""
        ...

    @property
    def files(self) -> Mapping[str, str]:
        """Return the SHA-256 of every file written, by its path."""
        ...


class EditionStore(Protocol):
    """Where folders of editions are put."""

    def present(self, out: Path) -> FolderFacts | None:
        """Return the edition that is at the place now; None where there is nothing.

        Raises:
            RefusedByRule: Something that is no edition is there.
        """
        ...

    def draft(self, out: Path) -> AbstractContextManager[EditionDraft]:
        """Begin a folder beside its place; whatever is not settled is cleared away."""
        ...


class EvidenceBytes(Protocol):
    """Where the bytes of evidence are."""

    def verify(self, sha256: str) -> None:
        """Read the bytes and compare them with their digest.

        Raises:
            NotPermittedOrAbsent: No bytes are kept under this digest.
            IntegrityFailure: They are not the bytes that were put.
        """
        ...
