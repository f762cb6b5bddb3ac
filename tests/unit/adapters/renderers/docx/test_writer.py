"""DOCX: real styles, true footnotes, captions that count, and everything from right to left in Arabic."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from defusedxml import ElementTree
from tests.unit.adapters.renderers.documents import HOSTILE, NOTE, document, everything, table

from tawthiq.adapters.renderers.document.model import (
    Band,
    Cell,
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    Row,
    Run,
    Style,
    Table,
    number,
    text,
)
from tawthiq.adapters.renderers.docx import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LRM = "\u200e"


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(made: bytes, name: str = "document"):  # type: ignore[no-untyped-def]  # an element of the standard library
    return ElementTree.fromstring(parts(made)[f"word/{name}.xml"])


def words(made: bytes, name: str = "document") -> str:
    found = []
    for each in tree(made, name).iter():
        found.append({f"{W}noBreakHyphen": "-", f"{W}br": "\n"}.get(each.tag, ""))
        if each.tag == f"{W}t":
            found.append(each.text or "")
    return "".join(found).replace(LRM, "")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_part_is_xml_and_every_relation_has_its_part(lang: str) -> None:
    files = parts(write_docx(everything(lang)))

    for name, content in files.items():
        if name.endswith((".xml", ".rels", ".svg")):
            ElementTree.fromstring(content)
        if name.endswith(".rels"):
            base = "word/" if name.startswith("word/") else ""
            for each in ElementTree.fromstring(content):
                if each.get("TargetMode") != "External":
                    assert base + (each.get("Target") or "") in files


def test_every_identifier_of_a_relation_is_declared() -> None:
    files = parts(write_docx(everything()))
    declared = {each.get("Id") for each in ElementTree.fromstring(files["word/_rels/document.xml.rels"])}
    used = {
        value
        for each in tree(write_docx(everything())).iter()
        for key, value in each.attrib.items()
        if key.startswith(R)
    }

    assert used <= declared


def test_every_style_that_is_used_is_declared() -> None:
    made = write_docx(everything())
    declared = {each.get(f"{W}styleId") for each in tree(made, "styles").iter(f"{W}style")}
    used = {
        each.get(f"{W}val")
        for name in ("document", "footnotes", "header", "header-first", "footer")
        for kind in ("pStyle", "rStyle", "tblStyle")
        for each in tree(made, name).iter(f"{W}{kind}")
    }

    assert used <= declared


@pytest.mark.parametrize("said", HOSTILE)
def test_words_are_never_read_as_markup(said: str) -> None:
    made = write_docx(_everywhere(said))

    assert words(made).count(said) == 6
    assert words(made, "footnotes").count(said) == 1
    assert words(made, "header").count(said) == 2
    core = ElementTree.fromstring(parts(made)["docProps/core.xml"])
    assert core[0].text == " ".join(said.split())


def _everywhere(said: str) -> Document:
    grid = Table(text(said), (), (Row((Cell(text(said)),)),), note=text(said))
    noted = Paragraph((Run(said, note=Note("n", text(said))),))
    whole = document(Heading(1, text(said)), grid, noted)
    return replace(whole, title=text(said), bands=(Band(text(said)),), publisher=())


def test_what_xml_cannot_hold_is_replaced() -> None:
    made = write_docx(document(Paragraph(text("a\x00b\x0bc\ud800d"))))

    assert "a\ufffdb\ufffdc\ufffdd" in words(made)


def test_word_sees_headings_paragraphs_and_tables_with_their_styles() -> None:
    read = docx.Document(BytesIO(write_docx(everything())))

    styles = {each.text: each.style.name for each in read.paragraphs if each.style}
    assert styles["Killed: 3,207"] == "Title"
    assert styles["One"] == "Heading 1"
    assert styles["A demand"] == "Subtitle"
    assert styles["An item"] == "List Paragraph"
    assert read.tables[0].style is not None
    assert read.tables[0].style.name == "Tawthiq Table"
    assert [cell.text for cell in read.tables[0].rows[0].cells] == ["Sex", "Persons"]


def test_a_note_is_a_true_footnote_and_the_second_one_points_to_it() -> None:
    made = write_docx(document(Paragraph((Run("a", note=NOTE), Run("b", note=NOTE)))))
    body, notes = tree(made), tree(made, "footnotes")

    references = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    assert references == ["1"]
    assert [each.get(f"{W}id") for each in notes.iter(f"{W}footnote")] == ["-1", "0", "1"]
    assert "Appeal, 2021-02-11" in words(made, "footnotes")
    fields = [each.get(f"{W}instr") or "" for each in body.iter(f"{W}fldSimple")]
    bookmarks = [each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")]
    assert bookmarks == ["_Note1"]
    assert [field.split()[:2] for field in fields] == [["NOTEREF", "_Note1"]]


def test_captions_and_pages_are_fields() -> None:
    made = write_docx(everything())

    sequences = [each.get(f"{W}instr", "").split()[:2] for each in tree(made).iter(f"{W}fldSimple")]
    assert ["SEQ", "Table"] in sequences
    assert ["SEQ", "Figure"] in sequences
    pages = [each.get(f"{W}instr", "").strip() for each in tree(made, "footer").iter(f"{W}fldSimple")]
    assert pages == ["PAGE", "NUMPAGES"]


def test_an_arabic_document_is_right_to_left_everywhere() -> None:
    made = write_docx(everything("ar"))
    body = tree(made)

    for name in ("document", "footnotes", "header", "footer"):
        for each in tree(made, name).iter(f"{W}p"):
            assert each.find(f"{W}pPr/{W}bidi") is not None
    assert body.find(f".//{W}tblPr/{W}bidiVisual") is not None
    assert body.find(f".//{W}sectPr/{W}bidi") is not None
    lang = tree(made, "styles").find(f".//{W}rPrDefault//{W}lang")
    assert lang is not None
    assert lang.get(f"{W}bidi") == "ar-SA"


def test_an_english_document_is_not() -> None:
    made = write_docx(everything())

    for kind in ("bidi", "bidiVisual", "rtl"):
        assert list(tree(made).iter(f"{W}{kind}")) == []


def test_numbers_keep_their_direction_in_arabic() -> None:
    made = write_docx(document(Paragraph((Run("قُتل "), *number("2022-10-21"))), lang="ar"))
    runs = {
        "".join(each.itertext()): each.find(f"{W}rPr/{W}rtl") is not None for each in tree(made).iter(f"{W}r")
    }

    assert runs["قُتل "]
    assert runs[f"{LRM}20221021{LRM}"] is False  # its hyphens are elements, so that no line ends at one


def test_heads_of_tables_repeat_and_rows_stay_whole() -> None:
    rows = list(tree(write_docx(document(table(40)))).iter(f"{W}tr"))

    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (
        len(rows) - 1
    )
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_short_table_stays_on_one_page_and_a_long_one_may_not() -> None:
    def kept(rows: int) -> int:
        return len(list(tree(write_docx(document(table(rows)))).iterfind(f".//{W}tc//{W}keepNext")))

    assert kept(4) > 0
    assert kept(60) == 0


def test_a_drawing_is_svg_with_png_and_words() -> None:
    made = write_docx(everything())
    files = parts(made)

    assert files["word/media/drawing1.png"].startswith(b"\x89PNG")
    assert files["word/media/drawing1.svg"].startswith(b"<svg")
    whole = files["word/document.xml"].decode()
    assert 'descr="A drawing of twelve"' in whole
    assert "svgBlip" in whole


def test_a_drawing_of_no_size_is_refused() -> None:
    picture = Picture('<svg xmlns="http://www.w3.org/2000/svg"/>', "none")

    with pytest.raises(ValueError, match="how large"):
        write_docx(document(picture))


def test_ordered_lists_begin_where_they_say() -> None:
    lists = [Items(((Paragraph(text(str(n))),),), ordered=True, start=n) for n in (3, 1)]
    made = write_docx(document(*lists))

    starts = [each.get(f"{W}val") for each in tree(made, "numbering").iterfind(f".//{W}startOverride")]
    assert starts[::4] == ["3", "1"]
    used = [each.get(f"{W}val") for each in tree(made).iter(f"{W}numId")]
    assert len(set(used)) == 2


def test_a_line_with_a_long_code_is_not_stretched() -> None:
    made = write_docx(document(Paragraph((Run("ab" * 32, code=True),)), Paragraph(text("a"), Style.BODY)))
    first, second = [each for each in tree(made).iter(f"{W}p") if _style(each) == "BodyText"]

    assert first.find(f"{W}pPr/{W}jc") is not None
    assert second.find(f"{W}pPr/{W}jc") is None


def _style(paragraph) -> str | None:  # type: ignore[no-untyped-def]  # an element of the standard library
    return paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")


def test_it_names_no_author_and_no_time() -> None:
    files = parts(write_docx(everything()))

    core = files["docProps/core.xml"].decode()
    for absent in ("creator", "lastModifiedBy", "created", "modified"):
        assert absent not in core
    assert "docProps/app.xml" not in files
    with zipfile.ZipFile(BytesIO(write_docx(everything()))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_two_processes_make_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from tests.unit.adapters.renderers.documents import everything\n"
        "from tawthiq.adapters.renderers.docx import write_docx\n"
        "print(hashlib.sha256(write_docx(everything('ar'))).hexdigest())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == hashlib.sha256(write_docx(everything("ar"))).hexdigest()
