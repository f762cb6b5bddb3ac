"""Evidence comes in whole or not at all, and its bytes never change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tawthiq.adapters.storage import evidence
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.errors import InputRejected, IntegrityFailure, NotPermittedOrAbsent

CONTENT = b"invented testimony"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


def files(store: EvidenceFolder) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_bytes_are_kept_under_their_own_digest(store: EvidenceFolder) -> None:
    stored = store.put(CONTENT)

    assert (stored.sha256, stored.size) == (DIGEST, len(CONTENT))
    assert files(store) == [store.root / DIGEST[:2] / DIGEST[2:4] / DIGEST]
    with store.open(DIGEST) as stream:
        assert stream.read() == CONTENT


def test_a_file_is_copied_and_left_where_it_was(store: EvidenceFolder, tmp_path: Path) -> None:
    original = tmp_path / "list.csv"
    original.write_bytes(CONTENT)

    assert store.put(original).sha256 == DIGEST
    assert original.read_bytes() == CONTENT


def test_the_same_bytes_twice_are_one_piece(store: EvidenceFolder) -> None:
    assert store.put(CONTENT) == store.put(CONTENT)
    assert len(files(store)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no group permissions")
def test_a_kept_piece_is_read_only(store: EvidenceFolder) -> None:
    store.put(CONTENT)

    assert store.path(DIGEST).stat().st_mode & 0o777 == 0o440


def test_an_altered_piece_is_noticed(store: EvidenceFolder) -> None:
    store.put(CONTENT)
    store.path(DIGEST).chmod(0o640)
    store.path(DIGEST).write_bytes(CONTENT + b".")

    with pytest.raises(IntegrityFailure):
        store.verify(DIGEST)
    with pytest.raises(IntegrityFailure):
        store.put(CONTENT)


def test_a_copy_that_breaks_off_leaves_nothing(
    store: EvidenceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(evidence.os, "fsync", full_disk)

    with pytest.raises(OSError, match="no space"):
        store.put(CONTENT)
    assert files(store) == []


def test_the_bytes_and_their_folders_reach_the_disk_before_put_returns(
    store: EvidenceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[bool] = []
    fsync = os.fsync

    def watch(handle: int) -> None:
        flushed.append(store.path(DIGEST).exists())
        fsync(handle)

    monkeypatch.setattr(evidence.os, "fsync", watch)
    store.put(CONTENT)

    assert flushed == [False, True, True, True]  # the bytes before the rename, the folders after it


def test_what_is_not_there_is_absent(store: EvidenceFolder) -> None:
    for name in (DIGEST, "../../etc/passwd", "ABC"):
        with pytest.raises(NotPermittedOrAbsent):
            store.open(name)


def test_a_file_that_cannot_be_read_is_rejected(store: EvidenceFolder, tmp_path: Path) -> None:
    with pytest.raises(InputRejected):
        store.put(tmp_path / "absent.csv")


def test_the_size_is_that_of_the_bytes(store: EvidenceFolder) -> None:
    store.put(CONTENT)

    assert store.size(DIGEST) == len(CONTENT)
