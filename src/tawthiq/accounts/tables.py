"""The kinds of table that the journey's rows live in; none gives a row to nobody.

`Model.objects` refuses, and so does a lazy load through a foreign key: rows are read with
`Model.visible_to(actor)`. `rows_for_action` is for actions and the audit, and a test holds it there.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, ClassVar, NamedTuple, Never, Self

from django.db import models
from django.db.models.query import QuerySet

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.among import Among
from tawthiq.audit.protection import CommittedRow, Protection
from tawthiq.core.digests import canonical_json

OWN_COLUMNS = frozenset({"id", "body", "level", "entry", "position", "salt", "commitment", "version"})
"""The columns that every row has for the audit's sake; the rest is an index of the body."""


models.CharField.register_lookup(Among)


class UnscopedQuery(RuntimeError):
    """The program asks a table for rows without saying for whom."""


class RefusingManager(models.Manager[Any]):
    """A manager that refuses every use."""

    def get_queryset(self) -> Never:
        """Refuse.

        Raises:
            UnscopedQuery: Always.
        """
        raise UnscopedQuery(f"{self.model.__name__} rows are read with visible_to(actor)")


class ScopedModel(models.Model):
    """A table whose rows each have a level of confidentiality."""

    level = models.SmallIntegerField()

    objects: ClassVar[RefusingManager] = RefusingManager()
    rows_for_action: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        """Refuse also where Django itself would load a row: foreign keys, refresh, save."""

        abstract = True
        base_manager_name = "objects"

    @classmethod
    def visible_to(cls, actor: Actor) -> QuerySet[Self]:
        """Return the rows at or below the actor's clearance."""
        return QuerySet(cls).filter(level__lte=int(actor.clearance))


class PreparedRow(NamedTuple):
    """A row on its way in, without the model that Django would make of it."""

    id: str
    level: int
    body: str
    derived: dict[str, Any]


class RowWithBody(ScopedModel):
    """A row whose whole content is its canonical body; its other columns are an index computed from it."""

    KIND: ClassVar[str]

    id = models.CharField(primary_key=True, max_length=64)
    body = models.TextField()

    class Meta(ScopedModel.Meta):
        """Kept abstract."""

        abstract = True

    @classmethod
    def columns(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Return the indexed columns (by column name, so `source_id`) as they follow from the body."""
        del body
        return {}

    @classmethod
    def columns_of(cls, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the indexed columns of the row with this identifier; few kinds need it for them."""
        del id
        return cls.columns(body)

    @classmethod
    def of(cls, *, id: str, body: dict[str, Any], level: int) -> Self:
        """Build the row, not yet stored, from its body.

        Raises:
            TypeError: The body is not canonical JSON (it holds a float or an object), or the table has a
                column that does not follow from the body and so would be bound by no commitment.
        """
        text = canonical_json(body)
        return cls(id=id, body=text, level=int(level), **cls._derived(id, json.loads(text)))

    @classmethod
    def _derived(cls, id: str, body: dict[str, Any]) -> dict[str, Any]:
        derived = cls.columns_of(id, body)
        if unbound := cls.derived_names() ^ derived.keys():
            raise TypeError(f"{cls.__name__}.columns() and the table differ in {', '.join(sorted(unbound))}")
        return derived

    @classmethod
    def prepared(cls, *, id: str, text: str, body: dict[str, Any], level: int) -> PreparedRow:
        """Prepare a row like `of`, where its body is at hand both as canonical text and as what that says.

        Raises:
            TypeError: The table has a column that does not follow from the body.
        """
        return PreparedRow(id, int(level), text, cls._derived(id, body))

    @classmethod
    @cache
    def derived_names(cls) -> frozenset[str]:
        """Return the columns that this kind of row adds: all of them follow from the body."""
        return frozenset(field.attname for field in cls._meta.concrete_fields) - OWN_COLUMNS


class SourceLayerRow(CommittedRow, RowWithBody):
    """What was said: inserted once, by the write door, and never updated or deleted."""

    class Meta(CommittedRow.Meta, RowWithBody.Meta):
        """Kept abstract."""

        abstract = True


class JudgmentRow(RowWithBody):
    """What we concluded, as it stands now; every change leaves an immutable version in the audit."""

    PROTECTION: ClassVar[Protection] = Protection.VERSIONED

    version = models.PositiveIntegerField(default=0)
    commitment = models.CharField(max_length=64)

    class Meta(RowWithBody.Meta):
        """Kept abstract."""

        abstract = True
