"""Who looks, at which archive: put beside the request by whoever started the server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest

from tawthiq.accounts.actors import Actor
from tawthiq.core.errors import NotPermittedOrAbsent

LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Visit:
    """One person looking at one archive."""

    actor: Actor
    statements_dir: Path
    releases_dir: Path
    invented: bool


def visit_of(request: HttpRequest) -> Visit:
    """Return who looks.

    Raises:
        NotPermittedOrAbsent: The server was started for nobody.
    """
    meta = request.META
    actor = meta.get("tawthiq.actor")
    if not isinstance(actor, Actor):
        raise NotPermittedOrAbsent("Nobody is looking.", hint="Start the pages with `tawthiq serve`.")
    return Visit(
        actor, meta["tawthiq.statements"], meta["tawthiq.releases"], bool(meta.get("tawthiq.invented"))
    )


def preferred_language(request: HttpRequest) -> str:
    """Return the first language of ours that the browser asks for; English where it asks for none."""
    for wish in request.headers.get("Accept-Language", "").split(","):
        lang = wish.strip()[:2].lower()
        if lang in LANGUAGES:
            return lang
    return LANGUAGES[0]
