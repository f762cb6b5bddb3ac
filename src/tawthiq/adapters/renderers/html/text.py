"""The text of a statement as markup: Markdown for its shape, tags for its numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from tawthiq.adapters.renderers.html.markup import Html, isolated
from tawthiq.journey.statements.tags import BLOCKS, Kind, Tag, Tagged

ShowTag = Callable[[Tag, bool], Html]
"""Makes a tag into markup; told whether it begins a sentence."""
_TAG = re.compile(r"\{\{[^{}\n]*\}\}")
_SENTENCE_END = (".", "!", "?", "؟")


def inline(tagged: Tagged, show: ShowTag) -> Html:
    """Return a text of one paragraph, such as a title or a recommendation."""
    return Html(_markdown(tagged, show).renderInline(tagged.text.strip()))


def blocks(tagged: Tagged, show: ShowTag) -> Html:
    """Return a text with its headings, paragraphs, lists and tables."""
    return Html(_markdown(tagged, show).render(tagged.text))


def _markdown(tagged: Tagged, show: ShowTag) -> MarkdownIt:
    # no raw HTML, no images, no entities: "&half;" would be a number that nobody typed as one
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    reader.disable(["html_block", "html_inline", "image", "entity", "code"])
    known = {tagged.text[start:end]: tag for tag, (start, end) in zip(tagged.tags, tagged.spans, strict=True)}

    def find(state: StateInline, silent: bool) -> bool:
        found = _TAG.match(state.src, state.pos)
        if found is None:
            return False
        if not silent:
            tag = known[found.group()]
            if tag.kind is Kind.CITE and not tag.detail:
                state.pending = state.pending.rstrip(" ")  # a note stands close to what it notes
            token = state.push("tag", "", 0)
            token.meta = {"tag": tag, "begins": _begins(state.src[: state.pos])}
        state.pos = found.end()
        return True

    def find_block(state: StateBlock, line: int, _last: int, silent: bool) -> bool:
        text = state.getLines(line, line + 1, state.blkIndent, False).strip()
        if text not in known or known[text].kind not in BLOCKS:
            return False
        if not silent:
            state.line = line + 1
            token = state.push("tag", "", 0)
            token.meta = {"tag": known[text], "begins": True}
        return True

    def render(
        _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        meta: dict[str, Any] = tokens[index].meta
        return show(meta["tag"], meta["begins"])

    reader.inline.ruler.before("emphasis", "tag", find)
    reader.block.ruler.before("paragraph", "tag", find_block, {"alt": ["paragraph"]})
    reader.add_render_rule("tag", render)
    reader.add_render_rule("text", _text)
    return reader


def _text(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Return running text; a number in it can only be of quoted words, and keeps its direction."""
    return isolated(tokens[index].content)


def _begins(before: str) -> bool:
    text = before.rstrip(" ")
    return not text.strip() or text.endswith(_SENTENCE_END)
