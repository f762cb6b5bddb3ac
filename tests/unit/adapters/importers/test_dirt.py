"""Dirt of real lists: each kind gives a clear error, or a decision that names file, row and column."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.made import packed, sheet_xml, xlsx, xlsx_members

from tawthiq.adapters.importers import inside, process
from tawthiq.adapters.importers.lists import MappedLists, StagedFolder
from tawthiq.adapters.importers.mapping import read_mapping
from tawthiq.adapters.importers.process import Limits
from tawthiq.adapters.importers.worker import SUMMARY, Job, stage
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.claims import Account, Claim
from tawthiq.core.errors import DiskFull, InputRejected
from tawthiq.journey.records.lists import Advance, Rejection

MAPPING = """
mapping: 1
name: invented
row_id: id
person: {name: {column: name}}
acts:
  - violation: {constant: killing}
    date: {column: died}
    place: {column: town}
    party: {column: by, values: {R: russian-forces}}
"""
HEADER = ("id", "name", "died", "town", "by", "remark")


@contextmanager
def quiet(_label: str, _total: int | None = None) -> Iterator[Advance]:
    yield lambda count: None


def read(folder: Path, content: bytes, mapping: str = MAPPING, name: str = "list.csv") -> StagedFolder:
    """Stage a file in this process."""
    (folder / name).write_bytes(content)
    staging = folder / "staged"
    staging.mkdir(exist_ok=True)
    job = Job(str(folder / name), str(staging), "invented.yml", mapping, "../2022-10-21", ("syria",))
    summary = stage(job, advance=lambda count: None)
    (staging / SUMMARY).write_text(json.dumps(summary))
    return StagedFolder(staging)


def row(**cells: str) -> bytes:
    """Return a list of one row in which one cell is given."""
    given = {"id": "1", "name": "Salma Ward", "died": "2012", "town": "", "by": "", "remark": "", **cells}
    return (",".join(HEADER) + "\n" + ",".join(given[column] for column in HEADER) + "\n").encode()


def rejections(found: StagedFolder) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason) for one in found.rejections()]


def claim(found: StagedFolder, field: str) -> Claim:
    (account,) = found.accounts()
    return next(one for one in Account.from_body(account.body).claims if one.field == field)


@pytest.mark.parametrize(
    ("words", "order", "value"),
    [
        ("13 رمضان 1433", "", "2012-07-31/2012-08-02"),
        ("آذار 2012", "", "2012-03"),
        ("٤ كانون الثاني ٢٠١٢", "", "2012-01-04"),
        ("١٣/٠٤/٢٠١٢", "", "2012-04-13"),
        ("04/13/2012", "", "2012-04-13"),
        ("03/04/2012", "dmy", "2012-04-03"),
        ("03/04/2012", "mdy", "2012-03-04"),
    ],
)
def test_dates_of_every_calendar_and_digit_are_read(
    tmp_path: Path, words: str, order: str, value: str
) -> None:
    mapping = MAPPING.replace("died}", f"died, order: {order}}}") if order else MAPPING

    assert claim(read(tmp_path, row(died=words), mapping), "date").value == value


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"died": "31/02/2012"}, "died", "unreadable-date"),
        ({"died": "03/04/2012"}, "died", "ambiguous-date"),
        ({"died": "13/09/1433"}, "died", "unreadable-date"),
        ({"by": "somebody else"}, "by", "unmapped-value"),
        ({"town": "Nowhere at all"}, "town", "unknown-place"),
        ({"id": ""}, "id", "no-identifier"),
        ({"remark": "\x00"}, "(row)", "control-character"),
    ],
)
def test_what_cannot_be_read_names_row_and_column(
    tmp_path: Path, cells: dict[str, str], column: str, reason: str
) -> None:
    assert rejections(read(tmp_path, row(**cells))) == [(2, column, reason)]


def test_direction_marks_stay_in_the_words_and_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, row(name="\u202eSalma\u202c"))

    assert (claim(found, "name").value, claim(found, "name").verbatim) == ("Salma", "\u202eSalma\u202c")
    assert any("direction marks" in note for note in found.facts.notes)


def test_an_error_keeps_its_row_out_only_where_its_column_is_read(tmp_path: Path) -> None:
    error = '<c r="{}" t="e"><v>#REF!</v></c>'
    book = xlsx(
        [
            HEADER,
            ("1", "Salma", "2012", "", "", error.format("F2")),
            ("2", error.format("B3"), "soon"),
            (error.format("A4"), "Hadi"),
        ]
    )

    found = read(tmp_path, book, name="book.xlsx")

    assert [account.key for account in found.accounts()] == ["1"]
    assert [(one.row, one.column, one.reason, one.value, one.key) for one in found.rejections()] == [
        (3, "name", "error-cell", "#REF!", "2"),
        (3, "died", "unreadable-date", "soon", "2"),
        (4, "id", "error-cell", "#REF!", ""),
    ]
    assert "Cells with an error, in columns that are not read: 1." in found.facts.notes


def test_a_record_of_a_workbook_leads_to_its_sheet_and_row(tmp_path: Path) -> None:
    found = read(tmp_path, xlsx([HEADER, ("1", "Salma")], sheet="List 1"), name="book.xlsx")

    assert [account.body["locator"] for account in found.accounts()] == ["book.xlsx#sheet=List 1&row=2"]
    assert found.media_type.endswith("spreadsheetml.sheet")


def test_unstorable_letters_are_shown_as_such(tmp_path: Path) -> None:
    found = read(tmp_path, b'{"id": "1", "name": "\\ud800", "died": "", "town": "", "by": "\\u0000"}\n')

    (one,) = found.rejections()
    assert "\N{REPLACEMENT CHARACTER}" in one.value
    assert "\N{SYMBOL FOR NULL}" in one.value


# the process of its own


def lists(folder: Path, limits: Limits | None = None) -> MappedLists:
    mapping = read_mapping(MAPPING, name="invented.yml", packs=("syria",))
    return MappedLists(mapping, folder=folder / "staging", packs=("syria",), limits=limits)


def left(folder: Path) -> list[str]:
    staging = folder / "staging"
    return [path.name for path in staging.iterdir() if path.name != "lock"] if staging.exists() else []


def test_a_bomb_is_refused_within_the_limits_and_leaves_nothing(tmp_path: Path) -> None:
    sheet = sheet_xml([HEADER]).replace("</sheetData>", "<row/>" * 20_000_000 + "</sheetData>")
    bomb = packed(xlsx_members({"A": sheet}))
    (tmp_path / "bomb.xlsx").write_bytes(bomb)

    with (
        pytest.raises(InputRejected, match="unpacks to more than 200 times"),
        lists(tmp_path).staged(tmp_path / "bomb.xlsx", documented="..", progress=quiet),
    ):
        pass
    assert left(tmp_path) == []
    assert len(bomb) < 200_000


@pytest.mark.parametrize(
    ("asked", "module"),
    [
        ("import socket; socket.socket()", "socket"),
        ("import socket; socket.getaddrinfo('x.invalid', 80)", "socket"),
        ("import subprocess; subprocess.Popen(['true'])", "subprocess"),
        ("import os; os.system('true')", "os"),
        ("import os; os.fork()", "os"),
        ("import os; os.posix_spawn('/bin/true', ['true'], {})", "os"),
        ("open(r'OUTSIDE', 'w')", "open"),
    ],
)
def test_the_reading_process_has_no_network_no_programs_and_one_folder(
    tmp_path: Path, asked: str, module: str
) -> None:
    (tmp_path / "inside").mkdir()
    code = (
        "import sys\nfrom pathlib import Path\nfrom tawthiq.adapters.importers.inside import shut_in\n"
        f"shut_in(Path({str(tmp_path / 'inside')!r}), memory=0, seconds=0)\n"
        f"Path({str(tmp_path / 'inside' / 'may')!r}).write_text('x')\n"
        f"try:\n    {asked.replace('OUTSIDE', str(tmp_path / 'may-not'))}\n"
        "except PermissionError:\n    print('refused')\n"
    )

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("refused\n", "")
    assert not (tmp_path / "may-not").exists()


def test_a_disk_that_fills_while_reading_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    path = tmp_path / "list.csv"
    path.write_bytes(row() + b"".join(b"%d,Salma Ward,2012,,,\n" % number for number in range(2, 2000)))
    monkeypatch.setattr(process.subprocess, "Popen", partial(subprocess.Popen, preexec_fn=no_room))

    with (
        pytest.raises(DiskFull, match="Nothing was imported: the disk is full"),
        lists(tmp_path).staged(path, documented="..", progress=quiet),
    ):
        pass
    assert left(tmp_path) == []


def no_space(*_given: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["mkdir", "rename"])
def test_a_disk_without_room_for_the_staging_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(row())
    monkeypatch.setattr(Path, call, no_space)

    with pytest.raises(DiskFull), lists(tmp_path).staged(path, documented="..", progress=quiet):
        pass


def test_evidence_that_finds_no_room_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = EvidenceFolder(tmp_path / "evidence")
    monkeypatch.setattr(os, "fsync", no_space)

    with pytest.raises(DiskFull):
        store.put(b"words")
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []


def test_an_import_that_is_stopped_leaves_no_personal_data(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(row() + b"".join(b"%d,Salma Ward,2012,,,\n" % number for number in range(2, 5000)))

    @contextmanager
    def stopped(_label: str, _total: int | None = None) -> Iterator[Callable[[int], None]]:
        def stop(_count: int) -> None:
            raise KeyboardInterrupt

        yield stop

    with (
        pytest.raises(KeyboardInterrupt),
        lists(tmp_path).staged(path, documented="..", progress=stopped),
    ):
        pass
    assert left(tmp_path) == []


def test_a_reading_process_that_nobody_waits_for_removes_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "staging"
    folder.mkdir()
    (folder / "accounts.ndjson").write_text("personal")
    monkeypatch.setattr(inside, "shut_in", lambda folder, memory, seconds: None)
    monkeypatch.setattr(sys, "stdin", (tmp_path / "job").open("w+"))
    sys.stdin.write(json.dumps({"folder": str(folder)}))
    sys.stdin.seek(0)

    def work(job: dict[str, Any], say: inside.Say) -> None:
        raise BrokenPipeError

    assert inside.serve(work) == inside.ORPHANED
    assert not folder.exists()
    sys.stdin.close()


def test_an_unforeseen_error_is_said_without_its_words() -> None:
    try:
        raise ValueError("Salma Ward")
    except ValueError as error:
        said = inside.unforeseen(error)

    assert "Salma" not in said.message
    assert "ValueError in test_dirt.py" in said.message


def test_no_rejection_carries_words_in_its_message(tmp_path: Path) -> None:
    found = read(tmp_path, row(by="Hadi Nour", died="Rim"))

    assert [one for one in found.rejections() if "Hadi" in one.message or "Rim" in one.message] == []
    assert all(isinstance(one, Rejection) for one in found.rejections())
