"""What a statement must hold before a page of it is written; every check says what it found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from tawthiq.core.errors import InputRejected, RefusedByRule, UsageProblem
from tawthiq.core.vocabulary import load
from tawthiq.core.vocabulary.nouns import noun_named
from tawthiq.journey.statements.drawing_rules import (
    check_drawing,
    check_drawing_names,
    check_drawing_references,
)
from tawthiq.journey.statements.edition import Audience
from tawthiq.journey.statements.nodes import nearest
from tawthiq.journey.statements.number_words import number_words
from tawthiq.journey.statements.numbers import Numbers, OwnFigure, Together
from tawthiq.journey.statements.outline import Citation, FigureSpec, MapSpec, Outline, TableKind, TableSpec
from tawthiq.journey.statements.reading import Draft
from tawthiq.journey.statements.tags import Kind, Tag, Tagged

_MORE = {
    "en": re.compile(r"\b(?:more|another|further|additional|in addition|as well as|on top)\b", re.IGNORECASE),
    "ar": re.compile(r"(?:آخرين|آخرون|آخر|أخرى|أخريات|إضافي|إضافية|إضافيين|علاوة|فضلاً|فضلا)"),
}
_SENTENCE_END = re.compile(r"[.!?؟]\s|\n\s*\n")


# --- before counting ------------------------------------------------------------------------------


def check_draft(draft: Draft) -> list[str]:
    """Return the warnings of a draft that may be counted.

    Raises:
        InputRejected: A tag leads nowhere or stands in one language only, or a reference is wrong.
        RefusedByRule: Our numbers and somebody else's are put together.
    """
    check_drawing_names(draft.outline)
    for pair in draft.tagged():
        check_parity(pair)
        for text in pair.values():
            for tag in text.tags:
                check_tag(tag, draft.outline)
    for figure in draft.outline.figures.values():
        check_figure_references(figure, draft.outline)
    for table in draft.outline.tables.values():
        check_table_references(table, draft.outline)
    for drawing in draft.outline.drawings.values():
        check_drawing_references(drawing, draft.outline)
    check_recommendations(draft.outline)
    check_words(draft.outline)
    return [*_number_word_warnings(draft), *_uneven(draft), *_unused(draft)]


def check_parity(pair: Mapping[str, Tagged]) -> None:
    """Refuse a tag that one language lacks.

    Raises:
        InputRejected: With the place of the tag that stands alone.
    """
    for lang, text in pair.items():
        for other, counterpart in pair.items():
            known = {tag.identity for tag in counterpart.tags}
            for tag in text.tags:
                if tag.identity not in known:
                    raise InputRejected(
                        f"The {tag.kind} tag '{tag.target}' stands in '{lang}' and not in '{other}'.",
                        hint=f"Both languages say the same numbers: look at {counterpart.start.file}.",
                        where=str(tag.at),
                    )


def check_tag(tag: Tag, outline: Outline) -> None:
    """Refuse a tag whose name nothing declares.

    Raises:
        InputRejected: The nearest name is suggested.
    """
    declared: Mapping[str, object] | None = {
        Kind.FIGURE: outline.figures,
        Kind.TABLE: outline.tables,
        Kind.CHART: outline.charts,
        Kind.MAP: outline.maps,
        Kind.CITE: outline.citations,
        Kind.RECOMMENDATIONS: outline.addressees,
    }.get(tag.kind)
    if declared is not None and tag.target not in declared:
        raise InputRejected(
            f"No {tag.kind} '{tag.target}' is declared in {outline.name}.yml.",
            hint=nearest(tag.target, declared),
            where=str(tag.at),
        )
    if tag.kind is Kind.CITE and tag.detail:
        values = outline.citations[tag.target].values
        if tag.detail not in values:
            raise InputRejected(
                f"The citation '{tag.target}' has no value '{tag.detail}'.",
                hint=nearest(tag.detail, values),
                where=str(tag.at),
            )


def check_figure_references(figure: FigureSpec, outline: Outline) -> None:
    """Refuse a figure whose parent or citation is not declared.

    Raises:
        InputRejected: The nearest name is suggested.
    """
    for name, declared in ((figure.subset_of, outline.figures), (figure.cite, outline.citations)):
        if name is not None and name not in declared:
            raise InputRejected(
                f"The figure '{figure.id}' names '{name}', which is not declared.",
                hint=nearest(name, declared),
                where=figure.place,
            )
    seen, parent = {figure.id}, figure.subset_of
    while parent is not None:
        if parent in seen:
            raise InputRejected(f"The figure '{figure.id}' is a subset of itself.", where=figure.place)
        seen.add(parent)
        parent = outline.figures[parent].subset_of if parent in outline.figures else None


def check_table_references(table: TableSpec, outline: Outline) -> None:
    """Refuse a table of undeclared figures, or of our figures with other bodies' statistics.

    Raises:
        InputRejected: A figure is not declared, or is no subset of the table's figure.
        RefusedByRule: A statistic of somebody else, or a figure that cannot be recounted, is in the table.
    """
    for name in (table.figure, *table.figures):
        if name.partition("#")[0] in outline.citations:
            raise RefusedByRule(
                f"The table '{table.id}' puts our figures and the statistic '{name}' together.",
                hint="Our figures and other bodies' statistics never share a table: cite it in the text.",
                where=table.place,
            )
        if name not in outline.figures:
            raise InputRejected(
                f"The table '{table.id}' names the figure '{name}', which is not declared.",
                hint=nearest(name, outline.figures),
                where=table.place,
            )
        if outline.figures[name].is_ours_elsewhere:
            raise RefusedByRule(
                f"The table '{table.id}' holds '{name}', which cannot be recounted in this archive.",
                where=table.place,
            )
    whole = outline.figures[table.figure]
    for name in table.figures:
        part = outline.figures[name]
        if part.subset_of != table.figure or part.release != whole.release:
            raise InputRejected(
                f"The table '{table.id}' lists '{name}', which is not declared a subset of '{table.figure}'.",
                where=table.place,
            )


def check_recommendations(outline: Outline) -> None:
    """Refuse a recommendation to nobody that is declared.

    Raises:
        InputRejected: The nearest addressee is suggested.
    """
    for each in outline.recommendations:
        for name in each.to:
            if name not in outline.addressees:
                raise InputRejected(
                    f"A recommendation is made to '{name}', who is not declared.",
                    hint=nearest(name, outline.addressees),
                    where=f"{outline.name}.yml",
                )


def check_words(outline: Outline) -> None:
    """Refuse a counted noun or a kind of recommendation that the vocabulary does not know.

    Raises:
        UsageProblem: The nearest word is suggested.
    """
    for figure in outline.figures.values():
        try:
            noun_named(figure.noun)
        except UsageProblem as error:
            raise UsageProblem(error.message, hint=error.hint, where=figure.place) from error
    for each in outline.recommendations:
        load(()).term("recommendation-action", each.action)


def check_dates(citation: Citation, *, published: date) -> None:
    """Refuse an access before the publication cited, or after our own.

    Raises:
        InputRejected: With both dates.
    """
    if citation.accessed is None:
        return
    if citation.date is not None and citation.accessed < citation.date:
        raise InputRejected(
            f"'{citation.id}' was accessed on {citation.accessed}, before it appeared on {citation.date}.",
            hint="Were day and month of the access date taken for each other?",
            where=citation.place,
        )
    if citation.accessed > published:
        raise InputRejected(
            f"'{citation.id}' was accessed on {citation.accessed}, after this statement of {published}.",
            where=citation.place,
        )


def _number_word_warnings(draft: Draft) -> Iterator[str]:
    for lang, text in draft.texts.items():
        yield from number_words(text.title, lang)
        yield from number_words(text.body, lang)


def _uneven(draft: Draft) -> Iterator[str]:
    counts = {lang: Counter(t.identity for t in text.body.tags) for lang, text in draft.texts.items()}
    first, second = counts
    for identity in sorted(counts[first]):
        if counts[first][identity] != counts[second][identity]:
            kind, target, _ = identity
            yield (
                f"the {kind} tag '{target}' stands {counts[first][identity]} times in '{first}' "
                f"and {counts[second][identity]} in '{second}'."
            )


def _unused(draft: Draft) -> Iterator[str]:
    used = {(tag.kind, tag.target) for pair in draft.tagged() for text in pair.values() for tag in text.tags}
    tables = {name for kind, name in used if kind is Kind.TABLE}
    shown = {name for table in tables for name in _figures_of(draft.outline.tables[table])}
    drawn = {name for kind, name in used if kind in (Kind.CHART, Kind.MAP)}
    shown |= {draft.outline.drawings[name].figure for name in drawn}
    for name in draft.outline.figures:
        if (Kind.FIGURE, name) not in used and name not in shown:
            yield f"the figure '{name}' is declared and never used."
    for name, drawing in draft.outline.drawings.items():
        if name not in drawn:
            kind = Kind.MAP if isinstance(drawing, MapSpec) else Kind.CHART
            yield f"the {kind} '{name}' is declared and never used."


def _figures_of(table: TableSpec) -> tuple[str, ...]:
    return (table.figure, *table.figures)


# --- after counting -------------------------------------------------------------------------------


def check_numbers(numbers: Numbers, draft: Draft) -> None:
    """Refuse numbers that contradict each other or what the text says of them.

    Raises:
        RefusedByRule: The first contradiction.
    """
    for figure in numbers.figures.values():
        check_subset(figure, numbers)
    for table in draft.outline.tables.values():
        check_table(table, numbers)
    for drawing in draft.outline.drawings.values():
        check_drawing(drawing, numbers.drawn[drawing.id])
    for together in numbers.together:
        check_more(together, draft)


def check_audience(numbers: Numbers, audience: Audience) -> None:
    """Refuse a public figure that names a source in its conditions or its breakdowns.

    Raises:
        RefusedByRule: With the figure.
    """
    if audience is Audience.INTERNAL:
        return
    counted = [*numbers.tables.values(), *numbers.drawn.values()]
    for own in numbers.figures.values():
        counted += [each for each in (own.counted, *own.breakdowns) if each is not None]
    for figure in counted:
        asked = (*figure.rule.get("where", ()), *figure.rule.get("exclude", {}).values(), *figure.by)
        if any(str(each).partition("=")[0] == "source" for each in asked):
            raise RefusedByRule(
                "A public statement names no source, and one of its figures asks for one.",
                hint="Build it for internal use, or count without the field 'source'.",
            )


def check_subset(figure: OwnFigure, numbers: Numbers) -> None:
    """Refuse a subset that is larger than its parent, or of another release.

    Raises:
        RefusedByRule: With both numbers.
    """
    if figure.spec.subset_of is None:
        return
    parent = numbers.figures[figure.spec.subset_of]
    if figure.value > parent.value:
        raise RefusedByRule(
            f"The figure '{figure.spec.id}' ({figure.value}) is declared a subset of "
            f"'{parent.spec.id}' ({parent.value}), and it is larger.",
            where=figure.spec.place,
        )
    if figure.release_name != parent.release_name:
        raise RefusedByRule(
            f"The figure '{figure.spec.id}' and its parent '{parent.spec.id}' are of different releases.",
            where=figure.spec.place,
        )


def check_table(table: TableSpec, numbers: Numbers) -> None:
    """Refuse an exhaustive table that does not add up, and a table that mixes attributions.

    Raises:
        RefusedByRule: With the sum and the whole.
    """
    counted = [numbers.figures[name].counted for name in _figures_of(table)]
    if len({str(figure.rule.get("attribution")) for figure in counted if figure is not None}) > 1:
        raise RefusedByRule(
            f"The table '{table.id}' mixes figures whose attribution is confirmed with figures that only a "
            "source states.",
            where=table.place,
        )
    if table.kind is not TableKind.EXHAUSTIVE:
        return
    whole = numbers.tables[table.id]
    total = sum(cell.at_least for cell in whole.cells) + whole.undetermined.total - whole.repeated
    if total != whole.at_least:
        raise RefusedByRule(
            f"The table '{table.id}' is exhaustive, and its parts make {total}, not {whole.at_least}.",
            where=table.place,
        )


def check_more(together: Together, draft: Draft) -> None:
    """Refuse "more" between two figures that share people.

    Raises:
        RefusedByRule: With the number of people in both, and the place of the sentence.
    """
    if together.persons == 0:
        return
    for lang, text in draft.texts.items():
        for part in (text.title, text.body):
            for start, sentence in _sentences_with(part, {together.first, together.second}):
                if _MORE[lang].search(sentence):
                    raise RefusedByRule(
                        f"The sentence adds '{together.second}' to '{together.first}', and "
                        f"{together.persons} persons are in both.",
                        hint="Say both numbers without 'more': they overlap.",
                        where=str(part.position(start)),
                    )


def _sentences_with(text: Tagged, figures: set[str]) -> Iterator[tuple[int, str]]:
    outside = text.outside()
    ends = [found.end() for found in _SENTENCE_END.finditer(outside)]
    for start, end in zip([0, *ends], [*ends, len(outside)], strict=True):
        inside = {
            tag.target
            for tag, span in zip(text.tags, text.spans, strict=True)
            if tag.kind is Kind.FIGURE and start <= span[0] < end
        }
        if figures <= inside:
            skipped = len(outside[start:end]) - len(outside[start:end].lstrip())
            yield start + skipped, outside[start:end]
