"""Checks that a release folder is whole and says of itself what is true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tawthiq.core.digests import sha256_file
from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.checking.folder import (
    ALL_TABLES,
    MANIFEST,
    RULES,
    VOCABULARY,
    files_in,
)
from tawthiq.methods.checking.manifest import Manifest, document_digest, read_manifest
from tawthiq.methods.checking.references import broken_references
from tawthiq.methods.checking.tables import table_entry


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that does not agree: the file it is about, and what is wrong."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """What a check found. `manifest` is None where it could not be read at all."""

    manifest: Manifest | None
    files: int
    rows: int
    disagreements: tuple[Disagreement, ...]

    @property
    def agrees(self) -> bool:
        """Say whether nothing was found to disagree."""
        return not self.disagreements


def verify_release(folder: Path, *, manifest_sha256: str | None = None) -> ReleaseCheck:
    """Check a release folder from its bytes up: files, tables, digests, and what refers to what.

    It needs nothing but the folder. `manifest_sha256`, from the archive's log or from a signed statement,
    also binds the folder to that one freeze: without it, somebody who rewrites a whole folder and all its
    digests is found out only by the release digest, which then is another one.
    """
    try:
        manifest = read_manifest(folder)
    except IntegrityFailure as error:
        return ReleaseCheck(None, 0, 0, (Disagreement(error.where, error.message),))
    found = [*_pinned(folder, manifest_sha256), *_files(folder, manifest), *_documents(folder, manifest)]
    in_tables = list(_tables(folder, manifest))
    if not in_tables:  # what a broken table refers to says nothing
        in_tables = [Disagreement(where, what) for where, what in broken_references(folder)]
    found += in_tables
    if manifest.computed_digest() != manifest.release_digest:
        found.append(
            Disagreement(MANIFEST, "the release digest does not follow from what the manifest lists")
        )
    rows = sum(entry.rows for entry in manifest.tables.values())
    return ReleaseCheck(manifest, len(manifest.files), rows, tuple(found))


def _pinned(folder: Path, expected: str | None) -> Iterator[Disagreement]:
    if expected is not None and sha256_file(folder / MANIFEST) != expected:
        yield Disagreement(MANIFEST, "is not the manifest that was pinned when the release was frozen")


def _files(folder: Path, manifest: Manifest) -> Iterator[Disagreement]:
    present = files_in(folder)
    for name in sorted(manifest.files.keys() | present.keys()):
        entry = manifest.files.get(name)
        if entry is None:
            yield Disagreement(name, "is in the folder and not in the manifest")
        elif name not in present:
            yield Disagreement(name, "is in the manifest and not in the folder")
        elif present[name].is_symlink():
            yield Disagreement(name, "is a link to somewhere else")
        elif present[name].stat().st_size != entry.size or sha256_file(present[name]) != entry.sha256:
            yield Disagreement(name, "its bytes are not those that were frozen (SHA-256)")


def _documents(folder: Path, manifest: Manifest) -> Iterator[Disagreement]:
    for name, digest in ((RULES, manifest.rules), (VOCABULARY, manifest.vocabulary)):
        try:
            document = json.loads((folder / name).read_text(encoding="utf-8"))
            agrees = document_digest(document) == digest
        except (OSError, ValueError, TypeError):
            agrees = False
        if not agrees:
            yield Disagreement(name, "is not what the release digest covers")


def _tables(folder: Path, manifest: Manifest) -> Iterator[Disagreement]:
    if set(manifest.tables) != set(ALL_TABLES):
        yield Disagreement(MANIFEST, "does not list the tables of its format")
    if manifest.counts != {Path(file).stem: entry.rows for file, entry in manifest.tables.items()}:
        yield Disagreement(MANIFEST, "its counts are not those of its tables")
    for file, table in ALL_TABLES.items():
        try:
            entry = table_entry(folder / file, table.of_format(manifest.format))
        except IntegrityFailure as error:
            yield Disagreement(file, error.message)
            continue
        if entry != manifest.tables.get(file):
            yield Disagreement(file, "its rows are not those that were frozen (table digest)")


def manifest_pin(folder: Path) -> str:
    """Return the SHA-256 of the manifest: what the archive's log pins.

    Raises:
        OSError: There is none.
    """
    return sha256_file(folder / MANIFEST)
