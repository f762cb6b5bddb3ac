"""The releases of an archive: what pins each folder to the log."""

from __future__ import annotations

from typing import ClassVar

from tawthiq.accounts.tables import SourceLayerRow


class Release(SourceLayerRow):
    """One frozen folder. Its identifier is its name; its body holds the SHA-256 of the folder's manifest."""

    KIND: ClassVar[str] = "release"
