"""Write the reference pages that are made from the code; `--check` says which are out of date."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

REFERENCE = Path(__file__).resolve().parents[1] / "docs/reference"


def pages() -> dict[str, Callable[[], str]]:
    """Return the pages that are made, each with what makes it; Django has to be set up before."""
    from tawthiq.core.vocabulary import load
    from tawthiq.core.vocabulary.reference import vocabulary_page
    from tawthiq.interfaces.cli.reference import commands_page
    from tawthiq.methods.checking.reference import page as release_format_page
    from tawthiq.methods.linkage.reference import page as linkage_levels_page

    return {
        "commands.md": commands_page,
        "linkage-levels.md": linkage_levels_page,
        "release-format.md": release_format_page,
        "vocabulary.md": lambda: vocabulary_page(load()),
    }


def stale() -> list[str]:
    """Return the pages that differ from what the code says now."""
    return [
        name
        for name, page in pages().items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text("utf-8") != page()
    ]


def main() -> int:
    """Write the pages, or with --check only look."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.project.settings")
    django.setup()
    behind = stale()
    if "--check" in sys.argv:
        for name in behind:
            print(f"docs/reference/{name} is out of date: make docs")
        return 1 if behind else 0
    for name in behind:
        (REFERENCE / name).write_text(pages()[name](), "utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
