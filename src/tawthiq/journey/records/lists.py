"""The seam to foreign lists: what a reader of lists gives, whatever format the list came in.

A reader stages a file first: it reads all of it into a folder outside the archive's tables. Only a finished
staging comes here, so taking it in is one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tawthiq.core.claims import Account, content_digest
from tawthiq.core.digests import canonical_json

Advance = Callable[[int], None]


class Progress(Protocol):
    """Shows how far a long piece of work is."""

    def __call__(self, label: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Begin a piece of work; the function given tells how many more are done."""
        ...


@dataclass(frozen=True, slots=True)
class DeclaredSource:
    """The source that a mapping is made for, in the mapping's own words; empty is not said."""

    code: str
    title: str
    kind: str = ""
    reliability: str = ""
    origin_group: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class MappingFacts:
    """The mapping by which a list is read; `digest` changes when the same file would be read otherwise."""

    name: str
    digest: str
    text: str
    list_name: str
    level: str
    documented: str
    source: DeclaredSource | None


@dataclass(frozen=True, slots=True)
class Rejection:
    """One cell that kept its row out.

    `value` is the cell's own words, which may name somebody: it is stored and never printed. `key` is the
    row's identifier where it could be read; `row` counts as a spreadsheet does, the header being row 1.
    `account` is the body of the row's account where only its identifier, which is not alone, kept it out.
    """

    row: int
    column: str
    reason: str
    message: str
    value: str
    key: str
    account: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Staging:
    """What a finished staging holds, and what had to be assumed to read it."""

    sha256: str
    size: int
    rows: int
    accounts: int
    rejected_rows: int
    notes: tuple[str, ...]


class StagedAccount(NamedTuple):
    """One row's account, written already as a record's body will have it.

    `key` is the row's own identifier, `content` the digest by which two readings of a row are compared, and
    `text` the canonical text of `body`.
    """

    key: str
    content: bytes
    text: str
    body: dict[str, Any]

    @classmethod
    def of(cls, account: Account) -> StagedAccount:
        """Write an account."""
        body = account.body()
        return cls(account.key, content_digest(body), canonical_json(body), body)


class StagedList(Protocol):
    """A list that was read to its end."""

    facts: Staging

    def accounts(self) -> Iterator[StagedAccount]:
        """Yield the accounts in the order of the file; no identifier stands twice."""
        ...

    def rejections(self) -> Iterator[Rejection]:
        """Yield what kept rows out."""
        ...


class ListReader(Protocol):
    """Reads files by one mapping."""

    mapping: MappingFacts
    media_type: str

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of the file, or raise InputRejected where it cannot be read."""
        ...

    def staged(
        self, path: Path, *, documented: str, progress: Progress
    ) -> AbstractContextManager[StagedList]:
        """Read the whole file; the staging is removed when the block ends.

        `documented` is the EDTF date that holds for rows without one of their own.
        """
        ...
