"""Opens a release for counting, and refuses one that is not what was frozen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tawthiq.core.digests import sha256_file
from tawthiq.core.errors import IntegrityFailure
from tawthiq.journey.figures.facts import ReleaseMark
from tawthiq.methods.checking.folder import IDENTITY, MANIFEST, files_in
from tawthiq.methods.checking.manifest import Manifest, read_manifest

HINT = "Bring the folder back from a backup; `tawthiq releases verify` names everything that disagrees."


class ReleaseAltered(IntegrityFailure):
    """A file of a release is not the one that was frozen."""


def open_manifest(folder: Path, *, pin: str | None = None) -> Manifest:
    """Return a release's manifest, after checking it and every file that counting reads.

    `pin` is the SHA-256 of the manifest in the archive's log; without it (a folder taken elsewhere) the
    folder is only held against itself.

    Raises:
        ReleaseAltered: The manifest, or a file it lists, is not the one that was frozen.
    """
    if pin is not None and (not (folder / MANIFEST).is_file() or sha256_file(folder / MANIFEST) != pin):
        raise ReleaseAltered(
            "Nothing was counted: the manifest of the release is not the one that was frozen.",
            hint=HINT,
            where=f"{folder.name}/{MANIFEST}",
        )
    manifest = read_manifest(folder)
    present = {name for name in files_in(folder) if not name.startswith(f"{IDENTITY}/")}
    listed = {name for name in manifest.files if not name.startswith(f"{IDENTITY}/")}
    check_files(folder, manifest, present | listed)
    return manifest


def check_files(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Compare files of a release with what its manifest says of them.

    Raises:
        ReleaseAltered: One is missing, not listed, or has other bytes.
    """
    for name in sorted(names):
        entry, path = manifest.files.get(name), folder / name
        if entry is None or not path.is_file() or sha256_file(path) != entry.sha256:
            raise ReleaseAltered(
                "Nothing was counted: a file of the release is not the one that was frozen.",
                hint=HINT,
                where=f"{folder.name}/{name}",
            )


def identity_files(manifest: Manifest) -> list[str]:
    """Return the files that open a number into people; they are checked when they are first read."""
    return [name for name in manifest.files if name.startswith(f"{IDENTITY}/")]


def mark_of(manifest: Manifest) -> ReleaseMark:
    """Return what every output says of the release."""
    return ReleaseMark(
        name=manifest.name,
        digest=manifest.release_digest,
        as_of=manifest.as_of,
        frozen_at=manifest.frozen_at,
        reconstructed=manifest.reconstructed,
        single_operator=manifest.single_operator,
        profile=manifest.profile,
        invented=manifest.invented,
    )
