"""A process that imports a list and kills itself at a moment.

It is called with an archive, a file, a mapping and the moment, and reaches the moment through
the seams that every import has: its progress and its store of evidence.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tawthiq.project.settings"
django.setup()

from tawthiq.accounts.local import actor_for  # noqa: E402  # tables are imported after Django is set up
from tawthiq.accounts.occasion import Occasion  # noqa: E402
from tawthiq.adapters.importers.lists import MappedLists  # noqa: E402
from tawthiq.adapters.importers.mapping import find_mapping  # noqa: E402
from tawthiq.adapters.storage.archive import connect  # noqa: E402
from tawthiq.adapters.storage.evidence import EvidenceFolder  # noqa: E402
from tawthiq.core.ids import Draw  # noqa: E402
from tawthiq.journey.records.actions import import_list  # noqa: E402
from tawthiq.journey.records.lists import Advance  # noqa: E402
from tawthiq.journey.sources.evidence import StoredBytes  # noqa: E402

ARCHIVE, FILE, MAPPING, MOMENT = sys.argv[1:]


def die_at(moment: str) -> None:
    """End this process as a power cut would, if this is the moment."""
    if moment == MOMENT:
        os.kill(os.getpid(), signal.SIGKILL)


class Store(EvidenceFolder):
    """A store that may be the last thing that works."""

    def put(self, content: Path | bytes) -> StoredBytes:
        """Store the bytes, and perhaps die."""
        die_at("before the evidence")
        stored = super().put(content)
        die_at("after the evidence")
        return stored


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Advance]:
    """Perhaps die at the beginning, in the middle or at the end of a piece of work."""
    die_at(f"{label.split(maxsplit=1)[0]}, beginning")
    yield lambda _count: die_at(f"{label.split(maxsplit=1)[0]}, middle")
    die_at(f"{label.split(maxsplit=1)[0]}, end")


archive = connect(Path(ARCHIVE))
import_list(
    Path(FILE),
    source_code="field",
    reader=MappedLists(
        find_mapping(MAPPING, packs=archive.packs), folder=archive.path / "staging", packs=archive.packs
    ),
    store=Store(archive.evidence_dir),
    progress=progress,
    occasion=Occasion(actor_for(None, "records.import"), datetime.now(UTC), Draw.system()),
)
