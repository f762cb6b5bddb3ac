"""An edition as documents: one in each language, beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tawthiq.adapters.renderers.document.model import Document
from tawthiq.adapters.renderers.document.statement import statement_document
from tawthiq.adapters.renderers.html.frame import Sheet
from tawthiq.adapters.renderers.html.statement import plain_title
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.statements.edition import Edition, Page


@dataclass(frozen=True)
class DocumentRenderer:
    """Renders editions in one format, whose files end in its name."""

    format: str
    write: Callable[[Document], bytes]

    def title(self, edition: Edition, lang: str) -> str:
        """Return the title of the statement as plain text, its numbers in their places."""
        return plain_title(Sheet(edition, Wording(lang, edition.draft.outline.style)))

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield a document in each language of the edition."""
        for lang in edition.languages:
            path = f"{edition.draft.outline.name}.{lang}.{self.format}"
            yield Page(path, self.write(statement_document(edition, lang)))
