"""A foreign file is read in a process of its own, whole, within limits, and leaves nothing behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tawthiq.adapters.importers.lists import MappedLists
from tawthiq.adapters.importers.mapping import read_mapping
from tawthiq.adapters.importers.process import Limits
from tawthiq.core.claims import Account
from tawthiq.core.errors import Busy, InputRejected
from tawthiq.journey.records.lists import Advance, Rejection, Staging

MAPPING = """
mapping: 1
name: invented
row_id: id
person: {name: {column: name}, sex: {column: sex, values: {f: female, m: male}}}
acts:
  - violation: {constant: killing}
    date: {column: died}
    party: {column: by, values: {R: russian-forces}}
unused: {remark: no meaning}
"""
HEADER = "id,name,sex,died,by,remark\n"


class Shown:
    """A progress that remembers what it showed."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.done = 0

    @contextmanager
    def __call__(self, label: str, total: int | None = None) -> Iterator[Advance]:
        self.labels.append(label)
        yield self._advance

    def _advance(self, count: int) -> None:
        self.done += count


def reader(folder: Path, *, mapping: str = MAPPING, limits: Limits | None = None) -> MappedLists:
    read = read_mapping(mapping, name="invented.yml", packs=("syria",))
    return MappedLists(read, folder=folder / "staging", packs=("syria",), limits=limits)


def write(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "list.csv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def staged(folder: Path, rows: str, header: str = HEADER) -> tuple[Staging, list[str], list[Rejection]]:
    path = write(folder, rows, header)
    with reader(folder).staged(path, documented="../2022-10-21", progress=Shown()) as found:
        return found.facts, [account.key for account in found.accounts()], list(found.rejections())


def left(folder: Path) -> list[str]:
    return [path.name for path in (folder / "staging").iterdir() if path.name != "lock"]


def test_a_list_is_read_whole(tmp_path: Path) -> None:
    facts, keys, rejections = staged(tmp_path, "1,Salma Ward,f,2012-01-01,,\n2,Hadi Nour,m,2012-02-01,R,\n")

    assert keys == ["1", "2"]
    assert rejections == []
    assert (facts.rows, facts.accounts, facts.rejected_rows) == (2, 2, 0)


def test_an_account_knows_its_row(tmp_path: Path) -> None:
    path = write(tmp_path, "1,Salma Ward,f,2012-01-01,,\n")

    with reader(tmp_path).staged(path, documented="../2022-10-21", progress=Shown()) as found:
        account = Account.from_body(next(found.accounts()).body)

    assert account.locator == "list.csv#row=2"
    assert account.documented == "../2022-10-21"
    assert account.value("person", "name") == "Salma Ward"


def test_a_bad_row_is_rejected_and_the_others_come_in(tmp_path: Path) -> None:
    facts, keys, rejections = staged(tmp_path, "1,Salma Ward,x,soon,,\n2,Hadi Nour,m,,,\n3,Rim\n")

    assert keys == ["2"]
    assert facts.rejected_rows == 2
    assert [(r.row, r.column, r.reason, r.key) for r in rejections] == [
        (2, "sex", "unmapped-value", "1"),
        (2, "died", "unreadable-date", "1"),
        (4, "(row)", "wrong-number-of-cells", ""),
    ]


def test_rows_with_one_identifier_are_all_rejected(tmp_path: Path) -> None:
    facts, keys, rejections = staged(tmp_path, "1,Salma,f,,,\n2,Hadi,m,,,\n1,Rim,f,,,\n1,Omar,m,,,\n")

    assert keys == ["2"]
    assert (facts.accounts, facts.rejected_rows) == (1, 3)
    assert [(r.row, r.reason) for r in rejections] == [
        (2, "repeated-identifier"),
        (4, "repeated-identifier"),
        (5, "repeated-identifier"),
    ]


def test_what_had_to_be_assumed_is_noted(tmp_path: Path) -> None:
    facts, _, _ = staged(
        tmp_path,
        "1,\u202bSalma\u202c,f,2012-01-01,R,,\n",
        HEADER.strip() + ",extra\n",
    )

    assert facts.notes == (
        "Columns that the mapping does not speak of, not read: extra.",
        "Rows with invisible direction marks, which stay in their words alone: 1.",
        "Acts outside the dates of the party russian-forces: 1.",
    )


@pytest.mark.parametrize(
    ("rows", "header"),
    [("", HEADER), ("1,a\n", "id,name\n"), ("", "")],
    ids=["no rows", "no column", "empty"],
)
def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path, rows: str, header: str) -> None:
    with pytest.raises(InputRejected, match="nothing was imported"):
        staged(tmp_path, rows, header)
    assert left(tmp_path) == []


def test_the_staging_is_removed_however_the_import_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "1,Salma Ward,f,,,\n")

    with (
        pytest.raises(RuntimeError, match="the commit failed"),
        reader(tmp_path).staged(path, documented="..", progress=Shown()),
    ):
        assert len(left(tmp_path)) == 1
        raise RuntimeError("the commit failed")
    assert left(tmp_path) == []


def test_a_staging_left_finished_is_used_again(tmp_path: Path) -> None:
    path = write(tmp_path, "1,Salma Ward,f,,,\n")
    lists = reader(tmp_path)
    with lists.staged(path, documented="..", progress=Shown()):
        (name,) = left(tmp_path)
        kept = {file.name: file.read_bytes() for file in (tmp_path / "staging" / name).iterdir()}
    (tmp_path / "staging" / name).mkdir()
    for file_name, content in kept.items():
        (tmp_path / "staging" / name / file_name).write_bytes(content)
    (tmp_path / "staging" / "another.unfinished").mkdir()
    shown = Shown()

    with lists.staged(path, documented="..", progress=shown) as found:
        keys = [account.key for account in found.accounts()]

    assert keys == ["1"]
    assert shown.labels == []  # nothing was read a second time
    assert left(tmp_path) == []


def test_two_imports_do_not_read_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "1,Salma Ward,f,,,\n")

    with (
        reader(tmp_path).staged(path, documented="..", progress=Shown()),
        pytest.raises(Busy),
        reader(tmp_path).staged(path, documented="..", progress=Shown()),
    ):
        pass


def test_progress_is_shown(tmp_path: Path) -> None:
    path = write(tmp_path, "".join(f"{n},Salma Ward,f,,,\n" for n in range(2500)))
    shown = Shown()

    with reader(tmp_path).staged(path, documented="..", progress=shown):
        pass

    assert shown.labels == ["Reading list.csv"]
    assert shown.done == 2000


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    slow = MAPPING.replace("person: {", "person: {occupation: {column: remark, pattern: '(a+)+b'}, ")
    path = write(tmp_path, f"1,Salma Ward,f,,,{'a' * 60}\n")

    with (
        pytest.raises(InputRejected, match="longer than 2 seconds"),
        reader(tmp_path, mapping=slow, limits=Limits(seconds=2)).staged(
            path, documented="..", progress=Shown()
        ),
    ):
        pass
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_reading_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path, f"1,{'Salma ' * 150_000},f,,,\n")

    with (
        pytest.raises(InputRejected, match="more than 40 MB"),
        reader(tmp_path, limits=Limits(memory=40 << 20)).staged(path, documented="..", progress=Shown()),
    ):
        pass
    assert left(tmp_path) == []


def test_the_reading_process_sees_no_secret_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tawthiq.adapters.importers import process

    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    monkeypatch.setenv("TAWTHIQ_ARCHIVE", str(tmp_path))

    seen = process.environment()

    assert not {"DATABASE_URL", "TAWTHIQ_ARCHIVE"} & seen.keys()
    assert seen["PATH"] == os.environ["PATH"]


def test_the_same_file_is_staged_apart_for_another_mapping(tmp_path: Path) -> None:
    path = write(tmp_path, "1,Salma Ward,f,,,\n")
    other = MAPPING.replace("constant: killing", "constant: summary-execution")
    with reader(tmp_path).staged(path, documented="..", progress=Shown()):
        first = left(tmp_path)
    with reader(tmp_path, mapping=other).staged(path, documented="..", progress=Shown()) as found:
        second = left(tmp_path)
        account = Account.from_body(next(found.accounts()).body)

    assert first != second
    assert account.value("act-1", "violation") == "summary-execution"
