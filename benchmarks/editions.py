"""The three releases of the ministry's list as editions: what came in, what is proposed, how much is right.

    .venv/bin/python benchmarks/editions.py PATH/TO/gaza

Prints counts and shares only. The truth files say which rows of two releases are one person; they are no part
of Tawthiq, and nothing but this script and a test reads them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

RELEASES = ("20240105", "20240831", "20250323")
DAYS = {name: f"{name[:4]}-{name[4:6]}-{name[6:]}" for name in RELEASES}
Pair = tuple[str, str]
KEY = "trim(name_ar), coalesce(trim(dob), ''), coalesce(trim(sex), '')"


class Lists:
    """The files as they are, in a database of one table each."""

    def __init__(self, folder: Path) -> None:
        self.sql = duckdb.connect()
        for name in RELEASES:
            for suffix, table in (("", f"list_{name}"), (".truth", f"truth_{name}")):
                path = str(folder / f"moh_{name}{suffix}.csv")
                self.sql.execute(
                    f"create table {table} as select * from read_csv(?, all_varchar=true, header=true)",
                    [path],
                )
            self.sql.execute(
                f"""create table once_{name} as
                select any_value(source_id) as source_id, trim(name_ar) as name,
                coalesce(trim(dob), '') as dob, coalesce(trim(sex), '') as sex
                from list_{name} group by 2, 3, 4 having count(*) = 1"""
            )
            # the header is row 1; DuckDB keeps the order of a file
            self.sql.execute(
                f"""create table rows_{name} as
                select 'moh_{name}.csv#row=' || (row_number() over () + 1) as locator, {KEY}
                from list_{name}"""
            )

    def number(self, query: str) -> int:
        (found,) = self.sql.execute(query).fetchall()
        return int(found[0])

    def repeated(self, name: str) -> int:
        return self.number(f"select count(*) from list_{name}") - self.number(
            f"select count(*) from once_{name}"
        )

    def compared(self, earlier: list[str], later: str) -> dict[str, int]:
        """What SQL says of a release by the key, of the rows whose key does not repeat in its own file.

        What one release dropped and nobody decided about is still known when the next comes in.
        """
        known = "(" + " union ".join(f"select name, dob, sex from once_{name}" for name in earlier) + ")"
        there = f"select {KEY} from list_{later}"
        return {
            "unchanged": self.number(
                f"select count(*) from ({known} intersect (select name, dob, sex from once_{later}))"
            ),
            "gone": self.number(f"select count(*) from ({known}) where (name, dob, sex) not in ({there})"),
            "new": self.number(f"select count(*) from once_{later} where (name, dob, sex) not in ({known})"),
        }

    def shared(self, earlier: str, later: str) -> set[Pair]:
        """The rows of one person in both releases, of those gone from one and new in the other."""
        keys = f"(select {KEY} from list_{{}})"
        return set(
            self.sql.execute(
                f"select a.source_id, b.source_id from truth_{earlier} a "
                f"join truth_{later} b using (person_key) join once_{earlier} c on a.source_id = c.source_id "
                f"join once_{later} d on b.source_id = d.source_id "
                f"where (c.name, c.dob, c.sex) not in {keys.format(later)} "
                f"and (d.name, d.dob, d.sex) not in {keys.format(earlier)}"
            ).fetchall()
        )

    def known(self, name: str) -> set[str]:
        """The rows of which the truth says whose they are."""
        return {row for (row,) in self.sql.execute(f"select source_id from truth_{name}").fetchall()}

    def pairs_in(self, proposals: Path, earlier: str, later: str) -> dict[Pair, bool]:
        """The proposals between two releases as pairs of rows, and whether each is clear.

        A row that was unchanged keeps the record of the release that first had it, so it is found by its key.
        """
        every = " union all ".join(f"from rows_{name}" for name in RELEASES)
        pairs = self.sql.execute(
            f"""with rows(locator, name, dob, sex) as ({every})
            select a.source_id, b.source_id, p.clear = 'clear'
            from read_csv(?, all_varchar=true, header=true, nullstr='none') p
            join rows g on p.gone_row = g.locator join once_{earlier} a using (name, dob, sex)
            join rows n on p.new_row = n.locator
            join once_{later} b on (n.name, n.dob, n.sex) = (b.name, b.dob, b.sex)""",
            [str(proposals)],
        ).fetchall()
        return {(gone, new): clear for gone, new, clear in pairs}


def run(archive: Path, *words: str) -> dict[str, object]:
    command = [sys.executable, "-m", "tawthiq", "--archive", str(archive), *words, "--json"]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{words[:2]}: {done.stdout}{done.stderr}")
    print(f"{time.perf_counter() - begun:8.1f} s  {' '.join(words[:2])}")
    return json.loads(done.stdout)


def take_in(archive: Path, folder: Path, name: str) -> dict[str, object]:
    path = str(folder / f"moh_{name}.csv")
    by = ("--source", "ministry", "--mapping", "ministry", "--documented", DAYS[name])
    return run(archive, "records", "import", path, *by)


def measure(lists: Lists, earlier: str, later: str, pairs: dict[Pair, bool]) -> dict[str, float]:
    """Set the proposals against the truth, for the pairs of which it says anything."""
    truth, known = lists.shared(earlier, later), (lists.known(earlier), lists.known(later))
    clear = {pair for pair, is_clear in pairs.items() if is_clear}
    judged = {pair for pair in clear if pair[0] in known[0] and pair[1] in known[1]}
    return {
        "truly shared, and not by the key": len(truth),
        "of them proposed": len(truth & pairs.keys()) / len(truth),
        "of them clear": len(truth & clear) / len(truth),
        "clear proposals": len(clear),
        "clear and judged by the truth": len(judged),
        "clear and wrong": len(judged - truth),
    }


def main(folder: str) -> None:
    """Take the three releases in, and say what SQL and the truth say of each."""
    data = Path(folder)
    lists = Lists(data)
    with tempfile.TemporaryDirectory() as temporary:
        archive = Path(temporary) / "archive"
        run(archive, "init", str(archive))
        for number, name in enumerate(RELEASES):
            counts = take_in(archive, data, name)
            shown = {
                key: counts[key] for key in ("rows", "unchanged", "changed", "new", "gone", "rejected_rows")
            }
            print(DAYS[name], shown, "repeated by SQL:", lists.repeated(name), flush=True)
            if number:
                print("  by SQL:", lists.compared(list(RELEASES[:number]), name))
                before = RELEASES[number - 1]
                out = archive.parent / "proposals.csv"
                (found,) = run(archive, "records", "changes", "--out", str(out))["lists"]
                pairs = lists.pairs_in(out, before, name)
                print("  proposals:", len(pairs), "keys too crowded:", len(found["crowded"]))
                for what, figure in measure(lists, before, name, pairs).items():
                    print(
                        f"  {what}: {figure:,}" if isinstance(figure, int) else f"  {what}: {figure:.1%}",
                        flush=True,
                    )


if __name__ == "__main__":
    main(sys.argv[1])
