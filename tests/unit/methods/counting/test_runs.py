"""Sorted files become one stream in the order of bytes, however many they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.methods.counting import runs
from tawthiq.methods.counting.runs import merged, write_run


@pytest.mark.parametrize("most", [2, 3, 100])
def test_lines_come_in_the_order_of_their_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(runs, "MOST_OPEN", most)
    words = ["b", "a", "é", "ي", "\U0001f54a", "\uffee", "Z", "a", "ab", "a\x1fb", "c", "d", "e"]
    files = [tmp_path / f"words.{number}" for number in range(6)]
    for number, file in enumerate(files):
        write_run([f"{word}\n" for word in words[number::6]], file)

    found = list(merged(files))

    assert found == sorted(f"{word}\n".encode() for word in words)


def test_no_files_are_no_lines() -> None:
    assert list(merged([])) == []
