"""PDF by typst: tagged, for print and for a screen reader, its fonts inside, the same bytes every time."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from tawthiq.adapters.renderers.document.model import Document
from tawthiq.adapters.renderers.fonts import font_folders
from tawthiq.adapters.renderers.pdf.values import Layout

_LAYOUT = Path(__file__).with_name("layout.typ")


def write_pdf(document: Document) -> bytes:
    """Return a document as PDF.

    It is made to PDF/UA-1 (accessible) and PDF/A-2a (readable for ever). Only the fonts that are shipped are
    used and nothing is fetched, so that every machine makes the same bytes.

    Raises:
        RuntimeError: typst refuses the document; that is a defect of the layout.
    """
    values = json.dumps(Layout(document).values(), ensure_ascii=False, sort_keys=True)
    compiler = typst.Compiler(_LAYOUT.read_bytes(), font_paths=_fonts(), sys_inputs={"document": values})
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=list(font_folders())
    )
