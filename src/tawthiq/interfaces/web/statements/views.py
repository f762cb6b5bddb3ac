"""The pages of the statements, as they were published."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse

from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.interfaces.web.editions import edition
from tawthiq.interfaces.web.screens import screen
from tawthiq.interfaces.web.visits import Visit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@screen("web.read")
def file(request: HttpRequest, visit: Visit, folder: str, path: str) -> HttpResponse:
    """Return one file of an edition, if its bytes are those that were published."""
    del request
    kind = TYPES.get(PurePosixPath(path).suffix)
    if kind is None:
        raise NotPermittedOrAbsent("There is no such page.")
    return HttpResponse(edition(visit, folder).read(path), content_type=kind)
