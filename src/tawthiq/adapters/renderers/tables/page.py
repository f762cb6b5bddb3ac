"""A set of tables as one HTML page that stands alone: its style is inside, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from tawthiq.adapters.renderers.html.frame import definitions
from tawthiq.adapters.renderers.html.markup import Html, el, isolated, joined
from tawthiq.adapters.renderers.tables.sheet import TableSheet
from tawthiq.journey.figures.tabling import FilledTable

_STYLE_FILE = Path(__file__).parent.parent / "html" / "style.css"


def tables_page(sheet: TableSheet) -> bytes:
    """Return the page. Its policy lets in the one style sheet that it holds, and nothing else."""
    style = _STYLE_FILE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("title", sheet.title),
        el("style", Html(style)),
    )
    mark, say = sheet.filled.release, sheet.wording.say
    invented = joined([el("strong", say("invented")), " ", say("invented_more")])
    body = el(
        "body",
        el("p", invented, class_="band band-invented", role="note") if mark.invented else None,
        el("header", el("p", isolated(sheet.publisher), class_="publisher"), class_="top"),
        el("main", el("h1", isolated(sheet.title)), tables_text(sheet), id="text"),
    )
    page = el("html", head, body, lang=sheet.lang, dir=sheet.wording.direction)
    return f"<!doctype html>\n{page}\n".encode()


def tables_text(sheet: TableSheet) -> Html:
    """Return the tables with what they rest on, as markup."""
    say = sheet.wording.say
    return joined(
        [
            *(_section(sheet, table) for table in sheet.filled.tables),
            el(
                "section",
                el("h2", say("methodology")),
                *(el("p", line) for line in sheet.provenance()),
                el("p", say("method_rules")),
                definitions(sheet.rules()),
                class_="methodology",
            ),
        ]
    )


def _section(sheet: TableSheet, table: FilledTable) -> Html:
    return joined([_table(sheet, table), *(el("p", note, class_="small") for note in sheet.notes(table))])


def _table(sheet: TableSheet, table: FilledTable) -> Html:
    first, *others = sheet.heads(table)
    head = el(
        "tr",
        el("th", first, scope="col"),
        *(el("th", words, scope="col", class_="number") for words in others),
    )
    rows = [_row(sheet, sheet.row(table, row.key), row.numbers) for row in table.rows]
    feet = [
        _row(sheet, words, numbers, class_="total" if is_total else None)
        for words, numbers, is_total in sheet.feet(table)
    ]
    inside = (
        el("caption", isolated(sheet.caption(table))),
        el("thead", head),
        el("tbody", *rows),
        el("tfoot", *feet) if feet else None,
    )
    return el("div", el("table", *inside), class_="scroll", tabindex=0)


def _row(sheet: TableSheet, words: Html, numbers: tuple[int, ...], class_: str | None = None) -> Html:
    cells = (el("td", el("bdi", _signed(sheet, number)), class_="number") for number in numbers)
    return el("tr", el("th", words, scope="row"), *cells, class_=class_)


def _signed(sheet: TableSheet, number: int) -> str:
    return f"−{sheet.wording.number(-number)}" if number < 0 else sheet.wording.number(number)
