"""What the tests of this stage may use: a small release, and a statement about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.stages.releases.conftest import accepted, frozen, method, store, take_in, three, words
from tests.unit.journey.statements.drafts import write_draft

from tawthiq.accounts.actors import Actor
from tawthiq.adapters.renderers.folder import EditionFolders
from tawthiq.adapters.renderers.formats import renderers
from tawthiq.journey.statements.actions import Built, Places, build
from tawthiq.journey.statements.edition import Audience

__all__ = ["accepted", "frozen", "method", "store", "take_in", "three", "words"]

OUTLINE = """
format: 1
publisher: {en: Network of the Invented, ar: شبكة المختلقين}
figures:
  killed: {rule: killed, noun: person, by: [sex]}
  held: {rule: held, noun: person}
tables:
  by-sex: {figure: killed, by: sex, kind: exhaustive, title: {en: By sex, ar: بحسب الجنس}}
"""
ENGLISH = "# Killed: {{figure:killed noun}}\n\n{{figure:held noun}} held.\n\n{{table:by-sex}}\n"
ARABIC = "# مقتل {{figure:killed noun genitive}}\n\n{{figure:held noun}}.\n\n{{table:by-sex}}\n"


class Untouched:
    """Evidence whose bytes are what they were."""

    def verify(self, sha256: str) -> None:
        assert len(sha256) == 64


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    folder = tmp_path / "drafts"
    folder.mkdir()
    return write_draft(folder, outline=OUTLINE, english=ENGLISH, arabic=ARABIC)


@pytest.fixture
def built(
    three: None, frozen: Callable[..., Any], draft: Path, basil: Actor, occasion_for: Any, tmp_path: Path
) -> Callable[..., Built]:
    """Freeze the release r1 once, and build the statement from it."""
    frozen()

    def run(**how: Any) -> Built:
        actor = how.pop("actor", basil)
        places = Places(
            releases_dir=tmp_path / "releases",
            evidence=how.pop("evidence", Untouched()),
            store=EditionFolders(),
            renderers=renderers(),
        )
        asked = {
            "release": "r1",
            "languages": ["en", "ar"],
            "audience": Audience.PUBLIC,
            "out": tmp_path / "out",
            "places": places,
            "occasion": occasion_for(actor),
        }
        return build(draft, **(asked | how))

    return run
