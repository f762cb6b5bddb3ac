"""The page of the statement itself: its text, the sources it cites, and how its numbers were made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.frame import Sheet, definitions
from tawthiq.adapters.renderers.html.markup import Html, code, el, isolated, joined
from tawthiq.adapters.renderers.html.speaking import Speaker
from tawthiq.adapters.renderers.html.text import blocks, inline
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.edition import Page

_DECK = re.compile(r"\A\s*<h2>(.*?)</h2>\s*", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a statement says in one language, part by part: pages and documents are made of the same."""

    kicker: Html
    title: Html
    deck: Html | None
    dateline: Html
    body: Html
    sources: Html | None
    methodology: Html


def statement_parts(sheet: Sheet, *, opening: Html | None = None) -> Parts:
    """Return the statement in one language.

    `opening` begins the methodology; without it, it says that every number opens.
    """
    speaker = Speaker(sheet)
    text = sheet.edition.draft.texts[sheet.lang]
    title = inline(text.title, speaker.show)
    body = blocks(text.body, speaker.show)
    # a second heading straight under the title is the statement's demand, set as its deck
    deck = _DECK.match(body)
    return Parts(
        kicker=sheet.wording.say("statement"),
        title=title,
        deck=Html(deck[1]) if deck else None,
        dateline=joined(
            [
                isolated(sheet.wording.day(sheet.edition.published)),
                " · ",
                sheet.as_of(sheet.edition.numbers.mark),
            ]
        ),
        body=Html(body[deck.end() :]) if deck else body,
        sources=speaker.footnotes(),
        methodology=methodology(sheet, speaker, opening or sheet.wording.say("method_open")),
    )


def statement_page(sheet: Sheet) -> Page:
    """Return the page of the statement in one language."""
    parts = statement_parts(sheet)
    main = [
        el("p", parts.kicker, class_="kicker"),
        el("h1", parts.title),
        el("p", parts.deck, class_="deck") if parts.deck else None,
        el("p", parts.dateline, class_="dateline"),
        _other_formats(sheet),
        parts.body,
        parts.sources,
        parts.methodology,
    ]
    mark = sheet.edition.numbers.mark
    return Page(sheet.home, sheet.page(sheet.home, title=unmarked(parts.title), main=main, mark=mark))


def _other_formats(sheet: Sheet) -> Html | None:
    """Return the links to the same statement as a document, where one stands beside the page."""
    links = [
        el("a", sheet.wording.say(f"format_{kind}"), href=f"{sheet.home.removesuffix('html')}{kind}")
        for kind in sheet.edition.formats
        if kind != "html"
    ]
    if not links:
        return None
    said = [sheet.wording.say("also_as"), sheet.wording.say("colon"), sheet.wording.listed("comma", links)]
    return el("p", *said, class_="small")


def plain_title(sheet: Sheet) -> str:
    """Return the title of the statement as plain text."""
    return unescape(unmarked(inline(sheet.edition.draft.texts[sheet.lang].title, Speaker(sheet).show)))


def unmarked(markup: Html) -> Html:
    """Return the text of some markup, still escaped, for the title of a window."""
    return Html(_MARKUP.sub("", markup))


def methodology(sheet: Sheet, speaker: Speaker, opening: Html) -> Html:
    """Return how the numbers were made, from the rules that were in fact used."""
    say, numbers = sheet.wording.say, sheet.edition.numbers
    counted = [figure.counted for figure in numbers.figures.values() if figure.counted]
    paragraphs = [
        opening,
        *(
            say(
                "method_release",
                release=code(release.mark.name),
                date=sheet.wording.day(release.mark.as_of),
                digest=code(release.mark.digest),
            )
            for release in numbers.releases.values()
        ),
        say("method_lower"),
        say("method_bias"),
    ]
    return el(
        "section",
        el("h2", say("methodology")),
        *(el("p", words) for words in paragraphs),
        _rules(sheet, counted),
        *(el("p", words) for words in _bases(sheet, counted)),
        *(el("p", words) for words in _notes(sheet, speaker, counted)),
        class_="methodology",
        id="methodology",
    )


def _rules(sheet: Sheet, counted: list[Figure]) -> Html | None:
    named: dict[str, Figure] = {}
    for figure in counted:
        if figure.rule.get("rule"):
            named.setdefault(str(figure.rule["rule"]), figure)
    if not named:
        return None
    pairs = []
    for name, figure in named.items():
        release = sheet.edition.numbers.releases[figure.release.name]
        title, definition = release.rule_words(name, sheet.lang)
        pairs.append((isolated(title), joined([isolated(definition), _switches(sheet, figure)])))
    return joined([el("p", sheet.wording.say("method_rules")), definitions(pairs)])


def _switches(sheet: Sheet, figure: Figure) -> Html:
    describer = Describer(sheet.edition.numbers.releases[figure.release.name], sheet.wording)
    said = [
        joined([name, sheet.wording.say("colon"), meaning]) for name, meaning in describer.switches(figure)
    ]
    return el("p", sheet.wording.listed("semicolon", said), ".", class_="small")


def _bases(sheet: Sheet, counted: list[Figure]) -> list[Html]:
    say = sheet.wording.say
    places = sorted({str(figure.rule["place_basis"]) for figure in counted})
    dates = sorted({str(figure.rule["date_basis"]) for figure in counted if figure.measure == "flow"})
    found = []
    for key, kind, values in (("method_place", "place_basis", places), ("method_date", "date_basis", dates)):
        if values:
            said = sheet.wording.listed("comma", [say(f"{kind}_{value}") for value in values])
            found.append(say(key, basis=said))
    attributions = {figure.rule.get("attribution") for figure in counted}
    if "confirmed" in attributions:
        found.append(say("method_attribution"))
    if "as-stated" in attributions:
        found.append(say("method_as_stated"))
    return found


def _notes(sheet: Sheet, speaker: Speaker, counted: list[Figure]) -> list[Html]:
    say, numbers = sheet.wording.say, sheet.edition.numbers
    subsets = any(figure.spec.subset_of for figure in numbers.figures.values())
    found = [say("method_children")] if any(_names_age(figure) for figure in counted) else []
    found += [say("method_subsets")] if subsets else []
    found += [
        say(
            "method_together",
            date=sheet.wording.day(numbers.release_of(numbers.figures[each.first]).mark.as_of),
            first=speaker.named(numbers.figures[each.first]),
            second=speaker.named(numbers.figures[each.second]),
            n=sheet.wording.number(each.persons),
        )
        for each in numbers.together
    ]
    if any(citation.values for citation in sheet.edition.draft.outline.citations.values()):
        found.append(say("method_external"))
    return found


def _names_age(figure: Figure) -> bool:
    asked = (*figure.rule.get("where", ()), *figure.by)
    return any("age-group" in str(condition) for condition in asked)
