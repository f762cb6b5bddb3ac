"""Documents as PDF, by typst."""

from tawthiq.adapters.renderers.pdf.writer import write_pdf

__all__ = ["write_pdf"]
