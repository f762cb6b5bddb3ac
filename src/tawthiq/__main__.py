"""`python -m tawthiq` is the `tawthiq` command."""

from __future__ import annotations

from tawthiq.interfaces.cli.main import run

run()
