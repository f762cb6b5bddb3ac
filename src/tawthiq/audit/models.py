"""The log, the versions and the signatures of erasures.

No foreign keys: an entry outlives what it speaks of, which is named by kind and identifier.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from tawthiq.audit.protection import DIGEST_LENGTH, SALT_LENGTH, CommittedRow, Protection
from tawthiq.core.digests import canonical_json


class Entry(models.Model):
    """One change: one verb, one transaction, one leaf of the tree.

    The leaf holds the sequence, the moment, the verb, the actor, and commitments to the rest. `body` says
    why and with which details; like any body it can be erased and the leaf still verifies.
    """

    PROTECTION: ClassVar[Protection] = Protection.ENTRY

    sequence = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    verb = models.CharField(max_length=64)
    actor_id = models.CharField(max_length=64)
    os_login = models.CharField(max_length=128)
    key = models.CharField(max_length=200, unique=True, null=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    salt = models.CharField(max_length=SALT_LENGTH)
    commitment = models.CharField(max_length=DIGEST_LENGTH)
    changes_root = models.CharField(max_length=DIGEST_LENGTH)
    changes_count = models.PositiveIntegerField()
    leaf_hash = models.CharField(max_length=DIGEST_LENGTH)
    root = models.CharField(max_length=DIGEST_LENGTH)
    frontier = models.TextField()


class Version(CommittedRow):
    """One state of one conclusion, kept for ever."""

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    number = models.PositiveIntegerField()

    class Meta(CommittedRow.Meta):
        """One version of each number."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CommittedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("kind", "object_id", "number"), name="audit_version_has_one_of_each"
            ),
        ]


class ErasureSignature(CommittedRow):
    """One person's word that one body is to be erased; two different people's make it possible."""

    KIND: ClassVar[str] = "erasure-signature"

    id = models.CharField(primary_key=True, max_length=64)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64)
    target_number = models.PositiveIntegerField()
    signed_by = models.CharField(max_length=64)

    class Meta(CommittedRow.Meta):
        """One signature of each person on each body."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CommittedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("target_kind", "target_id", "target_number", "signed_by"),
                name="audit_one_signature_a_person",
            ),
        ]

    @classmethod
    def of(cls, *, id: str, body: dict[str, Any], level: int) -> ErasureSignature:
        """Build the signature, not yet stored, from its body."""
        return cls(id=id, body=canonical_json(body), level=int(level), **cls.columns(body))

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Index what is signed for, and by whom."""
        return {name: body[name] for name in ("target_kind", "target_id", "target_number", "signed_by")}
