"""A text of ours that stands alone: as one HTML page with its style inside, or as a document."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from tawthiq.adapters.renderers.document.model import Band, Document, PageWords, text
from tawthiq.adapters.renderers.document.reader import read_blocks, read_words
from tawthiq.adapters.renderers.html.markup import Html, el, isolated, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import ReleaseMark

_STYLE_FILE = Path(__file__).parent / "html" / "style.css"


@dataclass(frozen=True, slots=True)
class StandingAlone:
    """One text in one language, made from one release."""

    title: str
    text: Html
    wording: Wording
    mark: ReleaseMark
    publisher: str = ""

    @property
    def _invented(self) -> Html:
        say = self.wording.say
        return joined([el("strong", say("invented")), " ", say("invented_more")])

    def page(self) -> bytes:
        """Return it as a page. Its policy lets in the one style sheet that it holds, and nothing else."""
        style = _STYLE_FILE.read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        head = el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", http_equiv="Content-Security-Policy", content=policy),
            el("title", self.title),
            el("style", Html(style)),
        )
        body = el(
            "body",
            el("p", self._invented, class_="band band-invented", role="note") if self.mark.invented else None,
            el("header", el("p", isolated(self.publisher), class_="publisher"), class_="top"),
            el("main", el("h1", isolated(self.title)), self.text, id="text"),
        )
        page = el("html", head, body, lang=self.wording.lang, dir=self.wording.direction)
        return f"<!doctype html>\n{page}\n".encode()

    def document(self) -> Document:
        """Return it as a document. The release's as-of date is its date: the clock has no place in it."""
        lang, wording = self.wording.lang, self.wording
        return Document(
            lang=lang,
            direction=wording.direction,
            title=read_words(isolated(self.title), lang=lang),
            blocks=read_blocks(self.text, lang=lang),
            pages=PageWords(wording.plain("page_of", n="{n}", m="{m}"), indic=wording.digits("0") != "0"),
            table_label=wording.plain("table_label"),
            picture_label=wording.plain("picture_label"),
            publisher=text(self.publisher),
            published=self.mark.as_of,
            bands=(Band(read_words(self._invented, lang=lang)),) if self.mark.invented else (),
        )
