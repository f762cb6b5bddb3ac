"""A file that a command writes where the user says."""

from __future__ import annotations

import os
from pathlib import Path

from tawthiq.adapters.renderers.alone import StandingAlone
from tawthiq.core.errors import UsageProblem


def alone_as(it: StandingAlone, format_: str) -> bytes:
    """Return a text that stands alone as ``html``, ``docx`` or ``pdf``."""
    if format_ == "html":
        return it.page()
    # the libraries of documents are not loaded where none is written
    from tawthiq.adapters.renderers.docx import write_docx  # noqa: PLC0415
    from tawthiq.adapters.renderers.pdf import write_pdf  # noqa: PLC0415

    write = {"docx": write_docx, "pdf": write_pdf}[format_]
    return write(it.document())


def put(path: Path, content: bytes) -> None:
    """Put the whole file in its place, or none of it.

    Raises:
        UsageProblem: It cannot be written there.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageProblem(f"Nothing was written: {error.strerror}.", where=str(path)) from error
