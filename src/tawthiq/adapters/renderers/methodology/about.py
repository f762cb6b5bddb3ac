"""What only the organisation can say of its method, read from a file that it writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tawthiq.journey.statements.nodes import read_yaml
from tawthiq.journey.statements.outline import LANGUAGES

PARTS = ("mandate", "funding", "collection", "ethics", "protection", "corrections")
"""Each a text in both languages; the methodology names those that are missing."""


def read_about(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the organisation's words, by part and language.

    Raises:
        UsageProblem: There is no such file.
        InputRejected: It is not YAML, or names a part that there is not; with file, line and column.
    """
    parts = read_yaml(path).fields(allowed=PARTS)
    return {name: node.words(LANGUAGES) for name, node in parts.items()}
