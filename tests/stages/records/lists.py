"""A reader of lists for tests: accounts and rejections given by hand, no file format and no process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tawthiq.core.claims import PERSON, Account, Claim
from tawthiq.journey.records.lists import (
    Advance,
    DeclaredSource,
    MappingFacts,
    Progress,
    Rejection,
    StagedAccount,
    Staging,
)

SOURCE = DeclaredSource("field", "Invented field team", "own-team", "B", "field", "given-orally")


def mapping(
    *,
    digest: str = "m1",
    list_name: str = "killed",
    level: str = "internal",
    documented: str = "",
    source: DeclaredSource | None = SOURCE,
) -> MappingFacts:
    """Return a mapping's facts."""
    return MappingFacts("invented", digest, "mapping: 1", list_name, level, documented, source)


def account(key: str, name: str, *, documented: str = "../2022-10-21", row: int = 2) -> Account:
    """Return an account of one invented person with one act."""
    claims = (
        Claim(PERSON, "name", name, name, "name"),
        Claim("act-1", "violation", "killing", "", "", "constant"),
    )
    return Account(key, f"list.csv#row={row}", documented, claims)


def rejection(key: str) -> Rejection:
    """Return a rejected cell whose words name an invented person."""
    return Rejection(
        9, "sex", "unmapped-value", "The mapping does not say what this value means.", "Salma", key
    )


class GivenStaging:
    """A finished staging of what was given."""

    def __init__(self, sha256: str, accounts: list[Account], rejections: list[Rejection]) -> None:
        self._accounts, self._rejections = accounts, rejections
        rejected = len({(found.row, found.key) for found in rejections})
        self.facts = Staging(sha256, 10, len(accounts) + rejected, len(accounts), rejected, ("a note",))

    def accounts(self) -> Iterator[StagedAccount]:
        """Yield the accounts."""
        return map(StagedAccount.of, self._accounts)

    def rejections(self) -> Iterator[Rejection]:
        """Yield the rejections."""
        return iter(self._rejections)


class GivenLists:
    """Reads any file as what was given."""

    media_type = "text/csv"

    def __init__(
        self,
        accounts: list[Account],
        rejections: list[Rejection] | None = None,
        *,
        mapping: MappingFacts,
        staged_sha256: str = "",
    ) -> None:
        self.mapping = mapping
        self._accounts, self._rejections = accounts, rejections or []
        self._staged_sha256 = staged_sha256

    def digest(self, path: Path) -> str:
        """Return the digest of the file's bytes."""
        return hashlib.sha256(path.read_bytes()).hexdigest()

    @contextmanager
    def staged(self, path: Path, *, documented: str, progress: Progress) -> Iterator[GivenStaging]:
        """Stage what was given."""
        yield GivenStaging(self._staged_sha256 or self.digest(path), self._accounts, self._rejections)


@contextmanager
def quiet(label: str, total: int | None = None) -> Iterator[Advance]:
    """Show no progress."""
    yield lambda _count: None
