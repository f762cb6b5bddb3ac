"""Invented people, told as accounts and taken in through the real import; for the stages that judge them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.occasion import Occasion
from tawthiq.core.claims import Account, Claim
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import import_list
from tawthiq.journey.records.lists import DeclaredSource, MappingFacts, StagedAccount, Staging
from tawthiq.journey.sources.evidence import StoredBytes


class Shelf:
    """An evidence store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, content: Path | bytes) -> StoredBytes:
        data = content if isinstance(content, bytes) else content.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        self.kept[digest] = data
        return StoredBytes(digest, len(data))

    def open(self, sha256: str) -> BinaryIO:
        raise NotImplementedError

    def verify(self, sha256: str) -> None:
        assert sha256 in self.kept

    def size(self, sha256: str) -> int:
        return len(self.kept[sha256])


class Dictated:
    """A list reader that was told its accounts."""

    media_type = "text/csv"

    def __init__(self, source: str, accounts: Sequence[Account], *, level: str, origin: str) -> None:
        declared = DeclaredSource(code=source, title=source, kind="organisation", origin_group=origin)
        self.mapping = MappingFacts("told", "0" * 64, "", "list", level, "", declared)
        self._accounts = accounts

    def digest(self, path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    @contextmanager
    def staged(self, path: Path, *, documented: str, progress: Any) -> Iterator[Any]:
        reader = self

        class Staged:
            facts = Staging(reader.digest(path), 1, len(reader._accounts), len(reader._accounts), 0, ())

            def accounts(self) -> Iterator[StagedAccount]:
                return map(StagedAccount.of, reader._accounts)

            def rejections(self) -> Iterator[Any]:
                return iter(())

        yield Staged()


@contextmanager
def no_progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    yield lambda count: None


def told(key: str, *acts: dict[str, Any], person: dict[str, Any] | None = None, **fields: Any) -> Account:
    """An account: the person's claims, then those of each act; `_` in a field stands for a hyphen."""
    claims = [Claim("person", name.replace("_", "-"), value) for name, value in (person or {}).items()]
    for n, act in enumerate(acts, 1):
        for name, value in act.items():
            on, _, field = name.rpartition("/")
            thing = f"act-{n}/{on}" if on else f"act-{n}"
            claims.append(Claim(thing, field.replace("_", "-"), value))
    fields.setdefault("documented", "2014-06-01")
    return Account(key=key, locator=f"list.csv#row={key}", claims=tuple(claims), **fields)


def killing(date: str | None = "2014-05-01", **fields: Any) -> dict[str, Any]:
    dated = {} if date is None else {"date": date}
    return {"violation": "killing", **dated, **fields}


def taken_in(
    accounts: Sequence[Account],
    *,
    path: Path,
    store: Shelf,
    occasion: Occasion,
    source: str = "hospital",
    level: str = "internal",
    origin: str = "",
) -> str:
    """Import accounts as one list of a source; return the batch."""
    path.write_text(repr(accounts))
    outcome = import_list(
        path,
        source_code=source,
        reader=Dictated(source, accounts, level=level, origin=origin),
        store=store,
        progress=no_progress,
        occasion=occasion,
    )
    return outcome.batch_id


Import = Callable[..., str]


@pytest.fixture
def take_in(tmp_path: Path, amal: Actor, occasion_for: Any) -> Import:
    """Import accounts as one list of a source; return the batch."""
    shelf, count = Shelf(), iter(range(10**6))

    def take(*accounts: Account, actor: Actor = amal, **how: Any) -> str:
        path = tmp_path / f"{next(count)}.csv"
        return taken_in(accounts, path=path, store=shelf, occasion=occasion_for(actor), **how)

    return take


@pytest.fixture
def words() -> Words:
    return Words()
