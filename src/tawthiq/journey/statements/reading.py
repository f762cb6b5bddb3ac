"""Reading a statement: ``NAME.yml`` beside ``NAME.en.md`` and ``NAME.ar.md``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tawthiq.core.errors import InputRejected, UsageProblem
from tawthiq.journey.statements.drawing_specs import read_chart, read_map
from tawthiq.journey.statements.nodes import Node, read_yaml
from tawthiq.journey.statements.outline import (
    LANGUAGES,
    NOT_IN_THIS_ARCHIVE,
    NOT_STATED,
    Citation,
    CitedValue,
    FigureSpec,
    Law,
    Modifier,
    Outline,
    Recommendation,
    TableKind,
    TableSpec,
)
from tawthiq.journey.statements.tags import Position, Tagged, read_tagged

STATEMENT_FORMAT = 1
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
OVERLAYS = ("unit", "measure", "period", "on", "date_basis", "place_basis", "attribution")
UNITS = ("percent", "persons", "households", "number")
MODIFIERS = ("exactly", "at-least", "approximately", "nearly", "more-than", "up-to")
"""Codes of the vocabulary `figure-modifier` that one number can take."""
STYLE = {
    "digits": ("western", "arabic-indic"),
    "thousands": ("comma", "none"),
    "months": ("levantine", "gregorian"),
}
_TITLE = re.compile(r"^# +(\S.*)$", re.MULTILINE)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a statement in one language; its first line is the title."""

    lang: str
    title: Tagged
    body: Tagged


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as written: what its languages share, and its text in each."""

    outline: Outline
    texts: Mapping[str, Text]

    def tagged(self) -> list[Mapping[str, Tagged]]:
        """Return every pair of texts that must carry the same tags."""
        outline = self.outline
        return [
            {lang: text.title for lang, text in self.texts.items()},
            {lang: text.body for lang, text in self.texts.items()},
            *(table.title for table in outline.tables.values()),
            *(each.title for each in outline.drawings.values()),
            *(each.caption for each in outline.drawings.values() if each.caption),
            *(figure.means for figure in outline.figures.values() if figure.means),
            *(words for law in outline.laws.values() for words in (law.title, law.about)),
            *(each.text for each in outline.recommendations),
            *(v.population for c in outline.citations.values() for v in c.values.values()),
        ]


def read_statement(path: Path) -> Draft:
    """Read a statement's outline and its texts.

    Raises:
        UsageProblem: A file is missing, or its name cannot be the name of a statement.
        InputRejected: Something in it is not as the format says; with file, line and column.
    """
    if path.suffix not in (".yml", ".yaml") or not NAME.fullmatch(path.stem):
        raise UsageProblem(
            f"'{path.name}' cannot be the file of a statement.",
            hint="It is NAME.yml (a-z, 0-9 and dashes), beside NAME.en.md and NAME.ar.md.",
        )
    outline = read_outline(read_yaml(path), name=path.stem)
    texts = {lang: read_text(path.with_name(f"{path.stem}.{lang}.md"), lang) for lang in LANGUAGES}
    return Draft(outline, texts)


def read_text(path: Path, lang: str) -> Text:
    """Read the text of one language.

    Raises:
        UsageProblem: There is no such file.
        InputRejected: It is not UTF-8, or does not begin with its title.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageProblem("The text of the statement is missing.", where=path.name) from error
    except UnicodeDecodeError as error:
        raise InputRejected("The text is not UTF-8.", where=path.name) from error
    first, _, rest = content.partition("\n")
    heading = _TITLE.fullmatch(first.rstrip())
    if heading is None:
        raise InputRejected(
            "The text does not begin with its title.",
            hint="Begin it with '# ' and the title.",
            where=f"{path.name}:1:1",
        )
    title = read_tagged(heading[1], Position(path.name, 1, heading.start(1) + 1))
    return Text(lang, title, read_tagged(rest, Position(path.name, 2, 1)))


def read_outline(root: Node, *, name: str) -> Outline:
    """Read the YAML of a statement.

    Raises:
        InputRejected: Something in it is not as the format says.
    """
    given = root.fields(
        needed=("format", "publisher", "figures"),
        allowed=(
            "date",
            "tables",
            "charts",
            "maps",
            "citations",
            "external",
            "laws",
            "addressees",
            "recommendations",
            "style",
        ),
    )
    if given["format"].text() != str(STATEMENT_FORMAT):
        given["format"].fail(f"This version reads statements of format {STATEMENT_FORMAT}.")
    return Outline(
        name=name,
        publisher=given["publisher"].words(LANGUAGES),
        publication_date=given["date"].day(unstated="release") if "date" in given else None,
        figures=_each(given.get("figures"), _figure),
        tables=_each(given.get("tables"), _table),
        charts=_each(given.get("charts"), read_chart),
        maps=_each(given.get("maps"), read_map),
        citations=_citations(given.get("citations"), given.get("external")),
        laws=_each(given.get("laws"), _law),
        addressees=_each(given.get("addressees"), lambda _id, node: node.words(LANGUAGES)),
        recommendations=_recommendations(given.get("recommendations")),
        style=_style(given.get("style")),
    )


def _each(node: Node | None, read: Callable[[str, Node], T]) -> dict[str, T]:
    if node is None:
        return {}
    found = node.mapping()
    for name, entry in found.items():
        if not NAME.fullmatch(name):
            entry.fail(f"'{name}' cannot be a name here.", "Use a-z, 0-9 and dashes.")
    return {name: read(name, entry) for name, entry in found.items()}


def _figure(name: str, node: Node) -> FigureSpec:
    given = node.fields(
        needed=("noun",),
        allowed=(
            "rule",
            "release",
            "where",
            "by",
            "modifier",
            "subset_of",
            "means",
            "value",
            "cite",
            *OVERLAYS,
        ),
    )
    spec = FigureSpec(
        id=name,
        noun=given["noun"].text(),
        rule=_text(given, "rule"),
        release=_text(given, "release"),
        where=given["where"].texts() if "where" in given else (),
        overlays={key: given[key].text() for key in OVERLAYS if key in given},
        by=tuple(_fields(each) for each in given["by"].items()) if "by" in given else (),
        modifier=given["modifier"].one_of(Modifier) if "modifier" in given else Modifier.EXACTLY,
        subset_of=_text(given, "subset_of"),
        means=given["means"].tagged(LANGUAGES) if "means" in given else None,
        value=given["value"].number() if "value" in given else None,
        cite=_text(given, "cite"),
        place=str(node.at),
    )
    _counted_or_quoted(spec, given, node)
    return spec


def _counted_or_quoted(spec: FigureSpec, given: Mapping[str, Node], node: Node) -> None:
    quoted = {"value", "cite"} & set(given)
    counted = {"rule", "where", "by", *OVERLAYS} & set(given)
    if spec.is_ours_elsewhere and (len(quoted) != 2 or counted):
        node.fail(
            f"A figure that is {NOT_IN_THIS_ARCHIVE} has a value and the citation of where we published it, "
            "and no counting rule."
        )
    if not spec.is_ours_elsewhere and quoted:
        node.fail(
            "A figure is counted, so it takes no value.",
            f"If it was published by us and cannot be recounted here, write release: {NOT_IN_THIS_ARCHIVE}.",
        )


def _fields(node: Node) -> tuple[str, ...]:
    return tuple(field.strip() for field in node.text().split(","))


def _text(given: Mapping[str, Node], key: str) -> str | None:
    return given[key].text() if key in given else None


def _table(name: str, node: Node) -> TableSpec:
    given = node.fields(needed=("figure", "kind", "title"), allowed=("by", "figures"))
    if ("by" in given) == ("figures" in given):
        node.fail("A table has either 'by' (fields) or 'figures' (subsets of its figure).")
    kind = given["kind"].one_of(TableKind)
    if "figures" in given and kind is TableKind.EXHAUSTIVE:
        node.fail("Figures under a parent are subsets: declare the table as 'subsets'.")
    return TableSpec(
        id=name,
        kind=kind,
        title=given["title"].tagged(LANGUAGES),
        figure=given["figure"].text(),
        by=_fields(given["by"]) if "by" in given else (),
        figures=given["figures"].texts() if "figures" in given else (),
        place=str(node.at),
    )


def _citations(plain: Node | None, external: Node | None) -> dict[str, Citation]:
    cited = _each(plain, lambda name, node: _citation(name, node, statistic=False))
    statistics = _each(external, lambda name, node: _citation(name, node, statistic=True))
    for name in cited.keys() & statistics.keys():
        if external is not None:
            external.mapping()[name].fail(f"'{name}' is already the name of a citation.")
    return cited | statistics


def _citation(name: str, node: Node, *, statistic: bool) -> Citation:
    needed = (
        ("publisher", "title", "date", "accessed", "page", "values") if statistic else ("publisher", "title")
    )
    given = node.fields(
        needed=needed,
        allowed=("date", "url", "accessed", "accessed_written", "accessed_as_read", "page", "quote"),
    )
    url = _text(given, "url")
    if url is not None and not url.startswith(("https://", "http://")):
        given["url"].fail("An address begins with https:// or http://.")
    return Citation(
        id=name,
        publisher=given["publisher"].words(LANGUAGES),
        title=given["title"].title(LANGUAGES),
        date=given["date"].day(unstated=NOT_STATED) if "date" in given else None,
        url=url,
        accessed=given["accessed"].day(unstated=NOT_STATED) if "accessed" in given else None,
        accessed_written=_text(given, "accessed_written"),
        accessed_as_read=_text(given, "accessed_as_read"),
        page=_text(given, "page") or NOT_STATED,
        quote=_text(given, "quote"),
        values=_each(given.get("values"), _cited_value),
        place=str(node.at),
    )


def _cited_value(_name: str, node: Node) -> CitedValue:
    given = node.fields(needed=("value", "unit", "population"), allowed=("modifier",))
    for key, choices in (("unit", UNITS), ("modifier", MODIFIERS)):
        if key in given and given[key].text() not in choices:
            given[key].fail(f"'{given[key].text()}' is not a {key}.", f"Choices: {', '.join(choices)}.")
    return CitedValue(
        value=given["value"].number(),
        unit=given["unit"].text(),
        modifier=_text(given, "modifier") or "exactly",
        population=given["population"].tagged(LANGUAGES),
    )


def _law(name: str, node: Node) -> Law:
    given = node.fields(needed=("title", "about"), allowed=("date",))
    return Law(
        id=name,
        title=given["title"].tagged(LANGUAGES),
        about=given["about"].tagged(LANGUAGES),
        date=given["date"].day(unstated=NOT_STATED) if "date" in given else None,
    )


def _recommendations(node: Node | None) -> tuple[Recommendation, ...]:
    if node is None:
        return ()
    found = []
    for item in node.items():
        given = item.fields(needed=("to", "action", "text"))
        found.append(
            Recommendation(given["to"].texts(), given["action"].text(), given["text"].tagged(LANGUAGES))
        )
    return tuple(found)


def _style(node: Node | None) -> dict[str, str]:
    if node is None:
        return {}
    given = node.fields(allowed=STYLE)
    for key, value in given.items():
        if value.text() not in STYLE[key]:
            value.fail(f"'{value.text()}' is not a choice for {key}.", f"Choices: {', '.join(STYLE[key])}.")
    return {key: value.text() for key, value in given.items()}
