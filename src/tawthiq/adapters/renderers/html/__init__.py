"""Statements as a folder of plain pages: one style sheet, no script, readable for ever.

Every page stands alone, in either language, and works from a disk, from a server and on paper.
"""

from tawthiq.adapters.renderers.html.renderer import HtmlRenderer

__all__ = ["HtmlRenderer"]
