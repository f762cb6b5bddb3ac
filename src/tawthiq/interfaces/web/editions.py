"""The editions that a visitor may open: folders whose list of files is the one that the log holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tawthiq.core.digests import sha256_file
from tawthiq.core.errors import IntegrityFailure, NotPermittedOrAbsent
from tawthiq.interfaces.web.visits import Visit
from tawthiq.journey.statements.folder import FolderFacts, read_folder
from tawthiq.journey.statements.queries import logged_digests


@dataclass(frozen=True, slots=True)
class EditionAt:
    """One edition, and the folder that it is in."""

    folder: Path
    facts: FolderFacts

    def read(self, path: str) -> bytes:
        """Return one file of the edition.

        Only what the logged list names is ever opened, so no address leads out of the folder.

        Raises:
            NotPermittedOrAbsent: The list has no such file.
            IntegrityFailure: Its bytes are not those that were published.
        """
        if path not in self.facts.files:
            raise NotPermittedOrAbsent("There is no such page.")
        file = self.folder / path
        if not file.is_file() or sha256_file(file) != self.facts.files[path]:
            raise IntegrityFailure("A page is not the one that was published.", where=path)
        return file.read_bytes()


def editions(visit: Visit) -> list[EditionAt]:
    """Return the editions that the visitor may open, by the name of their folder."""
    if not visit.statements_dir.is_dir():
        return []
    logged = logged_digests(visit.actor)
    found = []
    for folder in sorted(visit.statements_dir.iterdir()):
        facts = read_folder(folder) if folder.is_dir() and not folder.name.startswith(".") else None
        if facts is not None and facts.digest in logged:
            found.append(EditionAt(folder, facts))
    return found


def edition(visit: Visit, name: str) -> EditionAt:
    """Return one edition by the name of its folder.

    Raises:
        NotPermittedOrAbsent: There is none that the visitor may open.
    """
    for each in editions(visit):
        if each.folder.name == name:
            return each
    raise NotPermittedOrAbsent("There is no such statement.")
