"""The frame of the screens; it shares the style of the statements."""

from __future__ import annotations

from collections.abc import Iterable

from tawthiq.adapters.renderers.html.markup import Child, Html, el, isolated
from tawthiq.adapters.renderers.html.wording import DIRECTION
from tawthiq.interfaces.web.words import word

STYLE = "/style.css"


def page(lang: str, *, title: str, main: Iterable[Child], other: str | None, invented: bool = False) -> bytes:
    """Return a screen; `other` is the address of the same screen in the other language."""
    band = el("p", el("strong", word("invented", lang)), class_="band band-invented", role="note")
    switched = "ar" if lang == "en" else "en"
    switch = el(
        "p", el("a", word("other", lang), href=other, lang=switched, hreflang=switched), class_="switch"
    )
    name = el("p", el("a", word("name", lang), href=f"/{lang}/"), class_="publisher")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="stylesheet", href=STYLE),
    )
    body = el(
        "body",
        band if invented else None,
        el("header", name, switch if other else None, class_="top"),
        el("main", *main, id="text"),
    )
    return f"<!doctype html>\n{el('html', head, body, lang=lang, dir=DIRECTION[lang])}\n".encode()


def problem(kind: str, lang: str) -> bytes:
    """Return the page that says why nothing is shown."""
    title = word(f"{kind}_title", lang)
    back: Html = el("p", el("a", word("home", lang), href=f"/{lang}/"), class_="back")
    main = [el("h1", title), el("p", isolated(word(kind, lang))), back]
    return page(lang, title=title, main=main, other=None)
