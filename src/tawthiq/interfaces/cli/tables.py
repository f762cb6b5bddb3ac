"""Tables in the terminal: lines and colour for a person, plain columns for a pipe."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

GAP = "  "


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table for whoever reads stdout: drawn on a terminal, plain when it goes into a pipe."""
    return drawn_table(headings, rows) if sys.stdout.isatty() else plain_table(headings, rows)


def plain_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns, numbers to the right, without a line that a program would have to skip."""
    lines = [headings, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    right = [_is_number(rows, place) for place in range(len(headings))]
    return "\n".join(
        GAP.join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def drawn_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the same with rules and bold headings."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        drawn.add_column(heading, justify="right" if _is_number(rows, place) else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    console = Console(file=io.StringIO(), force_terminal=True, width=Console().width)
    with console.capture() as captured:
        console.print(drawn, markup=False)
    return captured.get().rstrip("\n")


def _is_number(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place] for row in rows if row[place]]
    return bool(cells) and all(
        cell.replace(",", "").lstrip("+-").isdigit() or cell == "open" for cell in cells
    )
