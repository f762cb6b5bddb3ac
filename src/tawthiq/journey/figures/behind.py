"""What stands behind a figure, as far as one reader may see it: acts, people, records, reports, evidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tawthiq.core.errors import IntegrityFailure
from tawthiq.journey.figures.facts import (
    ActBehind,
    ActsBehind,
    ClaimBehind,
    EvidenceBehind,
    PersonDossier,
    RecordBehind,
    ReportBehind,
    SpellBehind,
)
from tawthiq.methods.checking.folder import IDENTITY
from tawthiq.methods.checking.identity import IDENTITY_TABLES
from tawthiq.methods.counting.answer import CountedAct
from tawthiq.methods.counting.tables import source_of

Row = dict[str, Any]
IDENTIFIERS = ("act", "act_id", "person", "person_id", "event", "event_id", "version", "level")
AMONG = "IN (SELECT unnest(from_json(?::VARCHAR, '[\"VARCHAR\"]')))"
LEVELLED_ACTS = (
    "SELECT acts.* REPLACE (greatest(acts.level, persons.level) AS level)"
    " FROM acts JOIN persons USING (person_id)"
)
"""An act repeats what is known of its victim, so it is as secret as the more secret of the two."""


@dataclass(frozen=True)
class Reader:
    """One release's tables, read for one clearance. Whoever makes it has checked the files.

    In its database a view ``seen_4_acts`` holds the acts that a reader of clearance 4 may see, and so for
    every table with levels; nothing else is read but to count what is hidden. The clearance is in the name
    because one opened release may serve several readers.
    """

    db: duckdb.DuckDBPyConnection
    clearance: int

    @classmethod
    def of(cls, db: duckdb.DuckDBPyConnection, folder: Path, *, clearance: int) -> Reader:
        """Add the identity tables to an opened release, and what the reader may see of each table."""
        sources = {
            table.name: source_of(folder / IDENTITY / f"{table.name}.parquet") for table in IDENTITY_TABLES
        }
        levelled = [table.name for table in IDENTITY_TABLES if "level" in table.column_names]
        for name, source in sources.items():
            db.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {source}")  # noqa: S608  # our names
        db.execute(f"CREATE OR REPLACE VIEW levelled_acts AS {LEVELLED_ACTS}")
        for name, source in (*((n, n) for n in (*levelled, "persons")), ("acts", "levelled_acts")):
            seen = f"SELECT * FROM {source} WHERE level <= {int(clearance)}"  # noqa: S608  # our names
            db.execute(f"CREATE OR REPLACE VIEW seen_{int(clearance)}_{name} AS {seen}")
        return cls(db, clearance)

    def acts(self, counted: Sequence[CountedAct]) -> ActsBehind:
        """Return the counted acts that the reader may open, by act_id, and how many more there are."""
        certain = {act.act_id: act.is_certain for act in counted}
        rows = self._seen("acts", f"WHERE act_id {AMONG} ORDER BY act_id", list(certain))
        found = tuple(_act(row, certain[row["act_id"]]) for row in rows)
        return ActsBehind(found, restricted=len(certain) - len(found))

    def dossiers(self, person_ids: Iterable[str]) -> list[PersonDossier]:
        """Return what the reader may see of these persons, in the order asked; others are left out."""
        order = {person: place for place, person in enumerate(dict.fromkeys(person_ids))}
        asked = list(order)
        acts, names = (_by("person_id", self._about(table, asked)) for table in ("acts", "names"))
        seen = {act["act_id"] for rows in acts.values() for act in rows}
        records, spells = self._records(asked, seen), self._spells(sorted(seen))
        hidden = self._hidden(asked)
        return [
            PersonDossier(
                person_id=person["person_id"],
                kind=person["kind"],
                names=_most_complete(row["name"] for row in names[person["person_id"]]),
                fields={name: value for name, value in person.items() if name not in IDENTIFIERS},
                acts=tuple(
                    _act(row, bool(row["certain"]), spells[row["act_id"]])
                    for row in acts[person["person_id"]]
                ),
                records=tuple(records[person["person_id"]]),
                restricted=hidden.get(person["person_id"], 0),
            )
            for person in sorted(self._about("persons", asked), key=lambda row: order[row["person_id"]])
        ]

    def evidence(self) -> tuple[EvidenceBehind, ...]:
        """Return every piece of evidence of the release that the reader may see, by identifier."""
        return tuple(map(_evidence, self._seen("evidence", "ORDER BY evidence_id")))

    def _about(self, table: str, persons: list[str]) -> list[Row]:
        return self._seen(table, f"WHERE person_id {AMONG} ORDER BY ALL", persons)

    def _records(self, persons: list[str], seen_acts: set[str]) -> dict[str, list[RecordBehind]]:
        """Return the records of each person, with those of their acts that the reader may see."""
        rows = self._about("records", persons)
        reports = self._reports(sorted({row["report_id"] for row in rows}))
        every = self._rows(
            f"SELECT * FROM parts WHERE record_id {AMONG}",  # noqa: S608  # our names
            [row["record_id"] for row in rows],
        )
        parts = _by("record_id", (part for part in every if part["act_id"] in seen_acts))
        found: dict[str, list[RecordBehind]] = defaultdict(list)
        for row in rows:
            found[row["person_id"]].append(_record(row, parts[row["record_id"]], reports))
        return found

    def _spells(self, seen_acts: list[str]) -> dict[str, list[Row]]:
        """Return the stays in detention of acts that the reader may see, in their order."""
        query = f"SELECT * FROM spells WHERE act_id {AMONG} ORDER BY act_id, seq"  # noqa: S608  # ours
        return _by("act_id", self._rows(query, seen_acts))

    def _reports(self, wanted: list[str]) -> dict[str, ReportBehind]:
        among = f"WHERE report_id {AMONG}"
        titles: dict[str, str] = {row["source"]: row["title"] for row in self._seen("sources")}
        evidence = _by("report_id", self._seen("evidence", f"{among} ORDER BY ALL", wanted))
        every = _by("report_id", self._rows(f"SELECT report_id FROM evidence {among}", wanted))  # noqa: S608  # ours
        return {
            row["report_id"]: ReportBehind(
                report_id=row["report_id"],
                source=row["source"],
                source_title=titles.get(row["source"], str(row["source"])),
                title=row["title"],
                kind=row["kind"],
                documented=row["documented"],
                received_at=row["received_at"],
                evidence=tuple(_evidence(piece) for piece in evidence[row["report_id"]]),
                evidence_restricted=len(every[row["report_id"]]) - len(evidence[row["report_id"]]),
            )
            for row in self._seen("reports", among, wanted)
        }

    def _hidden(self, persons: list[str]) -> dict[str, int]:
        """Return how many acts and records of each person are above the reader's clearance."""
        query = (
            "SELECT person_id, count(*) AS hidden FROM (SELECT person_id, level FROM levelled_acts"  # noqa: S608  # ours
            " UNION ALL SELECT person_id, level FROM records)"
            " WHERE level > ? AND person_id " + AMONG + " GROUP BY person_id"
        )
        return {row["person_id"]: row["hidden"] for row in self._rows(query, self.clearance, persons)}

    def _seen(self, table: str, tail: str = "", *values: Any) -> list[Row]:
        """Return rows of a table as far as the reader may see them; `tail` is SQL after its name."""
        return self._rows(f"SELECT * FROM seen_{self.clearance}_{table} {tail}", *values)  # noqa: S608  # our names

    def _rows(self, query: str, *values: Any) -> list[Row]:
        try:
            # a list goes in as one JSON text: the client takes a millisecond for each value that it binds
            bound = [json.dumps(value) if isinstance(value, list) else value for value in values]
            cursor = self.db.execute(query, bound)
        except duckdb.Error as error:
            raise IntegrityFailure("The identity tables of the release cannot be read.") from error
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by(column: str, rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _most_complete(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, those of the most words first."""
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (-len(name.split()), name)))


def _act(row: Row, is_certain: bool, spells: Iterable[Row] = ()) -> ActBehind:
    return ActBehind(
        act_id=row["act_id"],
        person_id=row["person_id"],
        event_id=row["event_id"],
        certain=is_certain,
        violation=row["violation"],
        date=row["date"],
        level=row["level"],
        fields={name: value for name, value in row.items() if name not in IDENTIFIERS},
        spells=tuple(SpellBehind(s["status"], s["begin"], s["end"], s["turning_point"]) for s in spells),
    )


def _evidence(row: Row) -> EvidenceBehind:
    return EvidenceBehind(row["evidence_id"], row["sha256"], int(row["size"]), row["media_type"], row["name"])


def _record(row: Row, parts: list[Row], reports: Mapping[str, ReportBehind]) -> RecordBehind:
    return RecordBehind(
        record_id=row["record_id"],
        source=row["source"],
        source_key=row["source_key"],
        locator=row["locator"],
        documented=row["documented"],
        claims=tuple(ClaimBehind(*claim) for claim in json.loads(row["claims"])),
        acts=tuple(sorted({part["act_id"] for part in parts})),
        report=reports.get(row["report_id"]),
    )
