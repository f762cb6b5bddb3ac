"""The standard tables from the command line: one release folder in, a page, a workbook or a document out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

RELEASE = Path(__file__).parent.parent / "fixtures/releases/v1"
NUMBERS = re.compile(r'<td class="number"><bdi>([\d,−]+)</bdi>')


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tawthiq", "figures", "tables", "--release", str(RELEASE), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def made(folder: Path, name: str, *words: str) -> tuple[dict[str, Any], bytes]:
    asked = ("--set", "detention", "--period", "2012..2021", "--publisher", "Invented Network", *words)
    result = run(*asked, "--json", "--out", str(folder / name))
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout), (folder / name).read_bytes()


def numbers_of(data: dict[str, Any]) -> list[int]:
    """Every number of the tables, in the order in which a reader meets them."""
    found: list[int] = []
    for table in data["tables"]:
        for row in table["rows"]:
            found += row["numbers"]
        found += [*table["undetermined"], *table["total"]]
    return found


def in_page(content: bytes) -> list[int]:
    return [int(number.replace(",", "")) for number in NUMBERS.findall(content.decode())]


def in_workbook(content: bytes) -> list[int]:
    book = load_workbook(BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [int(cell.value) for cell in cells if isinstance(cell.value, int)]


def in_document(content: bytes) -> list[int]:
    rows = (row for table in Document(BytesIO(content)).tables for row in table.rows[1:])
    cells = (cell for row in rows for cell in row.cells[1:])
    return [int(re.sub("[^0-9]", "", cell.text)) for cell in cells]


READERS: dict[str, Callable[[bytes], list[int]]] = {
    "html": in_page,
    "xlsx": in_workbook,
    "docx": in_document,
}


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("format_", READERS)
def test_every_format_holds_the_same_numbers_and_the_same_bytes_again(
    format_: str, lang: str, tmp_path: Path
) -> None:
    data, content = made(tmp_path, f"one.{format_}", "--format", format_, "--lang", lang)
    _, again = made(tmp_path, f"two.{format_}", "--format", format_, "--lang", lang)

    assert READERS[format_](content) == numbers_of(data)
    assert 1 in numbers_of(data)
    assert again == content


def test_an_arabic_sheet_reads_from_the_right(tmp_path: Path) -> None:
    _, arabic = made(tmp_path, "ar.xlsx", "--format", "xlsx", "--lang", "ar")
    _, english = made(tmp_path, "en.xlsx", "--format", "xlsx", "--lang", "en")

    assert all(sheet.sheet_view.rightToLeft for sheet in load_workbook(BytesIO(arabic)))
    assert not any(sheet.sheet_view.rightToLeft for sheet in load_workbook(BytesIO(english)))


def test_a_page_stands_alone_and_says_what_it_rests_on(tmp_path: Path) -> None:
    data, content = made(tmp_path, "page.html", "--lang", "ar")
    page = content.decode()
    digest = json.loads((RELEASE / "manifest.json").read_text(encoding="utf-8"))["release_digest"]

    assert '<html lang="ar" dir="rtl">' in page
    assert digest in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert data["tables"][0]["title"]["ar"] in page


def test_a_period_beyond_the_release_is_refused(tmp_path: Path) -> None:
    result = run("--set", "killings", "--period", "2023", "--out", str(tmp_path / "never.html"))

    assert result.returncode == 2
    assert "ends after 2022-10-21" in result.stderr
    assert not (tmp_path / "never.html").exists()


def test_a_folder_that_is_not_there_is_no_traceback(tmp_path: Path) -> None:
    result = run("--set", "killings", "--period", "2021", "--out", str(tmp_path / "none" / "never.html"))

    assert result.returncode == 2
    assert "Nothing was written" in result.stderr
    assert "Traceback" not in result.stderr
