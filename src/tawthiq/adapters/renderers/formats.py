"""Every format that an edition can be built as, and what writes it."""

from __future__ import annotations

from collections.abc import Mapping

from tawthiq.adapters.renderers.document.renderer import DocumentRenderer
from tawthiq.adapters.renderers.docx import write_docx
from tawthiq.adapters.renderers.html import HtmlRenderer
from tawthiq.adapters.renderers.pdf import write_pdf
from tawthiq.journey.statements.edition import Renderer


def renderers() -> Mapping[str, Renderer]:
    """Return what writes each format, by its name."""
    return {
        "html": HtmlRenderer(),
        "pdf": DocumentRenderer("pdf", write_pdf),
        "docx": DocumentRenderer("docx", write_docx),
    }
