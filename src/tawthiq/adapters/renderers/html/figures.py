"""A figure's own pages: what it counts, by which rule, its breakdown, its release, and what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.frame import PER_PAGE, Sheet, definitions, figure_path, pager
from tawthiq.adapters.renderers.html.markup import Html, code, el, foreign, isolated, joined
from tawthiq.adapters.renderers.html.speaking import Speaker
from tawthiq.adapters.renderers.html.statement import unmarked
from tawthiq.adapters.renderers.html.tables import figure_table, release_line, sums
from tawthiq.journey.figures.facts import ActBehind, ActsBehind, Figure
from tawthiq.journey.statements.edition import Page
from tawthiq.journey.statements.numbers import OwnFigure
from tawthiq.journey.statements.outline import Modifier

FindPerson = Callable[[str, str], str]
"""Where a person of this edition stands: from the person's identifier and a language to an address."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The list behind one figure, in pages; `name` gives a person's name as far as the reader may see it."""

    acts: ActsBehind
    find: FindPerson
    name: Callable[[str], str | None]

    def pages(self) -> list[Sequence[ActBehind]]:
        """Return the acts page by page; a list of none has one page."""
        acts = self.acts.acts
        return [acts[start : start + PER_PAGE] for start in range(0, len(acts), PER_PAGE)] or [()]


def figure_pages(sheet: Sheet, figure: OwnFigure, behind: Behind | None) -> Iterator[Page]:
    """Yield the pages of one figure in one language; only the first opens the rule and the breakdown."""
    if figure.counted is None:
        yield _elsewhere(sheet, figure)
        return
    speaker = Speaker(sheet, up="../")
    lists = behind.pages() if behind else [()]
    for number, acts in enumerate(lists, start=1):
        main = _opening(sheet, speaker, figure)
        if number == 1:
            main += _explained(sheet, figure, figure.counted)
        if behind is None:
            main.append(el("p", sheet.wording.say("public_no_list"), class_="small"))
        else:
            main.append(_list(sheet, figure, behind, acts, number=number, pages=len(lists)))
        main.append(_back(sheet))
        path = figure_path(figure.spec.id, sheet.lang, number)
        title = unmarked(_heading(sheet, speaker, figure))
        yield Page(path, sheet.page(path, title=title, main=main, mark=figure.counted.release))


def _heading(sheet: Sheet, speaker: Speaker, figure: OwnFigure) -> Html:
    at_least = figure.spec.modifier is Modifier.AT_LEAST
    said = speaker.counted(figure, case="genitive" if at_least else "nominative")
    modifier = sheet.wording.modifier(figure.spec.modifier)
    return joined([modifier[:1].upper() + modifier[1:], said])


def _opening(sheet: Sheet, speaker: Speaker, figure: OwnFigure) -> list[Html | None]:
    parent = sheet.edition.numbers.figures.get(figure.spec.subset_of or "")
    among = None
    if parent is not None:
        link = figure_path(parent.spec.id, sheet.lang).rpartition("/")[2]
        said = joined([speaker.counted(parent, case="genitive", link=link)])
        among = el("p", sheet.wording.say("subset_of", parent=said), class_="small")
    return [
        el("p", sheet.wording.say("figure"), class_="kicker"),
        el("h1", _heading(sheet, speaker, figure)),
        el("p", speaker.named(figure), class_="deck"),
        among,
    ]


def _explained(sheet: Sheet, figure: OwnFigure, counted: Figure) -> list[Html | None]:
    describer = Describer(sheet.edition.numbers.release_of(figure), sheet.wording)
    say = sheet.wording.say
    found: list[Html | None] = [
        el("h2", say("how_counted")),
        definitions(describer.question(counted)),
        el("h2", say("how_certain")),
        definitions(_certainty(sheet, counted)),
    ]
    for breakdown in figure.breakdowns:
        fields = sheet.wording.listed("and", [describer.field(name) for name in breakdown.by])
        table = figure_table(breakdown, describer, sheet.wording)
        note = el(
            "p", sums(breakdown, sheet.wording), " ", release_line(breakdown, sheet.wording), class_="small"
        )
        found += [el("h2", say("breakdown_by", fields=fields)), table, note]
    return [
        *found,
        el("h2", say("where_from")),
        definitions(_origin(sheet, counted)),
        *_cautions(sheet, counted),
    ]


def _certainty(sheet: Sheet, counted: Figure) -> list[tuple[Html, Html]]:
    say, wording = sheet.wording.say, sheet.wording
    least = joined([el("strong", wording.n(counted.at_least)), wording.say("comma"), say("at_least_means")])
    if counted.at_most is None:
        most = say("at_most_open")
    else:
        most = joined([el("strong", wording.n(counted.at_most)), wording.say("comma"), say("at_most_means")])
    return [(say("at_least"), least), (say("at_most"), most)]


def _origin(sheet: Sheet, counted: Figure) -> list[tuple[Html, Html]]:
    say, mark = sheet.wording.say, counted.release
    return [
        (say("release"), code(mark.name)),
        (say("as_of"), isolated(sheet.wording.day(mark.as_of))),
        (say("release_digest"), code(mark.digest)),
        (say("acts_digest"), code(counted.digest)),
    ]


def _cautions(sheet: Sheet, counted: Figure) -> list[Html | None]:
    words = [*sheet.cautions(counted.release), sheet.wording.say("verified")]
    return [el("p", each, class_="small") for each in words]


def _elsewhere(sheet: Sheet, figure: OwnFigure) -> Page:
    speaker = Speaker(sheet, up="../")
    citation = sheet.edition.draft.outline.citations[figure.spec.cite or ""]
    main = [
        *_opening(sheet, speaker, figure),
        el("p", sheet.wording.say("elsewhere")),
        el("p", speaker.source(citation)),
        _back(sheet),
    ]
    path = figure_path(figure.spec.id, sheet.lang)
    title = unmarked(_heading(sheet, speaker, figure))
    return Page(path, sheet.page(path, title=title, main=main, mark=sheet.edition.numbers.mark))


def _back(sheet: Sheet) -> Html:
    return el("p", el("a", sheet.wording.say("back"), href=f"../{sheet.home}"), class_="back")


# --- the acts behind ------------------------------------------------------------------------------


def _list(
    sheet: Sheet,
    figure: OwnFigure,
    behind: Behind,
    acts: Sequence[ActBehind],
    *,
    number: int,
    pages: int,
) -> Html:
    say, wording = sheet.wording.say, sheet.wording
    first = (number - 1) * PER_PAGE + 1
    addresses = [figure_path(figure.spec.id, sheet.lang, n).rpartition("/")[2] for n in range(1, pages + 1)]
    navigation = pager(wording, page=number, pages=pages, address=addresses)
    shown = say(
        "acts_behind",
        first=wording.number(min(first, len(behind.acts.acts))),
        last=wording.number(first + len(acts) - 1),
        total=wording.number(len(behind.acts.acts)),
    )
    restricted = (
        say("restricted_more", n=wording.number(behind.acts.restricted)) if behind.acts.restricted else None
    )
    describer = Describer(sheet.edition.numbers.release_of(figure), wording)
    rows = [_act_row(sheet, describer, behind, act) for act in acts]
    heads = ("act", "person", "field_violation", "field_date", "field_place", "certainty")
    return el(
        "section",
        el("h2", say("behind")),
        el("p", shown, restricted and [say("semicolon"), restricted], "."),
        navigation,
        el(
            "div",
            el(
                "table",
                el("thead", el("tr", *(el("th", say(key), scope="col") for key in heads))),
                el("tbody", *rows),
            ),
            class_="scroll",
            tabindex=0,
        ),
        navigation,
        class_="behind",
    )


def _act_row(sheet: Sheet, describer: Describer, behind: Behind, act: ActBehind) -> Html:
    address = behind.find(act.person_id, sheet.lang)
    name = named_person(sheet, behind.name(act.person_id))
    certainty = sheet.wording.say("certain" if act.certain else "possible_only")
    return el(
        "tr",
        el("td", el("a", code(act.act_id), href=f"{address.partition('#')[0]}#{act.act_id}")),
        el("td", el("a", name, href=address)),
        el("td", describer.possibilities("violation", act.violation)),
        el("td", describer.possibilities("", act.date)),
        el("td", describer.possibilities("place", act.fields.get("place_act"))),
        el("td", certainty),
    )


def named_person(sheet: Sheet, name: str | None) -> Html:
    """Return the name by which a person is shown, as a source wrote it."""
    return sheet.wording.say("nameless") if name is None else foreign(name)
