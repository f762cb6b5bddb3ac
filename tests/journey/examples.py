"""The statements of docs/examples, built from a release of the list that each is about."""

from __future__ import annotations

import re
from pathlib import Path

from tests.journey.commands import Tawthiq

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
LANGUAGES = ("en", "ar")


def build(tawthiq: Tawthiq, name: str, *, release: str, into: Path) -> dict[str, str]:
    """Build a public statement and return its page in each language."""
    tawthiq.run(
        "statements", "build", str(EXAMPLES / f"{name}.yml"), "--release", release, "--out", str(into)
    )
    return {lang: (into / f"{name}.{lang}.html").read_text("utf-8") for lang in LANGUAGES}


def shown(page: str) -> str:
    """Return the words of a page as a reader sees them, without marks of direction and thousands."""
    words = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", "", words)
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub("[\u2066-\u2069\u200e\u200f]", "", words))
