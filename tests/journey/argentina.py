"""The lists of Argentina taken the whole way, once for each test run. Nothing here prints a row."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.journey.commands import Tawthiq

AS_OF = "2019-11-05"
SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
FOLDER = SHARED / "data" / "argentina"
FILES = {
    "ruvte": "ruvte.csv",
    "ruvte-annex": "ruvte_no_formal_complaint.csv",
    "parque": "parque_de_la_memoria.csv",
}


@dataclass(frozen=True)
class Taken:
    """One list in an archive of its own, frozen, beside the file as DuckDB reads it."""

    tawthiq: Tawthiq
    file: duckdb.DuckDBPyConnection

    def count(self, *words: str) -> dict[str, object]:
        """Count in the release."""
        return self.tawthiq.json("figures", "count", "--release", "all", *words)

    def acts(self, *words: str) -> object:
        """Return how many acts there are at least."""
        return self.count("--unit", "acts", *words)["at_least"]

    def rows(self, where: str = "true") -> int:
        """Count rows of the file in plain SQL."""
        (found,) = self.file.execute(f"select count(*) from rows where {where}").fetchone() or (0,)
        return int(found)

    def by(self, expression: str, where: str = "true") -> dict[str, int]:
        """Count rows of the file by an expression of plain SQL, without those where it is null."""
        text = f"select {expression} as k, count(*) from rows where {where} group by 1 having k is not null"
        return dict(self.file.execute(text).fetchall())


def take(mapping: str, folder: Path) -> Taken:
    """Import, accept and freeze a list, every row a person of its own."""
    tawthiq, path = Tawthiq(folder / "archive"), FOLDER / FILES[mapping]
    tawthiq.run("init", str(tawthiq.archive), "--pack", "argentina")
    tawthiq.run("records", "import", str(path), "--source", mapping, "--mapping", mapping)
    tawthiq.run("cases", "link", "--auto", "none")
    tawthiq.run("verification", "accept")
    tawthiq.run("releases", "freeze", "--as-of", AS_OF, "--name", "all")
    file = duckdb.connect()
    file.execute(
        "create table rows as select * from read_csv($1, all_varchar=true, header=true, nullstr='\x01')",
        [str(path)],
    )
    return Taken(tawthiq, file)
