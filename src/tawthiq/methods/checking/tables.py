"""Digests a release's tables, counting and identity alike, as their files now hold them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.checking.manifest import TableEntry
from tawthiq.methods.counting.lines import Row
from tawthiq.methods.counting.schema import COMMITMENT, TABLES, Column, Table
from tawthiq.methods.counting.tables import TableFacts, read_rows, table_digest

PAIRS = Table(
    "pairs",
    "id",
    (
        Column("id", "VARCHAR", "identifier of the row"),
        Column(COMMITMENT, "VARCHAR", "its commitment in the archive's log"),
    ),
)
"""What of an identity table enters the release digest."""
_COUNTED = frozenset(table.name for table in TABLES)


def table_entry(path: Path, table: Table) -> TableEntry:
    """Return how many rows a table's file has, and the digest that the manifest lists.

    A counting table is digested whole; an identity table as pairs of identifier and commitment; one
    without commitments has no digest.

    Raises:
        IntegrityFailure: The file is missing, is not Parquet, has other columns, or one key twice.
    """
    rows = read_rows(table, path)
    try:
        if table.name in _COUNTED:
            return entry_of(table_digest(table, rows))
        if COMMITMENT in table.column_names:
            return entry_of(pairs_digest(table, rows))
        return TableEntry(table_digest(table, rows).rows, None)
    except ValueError as error:
        raise IntegrityFailure(
            f"The table {table.name} is not in order: {error}.", where=path.name
        ) from error


def pairs_digest(table: Table, rows: Iterable[Row]) -> TableFacts:
    """Return the digest of an identity table's identifiers and commitments."""
    return table_digest(PAIRS, ({"id": row[table.key], COMMITMENT: row[COMMITMENT]} for row in rows))


def entry_of(facts: TableFacts) -> TableEntry:
    """Return what the manifest lists of a table."""
    return TableEntry(facts.rows, facts.digest)
