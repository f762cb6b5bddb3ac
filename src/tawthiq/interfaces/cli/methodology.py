"""Writes the methodology of `tawthiq figures methodology`."""

from __future__ import annotations

from pathlib import Path

from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.adapters.renderers.methodology.about import PARTS, read_about
from tawthiq.adapters.renderers.methodology.text import Methodology
from tawthiq.core.digests import sha256_file
from tawthiq.interfaces.cli.frame import Frame
from tawthiq.interfaces.cli.written import alone_as, put
from tawthiq.journey.figures.methodology import method_facts
from tawthiq.journey.figures.queries import FrozenRelease
from tawthiq.journey.statements.opened import Asked as Answering

ABOUT = "about.yml"


def write_methodology(
    frame: Frame,
    frozen: FrozenRelease,
    *,
    about: Path | None,
    format_: str,
    lang: str,
    publisher: str,
    out: Path | None,
) -> None:
    """Write the methodology of a release to a file, and say what the organisation has not stated.

    Raises:
        UsageProblem: The file cannot be written, or there is no file of the organisation's words.
        InputRejected: The organisation's words are not as they should be.
    """
    own = read_about(about) if about else {}
    written = Methodology(method_facts(frozen), Answering(frozen), Wording(lang), own, publisher)
    target = out or Path(f"methodology-{frozen.mark.name}.{lang}.{format_}")
    put(target, alone_as(written.alone(), format_))
    missing = [part for part in PARTS if part not in own]
    data = {
        "release": frozen.mark.name,
        "file": str(target),
        "sha256": sha256_file(target),
        "not_stated": missing,
    }
    unsaid = f"\nNot stated, for lack of {ABOUT} or of its parts: {', '.join(missing)}." if missing else ""
    frame.result(data, f"{target}{unsaid}")
