"""One release: what it is, and its headline figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tawthiq.adapters.renderers.html.markup import Html, code, el, isolated
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.interfaces.web import pages
from tawthiq.interfaces.web.screens import screen
from tawthiq.interfaces.web.visits import LANGUAGES, Visit
from tawthiq.interfaces.web.words import word
from tawthiq.journey.figures.queries import FrozenRelease, released


@screen("web.read")
def release(request: HttpRequest, visit: Visit, lang: str, name: str) -> HttpResponse:
    """Return one release, counted by each of the rules that it carries."""
    del request
    if lang not in LANGUAGES:
        raise NotPermittedOrAbsent("There is no such language.")
    with released(name, releases_dir=visit.releases_dir, actor=visit.actor) as frozen:
        main = [*_heading(frozen, lang), _figures(frozen, lang)]
    back = el("p", el("a", word("home", lang), href=f"/{lang}/"), class_="back")
    other = f"/{'ar' if lang == 'en' else 'en'}/releases/{name}/"
    title = f"{word('release', lang)} {name}"
    return HttpResponse(
        pages.page(lang, title=title, main=[*main, back], other=other, invented=frozen.mark.invented)
    )


def _heading(frozen: FrozenRelease, lang: str) -> list[Html]:
    mark, say = frozen.mark, Wording(lang).say
    said = say("as_reconstructed" if mark.reconstructed else "as_known", date=Wording(lang).day(mark.as_of))
    cautions = ["single_operator"] if mark.single_operator else []
    cautions += ["one_reviewer"] if mark.profile == "solo" else []
    return [
        el("p", word("release", lang), class_="kicker"),
        el("h1", code(mark.name)),
        el("p", said, class_="deck"),
        el("p", word("digest", lang), say("colon"), code(mark.digest), class_="small"),
        *(el("p", say(key), class_="small") for key in cautions),
    ]


def _figures(frozen: FrozenRelease, lang: str) -> Html:
    rows = [_row(frozen, rule, lang) for rule in frozen.rules()]
    heads = [el("th", word("rule", lang), scope="col"), el("th", "", scope="col")]
    heads += [el("th", word(key, lang), scope="col", class_="number") for key in ("at_least", "at_most")]
    table = el("table", el("thead", el("tr", *heads)), el("tbody", *rows))
    return el(
        "section",
        el("h2", word("figures", lang)),
        el("div", table, class_="scroll", tabindex=0),
        el("p", word("whole_release", lang), class_="small"),
    )


def _row(frozen: FrozenRelease, rule: str, lang: str) -> Html:
    figure = frozen.count(frozen.question(rule=rule))
    words, wording = frozen.rules()[rule], Wording(lang)
    most = word("open", lang) if figure.at_most is None else wording.n(figure.at_most)
    return el(
        "tr",
        el("th", isolated(words["label"][lang]), scope="row"),
        el("td", word(figure.unit, lang)),
        el("td", wording.n(figure.at_least), class_="number"),
        el("td", most, class_="number"),
    )
