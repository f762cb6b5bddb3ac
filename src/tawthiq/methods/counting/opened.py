"""A release opened for counting, from its folder alone or from rows in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb

from tawthiq.core.errors import IntegrityFailure, UsageProblem
from tawthiq.methods.counting.lines import Row
from tawthiq.methods.counting.question import Question
from tawthiq.methods.counting.schema import FORMAT, TABLES, Table
from tawthiq.methods.counting.sets import alternatives
from tawthiq.methods.counting.tables import (
    connect,
    create_from,
    create_view,
    rows_of,
)
from tawthiq.methods.counting.words import ReleaseWords

COUNTING: Final = "counting"
HINT: Final = "Copy the release again from where it was frozen, or run `tawthiq releases verify`."


@dataclass
class ReleaseTables:
    """The tables of one release, ready to be counted, with its words, its rules and its as-of date."""

    db: duckdb.DuckDBPyConnection
    as_of: date
    words: ReleaseWords
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, *, threads: int | None = None) -> ReleaseTables:
        """Open a release's folder: its tables, ``vocabulary.json``, ``rules.json`` and ``manifest.json``.

        Content is not digested here; `tawthiq releases verify` does that.

        Raises:
            IntegrityFailure: A file is missing or does not have its shape.
        """
        manifest, words, rules = (
            _json(folder / f"{name}.json") for name in ("manifest", "vocabulary", "rules")
        )
        try:
            as_of = date.fromisoformat(manifest["as_of"])
        except (KeyError, TypeError, ValueError) as err:
            raise IntegrityFailure(
                "The release was not read: its manifest has no as-of date.", hint=HINT, where="manifest.json"
            ) from err
        db = connect(threads=threads)
        for table in TABLES:
            path = folder / COUNTING / f"{table.name}.parquet"
            create_view(db, table, path, number=manifest.get("format", FORMAT))
        return cls(db, as_of, _with_found(ReleaseWords.from_json(words), db), _by_code(rules), manifest)

    @classmethod
    def of_rows(
        cls,
        rows: Mapping[str, Iterable[Row]],
        *,
        as_of: date,
        words: ReleaseWords,
        threads: int | None = None,
    ) -> ReleaseTables:
        """Return a release made of rows in memory: small examples and tests."""
        db = connect(threads=threads)
        for table in TABLES:
            _load(db, table, rows.get(table.name, ()))
        return cls(db, as_of, _with_found(words, db))

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return the rows of a table as plain values."""
        return list(rows_of(self.db, table, table.name))

    def date_of(self, question: Question) -> date:
        """Return the date of a stock: the asked one, or the release's as-of date.

        Raises:
            UsageProblem: The asked date is after the release's as-of date.
        """
        if question.on is not None and question.on > self.as_of:
            raise UsageProblem(
                f"Nothing was counted: the release knows nothing after {self.as_of.isoformat()}.",
                hint="Ask for a date up to then, or freeze a later release.",
                where="on",
            )
        return question.on or self.as_of

    def close(self) -> None:
        """Let go of the files."""
        self.db.close()

    def __enter__(self) -> Self:
        """Return the tables themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the tables."""
        self.close()


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise IntegrityFailure(
            f"The release was not read: {path.name} is missing or is not JSON.", hint=HINT, where=path.name
        ) from err


def _by_code(document: Any) -> dict[str, Mapping[str, Any]]:
    """Read ``rules.json``: ``{"rules": {code: rule}}``, each rule as `rules.load_rule` returns it."""
    try:
        return dict(document["rules"].items())
    except (KeyError, TypeError, AttributeError) as err:
        raise IntegrityFailure(
            "The release was not read: rules.json does not have its shape.", hint=HINT, where="rules.json"
        ) from err


def _with_found(words: ReleaseWords, db: duckdb.DuckDBPyConnection) -> ReleaseWords:
    """Add the codes of sources, facilities and collections that only the tables know."""
    for scheme in ("source", "facility", "collection"):
        found = db.execute(f"SELECT DISTINCT {scheme} FROM acts WHERE {scheme} IS NOT NULL").fetchall()  # noqa: S608  # our names
        codes = {code for (text,) in found for members in alternatives(text) for code in members}
        words = words.with_codes(scheme, codes - {"unknown", "unidentified"})
    return words


def _load(db: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Row]) -> None:
    create_from(
        db,
        f"CREATE TABLE {table.name} AS",
        [(column.name, column.type) for column in table.columns],
        ([row[name] for name in table.column_names] for row in rows),
    )
