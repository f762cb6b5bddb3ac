"""The first screen: the statements and the releases of the archive."""

from __future__ import annotations

from importlib.resources import files

from django.http import HttpRequest, HttpResponse

from tawthiq.adapters.renderers import html
from tawthiq.adapters.renderers.html.markup import Html, code, el, isolated
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.interfaces.web import pages
from tawthiq.interfaces.web.editions import EditionAt, editions
from tawthiq.interfaces.web.screens import screen
from tawthiq.interfaces.web.visits import LANGUAGES, Visit, preferred_language
from tawthiq.interfaces.web.words import word
from tawthiq.journey.releases.queries import ReleaseFacts, releases


@screen("web.read")
def style(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return the style sheet of all screens."""
    del request, visit
    return HttpResponse((files(html) / "style.css").read_bytes(), content_type="text/css; charset=utf-8")


@screen("web.read")
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return the first screen in the browser's language."""
    return HttpResponse(_home(preferred_language(request), visit))


@screen("web.read")
def home(request: HttpRequest, visit: Visit, lang: str) -> HttpResponse:
    """Return the first screen in one language."""
    del request
    if lang not in LANGUAGES:
        raise NotPermittedOrAbsent("There is no such language.")
    return HttpResponse(_home(lang, visit))


def _home(lang: str, visit: Visit) -> bytes:
    found, frozen = editions(visit), releases(visit.actor)
    statements = el("ul", *(_statement(each, lang) for each in found), class_="cards")
    main = [
        el("p", word("purpose", lang), class_="deck"),
        el("h2", word("statements", lang)),
        statements if found else el("p", word("no_statements", lang)),
        el("h2", word("releases", lang)),
        _releases(frozen, lang) if frozen else el("p", word("no_releases", lang)),
    ]
    other = "/ar/" if lang == "en" else "/en/"
    return pages.page(lang, title=word("name", lang), main=main, other=other, invented=visit.invented)


def _statement(edition: EditionAt, lang: str) -> Html:
    facts, wording = edition.facts, Wording(lang)
    shown = lang if lang in facts.languages else facts.languages[0]
    first, *others = facts.formats
    links = [
        el("a", word(each, lang), href=_address(edition, each, first), hreflang=each, lang=lang)
        for each in facts.languages
    ]
    files = [
        el(
            "a",
            Html(f"{word(kind, lang)} ({word(each, lang)})"),
            href=_address(edition, each, kind),
            hreflang=each,
        )
        for kind in others
        for each in facts.languages
    ]
    about = [
        isolated(wording.date(facts.published)),
        isolated(word(facts.audience, lang)),
        Html(f"{word('release', lang)} {code(facts.release)}"),
    ]
    title = el(
        "a", isolated(facts.title[shown]), href=_address(edition, shown, first), lang=shown, dir="auto"
    )
    return el(
        "li",
        el("strong", title),
        el("p", Html(" · ".join(about)), class_="small"),
        el("p", Html(" · ".join([*links, *files])), class_="small"),
    )


def _address(edition: EditionAt, lang: str, kind: str) -> str:
    return f"/statements/{edition.folder.name}/{edition.facts.statement}.{lang}.{kind}"


def _releases(frozen: list[ReleaseFacts], lang: str) -> Html:
    heads = ("release", "as_of", "mark", "digest")
    rows = [
        el(
            "tr",
            el("th", el("a", code(each.name), href=f"/{lang}/releases/{each.name}/"), scope="row"),
            el("td", isolated(Wording(lang).day(each.as_of))),
            el("td", word("reconstructed" if each.reconstructed else "as_known", lang)),
            el("td", code(each.digest)),
        )
        for each in frozen
    ]
    head = el("thead", el("tr", *(el("th", word(key, lang), scope="col") for key in heads)))
    return el("div", el("table", head, el("tbody", *rows)), class_="scroll", tabindex=0)
