"""The numbers of a statement, counted from frozen releases and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tawthiq.core.errors import UsageProblem
from tawthiq.journey.figures.facts import (
    ActsBehind,
    EvidenceBehind,
    Figure,
    PersonDossier,
    ReleaseMark,
)
from tawthiq.journey.statements.outline import DrawingSpec, FigureSpec, Outline, TableSpec


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a release, in the words of ``figures count``."""

    rule: str | None = None
    where: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    """unit, measure, period, on, date_basis, place_basis, attribution: what the statement itself sets."""


class OpenRelease(Protocol):
    """One verified release, opened for one reader."""

    @property
    def mark(self) -> ReleaseMark:
        """Return what every output says of the release."""
        ...

    def figure(self, ask: Ask) -> Figure:
        """Count."""
        ...

    def acts(self, ask: Ask) -> ActsBehind:
        """Return the acts behind a count that the reader may open."""
        ...

    def shared_persons(self, first: Ask, second: Ask) -> int:
        """Return how many persons are, or may be, in both counts."""
        ...

    def dossiers(self, person_ids: Iterable[str]) -> Iterable[PersonDossier]:
        """Return what the reader may see of these persons, in the order asked."""
        ...

    def evidence(self) -> tuple[EvidenceBehind, ...]:
        """Return every piece of evidence of the release that the reader may see."""
        ...

    def label(self, scheme: str, code: str, lang: str) -> str:
        """Return the name that the release's own vocabulary gives a code."""
        ...

    def places(self) -> Mapping[str, str | None]:
        """Return every place of the release, and the place that contains it."""
        ...

    def rule_words(self, name: str, lang: str) -> tuple[str, str]:
        """Return the title and the definition of a counting rule as the release carries it."""
        ...


class Releases(Protocol):
    """Where releases are opened."""

    def open(self, name: str) -> OpenRelease:
        """Open and verify one release.

        Raises:
            NotPermittedOrAbsent: There is none, or the reader is not cleared for it.
            IntegrityFailure: Its bytes are not those that were frozen.
        """
        ...


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """One number of ours: counted, or quoted from a publication of ours that is not in this archive."""

    spec: FigureSpec
    value: int
    counted: Figure | None = None
    breakdowns: tuple[Figure, ...] = ()

    @property
    def release_name(self) -> str | None:
        """Return the name of the release it was counted in; None where it cannot be recounted here."""
        return self.counted.release.name if self.counted else None


@dataclass(frozen=True, slots=True)
class Together:
    """How many persons are in two figures that a reader might add: one of deaths, one of the held."""

    first: str
    second: str
    persons: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything that was counted for a statement. `mark` is the release that it was built from."""

    mark: ReleaseMark
    figures: Mapping[str, OwnFigure]
    tables: Mapping[str, Figure]
    together: tuple[Together, ...]
    releases: Mapping[str, OpenRelease]
    drawn: Mapping[str, Figure] = field(default_factory=dict)
    """The breakdown behind each chart and map, by its name."""

    def release_of(self, figure: OwnFigure) -> OpenRelease:
        """Return the opened release of a counted figure."""
        if figure.release_name is None:
            raise UsageProblem(f"The figure '{figure.spec.id}' has no release in this archive.")
        return self.releases[figure.release_name]


def ask_of(spec: FigureSpec, by: tuple[str, ...] = ()) -> Ask:
    """Return the question behind a declared figure."""
    return Ask(rule=spec.rule, where=spec.where, by=by, settings=spec.overlays)


def count(outline: Outline, *, releases: Releases, name: str) -> Numbers:
    """Count every figure, table, chart and map of a statement.

    Raises:
        NotPermittedOrAbsent: A release that it names is absent.
        IntegrityFailure: A release is not as it was frozen.
        UsageProblem: A question names a field, value or rule that the release does not know.
    """
    opened: dict[str, OpenRelease] = {name: releases.open(name)}
    figures: dict[str, OwnFigure] = {}
    for spec in outline.figures.values():
        where = spec.release or name
        if spec.is_ours_elsewhere:
            figures[spec.id] = OwnFigure(spec, spec.value or 0)
            continue
        if where not in opened:
            opened[where] = releases.open(where)
        figures[spec.id] = _counted(spec, opened[where])
    return Numbers(
        mark=opened[name].mark,
        figures=figures,
        tables=_tables(outline, figures, opened),
        drawn={each.id: _broken_down(each, figures, opened) for each in outline.drawings.values()},
        together=_together(figures, opened),
        releases=opened,
    )


def _counted(spec: FigureSpec, release: OpenRelease) -> OwnFigure:
    try:
        whole = release.figure(ask_of(spec))
        breakdowns = tuple(release.figure(ask_of(spec, by)) for by in spec.by)
    except UsageProblem as error:
        raise UsageProblem(error.message, hint=error.hint, where=spec.place) from error
    return OwnFigure(spec, whole.at_least, whole, breakdowns)


def _tables(
    outline: Outline, figures: Mapping[str, OwnFigure], opened: Mapping[str, OpenRelease]
) -> dict[str, Figure]:
    return {table.id: _broken_down(table, figures, opened) for table in outline.tables.values()}


def _broken_down(
    spec: TableSpec | DrawingSpec,
    figures: Mapping[str, OwnFigure],
    opened: Mapping[str, OpenRelease],
) -> Figure:
    whole = figures[spec.figure]
    if whole.counted is None:
        raise UsageProblem(
            f"'{spec.id}' shows a figure that cannot be recounted in this archive.", where=spec.place
        )
    release = opened[whole.counted.release.name]
    try:
        return release.figure(ask_of(whole.spec, spec.by)) if spec.by else whole.counted
    except UsageProblem as error:
        raise UsageProblem(error.message, hint=error.hint, where=spec.place) from error


def _together(figures: Mapping[str, OwnFigure], opened: Mapping[str, OpenRelease]) -> tuple[Together, ...]:
    roots = [f for f in figures.values() if f.counted and f.spec.subset_of is None]
    pairs = [
        (flow, stock)
        for flow in roots
        for stock in roots
        if flow.counted
        and stock.counted
        and (flow.counted.measure, stock.counted.measure) == ("flow", "stock")
        and flow.release_name == stock.release_name
        and flow.counted.unit == stock.counted.unit == "persons"
    ]
    return tuple(
        Together(
            flow.spec.id,
            stock.spec.id,
            opened[flow.release_name or ""].shared_persons(ask_of(flow.spec), ask_of(stock.spec)),
        )
        for flow, stock in pairs
    )
