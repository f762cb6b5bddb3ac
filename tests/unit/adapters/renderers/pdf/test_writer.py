"""PDF: what comes out is what went in, tagged, with its fonts inside, the same every time."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.adapters.renderers.documents import HOSTILE, NOTE, document, everything, table

from tawthiq.adapters.renderers.document.model import (
    Band,
    Cell,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
    text,
)
from tawthiq.adapters.renderers.pdf import write_pdf

MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None,
    reason="pdftotext (poppler) is not installed: no words of a PDF are read",
)


def words_of(pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, str(path), "-"], capture_output=True, check=True
    )
    return MARKS.sub("", unicodedata.normalize("NFKC", done.stdout.decode()))


def told(pdf: bytes, folder: Path, tool: str) -> str:
    path = folder / "told.pdf"
    path.write_bytes(pdf)
    return subprocess.run([tool, str(path)], capture_output=True, check=True).stdout.decode()


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_kind_of_block_is_set_in_either_direction(lang: str) -> None:
    made = write_pdf(everything(lang, indic=lang == "ar"))

    assert made.startswith(b"%PDF-")


@needs_poppler
@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_read_as_markup(words: str, tmp_path: Path) -> None:
    made = document(
        Heading(1, text(words)),
        Paragraph((Run(words), Run("", note=NOTE), Run(words, bold=True), Run(words, code=True))),
    )
    shown = words_of(write_pdf(made), tmp_path, "-raw")

    assert squeezed(shown).count(squeezed(unicodedata.normalize("NFKC", words))) == 4


@needs_poppler
def test_words_in_titles_cells_and_notes_are_never_read_as_markup(tmp_path: Path) -> None:
    words = '#panic("a") *b* $c$ @d // e \\ [f]'
    made = write_pdf(_everywhere(words))
    shown = squeezed(words_of(made, tmp_path, "-raw"))

    # in the title, the heading, the cell, the caption, the note under the table, the footnote, the band
    assert shown.count(squeezed(words)) == 7


def _everywhere(words: str) -> Document:
    grid = Table(text(words), (), (Row((Cell(text(words)),)),), note=text(words))
    noted = Paragraph((Run("said", note=Note("n", text(words))),))
    whole = document(Heading(1, text(words)), grid, noted)
    return replace(whole, title=text(words), bands=(Band(text(words)),), publisher=())


@needs_poppler
def test_it_is_tagged_dated_by_the_edition_and_outlined(tmp_path: Path) -> None:
    made = write_pdf(everything())
    said = told(made, tmp_path, "pdfinfo")

    assert re.search(r"Tagged:\s+yes", said)
    assert re.search(r"Title:\s+Killed: 3,207", said)
    assert "Oct 21" in said
    assert re.search(r"ModDate:.*Oct 21", said)
    assert b"/Outlines" in made


@needs_poppler
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_its_fonts_are_inside(lang: str, tmp_path: Path) -> None:
    lines = told(write_pdf(everything(lang)), tmp_path, "pdffonts").splitlines()[2:]

    assert lines
    assert all(re.search(r"\byes\s+yes\s+yes\s+\d+\s+0$", line) for line in lines)


@needs_poppler
def test_pages_are_numbered_in_the_house_style(tmp_path: Path) -> None:
    assert "Page 1 of 1" in words_of(write_pdf(document(Paragraph(text("a")))), tmp_path)
    arabic = words_of(write_pdf(document(Paragraph(text("أ")), lang="ar", indic=True)), tmp_path)
    assert "١" in arabic


@needs_poppler
def test_bands_stand_on_every_page(tmp_path: Path) -> None:
    made = write_pdf(document(*(Paragraph(text("word " * 600)) for _ in range(3))))
    pages = words_of(made, tmp_path).split("\f")[:-1]

    assert len(pages) > 1
    assert all("Internal use" in page and "Invented" in page for page in pages)


@needs_poppler
def test_a_table_longer_than_a_page_repeats_its_head(tmp_path: Path) -> None:
    pages = words_of(write_pdf(document(table(120))), tmp_path).split("\f")[:-1]

    assert len(pages) > 2
    assert all("Persons" in page for page in pages)


@needs_poppler
def test_a_note_stands_on_the_page_of_its_words(tmp_path: Path) -> None:
    for lines in range(20, 44):
        filler = [Paragraph(text(f"line {n}")) for n in range(lines)]
        noted = Paragraph((Run("cited words " * 30), Run("end", note=NOTE)))
        pages = words_of(write_pdf(document(*filler, noted)), tmp_path).split("\f")

        with_words = [n for n, page in enumerate(pages) if "cited words" in page]
        with_note = [n for n, page in enumerate(pages) if "Appeal" in page]
        assert with_words == with_note, lines


def test_two_processes_make_the_same_bytes() -> None:
    program = (
        "import hashlib, sys\n"
        "from tests.unit.adapters.renderers.documents import everything\n"
        "from tawthiq.adapters.renderers.pdf import write_pdf\n"
        "print(hashlib.sha256(write_pdf(everything('ar'))).hexdigest())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == hashlib.sha256(write_pdf(everything("ar"))).hexdigest()
