"""An edition: one statement, counted and checked, ready for a renderer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from tawthiq.core.boundaries import Boundaries
from tawthiq.journey.statements.numbers import Numbers
from tawthiq.journey.statements.reading import Draft

FORMATS = ("html", "pdf", "docx")
"""What an edition can be built as, in the order in which it is said."""


class Audience(StrEnum):
    """Who it is for. The public sees no list, no name and no source; internal use opens everything."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that pages are made of. `published` is the date of the statement, never the clock's."""

    draft: Draft
    numbers: Numbers
    audience: Audience
    published: date
    languages: tuple[str, ...]
    boundaries: Mapping[str, Boundaries] = field(default_factory=dict)
    """The outlines that each map is drawn with, by the name of the map."""
    formats: tuple[str, ...] = ("html",)
    """What stands in its folder, so that each format can name the others."""

    @property
    def is_internal(self) -> bool:
        """Tell whether lists and names are part of it."""
        return self.audience is Audience.INTERNAL

    @property
    def invented(self) -> bool:
        """Tell whether anything in it comes from an invented archive."""
        return any(release.mark.invented for release in self.numbers.releases.values())


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the edition: its path within the folder, and its bytes."""

    path: str
    content: bytes


class Renderer(Protocol):
    """What turns an edition into files; the same edition gives the same bytes."""

    def title(self, edition: Edition, lang: str) -> str:
        """Return the title of the statement as plain text, its numbers in their places."""
        ...

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the files of the edition."""
        ...
