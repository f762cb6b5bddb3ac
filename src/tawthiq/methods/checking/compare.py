"""What changed between two releases: who and what came, went, or is now known differently."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tawthiq.methods.checking.manifest import read_manifest
from tawthiq.methods.counting.schema import ACTS, EVENTS, IDENTIFICATIONS, PERSONS, TOMBSTONES, Table
from tawthiq.methods.counting.tables import connect, create_view

COMPARED = (PERSONS, ACTS, EVENTS, IDENTIFICATIONS)


@dataclass(frozen=True, slots=True)
class TableChange:
    """Identifiers of one table that the later release has and the earlier has not, and the other way round.

    `changed` are in both, with any column different that is no dense number.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """What changed, by table, and what became of persons of the earlier release.

    `gone` gives, for an identifier that stood for a person in the earlier release, what it became part of
    (None where it was retracted) and why.
    """

    tables: dict[str, TableChange]
    gone: dict[str, tuple[str | None, str]]


def compare(earlier: Path, later: Path) -> ReleaseChange:
    """Return what changed from one release folder to another; both have been verified.

    Raises:
        IntegrityFailure: A table is missing or has other columns.
    """
    formats = {folder: read_manifest(folder).format for folder in (earlier, later)}
    with connect() as db:
        for prefix, folder in (("a", earlier), ("b", later)):
            for table in (*COMPARED, TOMBSTONES):
                path = folder / "counting" / f"{table.name}.parquet"
                create_view(db, table, path, number=formats[folder], name=f"{prefix}_{table.name}")
        changes = {}
        for table in COMPARED:
            # a column that only one of them has says nothing of what changed
            in_both = table.of_format(min(formats.values()))
            found = [db.execute(query).fetchall() for query in _queries(in_both)]
            changes[table.name] = TableChange(*(tuple(row[0] for row in rows) for rows in found))
        gone = db.execute(
            "SELECT person_id, into_id, reason FROM b_tombstones SEMI JOIN a_persons USING (person_id)"
            " ORDER BY person_id"
        ).fetchall()
    return ReleaseChange(changes, {person: (into, reason) for person, into, reason in gone})


def _queries(table: Table) -> tuple[str, str, str]:
    """Return SQL for what was added, removed and changed. Dense numbers differ from release to release."""
    key = table.key
    told = [name for name in table.column_names if name not in ("act", "person", "event", key)]
    differs = " OR ".join(f'a."{name}" IS DISTINCT FROM b."{name}"' for name in told)
    both = f"b_{table.name} AS b JOIN a_{table.name} AS a USING ({key})"
    return (
        f"SELECT {key} FROM b_{table.name} ANTI JOIN a_{table.name} USING ({key}) ORDER BY {key}",  # noqa: S608  # our names
        f"SELECT {key} FROM a_{table.name} ANTI JOIN b_{table.name} USING ({key}) ORDER BY {key}",  # noqa: S608  # our names
        f"SELECT {key} FROM {both} WHERE {differs} ORDER BY {key}",  # noqa: S608  # our names
    )
