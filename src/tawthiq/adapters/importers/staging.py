"""How the worker hands accounts on: one a line, written already as the record's body will have it.

The worker reads what strangers made, so nothing that it writes is believed: a body that is not the canonical
text of what it says, or that says more than an account may, stops the import.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from tawthiq.core.claims import ACCOUNT_FORMAT, CONTENT_LENGTH, Account
from tawthiq.core.claims_text import written
from tawthiq.core.digests import read_canonical
from tawthiq.core.errors import IntegrityFailure
from tawthiq.journey.records.lists import StagedAccount

KEYS = frozenset(("claims", "count", "documented", "format", "key", "kind", "locator"))
NEEDED = frozenset(("claims", "documented", "format", "key", "locator"))
MARK = "\t"


def write_account(stream: IO[str], number: int, account: Account) -> None:
    """Write the account of a numbered row."""
    digest, text = written(account)
    stream.write(f"{number}{MARK}{digest.hex()}{MARK}{text}\n")


def row_and_body(line: str) -> tuple[int, dict[str, Any]]:
    """Return the number of a written row, and the body of its account."""
    number, _, text = line.split(MARK, 2)
    return int(number), orjson.loads(text)


def read_accounts(path: Path) -> Iterator[StagedAccount]:
    """Yield the accounts that were written, checked.

    Raises:
        IntegrityFailure: One of them is not an account in its canonical text.
    """
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            _, content, text = line[:-1].split(MARK, 2)
            try:
                body, digest = read_canonical(text), bytes.fromhex(content)
            except ValueError as error:
                raise _unsound() from error
            if not _is_account(body) or len(digest) != CONTENT_LENGTH:
                raise _unsound()
            yield StagedAccount(body["key"], digest, text, body)


def _is_account(body: Any) -> bool:
    return (
        type(body) is dict
        and NEEDED <= body.keys() <= KEYS
        and body["format"] == ACCOUNT_FORMAT
        and type(body["key"]) is str
    )


def _unsound() -> IntegrityFailure:
    return IntegrityFailure(
        "Nothing was imported: what the reading process wrote is not in order.",
        hint="Import it again; if that fails too, somebody should look at the file and at this machine.",
    )
