"""Whether the words of a row are those that were committed to, and its columns follow from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tawthiq.audit.kinds import ENTRY, models_by_kind
from tawthiq.audit.models import Entry, ErasureSignature
from tawthiq.audit.report import VerifyReport
from tawthiq.core.digests import commitment

SIGNATURES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Committed:
    """A row or version as the log must have committed to it."""

    entry: int
    position: int
    kind: str
    object_id: str
    number: int
    row: Any

    @property
    def name(self) -> str:
        """Return how a finding names it."""
        return f"{self.kind} {self.object_id} version {self.number}"


class Words:
    """Checks bodies against commitments, and lets an empty one pass only where two people signed for it."""

    def __init__(self, report: VerifyReport, *, are_columns_checked: bool = True) -> None:
        """Read who signed the erasure of what."""
        self._report = report
        self._are_columns_checked = are_columns_checked
        self._kinds = models_by_kind().keys()
        self._signers: dict[tuple[str, str, int], set[str]] = {}
        for signature in ErasureSignature.objects.iterator():
            target = (signature.target_kind, signature.target_id, signature.target_number)
            self._signers.setdefault(target, set()).add(signature.signed_by)

    def check_entry(self, entry: Entry) -> None:
        """Check an entry's own words."""
        where = f"entry {entry.sequence}"
        if not entry.body:
            self._check_erasure((ENTRY, str(entry.sequence), 1), entry.salt, where)
        elif not _keeps_commitment(entry):
            self._report.found(where, "its words are not those it committed to")
        elif differing := _differing_in_entry(entry):
            self._report.found(where, f"{', '.join(differing)} does not follow from its words")

    def check_row(self, found: Committed, entry: Entry) -> None:
        """Check a row's body and columns, and that a signature is by whoever acted."""
        row = found.row
        if found.kind not in self._kinds:
            self._report.found(found.name, "no table holds this kind")
        if not row.body:
            self._check_erasure((found.kind, found.object_id, found.number), row.salt, found.name)
        elif not _keeps_commitment(row):
            self._report.found(found.name, "its body is not the one committed to")
        elif self._are_columns_checked and (differing := differing_columns(row)):
            self._report.found(found.name, f"{', '.join(differing)} does not follow from its body")
        if isinstance(row, ErasureSignature) and row.signed_by != entry.actor_id:
            self._report.found(found.name, "it is not signed by who acted")

    def _check_erasure(self, target: tuple[str, str, int], salt: str, where: str) -> None:
        if salt or len(self._signers.get(target, ())) < SIGNATURES_NEEDED:
            self._report.found(where, "its words are gone, and no two people signed their erasure")


def differing_columns(row: Any) -> list[str]:
    """Return the columns whose values do not follow from the body, or ["body"] if it makes no sense."""
    if not hasattr(row, "columns"):
        return []
    fields = {field.attname: field for field in row._meta.concrete_fields}
    try:
        body = json.loads(row.body)
        expected = row.columns_of(row.id, body) if hasattr(row, "columns_of") else row.columns(body)
        return sorted(n for n, value in expected.items() if fields[n].to_python(value) != getattr(row, n))
    except (ValueError, KeyError, TypeError, AttributeError):
        # Somebody committed to a body that is not of this kind at all.
        return ["body"]


def _differing_in_entry(entry: Entry) -> list[str]:
    try:
        body = json.loads(entry.body)
        return [name for name in ("subject", "key", "os_login") if getattr(entry, name) != body[name]]
    except (ValueError, KeyError, TypeError):
        return ["body"]


def _keeps_commitment(row: Any) -> bool:
    try:
        return bool(commitment(row.body, row.salt) == row.commitment)
    except ValueError:
        return False  # the salt is no salt
