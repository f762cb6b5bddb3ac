"""Writes the standard tables of `tawthiq figures tables`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.adapters.renderers.tables.sheet import TableSheet
from tawthiq.adapters.renderers.tables.text import tables_alone
from tawthiq.core.digests import sha256_file
from tawthiq.interfaces.cli.frame import Frame
from tawthiq.interfaces.cli.tables import table as text_table
from tawthiq.interfaces.cli.written import alone_as, put
from tawthiq.journey.figures.queries import FrozenRelease
from tawthiq.journey.figures.standard_tables import table_set
from tawthiq.journey.figures.tabling import Asked, FilledSet, FilledTable, fill
from tawthiq.journey.statements.opened import Asked as Answering

FORMATS = ("html", "xlsx", "docx", "pdf")


def write_tables(
    frame: Frame,
    frozen: FrozenRelease,
    *,
    set_name: str,
    asked: Asked,
    format_: str,
    lang: str,
    publisher: str,
    out: Path | None,
) -> None:
    """Fill the tables of a set from a release, write them to a file, and say what they hold.

    Raises:
        UsageProblem: The period is none, or the file cannot be written.
    """
    filled = fill(table_set(set_name), frozen, asked)
    sheet = TableSheet(filled, Answering(frozen), Wording(lang), publisher)
    target = out or Path(f"{set_name}-{asked.period.replace('..', '-to-')}.{lang}.{format_}")
    put(target, _written(sheet, format_))
    data = {
        "set": set_name,
        "period": asked.period,
        "release": filled.release.name,
        "file": str(target),
        "sha256": sha256_file(target),
        "tables": [_data(one) for one in filled.tables],
        "absent": [table.code for table in filled.absent],
    }
    frame.result(data, f"{_text(filled)}\n{target}")


def _written(sheet: TableSheet, format_: str) -> bytes:
    if format_ != "xlsx":
        return alone_as(tables_alone(sheet), format_)
    # the library of workbooks is not loaded where none is written
    from tawthiq.adapters.renderers.tables.workbook import tables_workbook  # noqa: PLC0415

    return tables_workbook(sheet)


def _data(one: FilledTable) -> dict[str, Any]:
    return {
        "table": one.table.code,
        "title": dict(one.table.title),
        "rule": dict(one.whole.rule),
        "columns": list(one.columns),
        "rows": [{"key": row.key, "numbers": list(row.numbers)} for row in one.rows],
        "undetermined": list(one.undetermined),
        "repeated": list(one.repeated),
        "total": list(one.total),
        "digest": one.whole.digest,
    }


def _text(filled: FilledSet) -> str:
    parts = []
    for one in filled.tables:
        rows = [[row.key, *(f"{number:,}" for number in row.numbers)] for row in one.rows]
        for name in ("undetermined", "total"):
            rows += [[name, *(f"{n:,}" for n in getattr(one, name))]] if one.total else []
        parts.append(f"{one.table.code} {one.table.title['en']}\n{text_table(['', *one.columns], rows)}")
    if filled.absent:
        codes = ", ".join(table.code for table in filled.absent)
        parts.append(f"Not made, for the release does not carry their rule: {codes}.")
    return "\n\n".join(parts)
