"""What the trees commit to: the exact bytes of the leaves. A verifier elsewhere can be written from this.

The log's leaf is an entry; an entry's own small tree has a leaf for each row and version it made. A leaf
holds identifiers, numbers and salted commitments, and no personal data.
"""

from __future__ import annotations

from datetime import UTC, datetime

from tawthiq.core.digests import canonical_json
from tawthiq.core.merkle import leaf_hash

LEAF_FORMAT = 1


def moment(at: datetime) -> str:
    """Return a moment as the log writes it: UTC, always with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_leaf_hash(
    *,
    sequence: int,
    at: str,
    verb: str,
    actor_id: str,
    commitment: str,
    changes_root: str,
    changes_count: int,
) -> bytes:
    """Return the hash of an entry's leaf in the log."""
    leaf = {
        "format": LEAF_FORMAT,
        "sequence": sequence,
        "at": at,
        "verb": verb,
        "actor": actor_id,
        "commitment": commitment,
        "changes_root": changes_root,
        "changes_count": changes_count,
    }
    return leaf_hash(canonical_json(leaf).encode())


def change_leaf_hash(*, kind: str, object_id: str, number: int, level: int, commitment: str) -> bytes:
    """Return the hash of one row's or version's leaf in its entry's tree.

    Kind, identifier, number and level are in it, so that none of them can be exchanged; a row of the source
    layer has the number 1.
    """
    # most identifiers are written as they are: the same text, without a look at each part
    if object_id.isascii() and object_id.isprintable() and '"' not in object_id and "\\" not in object_id:
        text = f'["{kind}","{object_id}",{number:d},{level:d},"{commitment}"]'
    else:
        text = canonical_json([kind, object_id, number, level, commitment])
    return leaf_hash(text.encode())
