"""An edition as a folder of HTML pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from tawthiq.adapters.renderers.html.drawings import drawing_path, drawings_of
from tawthiq.adapters.renderers.html.figures import Behind, figure_pages
from tawthiq.adapters.renderers.html.frame import STYLE, Sheet, evidence_path, people_path
from tawthiq.adapters.renderers.html.people import (
    EVIDENCE_PER_PAGE,
    PEOPLE_PER_PAGE,
    FindEvidence,
    evidence_page,
    people_page,
)
from tawthiq.adapters.renderers.html.speaking import Speaker
from tawthiq.adapters.renderers.html.statement import plain_title, statement_page
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import ActsBehind
from tawthiq.journey.statements.edition import Edition, Page
from tawthiq.journey.statements.numbers import OpenRelease, OwnFigure, ask_of

T = TypeVar("T")
PEOPLE_PER_BATCH = 50 * PEOPLE_PER_PAGE
"""How many dossiers are fetched at once: a fetch costs the same for one and for hundreds."""
_STYLE_FILE = Path(__file__).with_name("style.css")


class HtmlRenderer:
    """Renders editions; it keeps nothing between them."""

    format = "html"

    def title(self, edition: Edition, lang: str) -> str:
        """Return the title of the statement as plain text, its numbers in their places."""
        return plain_title(Sheet(edition, Wording(lang, edition.draft.outline.style)))

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield every file of the edition's folder."""
        sheets = [Sheet(edition, Wording(lang, edition.draft.outline.style)) for lang in edition.languages]
        yield Page(STYLE, _STYLE_FILE.read_bytes())
        for sheet in sheets:
            yield statement_page(sheet)
            for name, drawing in drawings_of(sheet, Speaker(sheet).show).items():
                yield Page(drawing_path(name, sheet.lang), drawing.svg.encode())
        yield from _Internal(edition, sheets).pages() if edition.is_internal else _public(edition, sheets)


def _public(edition: Edition, sheets: list[Sheet]) -> Iterator[Page]:
    for figure in edition.numbers.figures.values():
        for sheet in sheets:
            yield from figure_pages(sheet, figure, None)


class _Internal:
    """The pages of an internal edition: every list, and the people and evidence that it leads to."""

    def __init__(self, edition: Edition, sheets: list[Sheet]) -> None:
        self._edition = edition
        self._sheets = sheets
        self._names: dict[tuple[str, str], str] = {}

    def pages(self) -> Iterator[Page]:
        # people first: their names are met once, and the lists of the figures need them
        for name, release in self._edition.numbers.releases.items():
            yield from self._people(name, release)
            yield from self._evidence(release)
        for figure in self._edition.numbers.figures.values():
            yield from self._figure(figure)

    @cached_property
    def _acts(self) -> Mapping[str, ActsBehind]:
        return {
            name: self._edition.numbers.release_of(figure).acts(ask_of(figure.spec))
            for name, figure in self._edition.numbers.figures.items()
            if figure.counted
        }

    @cached_property
    def _persons(self) -> Mapping[str, list[str]]:
        """Return the people behind the figures of each release, in the order of their identifiers."""
        found: dict[str, set[str]] = {name: set() for name in self._edition.numbers.releases}
        for name, behind in self._acts.items():
            release = self._edition.numbers.figures[name].release_name or ""
            found[release].update(act.person_id for act in behind.acts)
        return {release: sorted(persons) for release, persons in found.items()}

    @cached_property
    def _person_page(self) -> Mapping[tuple[str, str], int]:
        return {
            (release, person): index // PEOPLE_PER_PAGE + 1
            for release, persons in self._persons.items()
            for index, person in enumerate(persons)
        }

    def _figure(self, figure: OwnFigure) -> Iterator[Page]:
        behind = self._behind(figure)
        for sheet in self._sheets:
            yield from figure_pages(sheet, figure, behind)

    def _behind(self, figure: OwnFigure) -> Behind | None:
        if figure.counted is None:
            return None
        release = figure.counted.release.name

        def find(person: str, lang: str) -> str:
            return f"../{people_path(release, self._person_page[release, person], lang)}#{person}"

        def name(person: str) -> str | None:
            return self._names.get((release, person))

        return Behind(self._acts[figure.spec.id], find, name)

    def _people(self, name: str, release: OpenRelease) -> Iterator[Page]:
        persons = self._persons[name]
        pages = len(_chunks(persons, PEOPLE_PER_PAGE))
        find = self._find_evidence(name, release)
        for batch in _chunks(persons, PEOPLE_PER_BATCH):
            people = {person.person_id: person for person in release.dossiers(batch)}
            self._names.update(
                {(name, each.person_id): each.names[0] for each in people.values() if each.names}
            )
            for chunk in _chunks(batch, PEOPLE_PER_PAGE):
                shown = [people[person] for person in chunk if person in people]
                page = self._person_page[name, chunk[0]]
                for sheet in self._sheets:
                    yield people_page(sheet, release, shown, page=page, pages=pages, find_evidence=find)

    def _find_evidence(self, name: str, release: OpenRelease) -> FindEvidence:
        order = {each.evidence_id: index for index, each in enumerate(release.evidence())}

        def find(evidence: str, lang: str) -> str:
            page = order[evidence] // EVIDENCE_PER_PAGE + 1
            return f"../{evidence_path(name, page, lang)}#{evidence}"

        return find

    def _evidence(self, release: OpenRelease) -> Iterator[Page]:
        chunks = _chunks(list(release.evidence()), EVIDENCE_PER_PAGE)
        for page, chunk in enumerate(chunks, start=1):
            for sheet in self._sheets:
                yield evidence_page(sheet, release, chunk, page=page, pages=len(chunks))


def _chunks(items: list[T], size: int) -> list[list[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
