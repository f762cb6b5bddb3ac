"""An edition: one statement, counted and checked, ready for a renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from tawthiq.journey.statements.numbers import Numbers
from tawthiq.journey.statements.reading import Draft


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

    format: str

    def title(self, edition: Edition, lang: str) -> str:
        """Return the title of the statement as plain text, its numbers in their places."""
        ...

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the files of the edition."""
        ...
