"""The process that reads a foreign file: ``python -m tawthiq.adapters.importers.worker``.

It is a process of its own because what it reads was made by strangers. It is given one file and one folder,
has a limit on its memory, opens no connection and never sees the archive's database. It writes one account or
one rejection a line, and `summary.json` last: a folder without it is unfinished.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from tawthiq.adapters.importers import inside
from tawthiq.adapters.importers.accounts import ROW, AccountBuilder, RowRejected
from tawthiq.adapters.importers.mapping import Mapping, read_mapping
from tawthiq.adapters.importers.readings import CellProblem
from tawthiq.adapters.importers.staging import row_and_body, write_account
from tawthiq.adapters.importers.table import Grid, Line, Opened
from tawthiq.adapters.importers.tables.opening import opened
from tawthiq.core.claims import Account
from tawthiq.core.errors import InputRejected

ACCOUNTS, REJECTIONS, SUMMARY = "accounts.ndjson", "rejections.ndjson", "summary.json"
EVERY = 1000
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DAMAGE = {
    "wrong-number-of-cells": "The row has more or fewer cells than the header.",
    "control-character": "The row holds a control character, such as a zero byte.",
    "merged-cells": "A merged area lies over the row; `file: {merged: fill}` in the mapping would read it.",
    "damaged-cell": "The file is damaged here: what stands there is not what it says it is.",
    "error-cell": "The cell holds an error of the spreadsheet, such as #REF!, instead of a value.",
    "formula-without-value": "The cell holds a formula whose value was not stored with it.",
    "impossible-date": "The cell is shown as a date, and there is no such day.",
    "nested-value": "The cell holds a list or an object instead of one value.",
    "not-json": "The line is not JSON.",
    "not-an-object": "The line is JSON, but not an object with keys.",
    "repeated-key": "The object names one key twice; which of the two is meant cannot be told.",
}
UNSTORABLE = {0: "\N{SYMBOL FOR NULL}", **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")}
REPEATED = (
    "The identifier stands on more than one row; none of them is taken, for nobody can tell which is right."
)


@dataclass(frozen=True, slots=True)
class Job:
    """What the worker is asked to do."""

    path: str
    folder: str
    mapping_name: str
    mapping_text: str
    documented: str
    packs: tuple[str, ...]


class Staged:
    """What was read so far, written a line at a time into two files."""

    def __init__(self, table: Grid, *, read: Set[str], accounts: IO[str], rejections: IO[str]) -> None:
        """Write to the two streams; `read` are the columns that the mapping reads."""
        self._table, self._accounts, self._rejections = table, accounts, rejections
        self._names = table.columns.names
        self._is_read = [name in read for name in self._names]
        self._keys: set[bytes] = set()
        self.repeated: set[bytes] = set()
        self.rows = self.accounts = self.rejected_rows = self.marked_rows = self.unread_flaws = 0

    def take(self, line: Line, builder: AccountBuilder) -> None:
        """Write a row's account, or what kept it out."""
        self.rows += 1
        text = "".join(line.cells)
        # a mark counts as unprintable, so few rows are looked at letter by letter
        self.marked_rows += not (text.isprintable() or DIRECTION_MARKS.isdisjoint(text))
        try:
            if line.damage:
                problem = CellProblem(ROW, line.damage, DAMAGE[line.damage], "\n".join(line.cells))
                raise RowRejected([problem], "")
            account = self._account(line, builder)
        except RowRejected as rejected:
            self.reject(line.number, rejected)
            return
        if account is None:
            return
        digest = _digest(account.key)
        (self.repeated if digest in self._keys else self._keys).add(digest)
        self.accounts += 1
        write_account(self._accounts, line.number, account)

    def _account(self, line: Line, builder: AccountBuilder) -> Account | None:
        """Return a row's account; a cell that cannot be trusted is named with whatever else stops the row."""
        flaws = [
            CellProblem(self._names[flaw.column], flaw.reason, DAMAGE[flaw.reason], flaw.words)
            for flaw in line.flaws
            if self._is_read[flaw.column]
        ]
        self.unread_flaws += len(line.flaws) - len(flaws)
        locator = self._table.locator(line.number)
        if not flaws:
            return builder.account(line.cells, locator=locator)
        try:
            account = builder.account(line.cells, locator=locator)
        except RowRejected as rejected:
            named = {flaw.column for flaw in flaws}
            others = [problem for problem in rejected.problems if problem.column not in named]
            raise RowRejected([*flaws, *others], rejected.key) from rejected
        if account is not None:
            raise RowRejected(flaws, account.key)
        return None

    def reject(self, number: int, rejected: RowRejected, account: dict[str, Any] | None = None) -> None:
        """Write what kept a row out, one line for each cell; `account` where the row itself could be read."""
        self.rejected_rows += 1
        for problem in rejected.problems:
            words = problem.value.translate(UNSTORABLE)
            values = [problem.column, problem.reason, problem.message, words]
            _write(self._rejections, [number, *values, rejected.key, account])


def stage(job: Job, *, advance: Callable[[int], None]) -> dict[str, Any]:
    """Read the file of a job into its folder and return the summary.

    Raises:
        InputRejected: The file as a whole cannot be read.
    """
    path, folder = Path(job.path), Path(job.folder)
    mapping = read_mapping(job.mapping_text, name=job.mapping_name, packs=tuple(job.packs))
    with (
        opened(path, mapping.layout, folder=folder) as found,
        (folder / ACCOUNTS).open("w", encoding="utf-8", newline="\n") as accounts,
        (folder / REJECTIONS).open("w", encoding="utf-8", newline="\n") as rejections,
    ):
        table = found.grid
        builder = AccountBuilder(mapping, table.columns, packs=tuple(job.packs), documented=job.documented)
        staged = Staged(table, read=mapping.columns(), accounts=accounts, rejections=rejections)
        for line in table.lines():
            staged.take(line, builder)
            if staged.rows % EVERY == 0:
                advance(EVERY)
        if staged.rows == 0:
            raise InputRejected("The file has a header and no rows; nothing was imported.", where=path.name)
        if staged.repeated:
            accounts.flush()
            _move_repeated(folder, staged)
        return _summary(found, list(_notes(found, mapping, builder, staged)), staged)


def _move_repeated(folder: Path, staged: Staged) -> None:
    """Move every row whose identifier stands twice from the accounts to the rejections."""
    kept = folder / "accounts.once"
    with (
        (folder / ACCOUNTS).open(encoding="utf-8") as accounts,
        kept.open("w", encoding="utf-8", newline="\n") as once,
    ):
        for text in accounts:
            number, body = row_and_body(text)
            key = body["key"]
            if _digest(key) in staged.repeated:
                staged.accounts -= 1
                problem = CellProblem(ROW, "repeated-identifier", REPEATED, key)
                staged.reject(number, RowRejected([problem], key), body)
            else:
                once.write(text)
    kept.replace(folder / ACCOUNTS)


def _summary(found: Opened, notes: list[str], staged: Staged) -> dict[str, Any]:
    return {
        "sha256": found.sha256,
        "size": found.size,
        "media_type": found.media_type,
        "rows": staged.rows,
        "accounts": staged.accounts,
        "rejected_rows": staged.rejected_rows,
        "notes": notes,
    }


def _notes(found: Opened, mapping: Mapping, builder: AccountBuilder, staged: Staged) -> Iterator[str]:
    if found.assumed:
        yield f"The file does not say its encoding; it was read as {found.assumed}, which is a guess."
    yield from found.grid.notes()
    columns = found.grid.columns
    unread = [
        name for name in columns.names if name and name not in mapping.columns() | mapping.unused.keys()
    ]
    if unread:
        yield f"Columns that the mapping does not speak of, not read: {', '.join(unread)}."
    if staged.marked_rows:
        yield f"Rows with invisible direction marks, which stay in their words alone: {staged.marked_rows}."
    if staged.unread_flaws:
        yield f"Cells with an error, in columns that are not read: {staged.unread_flaws}."
    for because, count in sorted(builder.skipped.items()):
        yield f"Rows passed over, {because}: {count}."
    for warning, count in sorted(builder.warnings.items()):
        yield f"{warning}: {count}."


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=16).digest()


def _write(stream: IO[str], value: Any) -> None:
    stream.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    stream.write("\n")


def work(job: dict[str, Any], say: inside.Say) -> None:
    """Do a job, and write its summary last."""
    named = {field.name: job[field.name] for field in fields(Job)}
    summary = stage(Job(**named), advance=lambda count: say({"rows": count}))
    (Path(job["folder"]) / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(inside.serve(work))
