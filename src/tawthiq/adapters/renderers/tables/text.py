"""A set of tables as text, for a page and for a document."""

from __future__ import annotations

from tawthiq.adapters.renderers.alone import StandingAlone
from tawthiq.adapters.renderers.html.frame import definitions
from tawthiq.adapters.renderers.html.markup import Html, el, isolated, joined
from tawthiq.adapters.renderers.tables.sheet import TableSheet
from tawthiq.journey.figures.tabling import FilledTable


def tables_alone(sheet: TableSheet) -> StandingAlone:
    """Return the tables of a set as a text that stands alone."""
    return StandingAlone(
        title=sheet.title,
        text=tables_text(sheet),
        wording=sheet.wording,
        mark=sheet.filled.release,
        publisher=sheet.publisher,
    )


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
