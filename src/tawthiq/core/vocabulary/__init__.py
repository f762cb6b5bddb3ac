"""The words that Tawthiq counts by: every code, in both languages, with its definition and its source.

Terms are data in the YAML files beside this module, one file per scheme; `packs/` holds what belongs to
one country or conflict. Nothing in the code names a party, a community or a place.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tawthiq.core.vocabulary.loading import GENERIC, load_from, pack_folder
from tawthiq.core.vocabulary.terms import TO_REVIEW, DatedName, Scheme, Term, Vocabulary

__all__ = ["TO_REVIEW", "DatedName", "Scheme", "Term", "Vocabulary", "load"]


@lru_cache(maxsize=8)
def load(packs: tuple[str, ...] = ("syria",), own: Path | None = None) -> Vocabulary:
    """Return the vocabulary with the generic pack, the packs named, and an organisation's own folder.

    Raises:
        UsageProblem: A pack does not exist, or a file is not in order.
    """
    names = (GENERIC, *(pack for pack in packs if pack != GENERIC))
    folders = [(name, pack_folder(name)) for name in names]
    return load_from([*folders, (own.name, own)] if own is not None else folders)
