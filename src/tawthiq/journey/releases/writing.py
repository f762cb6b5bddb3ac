"""Portions of persons become the lines of a release's tables. Pure: plain values in, lines out.

Several processes may each write portions (`hands`): the lines are put in order when the tables are settled,
so nothing depends on who wrote which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from tawthiq.journey.cases.persons import Reading, Told
from tawthiq.journey.releases.flatten import Accepted, FiledRow, Flattening, Identified
from tawthiq.journey.releases.folder import Shelf
from tawthiq.journey.releases.usual import FILES, Lines, Usual
from tawthiq.methods.checking.folder import ALL_TABLES, COUNTING
from tawthiq.methods.counting.ordering import Aside

ACTS, PERSONS = f"{COUNTING}/acts.parquet", f"{COUNTING}/persons.parquet"
RECORDS = "identity/records.parquet"


class Portion(NamedTuple):
    """Some persons, how their acts were accepted, and in which collections they are identified."""

    told: Sequence[Told]
    accepted: Mapping[str, Accepted]
    identified: Mapping[str, tuple[Identified, ...]]


@dataclass(slots=True)
class Written:
    """The lines of some rows by table, and what a manifest says of them: rows, reports, the highest level."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    report_ids: set[str] = field(default_factory=set)
    level: int = 0
    undecided: int = 0
    """Records that the last edition of their list lacks, and that nobody decided about."""
    places: set[str] = field(default_factory=set)

    def put_on(self, shelf: Shelf) -> Written:
        """Put the lines on a shelf, and return what is said of them."""
        for file, lines in self.lines.items():
            shelf.take(file, lines)
        self.lines = {}
        return self


@dataclass(frozen=True)
class Writer:
    """Writes portions: how persons are read, and how they are flattened."""

    reading: Reading
    flattening: Flattening
    _asides: dict[str, Aside] = field(default_factory=lambda: {f: Aside(t) for f, t in ALL_TABLES.items()})

    def written(self, portion: Portion) -> Written:
        """Return the lines of those persons of a portion who have acts told of in time.

        Raises:
            ValueError: A row is not one of its table.
        """
        flattening = replace(self.flattening, accepted=portion.accepted, identified=portion.identified)
        written, gathered = Written(), Lines()
        for told in portion.told:
            is_identified = told.person.id in portion.identified
            usual = None if is_identified else self._usual.lines(told, portion.accepted)
            if usual is not None:
                gathered.take(usual)
                continue
            person = self.reading.person(told)
            if person is not None and person.acts:
                for filed in flattening.rows(person):
                    self.write(filed, written)
        self._take(gathered, written)
        return written

    @cached_property
    def _usual(self) -> Usual:
        return Usual(self.reading, self.flattening, self._asides)

    def _take(self, usual: Lines, written: Written) -> None:
        for table, lines in usual.by_table.items():
            if lines:
                file = FILES[table]
                written.lines.setdefault(file, []).extend(lines)
                written.counts[file] += len(lines)
        for row in usual.records:
            written.report_ids.add(self.reading.origins[row.batch_id].report_id)
            written.undecided += row.id in self.reading.doubtful
        written.level = max(written.level, *usual.levels, 0)

    def write(self, filed: FiledRow, written: Written) -> None:
        """Add one row to what is written.

        Raises:
            ValueError: The row is not one of its table.
        """
        file, row = filed
        written.lines.setdefault(file, []).append(self._asides[file].line(row))
        written.counts[file] += 1
        if file == RECORDS:
            written.report_ids.add(row["report_id"])
            written.undecided += row["record_id"] in self.reading.doubtful
        elif file in (ACTS, PERSONS):
            written.level = max(written.level, int(row["level"]))

    def places(self) -> set[str]:
        """Return the codes of the places that were looked at."""
        return self.flattening.regions.seen()
