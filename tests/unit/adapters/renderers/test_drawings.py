"""Charts and maps: the same numbers as their tables, in words too, and the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from tests.unit.adapters.renderers import drawn
from tests.unit.adapters.renderers.drawn import CHECKS, OUTLINE, SVG, TITLES, edition, render, shown

from tawthiq.adapters.renderers.document.model import Picture, plain
from tawthiq.adapters.renderers.document.statement import statement_document
from tawthiq.adapters.renderers.drawings import lines, maps, scene
from tawthiq.adapters.renderers.drawings.looks import SERIES, SHADES, width_of, wrapped
from tawthiq.adapters.renderers.drawings.scene import written
from tawthiq.adapters.renderers.drawings.steps import class_of, classes, ticks
from tawthiq.adapters.renderers.html import alternatives, drawings, periods
from tawthiq.adapters.renderers.html.drawn import Draughtsman
from tawthiq.adapters.renderers.html.markup import Html
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.adapters.renderers.pdf import write_pdf
from tawthiq.core.errors import RefusedByRule
from tawthiq.journey.statements import drawing_rules

Patch = pytest.MonkeyPatch
Pages = dict[str, str]
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return render(tmp_path_factory.mktemp("drawn"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_drawing_says_what_its_table_says(pages: Pages, check: object) -> None:
    check(pages)  # type: ignore[operator]


def test_the_words_for_a_drawing_are_whole_sentences(pages: Pages) -> None:
    english, arabic = (shown(pages, "by-year", lang).alternative for lang in ("en", "ar"))

    assert english == (
        "Column chart. Invented people killed, by year: 2011 134; 2012 1,612; 2013 1,034; 2015 27; 2022 4. "
        "Undetermined: 396. "
        "Counted only in part: 2011 (from March 2011), 2022 (up to 21 October 2022). "
        "Nothing is documented for: 2014, 2016, 2017, 2018, 2019, 2020, 2021. "
        "In all: at least 3,207 persons."
    )
    assert arabic.startswith("مخطط أعمدة. قتلى مختلقون بحسب السنة: 2011 134؛ 2012 1612؛")
    assert arabic.endswith("المجموع: ما لا يقل عن 3207 أشخاص.")


def test_the_words_for_a_map_name_what_is_not_documented(pages: Pages) -> None:
    words = shown(pages, "where", "en").alternative

    assert words.startswith("Map. Where invented people were killed: Aleppo 1,204; Damascus 868;")
    assert "None documented in: Hama, Idleb, Al-Hasakeh, Deir-ez-Zor, Ar-Raqqa, Dar'a, As-Sweida." in words
    assert "imply no opinion" in words


def test_every_drawing_is_a_safe_svg_with_its_words_inside(pages: Pages) -> None:
    for name in TITLES:
        for lang in ("en", "ar"):
            text = pages[f"drawings/{name}.{lang}.svg"]
            root = ET.fromstring(text)
            assert (root.tag, root.get("role"), root.get("lang")) == (f"{SVG}svg", "img", lang)
            assert root[0].tag == f"{SVG}title"
            assert drawn.plain(root[1].text or "") == shown(pages, name, lang).alternative
            assert not re.search(
                r"<script|href|url\(|@import|<image|<foreignObject|\son\w+=|https?:(?!//www.w3)", text
            )
            assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
                "svg", "title", "desc", "rect", "polyline", "circle", "path", "text",
            }  # fmt: skip


def test_arabic_texts_say_their_direction_and_keep_numbers_apart(pages: Pages) -> None:
    for name in TITLES:
        for each in ET.fromstring(pages[f"drawings/{name}.ar.svg"]).iter(f"{SVG}text"):
            text = each.text or ""
            assert (text[0], text[-1]) == ("\u2067", "\u2069")
            assert not re.search(r"\d", re.sub("\u2066[^\u2069]*\u2069", "", text)), text


def test_nothing_stands_outside_the_drawing(pages: Pages) -> None:
    for name in TITLES:
        for lang in ("en", "ar"):
            root = ET.fromstring(pages[f"drawings/{name}.{lang}.svg"])
            width, height = (float(each) for each in (root.get("viewBox") or "").split()[2:])
            for text in root.iter(f"{SVG}text"):
                x, y = float(text.get("x") or 0), float(text.get("y") or 0)
                wide = width_of(drawn.plain(text.text or ""), float(text.get("font-size") or 0))
                before = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor") or "", 0.0)
                assert x - before >= -3, text.text
                assert x - before + wide <= width + 3, text.text
                assert 0 < y < height


def test_the_page_holds_picture_caption_and_table_without_a_script(pages: Pages) -> None:
    page = pages["invented.en.html"]

    assert '<img src="drawings/by-year.en.svg" alt="Column chart.' in page
    assert "<details open><summary>The numbers of this drawing</summary>" in page
    assert "The parts make the whole: cells <bdi>2,811</bdi>, undetermined <bdi>396</bdi>" in page
    assert "<script" not in page
    assert "img-src &#x27;self&#x27;" in page


def test_a_breakdown_that_the_text_has_as_a_table_is_not_printed_twice(tmp_path: Path) -> None:
    table = (
        "tables:\n  t: {figure: killed, by: year, kind: exhaustive, title: {en: By year, ar: بحسب السنة}}\n"
    )
    english, arabic = (f"{text}\n{{{{table:t}}}}\n" for text in (drawn.ENGLISH, drawn.ARABIC))

    page = render(tmp_path, outline=OUTLINE + table, english=english, arabic=arabic)["invented.en.html"]

    assert 'The same numbers stand in the table “<a href="#table-t">By year</a>”.' in page
    assert page.count("<caption>Invented people killed, by year</caption>") == 0


def test_arabic_digits_follow_the_house_style(tmp_path: Path) -> None:
    pages = render(tmp_path, outline=OUTLINE + "style: {digits: arabic-indic, months: gregorian}\n")

    texts = shown(pages, "by-year", "ar").texts
    assert "١٦١٢" in texts
    assert any("مارس ٢٠١١" in text for text in texts)
    assert not re.search(r"[0-9]{3,}", "".join(texts).replace("2022-10-21", ""))


def test_bars_keep_the_greatest_and_put_the_rest_together(tmp_path: Path) -> None:
    outline = OUTLINE.replace("kind: bars, by: governorate,", "kind: bars, top: 3, by: governorate,")

    texts = shown(render(tmp_path, outline=outline), "by-place", "en").texts

    assert texts[texts.index("Other (4)") + 1] == str(120 + 12 + 7 + 1)
    assert "Homs" not in texts


def test_what_overlaps_is_never_put_together(tmp_path: Path) -> None:
    check_overlap_is_refused(tmp_path, pytest.MonkeyPatch())


def check_overlap_is_refused(folder: Path, patch: Patch) -> None:
    outline = OUTLINE.replace("kind: bars, by: governorate,", "kind: bars, top: 3, by: governorate,")
    many = {**drawn.PARTS, ("killed", "governorate"): {**drawn.GOVERNORATES, "SY05": 2000}}
    with patch.context() as patched:
        patched.setattr(drawn, "PARTS", many)
        with pytest.raises(RefusedByRule, match="add up"):
            render(folder, outline=outline)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_document_holds_every_drawing_with_its_words(tmp_path: Path, lang: str) -> None:
    document = statement_document(edition(tmp_path), lang)

    pictures = [block for block in document.blocks if isinstance(block, Picture)]

    assert [plain(picture.caption).split(".")[0] for picture in pictures] == [
        words[lang == "ar"] for words in TITLES.values()
    ]
    assert all(picture.alternative and picture.svg.startswith("<svg") for picture in pictures)
    assert write_pdf(document).startswith(b"%PDF-")  # made to PDF/UA and PDF/A, vowel signs or not


# --- the same bytes -----------------------------------------------------------------------------------


def test_two_processes_draw_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys, hashlib, pathlib, tempfile\n"
        "from tests.unit.adapters.renderers.drawn import render\n"
        "pages = render(pathlib.Path(tempfile.mkdtemp()))\n"
        "text = '\\0'.join(k + pages[k] for k in sorted(pages) if k.endswith('.svg'))\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tawthiq.project.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_the_order_of_the_cells_changes_nothing(tmp_path: Path, pages: Pages, monkeypatch: Patch) -> None:
    turned = {key: dict(reversed(cells.items())) for key, cells in drawn.PARTS.items()}
    monkeypatch.setattr(drawn, "PARTS", turned)

    again = render(tmp_path)

    assert {path: text for path, text in again.items() if path.endswith(".svg")} == {
        path: text for path, text in pages.items() if path.endswith(".svg")
    }


# --- mutants ------------------------------------------------------------------------------------------


def the_undetermined_are_dropped(patch: Patch) -> None:
    patch.setattr(Draughtsman, "_undetermined", lambda self: None)


def the_undetermined_are_not_said_on_a_map(patch: Patch) -> None:
    patch.setattr(Draughtsman, "_common_notes", lambda self, spec: [])


def labels_are_swapped(patch: Patch) -> None:
    def amounts(self: Draughtsman, spec: object, first: str, seconds: object) -> object:
        return original(self, spec, {"SY01": "SY02", "SY02": "SY01"}.get(first, first), seconds)  # type: ignore[arg-type]

    original = Draughtsman._amounts
    patch.setattr(Draughtsman, "_amounts", amounts)


def numbers_are_rounded(patch: Patch) -> None:
    original = Draughtsman._part
    patch.setattr(Draughtsman, "_part", lambda self, n: original(self, n if n is None else round(n, -1)))


def nothing_documented_is_nought(patch: Patch) -> None:
    original = Draughtsman._part
    patch.setattr(Draughtsman, "_part", lambda self, n: original(self, n or 0))


def the_line_joins_over_gaps(patch: Patch) -> None:
    patch.setattr(
        lines, "_unbroken", lambda parts: [[i for i, p in enumerate(parts) if p.amount is not None]]
    )


def a_cut_year_looks_whole(patch: Patch) -> None:
    patch.setattr(periods, "_partly", lambda value, field, counted, figure: "")


def the_words_are_in_the_other_language(patch: Patch) -> None:
    def say(self: Wording, key: str, **values: str) -> Html:
        other = Wording("ar" if self.lang == "en" else "en")
        return original(other if key.startswith("drawing_") else self, key, **values)

    original = Wording.say
    patch.setattr(Wording, "say", say)


def the_words_leave_out_the_undetermined(patch: Patch) -> None:
    def without(wording: Wording, **how: object) -> Html:
        said = original(wording, **how)  # type: ignore[arg-type]
        gone = rf"{wording.say('undetermined')}: <bdi>[^<]*</bdi>\. "
        return Html(re.sub(gone, "", said))

    original = alternatives.alternative
    patch.setattr("tawthiq.adapters.renderers.html.drawn.alternative", without)


def names_on_a_map_are_mirrored(patch: Patch) -> None:
    patch.setattr(maps, "_kept_east", lambda body: body)


def arabic_is_laid_out_like_english(patch: Patch) -> None:
    original = scene.drawn
    patch.setattr(
        "tawthiq.adapters.renderers.drawings.frames.drawn",
        lambda marks, **how: original(marks, **{**how, "is_mirrored": False}),
    )


MUTANTS = (
    the_undetermined_are_dropped,
    the_undetermined_are_not_said_on_a_map,
    labels_are_swapped,
    numbers_are_rounded,
    nothing_documented_is_nought,
    the_line_joins_over_gaps,
    a_cut_year_looks_whole,
    the_words_are_in_the_other_language,
    the_words_leave_out_the_undetermined,
    names_on_a_map_are_mirrored,
    arabic_is_laid_out_like_english,
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_seeded_mistake_is_caught(tmp_path: Path, monkeypatch: Patch, mutant: object) -> None:
    maps.draw_map.cache_clear()
    mutant(monkeypatch)  # type: ignore[operator]

    pages = render(tmp_path)

    caught = 0
    for check in CHECKS:
        try:
            check(pages)
        except AssertionError:
            caught += 1
    assert caught
    maps.draw_map.cache_clear()


def test_a_check_that_lets_overlaps_pass_is_caught(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(drawing_rules, "_check_overlap", lambda chart, counted: None)

    with pytest.raises(pytest.fail.Exception):
        check_overlap_is_refused(tmp_path, monkeypatch)


# --- its parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("greatest", "steps"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (109, [0, 50, 100, 150]),
        (1612, [0, 500, 1000, 1500, 2000]),
    ],
)
def test_ticks_are_round_and_reach_the_greatest(greatest: int, steps: list[int]) -> None:
    assert ticks(greatest) == steps


@pytest.mark.parametrize(
    ("amounts", "limits"),
    [
        ([], []),
        ([3], [(1, 1), (2, 2), (3, 3)]),
        ([868, 438, 326, 315, 293, 289, 189, 3], [(1, 250), (251, 500), (501, 750), (751, 1000)]),
        ([1204, 868, 12, 7, 1, 2, 3], [(1, 9), (10, 99), (100, 999), (1000, 9999)]),
    ],
)
def test_classes_are_round_and_leave_no_gap(amounts: list[int], limits: list[tuple[int, int]]) -> None:
    assert classes(amounts) == limits
    assert all(class_of(amount, limits) is not None for amount in amounts)
    assert class_of(0, limits) is None


@pytest.mark.parametrize("colours", [SERIES, SHADES[::-1]])
def test_colours_stay_apart_without_colour(colours: tuple[str, ...]) -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    greys = [grey(colour) for colour in colours]
    assert all(after - before > 25 for before, after in pairwise(greys))


def test_lengths_are_written_the_same_everywhere() -> None:
    assert [written(x) for x in (1.0, 1.25, -0.01, 0.05, 12.449)] == ["1", "1.2", "0", "0.1", "12.4"]


def test_a_line_of_words_is_broken_between_them_and_not_within_an_isolate() -> None:
    assert wrapped("one two", 10, 1) == ["one", "two"]
    assert wrapped("a \u2066b c\u2069", 10, 1) == ["a", "\u2066b c\u2069"]


def test_a_drawing_stands_under_its_name() -> None:
    assert drawings.drawing_path("by-year", "ar") == "drawings/by-year.ar.svg"
