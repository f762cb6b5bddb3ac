"""Erasing the words of one body for ever, when two different people have signed for it.

What is left is the commitment: the log still verifies, and shows that something was said and erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.query import QuerySet

from tawthiq.audit.door import write
from tawthiq.audit.kinds import ENTRY, is_versioned, model_of
from tawthiq.audit.models import Entry, ErasureSignature, Version
from tawthiq.core.errors import NotPermittedOrAbsent, RefusedByRule

if TYPE_CHECKING:
    from tawthiq.accounts.occasion import Occasion


def sign_erasure(kind: str, object_id: str, *, number: int = 1, occasion: Occasion) -> bool:
    """Sign for erasing one body; the second person's signature erases it. Return whether it is gone now.

    `number` is the version of a conclusion; a row of the source layer and a log entry have only 1. Copies
    outside the database (releases, statements, backups) are not reached.

    Raises:
        NotPermittedOrAbsent: The actor may not, or may not see it, or there is no such thing.
        RefusedByRule: The actor has signed for it already.
    """
    occasion.actor.require("audit.erase")
    rows = _rows(kind, object_id, number)
    target = rows[0].first() if rows else None
    if target is None or getattr(target, "level", 0) > occasion.actor.clearance:
        raise NotPermittedOrAbsent("Nothing was erased: you may not, or there is no such thing.")
    if not target.body:
        return True
    signed = ErasureSignature.objects.filter(target_kind=kind, target_id=object_id, target_number=number)
    with write("audit.erase", occasion=occasion, subject=f"{kind} {object_id} version {number}") as change:
        others = {signature.signed_by for signature in signed}
        if occasion.actor.user_id in others:
            raise RefusedByRule(
                "Nothing was erased: you have signed already, and it takes two people.",
                hint="Ask somebody else to sign.",
            )
        change.insert([_signature(kind, object_id, number, target, occasion)])
        change.say(erased=bool(others))
        for found in rows if others else ():
            _empty(found)
    if others:
        _empty_write_ahead_log()
    return bool(others)


def _rows(kind: str, object_id: str, number: int) -> list[QuerySet[Any]]:
    """Return where the body stands: first what the log committed to, then its copy as current state."""
    if kind == ENTRY:
        found = object_id.isdecimal() and number == 1
        return [Entry.objects.filter(sequence=int(object_id))] if found else []
    model = model_of(kind)
    if model is None or model is ErasureSignature:
        return []
    if is_versioned(model):
        versions = Version.objects.filter(kind=kind, object_id=object_id, number=number)
        return [versions, QuerySet(model).filter(id=object_id, version=number)]
    return [QuerySet(model).filter(id=object_id)] if number == 1 else []


def _signature(kind: str, object_id: str, number: int, target: Any, occasion: Occasion) -> ErasureSignature:
    body = {
        "format": 1,
        "target_kind": kind,
        "target_id": object_id,
        "target_number": number,
        "signed_by": occasion.actor.user_id,
    }
    level = getattr(target, "level", 0)
    return ErasureSignature.of(id=occasion.draw.identifier("ERASURE"), body=body, level=level)


def _empty(rows: QuerySet[Any]) -> None:
    emptied = {"body": "", **dict.fromkeys(getattr(rows.model, "PERSONAL", ()), "")}
    if any(field.column == "salt" for field in rows.model._meta.concrete_fields):
        emptied["salt"] = ""
    rows.update(**emptied)


def _empty_write_ahead_log() -> None:
    """Leave no copy of the words in the write-ahead log; freed pages are overwritten by secure_delete."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
