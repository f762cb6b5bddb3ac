"""Reading the charts and maps of a statement's YAML."""

from __future__ import annotations

from pathlib import PurePath

from tawthiq.journey.statements.nodes import Node
from tawthiq.journey.statements.outline import LANGUAGES, ChartKind, ChartSpec, MapSpec
from tawthiq.methods.counting.fields import DATE_AXIS, FIELDS, PLACE_AXES

_LEAST_TOP = 2


def read_chart(name: str, node: Node) -> ChartSpec:
    """Read one chart.

    Raises:
        InputRejected: Something in it is not as the format says.
    """
    given = node.fields(needed=("figure", "kind", "by", "title"), allowed=("caption", "top"))
    kind, by = given["kind"].one_of(ChartKind), _fields(given["by"])
    _check_fields(kind, by, given["by"])
    top = given["top"].number() if "top" in given else None
    if top is not None:
        _check_top(kind, by, top, given["top"])
    return ChartSpec(
        id=name,
        kind=kind,
        figure=given["figure"].text(),
        by=by,
        title=given["title"].tagged(LANGUAGES),
        caption=given["caption"].tagged(LANGUAGES) if "caption" in given else None,
        top=top,
        place=str(node.at),
    )


def read_map(name: str, node: Node) -> MapSpec:
    """Read one map.

    Raises:
        InputRejected: Something in it is not as the format says.
    """
    given = node.fields(needed=("figure", "by", "title"), allowed=("caption", "boundaries"))
    by = given["by"].text()
    if by not in PLACE_AXES:
        given["by"].fail(f"A map is by one of: {', '.join(PLACE_AXES)}.")
    boundaries = given["boundaries"].text() if "boundaries" in given else None
    if boundaries is not None and PurePath(boundaries).name != boundaries:
        given["boundaries"].fail("The boundaries are a file beside the statement: write its name alone.")
    return MapSpec(
        id=name,
        figure=given["figure"].text(),
        by=(by,),
        title=given["title"].tagged(LANGUAGES),
        caption=given["caption"].tagged(LANGUAGES) if "caption" in given else None,
        boundaries=boundaries,
        place=str(node.at),
    )


def _fields(node: Node) -> tuple[str, ...]:
    return tuple(each.strip() for each in node.text().split(","))


def _check_fields(kind: ChartKind, by: tuple[str, ...], node: Node) -> None:
    if len(by) > 2:
        node.fail("A chart is by one field or by two.", "Show more of them as a table.")
    if "date" in by:
        node.fail("A chart is not drawn day by day.", "Take month or year.")
    if len(by) == 2 and is_time(by[1]):
        node.fail("Time is the first field of a chart.", f"Write: by: {by[1]}, {by[0]}.")
    if kind is ChartKind.COLUMNS and by != ("year",):
        node.fail("Columns stand along the years.", "Take 'by: year', or 'kind: bars', or 'kind: line'.")
    if kind is ChartKind.LINE and not is_time(by[0]):
        node.fail("A line runs through time.", "Take 'by: month' or 'by: year', or 'kind: bars'.")


def is_time(field: str) -> bool:
    """Tell whether a field is one of time, whose values have an order and gaps."""
    return field in FIELDS and FIELDS[field].axis == DATE_AXIS


def _check_top(kind: ChartKind, by: tuple[str, ...], top: int, node: Node) -> None:
    if kind is not ChartKind.BARS or len(by) > 1 or is_time(by[0]):
        node.fail("'top' is for bars by one field that is not time.")
    if top < _LEAST_TOP:
        node.fail(f"'top' keeps at least {_LEAST_TOP}.")
