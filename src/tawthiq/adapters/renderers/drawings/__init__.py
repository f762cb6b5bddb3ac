"""Charts and maps as SVG: text stays text, nothing is fetched, and the same numbers give the same bytes."""

from tawthiq.adapters.renderers.drawings.charts import draw_bars, draw_columns
from tawthiq.adapters.renderers.drawings.lines import draw_line
from tawthiq.adapters.renderers.drawings.maps import draw_map
from tawthiq.adapters.renderers.drawings.model import Area, Chart, Drawing, Frame, MapPicture, Part, Row

__all__ = [
    "Area",
    "Chart",
    "Drawing",
    "Frame",
    "MapPicture",
    "Part",
    "Row",
    "draw_bars",
    "draw_columns",
    "draw_line",
    "draw_map",
]
