"""A small mapping and a way to read rows with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tawthiq.adapters.importers.accounts import AccountBuilder
from tawthiq.adapters.importers.mapping import Mapping, read_mapping
from tawthiq.adapters.importers.table import Columns
from tawthiq.core.claims import Account

HEAD = """
mapping: 1
name: invented
row_id: id
"""
ReadMapping = Callable[[str], Mapping]
ReadRow = Callable[..., Account | None]


@pytest.fixture
def mapping() -> ReadMapping:
    """Read a mapping from what follows its head."""
    return lambda text: read_mapping(HEAD + text, name="invented.yml", packs=("syria",))


@pytest.fixture
def read(mapping: ReadMapping) -> ReadRow:
    """Read one row by a mapping; the row is given as column=cell."""

    def run(text: str, *, documented: str = "../2022-10-21", **cells: str) -> Account | None:
        row: Sequence[str] = ["1", *cells.values()]
        columns = Columns("list.csv", ("id", *cells), ",")
        builder = AccountBuilder(mapping(text), columns, packs=("syria",), documented=documented)
        return builder.account(row, locator="list.csv#row=2")

    return run
