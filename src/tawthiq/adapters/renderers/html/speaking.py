"""What each tag of a text becomes: a figure that opens, a note to a source, a date, a list."""

from __future__ import annotations

from tawthiq.adapters.renderers.html import tables
from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.drawings import drawn_figure
from tawthiq.adapters.renderers.html.frame import Sheet, figure_path
from tawthiq.adapters.renderers.html.markup import Html, code, el, isolated, joined
from tawthiq.adapters.renderers.html.text import inline
from tawthiq.journey.statements.numbers import OwnFigure
from tawthiq.journey.statements.outline import Citation, CitedValue, Modifier, TableKind, TableSpec
from tawthiq.journey.statements.tags import Kind, Tag


class Speaker:
    """Says the tags of one edition in one language; sources are numbered as they are first met."""

    def __init__(self, sheet: Sheet, *, up: str = "") -> None:
        """Begin with no source cited; `up` leads from the page to the folder of the edition."""
        self._sheet = sheet
        self._wording = sheet.wording
        self._up = up
        self._outline = sheet.edition.draft.outline
        self._numbers = sheet.edition.numbers
        self.cited: dict[str, int] = {}

    def show(self, tag: Tag, begins: bool) -> Html:
        """Return one tag as markup."""
        match tag.kind:
            case Kind.FIGURE:
                return self._figure(tag, begins)
            case Kind.CITE:
                return self._cite(tag)
            case Kind.DATE:
                return isolated(self._wording.date(tag.target))
            case Kind.PLAIN:
                return isolated(self._wording.digits(tag.target))
            case Kind.TABLE:
                return self._table(self._outline.tables[tag.target])
            case Kind.CHART | Kind.MAP:
                return self._drawing(tag.target)
            case Kind.RECOMMENDATIONS:
                return self._recommendations(tag.target)
            case Kind.LAWS:
                return self._laws()

    # --- figures ------------------------------------------------------------------------------------

    def _figure(self, tag: Tag, begins: bool) -> Html:
        figure = self._numbers.figures[tag.target]
        link = self._link(figure)
        if "noun" not in tag.options:
            return el("a", self._wording.n(figure.value), class_="figure", href=link)
        with_modifier = figure.spec.modifier is Modifier.AT_LEAST and "bare" not in tag.options
        # "at least" governs what follows it: the genitive, whatever case the sentence asks of the whole
        said = self.counted(figure, case="genitive" if with_modifier else tag.case, link=link)
        said = joined([self._wording.modifier(Modifier.AT_LEAST), said]) if with_modifier else said
        return _capital(said) if begins else said

    def _link(self, figure: OwnFigure) -> str:
        return self._up + figure_path(figure.spec.id, self._sheet.lang)

    def counted(self, figure: OwnFigure, *, case: str = "nominative", link: str | None = None) -> Html:
        """Return a figure's number with its noun; the number opens what `link` leads to."""
        said = self._wording.counted(figure.value, figure.spec.noun, case=case)
        # the Arabic for one and two has no number: then the noun itself opens
        number = isolated(said.number or said.noun)
        shown = el("a", number, class_="figure", href=link) if link else number
        return joined([shown, " " + said.noun if said.number else None])

    # --- sources ------------------------------------------------------------------------------------

    def _cite(self, tag: Tag) -> Html:
        is_new = tag.target not in self.cited
        number = self.cited.setdefault(tag.target, len(self.cited) + 1)
        note = self._note(tag.target, number)
        if not tag.detail:
            return note
        value = self.cited_value(self._outline.citations[tag.target].values[tag.detail])
        link = el("a", value, class_="cited", href=f"#source-{tag.target}")
        return joined([link, note if is_new else None])

    def _note(self, name: str, number: int) -> Html:
        label = self._wording.plain("source_note", n=str(number))
        return el(
            "sup", el("a", self._wording.n(number), href=f"#source-{name}", aria_label=label), class_="note"
        )

    def cited_value(self, value: CitedValue) -> Html:
        """Return somebody else's number alone: how it is put is said in the sentence and in the note."""
        percent = "%" if value.unit == "percent" else ""
        return isolated(self._wording.number(value.value) + percent)

    def footnotes(self) -> Html | None:
        """Return the sources cited so far, in the order of their numbers."""
        if not self.cited:
            return None
        items = [
            el("li", self.source(self._outline.citations[name]), id=f"source-{name}")
            for name in sorted(self.cited, key=self.cited.__getitem__)
        ]
        return el(
            "section",
            el("h2", self._wording.say("footnotes")),
            el("ol", *items),
            class_="footnotes",
            id="sources",
        )

    def source(self, citation: Citation) -> Html:
        """Return one citation in full: who, what, when, where, and when it was looked up."""
        say, lang = self._wording.say, self._sheet.lang
        title = el("cite", inline(citation.title[lang], self.show))
        parts = [
            title,
            isolated(citation.publisher[lang]),
            isolated(self._wording.day(citation.date)) if citation.date else say("not_dated"),
            self._page_of(citation),
            self._access(citation),
        ]
        address = el("a", code(citation.url), href=citation.url, rel="noreferrer") if citation.url else None
        quote = el("q", isolated(citation.quote), dir="auto") if citation.quote else None
        return joined(
            [
                self._wording.listed("comma", [part for part in parts if part is not None]),
                ".",
                [" ", address] if address else None,
                el("span", quote, class_="quote") if quote else None,
                el(
                    "ul",
                    *(el("li", self._what(value)) for value in citation.values.values()),
                    class_="values",
                )
                if citation.values
                else None,
            ]
        )

    def _what(self, value: CitedValue) -> Html:
        said = joined([self._wording.modifier(value.modifier), self.cited_value(value)])
        return joined(
            [said, self._wording.say("colon"), inline(value.population[self._sheet.lang], self.show)]
        )

    def _page_of(self, citation: Citation) -> Html | None:
        if citation.page == "not stated":
            return self._wording.say("page_not_stated") if citation.values else None
        return self._wording.say("page", page=self._wording.digits(citation.page))

    def _access(self, citation: Citation) -> Html | None:
        if citation.accessed is None:
            return self._wording.say("access_not_stated") if citation.url or citation.values else None
        said = self._wording.say("accessed", date=self._wording.day(citation.accessed))
        if citation.accessed_written is None:
            return said
        how = f"read_{(citation.accessed_as_read or '').replace(' ', '-')}"
        read = (
            self._wording.say(how) if self._wording.knows(how) else isolated(citation.accessed_as_read or "")
        )
        written = self._wording.say("written_as", written=code(citation.accessed_written), how=read)
        return joined([said, " (", written, ")"])

    # --- lists and tables ---------------------------------------------------------------------------

    def _table(self, spec: TableSpec) -> Html:
        caption = inline(spec.title[self._sheet.lang], self.show)
        counted = self._numbers.tables[spec.id]
        describer = Describer(self._numbers.releases[counted.release.name], self._wording)
        if spec.figures:
            shown = self._subsets(spec, unit=counted.unit, caption=caption)
        else:
            shown = tables.figure_table(counted, describer, self._wording, caption=caption)
        exhaustive = spec.kind is TableKind.EXHAUSTIVE
        note = tables.sums(counted, self._wording) if exhaustive else self._wording.say("subsets_note")
        line = tables.release_line(counted, self._wording)
        return el("figure", shown, el("figcaption", note, " ", line), class_="table", id=f"table-{spec.id}")

    def _drawing(self, name: str) -> Html:
        return drawn_figure(self._sheet, name, self.show, up=self._up)

    def _subsets(self, spec: TableSpec, *, unit: str, caption: Html) -> Html:
        whole, *parts = (self._numbers.figures[name] for name in (spec.figure, *spec.figures))
        return tables.subset_table(
            [self._subset(part) for part in parts],
            self._subset(whole),
            self._wording,
            unit=unit,
            caption=caption,
        )

    def _subset(self, figure: OwnFigure) -> tuple[Html, Html]:
        number = el("a", self._wording.n(figure.value), class_="figure", href=self._link(figure))
        return self.named(figure), number

    def named(self, figure: OwnFigure) -> Html:
        """Return what a figure counts, as short as it can be said."""
        lang = self._sheet.lang
        if figure.spec.means:
            return inline(figure.spec.means[lang], self.show)
        if figure.spec.rule and figure.counted:
            return isolated(self._numbers.release_of(figure).rule_words(figure.spec.rule, lang)[0])
        return self.counted(figure)

    def _recommendations(self, addressee: str) -> Html:
        made = [each for each in self._outline.recommendations if addressee in each.to]
        items = [
            el("li", inline(each.text[self._sheet.lang], self.show), data_action=each.action) for each in made
        ]
        return el("ul", *items, class_="recommendations")

    def _laws(self) -> Html:
        items = []
        for law in self._outline.laws.values():
            title = el("strong", inline(law.title[self._sheet.lang], self.show))
            day = isolated(self._wording.day(law.date)) if law.date else None
            about = inline(law.about[self._sheet.lang], self.show)
            items.append(
                el("li", title, [" (", day, ")"] if day else None, self._wording.say("colon"), about)
            )
        return el("ul", *items, class_="laws")


def _capital(said: Html) -> Html:
    """Return markup whose first letter, if it is text, begins a sentence."""
    return Html(said[:1].upper() + said[1:])
