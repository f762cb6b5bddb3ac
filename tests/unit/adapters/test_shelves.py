"""Rows wait on disk in sorted files, and a full shelf does not wait for the last of them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tawthiq.adapters.storage import shelves
from tawthiq.adapters.storage.shelves import LineShelf, runs
from tawthiq.methods.counting.runs import merged

ACTS, PARTS = "counting/acts.parquet", "identity/parts.parquet"


def test_a_full_shelf_is_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "FULL", 10)
    shelf = LineShelf(tmp_path, 0)

    shelf.take(ACTS, ["c\n", "a\n"])
    assert runs(tmp_path, "acts") == []
    shelf.take(PARTS, ["e\n", "d\n", "f\n"])
    assert [len(runs(tmp_path, table)) for table in ("acts", "parts")] == [1, 1]
    shelf.take(ACTS, ["b\n"])
    shelf.close()

    assert list(merged(runs(tmp_path, "acts"))) == [b"a\n", b"b\n", b"c\n"]
    assert list(merged(runs(tmp_path, "parts"))) == [b"d\n", b"e\n", b"f\n"]


def test_two_shelves_do_not_take_one_anothers_files(tmp_path: Path) -> None:
    for number in range(2):
        shelf = pickle.loads(pickle.dumps(LineShelf(tmp_path, number)))
        shelf.take(ACTS, [f"{number}\n"])
        shelf.close()
        shelf.close()

    assert list(merged(runs(tmp_path, "acts"))) == [b"0\n", b"1\n"]


def test_a_table_that_no_release_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        LineShelf(tmp_path, 0).take("counting/others.parquet", ["a\n"])
