"""What a statement's YAML holds: everything that both languages share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tawthiq.journey.statements.tags import Tagged

LANGUAGES = ("en", "ar")
NOT_IN_THIS_ARCHIVE = "not in this archive"
NOT_STATED = "not stated"

Words = Mapping[str, str]
"""The same words in every language, such as ``{"en": ..., "ar": ...}``."""
TaggedWords = Mapping[str, Tagged]
"""The same, where numbers stand in tags."""


class Modifier(StrEnum):
    """How a number is put: with "at least" before it, or as the count of what is documented."""

    AT_LEAST = "at-least"
    EXACTLY = "exactly"


class TableKind(StrEnum):
    """Whether a table's parts make its whole, or are subsets that may overlap and are never added."""

    EXHAUSTIVE = "exhaustive"
    SUBSETS = "subsets"


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One number of ours: what to count, in which release, and how to put it.

    `release` None is the release that the statement is built from. `value` is given only where the figure
    is `NOT_IN_THIS_ARCHIVE`; such a figure opens into the citation of the publication that gave it.
    `overlays` are the settings of the count that the statement adds to its rule.
    """

    id: str
    noun: str
    rule: str | None = None
    release: str | None = None
    where: tuple[str, ...] = ()
    overlays: Mapping[str, str] = field(default_factory=dict)
    by: tuple[tuple[str, ...], ...] = ()
    modifier: Modifier = Modifier.EXACTLY
    subset_of: str | None = None
    means: TaggedWords | None = None
    value: int | None = None
    cite: str | None = None
    place: str = ""

    @property
    def is_ours_elsewhere(self) -> bool:
        """Tell whether the number was published by us before and cannot be recounted here."""
        return self.release == NOT_IN_THIS_ARCHIVE


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: a figure by fields, or several figures under one parent."""

    id: str
    kind: TableKind
    title: TaggedWords
    figure: str
    by: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    place: str = ""


class ChartKind(StrEnum):
    """How a chart is drawn: bars beside their names, columns along the years, or a line through time."""

    BARS = "bars"
    COLUMNS = "columns"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """One chart: a figure by one field, or by two side by side.

    `top` keeps the greatest and puts the rest together as "other".
    """

    id: str
    kind: ChartKind
    figure: str
    by: tuple[str, ...]
    title: TaggedWords
    caption: TaggedWords | None = None
    top: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class MapSpec:
    """One map: a figure by governorate or by district.

    `boundaries` names a file beside the statement's YAML; None takes the archive's own, or those that ship.
    """

    id: str
    figure: str
    by: tuple[str, ...]
    title: TaggedWords
    caption: TaggedWords | None = None
    boundaries: str | None = None
    place: str = ""


DrawingSpec = ChartSpec | MapSpec


@dataclass(frozen=True, slots=True)
class CitedValue:
    """One number of somebody else, with the population that it speaks of."""

    value: int
    unit: str
    modifier: str
    population: TaggedWords


@dataclass(frozen=True, slots=True)
class Citation:
    """A publication of somebody else (or our own earlier one) that the statement leans on.

    `date` and `accessed` are None where the publication, or whoever looked it up, does not say.
    `accessed_written` keeps an access date as it was written, `accessed_as_read` says how it was read.
    With `values` it is an external statistic.
    """

    id: str
    publisher: Words
    title: TaggedWords
    date: datetime.date | None = None
    url: str | None = None
    accessed: datetime.date | None = None
    accessed_written: str | None = None
    accessed_as_read: str | None = None
    page: str = NOT_STATED
    quote: str | None = None
    values: Mapping[str, CitedValue] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A law or decree that the statement names."""

    id: str
    title: TaggedWords
    about: TaggedWords
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A demand, and whom it is made to."""

    to: tuple[str, ...]
    action: str
    text: TaggedWords


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole of a statement's YAML.

    `publication_date` None takes the as-of date of the release. `style` is the house style: how digits,
    thousands and months are written.
    """

    name: str
    publisher: Words
    publication_date: datetime.date | None
    figures: Mapping[str, FigureSpec]
    tables: Mapping[str, TableSpec]
    citations: Mapping[str, Citation]
    laws: Mapping[str, Law]
    addressees: Mapping[str, Words]
    recommendations: tuple[Recommendation, ...]
    style: Mapping[str, str]
    charts: Mapping[str, ChartSpec] = field(default_factory=dict)
    maps: Mapping[str, MapSpec] = field(default_factory=dict)

    @property
    def drawings(self) -> Mapping[str, DrawingSpec]:
        """Return the charts and the maps; no two of them share a name."""
        return {**self.charts, **self.maps}
