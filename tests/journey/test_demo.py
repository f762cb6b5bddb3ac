"""The invented archive goes the whole way, number for number, and every number opens."""

from __future__ import annotations

import csv
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tawthiq.core.names import fold
from tawthiq.interfaces.demo.lives import Invention
from tests.journey.commands import Tawthiq, cells

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
STATEMENT = "palestinians-in-syria"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RELEASES = ("2020-07-29", "2022-10-21", "2025-01-31")
KILLED, TORTURED, HELD = "killed", "died-under-torture", "held"

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Tawthiq:
    """The demo, built as a newcomer builds it."""
    folder = tmp_path_factory.mktemp("demo") / "archive"
    tawthiq = Tawthiq(folder)
    tawthiq.run("demo", str(folder), "--no-serve")
    return tawthiq


def count(demo: Tawthiq, release: str, rule: str, *words: str) -> int:
    answer = demo.json("figures", "count", "--release", release, "--rule", rule, *words)
    return int(answer["at_least"])


@pytest.mark.parametrize(
    ("release", "rule", "where", "number"),
    [
        ("2020-07-29", KILLED, (), 3_196),
        ("2020-07-29", TORTURED, (), 491),
        ("2020-07-29", HELD, (), 2_663),
        ("2020-07-29", TORTURED, ("collection=caesar-photographs",), 49),
        ("2022-10-21", KILLED, (), 3_207),
        ("2022-10-21", KILLED, ("age-group=child",), 352),
        ("2022-10-21", KILLED, ("sex=female", "age-group=adult"), 312),
        ("2022-10-21", TORTURED, (), 497),
        ("2022-10-21", TORTURED, ("collection=caesar-photographs",), 49),
        ("2022-10-21", HELD, (), 2_721),
        ("2022-10-21", HELD, ("sex=female", "age-group=adult"), 28),
        ("2022-10-21", HELD, ("age-group=child",), 21),
        ("2022-10-21", HELD, ("party=syrian-regime", "community=palestinian"), 2_721),
    ],
)
def test_the_figures_are_those_of_the_statement(
    demo: Tawthiq, release: str, rule: str, where: tuple[str, ...], number: int
) -> None:
    conditions = [word for condition in where for word in ("--where", condition)]

    assert count(demo, release, rule, *conditions) == number


def test_a_torture_act_stands_beside_the_death_where_a_source_states_it(demo: Tawthiq) -> None:
    words = ("figures", "count", "--release", "2022-10-21", "--unit", "acts", "--where", "violation=torture")

    assert demo.json(*words)["at_least"] == 497


def test_the_governorates_of_arrest_make_the_whole(demo: Tawthiq) -> None:
    answer = demo.json("figures", "count", "--release", "2022-10-21", "--rule", HELD, "--by", "governorate")

    assert sorted(cells(answer, "governorate").values(), reverse=True) == [
        868,
        438,
        326,
        315,
        293,
        289,
        189,
        3,
    ]
    assert (answer["undetermined"]["total"], answer["repeated"]) == (0, 0)


def test_the_stock_after_the_turning_point_explains_itself(demo: Tawthiq) -> None:
    words = demo.run("releases", "diff", "2022-10-21", "2025-01-31").stdout.partition("why held moved")[2]
    moves = {m[1]: int(m[2].replace(",", "")) for m in re.finditer(r"^(\S.*?) +([-+]?[\d,]+)$", words, re.M)}
    before, after = moves.pop("held before"), moves.pop("held after")

    assert (before, after) == (2_721, 2_808)
    assert before + sum(moves.values()) == after
    assert set(moves) == {
        "arrests in the period",
        "earlier arrests newly documented",
        "releases",
        "confirmed dead",
        "merged",
        "re-evaluated at a turning point",
    }


def test_nobody_is_lost_between_the_first_two_releases(demo: Tawthiq) -> None:
    words = demo.run("releases", "diff", "2020-07-29", "2022-10-21").stdout

    assert "retracted" not in words
    assert re.search(r"releases +-9\b", words)
    assert re.search(r"confirmed dead +-6\b", words)


def test_everything_verifies(demo: Tawthiq) -> None:
    demo.run("audit", "verify")
    for release in RELEASES:
        demo.run("releases", "verify", str(demo.archive / "releases" / release))


def test_releases_were_frozen_at_their_time(demo: Tawthiq) -> None:
    releases = demo.json("releases", "list")["releases"]

    assert [(r["name"], r["as_of"], r["reconstructed"]) for r in releases] == [
        (n, n, False) for n in RELEASES
    ]


def test_a_real_list_is_refused(demo: Tawthiq, tmp_path: Path) -> None:
    real = tmp_path / "list.csv"
    real.write_text("uid,name\n1,Nobody at all\n", encoding="utf-8")

    demo.run("records", "import", str(real), "--source", "VDC", "--mapping", "vdc", expect=4)


def test_building_it_again_opens_it_as_it_is(demo: Tawthiq) -> None:
    assert demo.json("demo", str(demo.archive), "--no-serve")["was_there_before"] is True


# --- the pages ------------------------------------------------------------------------------------


class Page(HTMLParser):
    """A page's text, links and anchors."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.links, self.ids, self.words, self.lang, self.dir = path, [], set(), [], "", ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "html":
            self.lang, self.dir = str(said.get("lang")), str(said.get("dir"))
        if tag == "a" and said.get("href"):
            self.links.append(str(said["href"]))
        if said.get("id"):
            self.ids.add(str(said["id"]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    def leads_to(self, part: str) -> list[tuple[Path, str]]:
        """Return the pages below a folder that this one links to, with the anchor."""
        found = []
        for link in self.links:
            file, _, anchor = link.partition("#")
            target = (self.path.parent / file).resolve() if file else self.path
            if part in target.parts and target != self.path:
                found.append((target, anchor))
        return found


def folder(demo: Tawthiq, audience: str) -> Path:
    name = STATEMENT if audience == "public" else f"{STATEMENT}-{audience}"
    return demo.archive / "statements" / name


NUMBERS = {
    "en": (
        "3,207",
        "352",
        "312",
        "497",
        "2,721",
        "28",
        "21",
        "868",
        "438",
        "326",
        "315",
        "293",
        "289",
        "189",
        "49",
    ),
    "ar": (
        "3207",
        "352",
        "312",
        "497",
        "2721",
        "28",
        "21",
        "868",
        "438",
        "326",
        "315",
        "293",
        "289",
        "189",
        "49",
    ),
}


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_published_numbers_are_exact(demo: Tawthiq, audience: str, lang: str) -> None:
    page = Page(folder(demo, audience) / f"{STATEMENT}.{lang}.html")

    missing = [
        number for number in NUMBERS[lang] if not re.search(rf"(?<![\d,]){number}(?![\d,])", page.text)
    ]

    assert missing == []
    assert (page.lang, page.dir) == (lang, "rtl" if lang == "ar" else "ltr")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_three_clicks_lead_from_a_number_to_its_acts_and_on_to_evidence(demo: Tawthiq, lang: str) -> None:
    statement = Page(folder(demo, "internal") / f"{STATEMENT}.{lang}.html")
    figures = {target for target, _ in statement.leads_to("figures")}
    assert len(figures) == 11

    for figure in sorted(figures):
        opened = Page(figure)
        people = opened.leads_to("people") or [
            step for target, _ in opened.leads_to("figures") for step in Page(target).leads_to("people")
        ]
        assert people, figure.name
        person, anchor = people[0]
        third = Page(person)
        assert anchor in third.ids
        evidence, digest_anchor = third.leads_to("evidence")[0]
        assert digest_anchor in Page(evidence).ids


def test_the_public_pages_name_nobody(demo: Tawthiq) -> None:
    public = "".join(p.read_text(encoding="utf-8") for p in folder(demo, "public").rglob("*.html"))
    people = Invention().everybody()

    named = [life.number for life in people if life.name.written in public]

    assert named == []
    assert "DEMO-FAMILIES" not in public


def test_every_page_says_that_it_is_invented(demo: Tawthiq) -> None:
    marks = {"en": "Invented data for demonstration", "ar": "بيانات مختلقة للعرض"}
    pages = list((demo.archive / "statements").rglob("*.html"))

    unmarked = [p.name for p in pages if marks[p.name.split(".")[-2]] not in p.read_text(encoding="utf-8")]

    assert pages
    assert unmarked == []


@pytest.mark.parametrize(("lang", "place"), [("en", "Damascus"), ("ar", "دمشق")])
def test_the_map_and_the_chart_say_the_same_numbers_and_that_they_are_invented(
    demo: Tawthiq, lang: str, place: str
) -> None:
    drawings = folder(demo, "public") / "drawings"
    held = (drawings / f"held-on-the-map.{lang}.svg").read_text(encoding="utf-8")
    killed = (drawings / f"killed-by-year.{lang}.svg").read_text(encoding="utf-8")

    numbers = re.findall(r">[\u2066-\u2069]*([\d,]+)[\u2066-\u2069]*</text>", killed)
    answer = demo.json("figures", "count", "--release", "2022-10-21", "--rule", KILLED, "--by", "year")
    assert [n for n in map(int, numbers) if n < 2011] == [n for _, n in sorted(cells(answer, "year").items())]
    assert re.search(rf">[\u2067]?{place}[\u2069]?</text>\s*<text [^>]*>[\u2066-\u2069]*868<?", held)
    assert all("DEMO" not in text for text in (held, killed))
    assert all({"en": "Invented data", "ar": "بيانات مختلقة"}[lang] in text for text in (held, killed))


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not here")
def test_a_person_can_click_from_the_number_to_the_evidence(demo: Tawthiq) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.goto((folder(demo, "internal") / f"{STATEMENT}.ar.html").as_uri())
        page.click("h1 a >> nth=0")
        page.click("a[href*='people/'] >> nth=0")
        page.click("a[href*='evidence/'] >> nth=0")

        assert re.search(r"[0-9a-f]{64}", page.inner_text("main"))
        assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
        browser.close()


# --- the people -----------------------------------------------------------------------------------


def test_no_two_invented_people_share_a_name_unless_they_are_one() -> None:
    people = [life for life in Invention().everybody() if life.shadow_of is None]

    assert len({fold(life.name.written) for life in people}) == len(people)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here (TAWTHIQ_SHARED)")
def test_no_invented_name_is_that_of_a_real_person() -> None:
    invented = {fold(life.name.written) for life in Invention().everybody()}
    columns = {"name", "name_ar", "name_ar_raw", "name_en", "nombre", "full_name", "arabic_key", "latin"}
    real = set()
    for path in sorted((SHARED / "data").rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
            for row in csv.DictReader(stream):
                real.update(fold(value) for key, value in row.items() if key in columns and value)

    assert len(real) > 50_000
    assert len(invented & real) == 0
