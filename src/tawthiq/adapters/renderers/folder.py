"""Folders of editions on disk: written beside their place, and moved there when they are whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tawthiq.core.digests import sha256_file, sha256_text
from tawthiq.core.errors import RefusedByRule
from tawthiq.journey.statements.edition import Page
from tawthiq.journey.statements.folder import PUBLICATION_FILE, EditionDraft, FolderFacts, read_folder

_STAGING = ".building-"


class EditionFolders:
    """Puts editions where they are asked for; nothing is ever seen half-written."""

    def present(self, out: Path) -> FolderFacts | None:
        """Return the edition that is at the place now; None where there is nothing.

        Raises:
            RefusedByRule: Something that is no edition is there; it is left alone.
            IntegrityFailure: There is an edition whose list cannot be read.
        """
        found = read_folder(out)
        if found is None and out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise RefusedByRule(
                "The statement was not built: the folder holds something that is no statement.",
                hint="Name a new or empty folder with --out.",
                where=str(out),
            )
        return found

    @contextmanager
    def draft(self, out: Path) -> Iterator[EditionDraft]:
        """Begin a folder beside its place; whatever is not settled is cleared away."""
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f"{_STAGING}{out.name}-", dir=out.parent))
        try:
            yield _Draft(staging / "new", staging / "old", out)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


class _Draft:
    def __init__(self, new: Path, old: Path, out: Path) -> None:
        self._new, self._old, self._out = new, old, out
        self._files: dict[str, str] = {}
        new.mkdir()

    @property
    def files(self) -> dict[str, str]:
        return dict(self._files)

    def add(self, page: Page) -> None:
        path = PurePosixPath(page.path)
        if (
            path.is_absolute()
            or ".." in path.parts
            or page.path in self._files
            or page.path == PUBLICATION_FILE
        ):
            raise ValueError("a page has a place of its own inside its folder")
        target = self._new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.content)
        self._files[page.path] = sha256_file(target)

    def settle(self, facts: FolderFacts) -> None:
        (self._new / PUBLICATION_FILE).write_bytes(facts.text().encode())
        if self._is_there_already(facts):
            return
        if self._out.exists():
            self._out.rename(self._old)
        try:
            self._new.rename(self._out)
        except OSError:
            if self._old.exists():
                self._old.rename(self._out)
            raise

    def _is_there_already(self, facts: FolderFacts) -> bool:
        """Tell whether the place holds these very bytes, so that a second build changes nothing."""
        if not self._out.is_dir():
            return False
        present = {
            Path(folder, name).relative_to(self._out).as_posix()
            for folder, _, names in os.walk(self._out)
            for name in names
        }
        wanted = {**facts.files, PUBLICATION_FILE: sha256_text(facts.text())}
        return present == set(wanted) and all(
            sha256_file(self._out / name) == digest for name, digest in wanted.items()
        )
