"""Documents as DOCX, for Word and for whatever reads it."""

from tawthiq.adapters.renderers.docx.writer import write_docx

__all__ = ["write_docx"]
