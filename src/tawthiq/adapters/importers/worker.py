"""The process that reads a foreign file: ``python -m tawthiq.adapters.importers.worker``.

It is a process of its own because what it reads was made by strangers. It is given one file and one folder,
has a limit on its memory, opens no connection and never sees the archive's database. It writes one account or
one rejection a line, and `summary.json` last: a folder without it is unfinished.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, TextIO

from tawthiq.adapters.importers.accounts import ROW, AccountBuilder, RowRejected
from tawthiq.adapters.importers.mapping import Mapping, read_mapping
from tawthiq.adapters.importers.readings import CellProblem
from tawthiq.adapters.importers.table import Columns, Decoding, Line, Table, decoding
from tawthiq.core.errors import InputRejected, TawthiqError

try:
    import resource
except ImportError:  # pragma: no cover  # Windows has no such limits; the time limit holds there too
    resource = None  # type: ignore[assignment]

ACCOUNTS, REJECTIONS, SUMMARY = "accounts.ndjson", "rejections.ndjson", "summary.json"
OUT_OF_MEMORY = 12
BROKEN = 70
EVERY = 1000
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DAMAGE = {
    "wrong-number-of-cells": "The row has more or fewer cells than the header.",
    "control-character": "The row holds a control character, such as a zero byte.",
}
REPEATED = (
    "The identifier stands on more than one row; none of them is taken, for nobody can tell which is right."
)


@dataclass(frozen=True, slots=True)
class Job:
    """What the worker is asked to do; `memory` is in bytes, 0 is without limit."""

    path: str
    folder: str
    mapping_name: str
    mapping_text: str
    documented: str
    packs: tuple[str, ...]
    memory: int = 0


class Staged:
    """What was read so far, written a line at a time into two files."""

    def __init__(self, *, file: str, accounts: IO[str], rejections: IO[str]) -> None:
        """Write to the two streams; `file` is the name by which a locator calls the list."""
        self._file, self._accounts, self._rejections = file, accounts, rejections
        self._keys: set[bytes] = set()
        self.repeated: set[bytes] = set()
        self.rows = self.accounts = self.rejected_rows = self.marked_rows = 0

    def take(self, line: Line, builder: AccountBuilder) -> None:
        """Write a row's account, or what kept it out."""
        self.rows += 1
        self.marked_rows += not DIRECTION_MARKS.isdisjoint("".join(line.cells))
        try:
            if line.damage:
                words = "\n".join(line.cells).replace("\x00", "\N{SYMBOL FOR NULL}")
                raise RowRejected([CellProblem(ROW, line.damage, DAMAGE[line.damage], words)], "")
            account = builder.account(line.cells, locator=f"{self._file}#row={line.number}")
        except RowRejected as rejected:
            self.reject(line.number, rejected)
            return
        if account is None:
            return
        digest = _digest(account.key)
        (self.repeated if digest in self._keys else self._keys).add(digest)
        self.accounts += 1
        _write(self._accounts, [line.number, account.body()])

    def reject(self, number: int, rejected: RowRejected) -> None:
        """Write what kept a row out, one line for each cell."""
        self.rejected_rows += 1
        for problem in rejected.problems:
            values = [problem.column, problem.reason, problem.message, problem.value]
            _write(self._rejections, [number, *values, rejected.key])


def stage(job: Job, *, advance: Callable[[int], None]) -> dict[str, Any]:
    """Read the file of a job into its folder and return the summary.

    Raises:
        InputRejected: The file as a whole cannot be read.
    """
    path, folder = Path(job.path), Path(job.folder)
    mapping = read_mapping(job.mapping_text, name=job.mapping_name, packs=tuple(job.packs))
    decoded = decoding(path, encoding=mapping.encoding)
    with (
        _opened(path, decoded) as stream,
        (folder / ACCOUNTS).open("w", encoding="utf-8", newline="\n") as accounts,
        (folder / REJECTIONS).open("w", encoding="utf-8", newline="\n") as rejections,
    ):
        table = Table(stream, file=path.name, delimiter=mapping.delimiter)
        builder = AccountBuilder(mapping, table.columns, packs=tuple(job.packs), documented=job.documented)
        staged = Staged(file=path.name, accounts=accounts, rejections=rejections)
        for line in table.lines():
            staged.take(line, builder)
            if staged.rows % EVERY == 0:
                advance(EVERY)
        if staged.rows == 0:
            raise InputRejected("The file has a header and no rows; nothing was imported.", where=path.name)
        if staged.repeated:
            accounts.flush()
            _move_repeated(folder, staged)
    return _summary(decoded, _notes(decoded, mapping, table.columns, builder, staged), staged)


def _opened(path: Path, decoded: Decoding) -> TextIO:
    try:
        return path.open(encoding=decoded.encoding, newline="")
    except LookupError as error:
        raise InputRejected(f"There is no encoding {decoded.encoding!r}.", where=path.name) from error


def _move_repeated(folder: Path, staged: Staged) -> None:
    """Move every row whose identifier stands twice from the accounts to the rejections."""
    kept = folder / "accounts.once"
    with (
        (folder / ACCOUNTS).open(encoding="utf-8") as accounts,
        kept.open("w", encoding="utf-8", newline="\n") as once,
    ):
        for text in accounts:
            number, body = json.loads(text)
            key = body["key"]
            if _digest(key) in staged.repeated:
                staged.accounts -= 1
                problem = CellProblem(ROW, "repeated-identifier", REPEATED, key)
                staged.reject(number, RowRejected([problem], key))
            else:
                once.write(text)
    kept.replace(folder / ACCOUNTS)


def _summary(decoded: Decoding, notes: Iterator[str], staged: Staged) -> dict[str, Any]:
    return {
        "sha256": decoded.sha256,
        "size": decoded.size,
        "rows": staged.rows,
        "accounts": staged.accounts,
        "rejected_rows": staged.rejected_rows,
        "notes": list(notes),
    }


def _notes(
    decoded: Decoding, mapping: Mapping, columns: Columns, builder: AccountBuilder, staged: Staged
) -> Iterator[str]:
    if decoded.assumed:
        yield f"The file does not say its encoding; it was read as {decoded.encoding}, which is a guess."
    unread = [
        name for name in columns.names if name and name not in mapping.columns() | mapping.unused.keys()
    ]
    if unread:
        yield f"Columns that the mapping does not speak of, not read: {', '.join(unread)}."
    if staged.marked_rows:
        yield f"Rows with invisible direction marks, which stay in their words alone: {staged.marked_rows}."
    for because, count in sorted(builder.skipped.items()):
        yield f"Rows passed over, {because}: {count}."
    for warning, count in sorted(builder.warnings.items()):
        yield f"{warning}: {count}."


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=16).digest()


def _write(stream: IO[str], value: Any) -> None:
    stream.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    stream.write("\n")


def main() -> int:
    """Take a job from standard input, report progress on standard output a line at a time."""
    job = Job(**json.load(sys.stdin))
    if resource is not None and job.memory:
        resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
    try:
        summary = stage(job, advance=lambda count: _say({"rows": count}))
        (Path(job.folder) / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), encoding="utf-8")
    except MemoryError:
        return OUT_OF_MEMORY
    except TawthiqError as error:
        _say({"error": error.as_json()})
        return error.exit_code
    except Exception as error:
        # an unforeseen message may quote a cell: only where it happened is handed on
        at = traceback.extract_tb(error.__traceback__)[-1]
        why = f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}"
        _say({"error": InputRejected(f"The file was not read: {why}. Nothing was imported.").as_json()})
        return BROKEN
    return 0


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
