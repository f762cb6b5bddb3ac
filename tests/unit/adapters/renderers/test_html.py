"""The pages of an edition: what they open into, what they never show, and that they are always the same."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from tests.unit.adapters.renderers.invented import CANARY, EVIDENCE, MARK, SOURCE, Shelf, whole_story
from tests.unit.journey.statements.drafts import ARABIC, ENGLISH, write_draft

from tawthiq.adapters.renderers.html import HtmlRenderer
from tawthiq.journey.statements.edition import Audience, Edition
from tawthiq.journey.statements.numbers import count
from tawthiq.journey.statements.outline import LANGUAGES
from tawthiq.journey.statements.reading import read_statement

BIDI_SAFE = re.compile(r"<(bdi|code)>[^<]*</\1>|<[^>]+>")
Pages = dict[str, str]


def render(folder: Path, audience: Audience = Audience.PUBLIC, **files: str) -> Pages:
    draft = read_statement(write_draft(folder, **files))
    story = whole_story(undetermined=46, people=170)
    numbers = count(draft.outline, releases=Shelf({MARK.name: story}), name=MARK.name)
    edition = Edition(draft, numbers, audience, date(2022, 10, 21), LANGUAGES)
    return {page.path: page.content.decode() for page in HtmlRenderer().pages(edition)}


@pytest.fixture
def public(tmp_path: Path) -> Pages:
    return render(tmp_path)


@pytest.fixture
def internal(tmp_path: Path) -> Pages:
    return render(tmp_path, Audience.INTERNAL)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("a", "link") and given.get("href"):
            self.links.append(given["href"] or "")
        if given.get("id"):
            self.anchors.add(given["id"] or "")


def _parsed(page: str) -> _Links:
    found = _Links()
    found.feed(page)
    return found


def test_a_statement_has_a_page_in_each_language_and_one_style(public: Pages) -> None:
    assert {"invented.en.html", "invented.ar.html", "style.css"} <= set(public)
    assert '<html lang="ar" dir="rtl">' in public["invented.ar.html"]
    assert '<html lang="en" dir="ltr">' in public["invented.en.html"]


def test_numbers_stand_with_their_nouns(public: Pages) -> None:
    english = re.sub(r"<[^>]+>", "", public["invented.en.html"])
    arabic = re.sub(r"<[^>]+>", "", public["invented.ar.html"])

    assert "Killed: at least 3,207 persons" in english
    assert "352 children were killed by October 2022. 91%" in english
    assert "مقتل ما لا يقل عن 3207 أشخاص" in arabic
    assert "قُتل 352 طفلاً حتى تشرين الأول 2022" in arabic


def test_a_number_at_the_beginning_of_a_sentence_is_said_with_a_capital(tmp_path: Path) -> None:
    pages = render(
        tmp_path,
        english=f"{ENGLISH}\nSo. {{{{figure:killed noun}}}} died.\n",
        arabic=f"{ARABIC}\n{{{{figure:killed noun}}}}.\n",
    )

    assert "So. At least <a" in pages["invented.en.html"]


@pytest.mark.parametrize("audience", list(Audience))
def test_every_link_leads_to_a_page_and_an_anchor_of_the_edition(tmp_path: Path, audience: Audience) -> None:
    pages = render(tmp_path, audience)
    parsed = {path: _parsed(text) for path, text in pages.items() if path.endswith(".html")}

    for path, found in parsed.items():
        for link in found.links:
            if link.startswith("https://agency.example"):
                continue
            file, _, anchor = link.partition("#")
            target = _resolved(path, file) if file else path
            assert target in pages, f"{path} -> {link}"
            assert not anchor or anchor in parsed[target].anchors, f"{path} -> {link}"


def _resolved(path: str, link: str) -> str:
    parts = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(link).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_every_figure_opens_into_rule_bounds_breakdown_and_digest(public: Pages) -> None:
    page = public["figures/killed.en.html"]

    for shown in ("Persons killed, whatever the kind", "3,219", "Male", MARK.digest, "46", "As known on"):
        assert shown in page
    assert "no source states it" in page


def test_three_clicks_lead_from_a_number_to_an_act_and_on_to_evidence(internal: Pages) -> None:
    statement = _parsed(internal["invented.en.html"])
    assert "figures/killed.en.html" in statement.links

    figure = _parsed(internal["figures/killed.en.html"])
    act = next(link for link in figure.links if link.endswith("#DEMO-A-0000"))
    person = internal[_resolved("figures/killed.en.html", act.partition("#")[0])]

    assert 'id="DEMO-A-0000"' in person
    evidence = next(link for link in _parsed(person).links if link.endswith(f"#{EVIDENCE.evidence_id}"))
    page = internal[_resolved("people/x", evidence.partition("#")[0])]
    assert EVIDENCE.sha256 in page
    assert "Bytes checked" in page


def test_long_lists_come_in_pages(internal: Pages) -> None:
    assert "Acts <bdi>151</bdi> to <bdi>170</bdi> of <bdi>170</bdi>" in internal["figures/killed.2.en.html"]
    assert "figures/killed.3.en.html" not in internal


def test_what_the_reader_may_not_see_is_counted(internal: Pages) -> None:
    assert "<bdi>2</bdi> more, restricted" in internal["figures/killed.en.html"]


def test_a_name_is_text_and_never_markup(internal: Pages) -> None:
    assert not any("<script" in page for page in internal.values())
    assert any("&lt;script&gt;" in page for page in internal.values())


def test_the_public_edition_names_nobody_and_no_source(public: Pages) -> None:
    whole = "".join(public.values())

    for secret in ("Canary", "canary", SOURCE, "DEMO-P-", "DEMO-A-", EVIDENCE.sha256, EVIDENCE.name):
        assert secret not in whole
    assert not any(path.startswith(("people", "evidence")) for path in public)


def test_no_name_is_in_an_address(internal: Pages) -> None:
    addresses = [*internal, *(link for page in internal.values() for link in _parsed(page).links)]

    assert CANARY
    assert not any("Canary" in address or "Maryam" in address for address in addresses)


@pytest.mark.parametrize("audience", list(Audience))
def test_the_same_edition_gives_the_same_bytes(tmp_path: Path, audience: Audience) -> None:
    assert render(tmp_path, audience) == render(tmp_path, audience)


def test_every_page_of_an_invented_archive_says_so(internal: Pages) -> None:
    for path, page in internal.items():
        if path.endswith(".html"):
            words = "بيانات مختلقة للعرض" if path.endswith(".ar.html") else "Invented data for demonstration"
            assert words in page, path


def test_every_number_in_arabic_keeps_its_own_direction(internal: Pages) -> None:
    for path, page in internal.items():
        if not path.endswith(".ar.html"):
            continue
        body = page.partition("<body>")[2]
        loose = re.findall(r"\d", BIDI_SAFE.sub("", body).replace("&#x27;", ""))
        assert not loose, path


def test_no_page_needs_a_script_or_an_exception_of_the_policy(internal: Pages) -> None:
    for path, page in internal.items():
        if path.endswith(".html"):
            assert not re.search(r"<script|<style|\sstyle=|\son\w+=|src=", page), path
            assert "default-src &#x27;none&#x27;" in page


def test_the_style_uses_logical_properties_only(public: Pages) -> None:
    physical = (
        r"(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|text-align:\s*(?:left|right)"
    )

    assert not re.search(physical, public["style.css"])


def test_raw_html_images_and_entities_of_a_text_stay_text(tmp_path: Path) -> None:
    risky = "\n<b onclick=x>bold</b> ![x](y) &half; [go](javascript:alert)\n"
    page = render(tmp_path, english=ENGLISH + risky)["invented.en.html"]

    assert "&lt;b onclick=x&gt;" in page
    assert "<img" not in page
    assert "½" not in page
    assert 'href="javascript' not in page


def test_sources_stand_with_their_dates_and_how_they_were_read(public: Pages) -> None:
    page = re.sub(r"<[^>]+>", "", public["invented.en.html"])

    assert "2021 Appeal, The Agency, 11 February 2021, page not stated, accessed 9 October 2022" in page
    assert "(written “09-10-2022”, read day first)" in page


def test_the_methodology_says_which_rules_were_used_and_who_is_in_both(public: Pages) -> None:
    page = re.sub(r"<[^>]+>", "", public["invented.en.html"])

    assert "A stay with no recorded end continues" in page
    assert "Documented is not total" in page
    assert "Persons who are, or may be, in both: 0" in page


def test_a_statement_says_how_its_release_came_about(tmp_path: Path) -> None:
    from dataclasses import replace

    draft = read_statement(write_draft(tmp_path))
    mark = replace(MARK, reconstructed=True, single_operator=True, profile="solo", invented=False)
    numbers = count(
        draft.outline, releases=Shelf({mark.name: whole_story(undetermined=46, mark=mark)}), name=mark.name
    )
    edition = Edition(draft, numbers, Audience.PUBLIC, date(2022, 10, 21), LANGUAGES)

    for page in HtmlRenderer().pages(edition):
        if page.path.endswith(".en.html"):
            text = page.content.decode()
            assert "One operator" in text
            assert "One reviewer" in text
            assert "Reconstructed" in text
            assert "Invented data" not in text


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("{digits: arabic-indic}", "٣٢٠٧"),
        ("{thousands: comma}", "3,207"),
        ("{months: gregorian}", "أكتوبر"),
    ],
)
def test_the_house_style_is_a_setting(tmp_path: Path, style: str, shown: str) -> None:
    from tests.unit.journey.statements.drafts import OUTLINE

    pages = render(tmp_path, outline=f"{OUTLINE}style: {style}\n")

    assert shown in pages["invented.ar.html"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Forcibly disappeared, Beginning: ", "Event: <code>DEMO-E-OPENED</code>")),
        ("ar", ("مختفٍ قسرياً، البداية: ", "الحدث: <code>DEMO-E-OPENED</code>")),
    ],
)
def test_a_victim_shows_the_stays_in_detention_that_a_stock_is_counted_by(
    internal: Pages, lang: str, words: tuple[str, ...]
) -> None:
    people = "".join(page for path, page in internal.items() if "people/" in path and f".{lang}." in path)

    assert [word for word in words if word not in people] == []
