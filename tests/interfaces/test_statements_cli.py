"""Statements through the front door: the contract's commands, their JSON and their exit codes."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tests.interfaces.published import Desk, furnish

POPPLER = shutil.which("pdftotext") is not None
NUMBER = re.compile(r"\d+(?:,\d+)*")
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Desk:
    folder = tmp_path_factory.mktemp("statements")
    return furnish(Path(shutil.copytree(empty_archive, folder / "archive")), folder / "drafts")


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    """The same archive and drafts, in a copy that a test may spoil."""
    archive, drafts = tmp_path / "archive", tmp_path / "drafts"
    shutil.copytree(made.archive, archive)
    shutil.copytree(made.statement.parent, drafts)
    return Desk(archive, drafts / made.statement.name)


def pages(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_statement_is_built_in_both_languages(desk: Desk, tmp_path: Path) -> None:
    ran = desk.build("--lang", "en", "--lang", "ar", "--out", tmp_path / "out", "--json")

    assert ran.code == 0
    assert ran.json["figures"] == {"killed": 3}
    assert ran.json["languages"] == ["en", "ar"]
    assert ran.json["logged"] is True
    for lang in ("en", "ar"):
        assert (tmp_path / f"out/invented.{lang}.html").is_file()


def test_one_language_after_the_other_gives_the_same_bytes_as_both(desk: Desk, tmp_path: Path) -> None:
    desk.build("--lang", "ar", "--out", tmp_path / "one")
    desk.build("--lang", "en", "--out", tmp_path / "one")
    desk.build("--out", tmp_path / "both")

    assert pages(tmp_path / "one") == pages(tmp_path / "both")


def test_without_out_it_stands_in_the_archive(desk: Desk) -> None:
    assert desk.build().code == 0
    assert desk.build("--audience", "internal").code == 0

    assert {p.name for p in (desk.archive / "statements").iterdir()} == {"invented", "invented-internal"}


def test_the_log_holds_it_and_still_verifies(desk: Desk) -> None:
    desk.build()

    listed = desk.run("statements", "list", "--json").json["statements"]

    assert [(one["statement"], one["release"], one["audience"]) for one in listed] == [
        ("invented", "r1", "public")
    ]
    assert desk.run("audit", "verify").code == 0


def test_building_again_says_that_nothing_was_left_to_do(desk: Desk) -> None:
    desk.build()

    again = desk.build()

    assert again.code == 0
    assert "nothing was left to do" in again.out
    assert len(desk.run("statements", "list", "--json").json["statements"]) == 1


def test_a_dry_run_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    ran = desk.build("--dry-run", "--out", tmp_path / "out")

    assert ran.code == 0
    assert not (tmp_path / "out").exists()


def test_every_format_and_language_says_the_same_numbers(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = desk.build("--format", "html", "--format", "pdf", "--format", "docx", "--out", out, "--json")

    assert ran.json["formats"] == ["html", "pdf", "docx"]
    assert all(Path(page).is_file() for page in ran.json["pages"])
    for lang in ("en", "ar"):
        page = _numbers(
            re.sub(r"<[^>]+>", " ", (out / f"invented.{lang}.html").read_text().split("<main")[1])
        )
        document = _numbers(_words_of_docx(out / f"invented.{lang}.docx"))
        # the page of the statement, and the annex that stands for the pages of its figures
        assert page <= document
        if POPPLER:
            assert _numbers(_words_of_pdf(out / f"invented.{lang}.pdf")) >= page


@pytest.mark.skipif(not POPPLER, reason="pdftotext (poppler) is not installed: no words of a PDF are read")
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_pdf_and_docx_hold_the_same_numbers_each_as_often(desk: Desk, lang: str, tmp_path: Path) -> None:
    desk.build("--format", "pdf", "--format", "docx", "--lang", lang, "--out", tmp_path / "out")

    pdf = Counter(_found(_words_of_pdf(tmp_path / f"out/invented.{lang}.pdf")))
    word = Counter(_found(_words_of_docx(tmp_path / f"out/invented.{lang}.docx")))
    body = {number: count for number, count in word.items() if len(number) < 9}
    # each page of the PDF has its own number and the title in its head: nothing is there less often
    assert all(pdf[number] >= count for number, count in body.items())


def _numbers(words: str) -> set[str]:
    return set(_found(words))


def _found(words: str) -> list[str]:
    return NUMBER.findall(MARKS.sub(" ", words))


def _words_of_docx(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        xml = [parts.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")]
    return re.sub(r"<[^>]+>", " ", "".join(xml).replace("<w:noBreakHyphen/>", "-"))


def _words_of_pdf(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()


def test_the_list_of_statements_names_their_formats(desk: Desk) -> None:
    desk.build("--format", "html", "--format", "docx")

    (listed,) = desk.run("statements", "list", "--json").json["statements"]

    assert listed["formats"] == ["html", "docx"]


def test_a_format_that_is_not_ours_is_a_usage_error(desk: Desk, tmp_path: Path) -> None:
    ran = desk.build("--format", "odt", "--out", tmp_path / "out", "--json")

    assert ran.code == 2


def test_a_digit_typed_by_hand_stops_the_build_at_its_place(desk: Desk, tmp_path: Path) -> None:
    text = desk.statement.with_name("invented.ar.md")
    text.write_text(text.read_text() + "\nقُتل ٣ أشخاص.\n")

    ran = desk.build("--out", tmp_path / "out", "--json")

    assert ran.code == 3
    assert ran.json["error"]["where"] == "invented.ar.md:7:6"
    assert not (tmp_path / "out").exists()


def test_a_number_word_is_a_warning_on_stderr(desk: Desk, tmp_path: Path) -> None:
    text = desk.statement.with_name("invented.en.md")
    text.write_text(text.read_text() + "\nThree people.\n")

    ran = desk.build("--out", tmp_path / "out", "--json")

    assert ran.code == 0
    assert "'Three'" in ran.notes
    assert len(ran.json["warnings"]) == 1


def test_an_absent_release_and_an_absent_file(desk: Desk, tmp_path: Path) -> None:
    absent = desk.run("statements", "build", desk.statement, "--release", "r9", "--out", tmp_path / "out")
    lost = desk.run(
        "statements", "build", tmp_path / "lost.yml", "--release", "r1", "--out", tmp_path / "out"
    )

    assert (absent.code, lost.code) == (5, 2)


def test_whoever_may_not_publish_is_refused(desk: Desk, tmp_path: Path) -> None:
    assert desk.build("--as", "intake", "--out", tmp_path / "out").code == 5


def test_altered_evidence_stops_the_build(desk: Desk, tmp_path: Path) -> None:
    piece = next(p for p in (desk.archive / "evidence").rglob("*") if p.is_file())
    piece.chmod(0o644)
    piece.write_bytes(piece.read_bytes().replace(b"Hadi", b"Fadi"))

    ran = desk.build("--out", tmp_path / "out")

    assert ran.code == 6
    assert not (tmp_path / "out").exists()


def test_an_altered_release_stops_the_build(desk: Desk, tmp_path: Path) -> None:
    table = desk.archive / "releases/r1/identity/names.parquet"
    table.chmod(0o644)
    table.write_bytes(table.read_bytes()[:-1] + b"\0")

    assert desk.build("--audience", "internal", "--out", tmp_path / "out").code == 6


def test_no_name_of_a_victim_reaches_the_public_or_a_message(desk: Desk, tmp_path: Path) -> None:
    ran = desk.build("--out", tmp_path / "out")

    everything = b"".join(pages(tmp_path / "out").values()).decode() + ran.out + ran.notes
    for name in ("Salma", "Hadi", "Omar", "Invented field team"):
        assert name not in everything


def test_the_internal_edition_shows_names_as_text(desk: Desk, tmp_path: Path) -> None:
    desk.build("--audience", "internal", "--out", tmp_path / "out")

    everything = b"".join(pages(tmp_path / "out").values()).decode()
    assert "Hadi Nour" in everything
    assert "Salma &lt;script&gt;" in everything
    assert "<script" not in everything
