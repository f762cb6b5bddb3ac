"""The frame of every page: its language and direction, its marks, and the way to the other language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tawthiq.adapters.renderers.html.markup import Child, Html, code, el, isolated, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import ReleaseMark
from tawthiq.journey.statements.edition import Edition

STYLE = "style.css"
PER_PAGE = 150
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One edition in one language: what every page of it shares."""

    edition: Edition
    wording: Wording

    @property
    def lang(self) -> str:
        """Return the language of the page."""
        return self.wording.lang

    @property
    def home(self) -> str:
        """Return the file of the statement itself."""
        return f"{self.edition.draft.outline.name}.{self.lang}.html"

    def page(self, path: str, *, title: str, main: Iterable[Child], mark: ReleaseMark) -> bytes:
        """Return a whole page that stands at `path`, which ends in ``.LANG.html``."""
        up = "../" * path.count("/")
        say = self.wording.say
        body = el(
            "body",
            el("a", say("skip"), class_="skip", href="#text"),
            self._bands(),
            el("header", self._publisher(up, path), self._switch(path), class_="top"),
            el("main", *main, id="text"),
            el("footer", self.marks(mark), class_="bottom"),
        )
        head = el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="referrer", content="no-referrer"),
            el("meta", name="robots", content="noindex, nofollow") if self.edition.is_internal else None,
            el("meta", http_equiv="Content-Security-Policy", content=POLICY),
            el("title", title),
            el("link", rel="stylesheet", href=f"{up}{STYLE}"),
        )
        page = el("html", head, body, lang=self.lang, dir=self.wording.direction)
        return f"<!doctype html>\n{page}\n".encode()

    def _bands(self) -> Html:
        say = self.wording.say
        invented = el(
            "p",
            el("strong", say("invented")),
            " ",
            say("invented_more"),
            class_="band band-invented",
            role="note",
        )
        internal = el("p", say("internal"), class_="band band-internal", role="note")
        shown = (invented if self.edition.invented else None, internal if self.edition.is_internal else None)
        return joined(shown)

    def _publisher(self, up: str, path: str) -> Html:
        name = isolated(self.edition.draft.outline.publisher[self.lang])
        inside = name if path == self.home else el("a", name, href=f"{up}{self.home}")
        return el("p", inside, class_="publisher")

    def _switch(self, path: str) -> Html | None:
        others = [lang for lang in self.edition.languages if lang != self.lang]
        if not others:
            return None
        file = path.rpartition("/")[2].removesuffix(f"{self.lang}.html") + f"{others[0]}.html"
        label = self.wording.say("other_language")
        return el(
            "p",
            el("a", label, href=file, lang=others[0], hreflang=others[0], rel="alternate"),
            class_="switch",
        )

    def marks(self, mark: ReleaseMark) -> Html:
        """Return what closes every page: the release, its digest, and what the reader must know of it."""
        say = self.wording.say
        return joined(
            [
                el("p", say("release"), say("colon"), code(mark.name), " · ", self.as_of(mark)),
                el("p", say("release_digest"), say("colon"), code(mark.digest), class_="digest"),
                *(el("p", words) for words in self.cautions(mark)),
                el("p", el("strong", say("invented"))) if mark.invented else None,
            ]
        )

    def as_of(self, mark: ReleaseMark) -> Html:
        """Return what date the release answers for, and whether it was frozen at the time."""
        key = "as_reconstructed" if mark.reconstructed else "as_known"
        return self.wording.say(key, date=self.wording.day(mark.as_of))

    def cautions(self, mark: ReleaseMark) -> list[Html]:
        """Return what the reader must know of how the release came about."""
        say = self.wording.say
        found = [say("reconstructed")] if mark.reconstructed else []
        found += [say("single_operator")] if mark.single_operator else []
        return [*found, say("one_reviewer")] if mark.profile == "solo" else found


def definitions(pairs: Iterable[tuple[Html, Html]]) -> Html:
    """Return names and what they mean."""
    return el("dl", *(joined([el("dt", name), el("dd", meaning)]) for name, meaning in pairs))


def figure_path(name: str, lang: str, page: int = 1) -> str:
    """Return where a figure's page stands; further pages of its list are numbered."""
    return f"figures/{name}.{lang}.html" if page == 1 else f"figures/{name}.{page}.{lang}.html"


def people_path(release: str, page: int, lang: str) -> str:
    """Return where people of a release stand: by number, never by name."""
    return f"people/{release}.{page}.{lang}.html"


def evidence_path(release: str, page: int, lang: str) -> str:
    """Return where evidence of a release stands."""
    return f"evidence/{release}.{page}.{lang}.html"


def pager(wording: Wording, *, page: int, pages: int, address: list[str]) -> Html | None:
    """Return the links from one page of a list to the others."""
    if pages < 2:
        return None
    numbers = [
        el("span", wording.n(n), aria_current="page")
        if n == page
        else el("a", wording.n(n), href=address[n - 1])
        for n in range(1, pages + 1)
        if n in (1, pages) or abs(n - page) <= 3
    ]
    before = el("a", wording.say("previous"), href=address[page - 2], rel="prev") if page > 1 else None
    after = el("a", wording.say("next"), href=address[page], rel="next") if page < pages else None
    return el("nav", before, *numbers, after, class_="pager", aria_label=wording.plain("pages"))
