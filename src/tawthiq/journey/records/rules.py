"""What a later reading of a list does to the records of an earlier one. No database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import blake2b

from tawthiq.core.claims import CONTENT_LENGTH
from tawthiq.core.errors import RefusedByRule, UsageProblem
from tawthiq.journey.records.keys import shared_key
from tawthiq.journey.records.lists import StagedAccount


class Fate(StrEnum):
    """What became of a row since the last reading of its list."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a reading of a list did to its rows; `gone` counts records that it has no row for."""

    rows: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    rejected_rows: int = 0

    def as_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)

    @classmethod
    def again(cls, before: dict[str, int]) -> Counts:
        """Return what the same reading does a second time: nothing is new, nothing has changed."""
        taken = before["new"] + before["changed"] + before["unchanged"]
        return cls(rows=before["rows"], unchanged=taken, rejected_rows=before["rejected_rows"])


@dataclass(frozen=True, slots=True)
class Line:
    """All records of one row of one list, known by the row's own identifier.

    `name` is the identifier of the line's first record. `record_id` is the record in force, with the digest
    of its content and its level; it is empty where every batch that spoke of the row was undone.
    """

    name: str
    record_id: str = ""
    content: bytes = b""
    level: int = 0


class KnownLines:
    """The lines of a list by the identifiers of their rows, packed: those of a million rows fit in 250 MB."""

    def __init__(self) -> None:
        """Know none."""
        self._lines: dict[bytes, bytes] = {}
        self._sharing: dict[str, list[str]] = {}

    def put(self, key: str, line: Line) -> None:
        """Keep the line of a row, in place of an earlier one."""
        if (shared := shared_key(key)) != key and self.get(key) is None:
            self._sharing.setdefault(shared, []).append(key)
        names = line.name if line.name == line.record_id else f"{line.name} {line.record_id}"
        self._lines[_packed(key)] = (line.content or NOTHING) + bytes([line.level]) + names.encode()

    def get(self, key: str) -> Line | None:
        """Return the line of a row, or None where there is none."""
        found = self._lines.get(_packed(key))
        return None if found is None else _unpacked(found)

    def pop(self, key: str) -> Line | None:
        """Return the line of a row and forget it, or return None where there is none."""
        found = self._lines.pop(_packed(key), None)
        return None if found is None else _unpacked(found)

    def forget(self, key: str) -> None:
        """Forget the line of a row, and those of all rows that share its identifier."""
        for each in (key, *self._sharing.get(key, ())):
            self.pop(each)

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines, in the order in which their rows were first put."""
        return map(_unpacked, self._lines.values())


NOTHING = bytes(CONTENT_LENGTH)
"""The digest of a line of which no record is in force."""


def _packed(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=CONTENT_LENGTH).digest()


def _unpacked(packed: bytes) -> Line:
    name, is_other, record_id = packed[CONTENT_LENGTH + 1 :].decode().partition(" ")
    return Line(name, record_id if is_other else name, packed[:CONTENT_LENGTH], packed[CONTENT_LENGTH])


@dataclass
class Comparison:
    """A reading of a list against the lines that are known; what is left at the end is gone."""

    known: KnownLines
    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))

    def of(self, account: StagedAccount, level: int) -> tuple[Fate, Line | None]:
        """Return what became of an account's row, and its line where it is known. Ask once for each row."""
        line = self.known.pop(account.key)
        fate = Fate.NEW
        if line is not None and line.record_id:
            same = (line.content, line.level) == (account.content, level)
            fate = Fate.UNCHANGED if same else Fate.CHANGED
        self.counts[fate] += 1
        return fate, line

    def gone(self, rejected_keys: Iterable[str]) -> Iterator[Line]:
        """Yield the lines in force that the reading did not speak of, once all its rows were asked about.

        A row that is there and could not be read is not gone.
        """
        for key in rejected_keys:
            self.known.forget(key)
        return (line for line in self.known if line.record_id)


def check_invented(*, into_invented: bool, is_invented: bool) -> None:
    """Keep real and invented people apart.

    Raises:
        RefusedByRule: A real list would enter an invented archive, or the other way round.
    """
    if into_invented and not is_invented:
        raise RefusedByRule(
            "The list was not imported: this archive is invented and takes no real people in.",
            hint="Make an archive of your own with `tawthiq init DIR`.",
        )
    if is_invented and not into_invented:
        raise RefusedByRule("The list was not imported: it is invented, and this archive is not.")


def check_last(batch_id: str, later: Iterable[str]) -> None:
    """Let batches of one list be taken back only from the last.

    A later batch leaves out the rows that were unchanged, so it would lose them with the earlier one.

    Raises:
        RefusedByRule: Later batches of the list stand.
    """
    standing = list(later)
    if standing:
        raise RefusedByRule(
            f"Batch {batch_id} was not undone: {len(standing)} later batches of the same list rest on it.",
            hint=f"Undo {standing[-1]} first.",
            where=batch_id,
        )


def check_reason(reason: str) -> None:
    """Ask for a reason where something leaves force.

    Raises:
        UsageProblem: There is none.
    """
    if not reason.strip():
        raise UsageProblem("Nothing was taken back: a reason is needed.", hint="--reason TEXT")
