"""A statement with charts and maps, rendered by heart, and what must hold between a drawing and its table."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from tests.unit.adapters.renderers.invented import MARK, ByHeart, Shelf
from tests.unit.journey.statements.drafts import write_draft

from tawthiq.adapters.renderers.html import HtmlRenderer
from tawthiq.core.places import gazetteer
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.borders import borders_of
from tawthiq.journey.statements.edition import Audience, Edition
from tawthiq.journey.statements.numbers import Ask, count
from tawthiq.journey.statements.reading import read_statement
from tawthiq.journey.statements.rules import check_draft, check_numbers
from tawthiq.methods.counting.answer import Undetermined

SVG = "{http://www.w3.org/2000/svg}"
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2069"))
TITLES = {
    "by-year": ("Invented people killed, by year", "قتلى مختلقون بحسب السنة"),
    "by-place": ("Invented people killed, by governorate", "قتلى مختلقون بحسب المحافظة"),
    "by-month": ("Invented people killed, month by month", "قتلى مختلقون شهراً بعد شهر"),
    "by-sex": ("Invented people killed, by governorate and sex", "قتلى مختلقون بحسب المحافظة والجنس"),
    "where": ("Where invented people were killed", "أين قُتل المختلقون"),
}
_OUTLINE = """
format: 1
publisher: {en: Network of the Invented, ar: شبكة المختلقين}
figures:
  killed: {rule: killed, noun: person, modifier: at-least, period: 2011-03..2022-10}
charts:
  by-year: {figure: killed, kind: columns, by: year, title: {en: EN-by-year, ar: AR-by-year}}
  by-place: {figure: killed, kind: bars, by: governorate, title: {en: EN-by-place, ar: AR-by-place}}
  by-month: {figure: killed, kind: line, by: month, title: {en: EN-by-month, ar: AR-by-month}}
  by-sex: {figure: killed, kind: bars, by: "governorate, sex", title: {en: EN-by-sex, ar: AR-by-sex}}
maps:
  where: {figure: killed, by: governorate, title: {en: EN-where, ar: AR-where}}
"""

OUTLINE = _OUTLINE
for _name, _words in TITLES.items():
    OUTLINE = OUTLINE.replace(f"EN-{_name}", f'"{_words[0]}"').replace(f"AR-{_name}", f'"{_words[1]}"')
_TAGS = "".join(f"\n{{{{chart:{name}}}}}\n" for name in TITLES if name != "where") + "\n{{map:where}}\n"
ENGLISH = f"# Killed: {{{{figure:killed noun}}}}\n{_TAGS}"
ARABIC = f"# مقتل {{{{figure:killed noun}}}}\n{_TAGS}"
GOVERNORATES = {"SY01": 868, "SY02": 1204, "SY03": 438, "SY04": 120, "SY06": 12, "SY10": 7, "SY14": 1}
PARTS: dict[tuple[str, str], Mapping[str, int]] = {
    ("killed", "year"): {"2011": 134, "2012": 1612, "2013": 1034, "2015": 27, "2022": 4},
    ("killed", "governorate"): GOVERNORATES,
    ("killed", "month"): {"2011-03": 9, "2011-04": 55, "2011-05": 21, "2012-07": 311, "2022-10": 4},
    ("killed", "governorate, sex"): {"SY01|male": 700, "SY01|female": 101, "SY02|male": 900},
}
WHOLE = 3207


class Counted(ByHeart):
    """A release by heart with the places of Syria; whatever a breakdown leaves out is undetermined."""

    def figure(self, ask: Ask) -> Figure:
        found = super().figure(ask)
        if not found.cells:
            return found
        left = WHOLE - sum(cell.at_least for cell in found.cells)
        return replace(found, undetermined=Undetermined(unknown=max(left, 0)), repeated=max(-left, 0))

    def places(self) -> dict[str, str | None]:
        return {place.code: place.parent for place in gazetteer(("syria",)).places()}

    def label(self, scheme: str, code: str, lang: str) -> str:
        if scheme == "place":
            return gazetteer(("syria",)).label(code, lang)
        return super().label(scheme, code, lang)


def edition(folder: Path, *, beside: Path | None = None, archive: Path | None = None, **how: str) -> Edition:
    """Return the statement of this file, counted and checked."""
    texts = {"outline": OUTLINE, "english": ENGLISH, "arabic": ARABIC} | how
    draft = read_statement(write_draft(folder, **texts))
    check_draft(draft)
    story = Counted({("killed",): WHOLE}, PARTS)
    numbers = count(draft.outline, releases=Shelf({MARK.name: story}), name=MARK.name)
    check_numbers(numbers, draft)
    borders = borders_of(draft.outline, numbers, beside=beside or folder, archive=archive)
    return Edition(draft, numbers, Audience.PUBLIC, date(2022, 10, 21), ("en", "ar"), borders)


def render(folder: Path, **how: str) -> dict[str, str]:
    """Return the pages of the statement by their paths."""
    return {page.path: page.content.decode() for page in HtmlRenderer().pages(edition(folder, **how))}


@dataclass
class Shown:
    """One drawing as its page shows it: texts of the SVG in order, the words for it, the table beside it."""

    texts: list[str]
    alternative: str
    rows: list[tuple[str, str]]
    svg: ET.Element


class _Figure(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._in, self._cell = name, False, False
        self.alternative, self.rows = "", [[]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "figure":
            self._in = given.get("id") == f"drawing-{self._name}"
        elif self._in and tag == "img":
            self.alternative = given.get("alt") or ""
        elif self._in and tag == "tr":
            self.rows.append([])
        elif self._in and tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True
        elif self._in and tag == "small":
            self._cell = False

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False
        elif tag == "figure":
            self._in = False

    def handle_data(self, data: str) -> None:
        if self._in and self._cell:
            self.rows[-1][-1] += data


def shown(pages: Mapping[str, str], name: str, lang: str) -> Shown:
    """Return one drawing and what stands around it."""
    page = _Figure(name)
    page.feed(pages[f"invented.{lang}.html"])
    svg = ET.fromstring(pages[f"drawings/{name}.{lang}.svg"])
    texts = [plain(each.text or "") for each in svg.iter(f"{SVG}text")]
    rows = [(" ".join(row[:-1]), row[-1]) for row in page.rows if len(row) > 1][1:]
    return Shown(texts, plain(page.alternative), rows, svg)


def plain(text: str) -> str:
    """Return a text without the characters that isolate its numbers."""
    return unescape(text).translate(_ISOLATES).strip()


# --- what must hold ---------------------------------------------------------------------------------


def check_numbers_beside_their_names(pages: Mapping[str, str]) -> None:
    """Every row of the table, "undetermined" too, stands in the drawing as its name and then its number."""
    for lang in ("en", "ar"):
        for name in ("by-year", "by-place"):
            drawing = shown(pages, name, lang)
            pairs = list(zip(drawing.texts, drawing.texts[1:], strict=False))
            for label, number in drawing.rows[:-1]:
                assert any((a.rstrip("*"), b) == (label.strip(), number) for a, b in pairs), (label, number)
        check_map(pages, lang)


def check_map(pages: Mapping[str, str], lang: str) -> None:
    """Every place of the table stands on the map as its name and then its number; the rest has no number."""
    drawing = shown(pages, "where", lang)
    pairs = list(zip(drawing.texts, drawing.texts[1:], strict=False))
    for label, number in drawing.rows[:-2]:
        assert (label.strip(), number) in pairs, (label, number)
    undetermined = f"{drawing.rows[-2][0].strip()}: {drawing.rows[-2][1]}."
    assert undetermined in drawing.texts
    assert not {"0", "٠"} & set(drawing.texts)


def check_alternatives(pages: Mapping[str, str]) -> None:
    """The words for a drawing say its title and every number of its table, in the language of the page."""
    script = {"en": re.compile(r"[\u0600-\u06ff]"), "ar": re.compile(r"[A-Za-z]{3,}")}
    ours = re.compile(r"OCHA|CC BY 3.0 IGO")
    for lang in ("en", "ar"):
        for name, titles in TITLES.items():
            drawing = shown(pages, name, lang)
            assert titles[lang == "ar"] in drawing.alternative
            assert not script[lang].search(ours.sub("", drawing.alternative))
            for label, number in drawing.rows[:-1]:
                first, *second = label.split()
                wanted = f"{label.strip()}: {number}." if label == drawing.rows[-2][0] else f" {number}"
                assert first in drawing.alternative
                assert wanted in drawing.alternative, (name, lang, label)
                assert number in re.findall(r"[\d,]+\d|\d", drawing.alternative), second
            assert drawing.rows[-1][1] in drawing.alternative


def check_gaps(pages: Mapping[str, str]) -> None:
    """A line has as many stretches as there are stretches of documented months, and dots for lone ones."""
    for lang in ("en", "ar"):
        svg = shown(pages, "by-month", lang).svg
        thick = [line for line in svg.iter(f"{SVG}polyline") if line.get("stroke-width") == "2"]
        assert [len((line.get("points") or "").split()) for line in thick] == [3]
        assert len(list(svg.iter(f"{SVG}circle"))) == 2


def check_partly(pages: Mapping[str, str]) -> None:
    """A year that the question cuts is marked, and said."""
    english, arabic = (shown(pages, "by-year", lang).texts for lang in ("en", "ar"))
    assert {"2011*", "2022*", "2012"} <= set(english)
    assert any("2011 (from March 2011), 2022 (up to 21 October 2022)" in text for text in english)
    assert any("2011 (منذ آذار 2011)" in text for text in arabic)


def check_east_is_right(pages: Mapping[str, str]) -> None:
    """A map has the same outlines in both languages; bars grow from where reading begins."""
    maps = [
        [path.get("d") for path in shown(pages, "where", lang).svg.iter(f"{SVG}path")]
        for lang in ("en", "ar")
    ]
    for paths in maps:  # Damascus lies west of Deir-ez-Zor
        assert _leftmost(paths[0]) < _leftmost(paths[8])
    places = [
        _place(shown(pages, "where", lang).svg, number) for lang, number in (("en", "1,204"), ("ar", "1204"))
    ]
    assert abs(places[0] - places[1]) < 40
    starts = []
    for lang in ("en", "ar"):
        bars = list(shown(pages, "by-place", lang).svg.iter(f"{SVG}rect"))[:-1]
        left = {r.get("x") for r in bars}
        right = {round(float(r.get("x") or 0) + float(r.get("width") or 0), 0) for r in bars}
        starts.append((len(left) == 1, len(right) == 1))
    assert starts == [(True, False), (False, True)]


def _place(svg: ET.Element, number: str) -> float:
    found = [float(t.get("x") or 0) for t in svg.iter(f"{SVG}text") if plain(t.text or "") == number]
    assert found, number
    return found[0]


def _leftmost(path: str | None) -> float:
    return min(float(pair.split(",")[0]) for pair in re.findall(r"[\d.]+,[\d.]+", path or ""))


CHECKS = (
    check_numbers_beside_their_names,
    check_alternatives,
    check_gaps,
    check_partly,
    check_east_is_right,
)
