"""Markup as plain text, for an attribute or a drawing, where numbers are kept apart by characters."""

from __future__ import annotations

import re
from html import unescape

from tawthiq.adapters.renderers.html.markup import Html

_MARKUP = re.compile(r"<[^>]+>")
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


def in_plain(said: Html, *, is_rtl: bool) -> str:
    """Return the words of some markup; in Arabic every number keeps its direction."""
    if is_rtl:
        said = Html(re.sub(r"<(?:bdi|code)>", _LEFT_TO_RIGHT, said))
        said = Html(re.sub(r"</(?:bdi|code)>", _END, said))
    return unescape(_MARKUP.sub("", said))
