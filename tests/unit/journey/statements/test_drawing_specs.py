"""Charts and maps of a statement: what may be asked for, and what is refused before it is drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.adapters.renderers import drawn
from tests.unit.adapters.renderers.drawn import ARABIC, ENGLISH, OUTLINE, edition
from tests.unit.core.test_boundaries import collection, feature
from tests.unit.journey.statements.drafts import write_draft

from tawthiq.core.boundaries import FILE
from tawthiq.core.errors import InputRejected, RefusedByRule, TawthiqError, UsageProblem
from tawthiq.core.vocabulary.loading import pack_folder
from tawthiq.journey.statements.edition import Audience
from tawthiq.journey.statements.outline import ChartKind
from tawthiq.journey.statements.reading import read_statement
from tawthiq.journey.statements.rules import check_audience, check_draft

YEAR = "by-year: {figure: killed, kind: columns, by: year,"
PLACE = "by-place: {figure: killed, kind: bars, by: governorate,"
MONTH = "by-month: {figure: killed, kind: line, by: month,"
WHERE = "where: {figure: killed, by: governorate,"


def test_charts_and_maps_are_read(tmp_path: Path) -> None:
    outline = OUTLINE.replace(
        f"{WHERE}", f"{WHERE} boundaries: ours.geojson, caption: {{en: Look, ar: انظر}},"
    )

    found = read_statement(write_draft(tmp_path, outline=outline, english=ENGLISH, arabic=ARABIC)).outline

    assert found.charts["by-year"].kind is ChartKind.COLUMNS
    assert found.charts["by-sex"].by == ("governorate", "sex")
    assert found.maps["where"].boundaries == "ours.geojson"
    assert list(found.drawings) == ["by-year", "by-place", "by-month", "by-sex", "where"]


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (YEAR, YEAR.replace("columns", "colums"), "columns"),
        (YEAR, YEAR.replace("kind", "kinds"), "kind"),
        (YEAR, YEAR.replace("by: year", "by: sex"), "kind: bars"),
        (YEAR, YEAR.replace("columns, by: year", "bars, by: date"), "month or year"),
        (YEAR, YEAR.replace("columns, by: year", 'bars, by: "sex, year"'), "by: year, sex"),
        (YEAR, YEAR.replace("columns, by: year", 'bars, by: "year, sex, method"'), "table"),
        (MONTH, MONTH.replace("by: month", "by: sex"), "kind: bars"),
        (YEAR, YEAR + " top: 3,", ""),
        (PLACE, PLACE + " top: 1,", ""),
        (PLACE, PLACE + " top: many,", ""),
        (WHERE, WHERE.replace("governorate", "sex"), ""),
        (WHERE, WHERE + " boundaries: ../ours.geojson,", ""),
        (WHERE, WHERE + " kind: bars,", "Known"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_line(tmp_path: Path, old: str, new: str, hint: str) -> None:
    assert old in OUTLINE
    outline = OUTLINE.replace(old, new)

    with pytest.raises(InputRejected) as refused:
        read_statement(write_draft(tmp_path, outline=outline, english=ENGLISH, arabic=ARABIC))

    line = next(n for n, text in enumerate(outline.splitlines(), 1) if new in text)
    assert refused.value.where.split(":")[:2] == ["invented.yml", str(line)]
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("old", "new", "error", "why"),
    [
        ("{{chart:by-year}}", "{{chart:by-yaer}}", InputRejected, "No chart 'by-yaer'"),
        ("{{map:where}}", "{{map:by-year}}", InputRejected, "No map 'by-year'"),
    ],
)
def test_a_tag_of_nothing_is_refused_at_its_place(
    tmp_path: Path, old: str, new: str, error: type[TawthiqError], why: str
) -> None:
    english, arabic = (text.replace(old, new) for text in (ENGLISH, ARABIC))

    with pytest.raises(error, match=why) as refused:
        check_draft(read_statement(write_draft(tmp_path, outline=OUTLINE, english=english, arabic=arabic)))

    line = next(n for n, text in enumerate(english.splitlines(), 1) if new in text)
    assert refused.value.where == f"invented.en.md:{line}:1"


@pytest.mark.parametrize(
    ("changes", "error", "why"),
    [
        ({"where: {figure": "by-year: {figure"}, InputRejected, "both called 'by-year'"),
        ({PLACE: PLACE.replace("killed", "kiled")}, InputRejected, "not declared"),
        ({PLACE: PLACE.replace("killed", "appeal#poor")}, RefusedByRule, "somebody else's"),
        ({PLACE: PLACE.replace("killed", "before")}, RefusedByRule, "cannot be recounted"),
    ],
)
def test_a_drawing_of_no_figure_of_ours_is_refused(
    tmp_path: Path, changes: dict[str, str], error: type[TawthiqError], why: str
) -> None:
    outline = OUTLINE.replace(
        "charts:",
        "  before: {release: not in this archive, value: 3184, cite: appeal, noun: person}\n"
        "citations:\n  appeal: {publisher: The Agency, title: An appeal}\ncharts:",
    )
    for old, new in changes.items():
        outline = outline.replace(old, new)

    with pytest.raises(error, match=why):
        check_draft(read_statement(write_draft(tmp_path, outline=outline, english=ENGLISH, arabic=ARABIC)))


def test_a_drawing_that_nothing_shows_is_a_warning(tmp_path: Path) -> None:
    english, arabic = (text.replace("{{map:where}}", "") for text in (ENGLISH, ARABIC))

    warnings = check_draft(
        read_statement(write_draft(tmp_path, outline=OUTLINE, english=english, arabic=arabic))
    )

    assert warnings == ["the map 'where' is declared and never used."]


@pytest.mark.parametrize(
    ("key", "cells", "why"),
    [
        (("killed", "governorate, sex"), {f"SY01|{n}": 1 for n in range(5)}, "too many to tell apart"),
        (("killed", "governorate"), {f"SY{n:04}": 1 for n in range(41)}, "41 bars"),
        (("killed", "year"), {"1999": 1, "2022": 1}, "16 years"),
    ],
)
def test_what_cannot_be_read_is_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: tuple[str, str], cells: dict[str, int], why: str
) -> None:
    monkeypatch.setitem(drawn.PARTS, key, cells)

    with pytest.raises(RefusedByRule, match=why):
        edition(tmp_path)


def test_parts_that_do_not_make_the_whole_are_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "WHOLE", 3000)  # what is undetermined then comes out too small

    with pytest.raises(RefusedByRule, match="its parts make 3000, not 3207"):
        monkeypatch.setattr(
            drawn.Counted,
            "figure",
            lambda self, ask, whole=drawn.Counted.figure: _too_small(whole(self, ask)),
        )
        edition(tmp_path)


def _too_small(found: object) -> object:
    from dataclasses import replace

    return replace(found, at_least=3207)  # type: ignore[type-var]


def test_a_public_drawing_names_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drawn.PARTS, ("killed", "source"), {"SRC-1": 3})
    numbers = edition(tmp_path, outline=OUTLINE.replace("bars, by: governorate", "bars, by: source")).numbers

    check_audience(numbers, Audience.INTERNAL)
    with pytest.raises(RefusedByRule, match="names no source"):
        check_audience(numbers, Audience.PUBLIC)


# --- boundaries ---------------------------------------------------------------------------------------


def ours(folder: Path, name: str, *codes: str) -> None:
    content = collection(*(feature(code) for code in codes), attribution={"en": "Our own", "ar": "من رسمنا"})
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


ALL = [f"SY{n:02}" for n in range(1, 15)]


def test_the_boundaries_that_ship_are_taken_where_there_are_no_others(tmp_path: Path) -> None:
    assert "OCHA" in edition(tmp_path).boundaries["where"].attribution["en"]


def test_the_archives_own_boundaries_come_before_those_that_ship(tmp_path: Path) -> None:
    ours(tmp_path, FILE, *ALL)

    assert edition(tmp_path, archive=tmp_path).boundaries["where"].attribution["en"] == "Our own"
    assert "OCHA" in edition(tmp_path, archive=tmp_path / "none").boundaries["where"].attribution["en"]


def test_the_statements_own_boundaries_come_first(tmp_path: Path) -> None:
    beside, archive = tmp_path / "beside", tmp_path / "archive"
    beside.mkdir()
    archive.mkdir()
    ours(beside, "mine.geojson", *ALL)
    (archive / FILE).write_bytes((pack_folder("syria") / FILE).read_bytes())
    outline = OUTLINE.replace(WHERE, WHERE + " boundaries: mine.geojson,")

    found = edition(tmp_path, outline=outline, beside=beside, archive=archive)

    assert found.boundaries["where"].attribution["en"] == "Our own"


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        ([*ALL, "SY99"], "'SY99', which is no place of the release"),
        (ALL[1:], "no area for 'SY01', which the map counts"),
    ],
)
def test_boundaries_of_other_places_are_refused(tmp_path: Path, codes: list[str], why: str) -> None:
    ours(tmp_path, FILE, *codes)

    with pytest.raises(InputRejected, match=why):
        edition(tmp_path, archive=tmp_path)


def test_a_place_without_boundaries_that_ship_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(drawn.PARTS, ("killed", "governorate"), {"SY0101": 3})

    with pytest.raises(UsageProblem, match="no boundaries ship") as refused:
        edition(tmp_path)

    assert FILE in refused.value.hint


def test_an_absent_file_of_boundaries_is_named(tmp_path: Path) -> None:
    outline = OUTLINE.replace(WHERE, WHERE + " boundaries: mine.geojson,")

    with pytest.raises(UsageProblem) as refused:
        edition(tmp_path, outline=outline)

    assert refused.value.where == "mine.geojson"
