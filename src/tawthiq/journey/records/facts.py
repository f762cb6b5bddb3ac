"""What a record is outside its table: plain values that any process can take. Pure; no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tawthiq.core.claims import Account

_DOCUMENTED = '"documented":"'


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One report's account of one victim or group, and where it comes from.

    `source_key` is the source's own identifier of the row; `documented` an EDTF date or interval.
    """

    id: str
    source_code: str
    origin_group: str
    source_reliability: str
    source_key: str
    batch_id: str
    report_id: str
    account: Account
    documented: str
    level: int
    commitment: str


class RecordRow(NamedTuple):
    """A record as it is stored; its body, which few ask for whole, is read where it is needed."""

    id: str
    batch_id: str
    level: int
    commitment: str
    body: str

    @property
    def documented(self) -> str:
        """Return the EDTF date of documentation without reading the rest of the body.

        The body is canonical JSON: the keys after this one hold no quotes that are not escaped, so the last
        place where the key stands is the key.
        """
        begin = self.body.rindex(_DOCUMENTED) + len(_DOCUMENTED)
        return self.body[begin : self.body.index('"', begin)]


class Origin(NamedTuple):
    """Where the records of one batch come from."""

    source_code: str
    origin_group: str
    source_reliability: str
    report_id: str


def facts_from(row: RecordRow, origin: Origin) -> RecordFacts:
    """Return what a stored record says, and where it comes from."""
    account = Account.from_body(row.body)
    return RecordFacts(
        id=row.id,
        source_code=origin.source_code,
        origin_group=origin.origin_group,
        source_reliability=origin.source_reliability,
        source_key=account.key,
        batch_id=row.batch_id,
        report_id=origin.report_id,
        account=account,
        documented=account.documented,
        level=row.level,
        commitment=row.commitment,
    )
