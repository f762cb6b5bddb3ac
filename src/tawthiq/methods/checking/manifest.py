"""The manifest of a release: what was frozen, when, as what, and the digests that hold it fast."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tawthiq.core.digests import canonical_json, sha256_text
from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.checking.folder import MANIFEST
from tawthiq.methods.counting.schema import FORMAT

RELEASE_FORMAT = FORMAT
OLDEST_FORMAT = 1


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table: its rows, and its digest (of identifiers and commitments only, for an identity table).

    `digest` is None for an identity table that only arranges what other tables hold.
    """

    rows: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the folder: its SHA-256 and its length in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says.

    `as_of` is the last day of documentation that the release holds; `reconstructed` says that it was frozen
    after that day. `tree_size` and `tree_root` are the archive's log just before the freeze. `level` is the
    highest confidentiality of what is in the counting tables. `gone_undecided` counts the records that the
    last edition of their list lacked and that nobody had decided about: what only they tell of counts in "at
    most".
    """

    name: str
    as_of: date
    frozen_at: str
    reconstructed: bool
    single_operator: bool
    profile: str
    invented: bool
    level: int
    release_digest: str
    rules: str
    vocabulary: str
    tables: dict[str, TableEntry]
    counts: dict[str, int]
    tree_size: int
    tree_root: str
    software: str
    files: dict[str, FileEntry]
    gone_undecided: int = 0
    format: int = RELEASE_FORMAT

    def body(self) -> dict[str, Any]:
        """Return the manifest as plain values."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    def text(self) -> str:
        """Return the text of `manifest.json`, which also holds the SHA-256 of its own canonical body."""
        body = self.body()
        sealed = {**body, "manifest_digest": sha256_text(canonical_json(body))}
        return json.dumps(sealed, ensure_ascii=False, sort_keys=True, indent=2) + "\n"

    def computed_digest(self) -> str:
        """Return the release digest that follows from the digests in this manifest."""
        digests = {name: entry.digest for name, entry in self.tables.items() if entry.digest is not None}
        return release_digest(
            self.as_of, tables=digests, rules=self.rules, vocabulary=self.vocabulary, form=self.format
        )


def release_digest(
    as_of: date, *, tables: dict[str, str], rules: str, vocabulary: str, form: int = RELEASE_FORMAT
) -> str:
    """Return the digest of a release: tables, as-of date, rules and vocabulary, and nothing else.

    No name, clock, path, login, tree size or software version enters it, so that the same archive gives the
    same digest wherever and whenever it is frozen.
    """
    content = {
        "format": form,
        "as_of": as_of.isoformat(),
        "tables": tables,
        "rules": rules,
        "vocabulary": vocabulary,
    }
    return sha256_text(canonical_json(content))


def document_digest(document: Any) -> str:
    """Return the digest of `rules.json` or `vocabulary.json`: over its canonical JSON."""
    return sha256_text(canonical_json(document))


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a release folder.

    Raises:
        IntegrityFailure: There is none, it cannot be read, it is of a later format, or it was edited.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise IntegrityFailure(
            "The manifest of the release cannot be read.", where=MANIFEST, hint="Is this a release folder?"
        ) from error
    return _parsed(data)


def _parsed(data: Any) -> Manifest:
    known = range(OLDEST_FORMAT, RELEASE_FORMAT + 1)
    if not isinstance(data, dict) or data.get("format") not in known:
        raise IntegrityFailure(
            f"The manifest is not of a format that this version reads, up to {RELEASE_FORMAT}.",
            where=MANIFEST,
            hint="A later Tawthiq may have made it: use that version, or a later one.",
        )
    try:
        sealed = data.pop("manifest_digest")
        manifest = Manifest(
            **{
                **data,
                "as_of": date.fromisoformat(data["as_of"]),
                "tables": {name: TableEntry(**entry) for name, entry in data["tables"].items()},
                "files": {name: FileEntry(**entry) for name, entry in data["files"].items()},
            }
        )
        agrees = sealed == sha256_text(canonical_json(data))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IntegrityFailure("The manifest lacks a field or has one too many.", where=MANIFEST) from error
    if not agrees:
        raise IntegrityFailure("The manifest was edited: its own digest does not agree.", where=MANIFEST)
    return manifest
