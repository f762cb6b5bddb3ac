"""What is known of whom records are about, from outside the archive: a file that names a person for each.

A row names a record by its source's own identifier. Pure; no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.core.errors import InputRejected

_Held = tuple[str, str]
"""A record and the code of its source."""


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One row: the number of its line in the file, the source's own identifier of a record, and a key that
    all records of one person share. `source` is empty where the file does not name sources.
    """

    row: int
    key: str
    person: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A file of rows, with the names of what holds the identifier and the person, for saying where."""

    name: str
    key_column: str
    person_column: str
    rows: tuple[TruthRow, ...]

    def where(self, row: TruthRow, column: str) -> str:
        """Return the place of a cell, as people look it up."""
        return f"{self.name}: row {row.row}, column {column!r}"


@dataclass(frozen=True, slots=True)
class Known:
    """The person and the source of each record that a truth names, and the rows that name no one record:
    those whose identifier no record in force has, and those whose identifier several of one source have.
    """

    person_of: Mapping[str, str]
    source_of: Mapping[str, str]
    absent: tuple[int, ...] = ()
    ambiguous: tuple[int, ...] = ()


def known(truth: Truth, held: Iterable[tuple[str, str, str]]) -> Known:
    """Return the person of each record; `held` gives each record with the code of its source and its key.

    Raises:
        InputRejected: A row's identifier is one of several sources and the row does not name one; two rows
            name different persons for one record; no row names a record.
    """
    wanted = {row.key for row in truth.rows}
    held_by: dict[str, list[_Held]] = defaultdict(list)
    for record_id, source, key in held:
        if key in wanted:
            held_by[key].append((record_id, source))
    person_of, source_of = dict[str, str](), dict[str, str]()
    absent, ambiguous = list[int](), list[int]()
    for row in truth.rows:
        meant = _meant(truth, row, held_by.get(row.key, []))
        if len(meant) != 1:
            (ambiguous if meant else absent).append(row.row)
            continue
        record_id, source_of[record_id] = meant[0]
        if person_of.setdefault(record_id, row.person) != row.person:
            raise InputRejected(
                "Nothing was evaluated: another row names another person for the same record.",
                hint="A record is about one person: leave one of the rows out.",
                where=truth.where(row, truth.person_column),
            )
    if not person_of:
        raise InputRejected(
            f"Nothing was evaluated: none of the {len(truth.rows)} rows names one record of this archive.",
            hint="--id is the column with the source's own identifier of each record.",
            where=truth.name,
        )
    return Known(person_of, source_of, tuple(absent), tuple(ambiguous))


def _meant(truth: Truth, row: TruthRow, held: Sequence[_Held]) -> Sequence[_Held]:
    """Return the records that a row may mean."""
    if row.source:
        return [(record, source) for record, source in held if source == row.source]
    if len(sources := {source for _, source in held}) > 1:
        raise InputRejected(
            f"Nothing was evaluated: records of {len(sources)} sources have this identifier.",
            hint="Add a column with the code of each row's source, and name it: --source COL.",
            where=truth.where(row, truth.key_column),
        )
    return held
