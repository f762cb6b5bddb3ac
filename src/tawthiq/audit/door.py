"""The one door through which anything is written.

One verb, one transaction, one entry of the log. What the entry commits to streams through the door: it
remembers the frontier of a tree, not the rows, so an import of a million rows needs no more memory than
one of a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from tawthiq.audit import bulk
from tawthiq.audit.leaves import change_leaf_hash, entry_leaf_hash, moment
from tawthiq.audit.lock import busy, wait_for_other_writers
from tawthiq.audit.models import Entry, ErasureSignature, Version
from tawthiq.audit.protection import CommittedRow
from tawthiq.core.digests import canonical_json, commitment
from tawthiq.core.errors import RefusedByRule, TawthiqError
from tawthiq.core.merkle import Frontier

if TYPE_CHECKING:
    from tawthiq.accounts.occasion import Occasion
    from tawthiq.accounts.tables import JudgmentRow, PreparedRow, SourceLayerRow

ENTRY_FORMAT = 1
PORTION = 20_000
"""How many new conclusions are put in order and inserted at once: some twenty megabytes."""
VERSION_COLUMNS = (
    "kind", "object_id", "number", "level", "body", "entry", "position", "salt", "commitment"
)  # fmt: skip
CURRENT_COLUMNS = ("id", "level", "body", "version", "commitment")
PREPARED_COLUMNS = ("id", "level", "body", "entry", "position", "salt", "commitment")
_is_open: ContextVar[bool] = ContextVar("tawthiq_write_door_is_open", default=False)


class AlreadyDone(TawthiqError):
    """The occasion's key was used before: the action has been done, and nothing was done now."""

    code: ClassVar[str] = "already-done"
    exit_code: ClassVar[int] = 0

    def __init__(self, entry: int) -> None:
        """Keep the sequence of the entry that did it."""
        super().__init__(f"Nothing was done: log entry {entry} has done it already under this key.")
        self.entry = entry


class Change:
    """What happens behind the open door; it becomes one entry when the block ends."""

    def __init__(self, verb: str, occasion: Occasion, subject: str) -> None:
        """Take the next place in the log."""
        last = Entry.objects.select_for_update().order_by("-sequence").only("sequence", "frontier").first()
        self.sequence: int = 0 if last is None else last.sequence + 1
        self._log = Frontier() if last is None else Frontier.from_text(last.frontier)
        self._verb = verb
        self._occasion = occasion
        self._subject = subject
        self._changes = Frontier()
        self._details: dict[str, Any] = {}

    def say(self, **details: Any) -> None:
        """Add details to the entry: counts, codes, identifiers; anything that canonical JSON holds.

        Raises:
            TypeError: A detail is not canonical JSON (a float, an object).
        """
        canonical_json(details)
        self._details.update(details)

    def insert(self, rows: Iterable[SourceLayerRow | ErasureSignature]) -> int:
        """Insert rows of the source layer, of any kinds in any order; return how many.

        Raises:
            django.db.IntegrityError: A row with this identifier is there already.
        """
        return sum(self._insert(batch) for batch in bulk.batches(rows))

    def insert_prepared(self, model: type[SourceLayerRow], rows: Iterable[PreparedRow]) -> int:
        """Insert many rows of one kind of the source layer, as `insert` does; return how many.

        Raises:
            django.db.IntegrityError: A row with this identifier is there already.
        """
        derived = sorted(model.derived_names())
        names = (*PREPARED_COLUMNS, *derived)
        return sum(self._insert_prepared(model, batch, names, derived) for batch in bulk.batches(rows))

    def create(self, rows: Iterable[JudgmentRow]) -> int:
        """Insert conclusions, each with its first version; return how many.

        Raises:
            django.db.IntegrityError: A row with this identifier is there already.
        """
        return sum(self._create(batch) for batch in bulk.batches(rows))

    def create_prepared(self, model: type[JudgmentRow], rows: Iterable[PreparedRow]) -> int:
        """Insert many new conclusions of one kind, as `create` does; return how many.

        Raises:
            django.db.IntegrityError: A row with this identifier is there already.
        """
        derived = sorted(model.derived_names())
        many = bulk.batches(rows, size=PORTION)
        return sum(self._create_prepared(model, batch, derived) for batch in many)

    def revise(self, rows: Iterable[JudgmentRow]) -> int:
        """Replace conclusions by the rows given, each with its next version; return how many.

        A row carries the new body and columns, and the version that it was read at.

        Raises:
            RefusedByRule: A row is not at the version that was read: somebody else has revised it.
        """
        return sum(self._revise(batch) for batch in bulk.batches(rows))

    def _insert(self, rows: list[SourceLayerRow | ErasureSignature]) -> int:
        for row in rows:
            self._commit(row, kind=row.KIND, object_id=row.id, number=1)
        for same in _by_model(rows):
            bulk.insert(same)
        return len(rows)

    def _insert_prepared(
        self,
        model: type[SourceLayerRow],
        rows: list[PreparedRow],
        names: Sequence[str],
        derived: Sequence[str],
    ) -> int:
        salts = self._occasion.draw.salts(len(rows))
        values = []
        for (id, level, body, columns), salt in zip(rows, salts, strict=True):
            committed = commitment(body, salt)
            place = (self.sequence, self._changes.size)
            values.append((id, level, body, *place, salt, committed, *[columns[name] for name in derived]))
            self._changes.append(
                change_leaf_hash(kind=model.KIND, object_id=id, number=1, level=level, commitment=committed)
            )
        bulk.insert_values(model, names, values)
        return len(rows)

    def _create_prepared(
        self, model: type[JudgmentRow], rows: list[PreparedRow], derived: Sequence[str]
    ) -> int:
        salts = self._occasion.draw.salts(len(rows))
        versions, current = [], []
        for (id, level, body, columns), salt in zip(rows, salts, strict=True):
            committed = commitment(body, salt)
            place = (self.sequence, self._changes.size)
            versions.append((model.KIND, id, 1, level, body, *place, salt, committed))
            current.append((id, level, body, 1, committed, *[columns[name] for name in derived]))
            self._changes.append(
                change_leaf_hash(kind=model.KIND, object_id=id, number=1, level=level, commitment=committed)
            )
        # A portion comes by identifier, and so stays on few pages of that index in any order. What its rows
        # point to is spread over all of another index: so that one is gone through once a portion.
        current.sort(key=itemgetter(_pointing(model, derived)))
        bulk.insert_values(Version, VERSION_COLUMNS, versions)
        bulk.insert_values(model, (*CURRENT_COLUMNS, *derived), current)
        return len(rows)

    def _create(self, rows: list[JudgmentRow]) -> int:
        for row in rows:
            row.version = 1
        self._keep_versions(rows)
        for same in _by_model(rows):
            bulk.insert(same)
        return len(rows)

    def _revise(self, rows: list[JudgmentRow]) -> int:
        if any(row.version < 1 for row in rows):
            raise ValueError("a row is revised after it was created")
        for row in rows:
            row.version += 1
        try:
            self._keep_versions(rows)
        except IntegrityError as err:
            raise _revised_meanwhile() from err
        if sum(bulk.replace(same, version_field="version") for same in _by_model(rows)) != len(rows):
            raise _revised_meanwhile()
        return len(rows)

    def _keep_versions(self, rows: list[JudgmentRow]) -> None:
        versions = [
            Version(kind=row.KIND, object_id=row.id, number=row.version, level=row.level, body=row.body)
            for row in rows
        ]
        for row, version in zip(rows, versions, strict=True):
            self._commit(version, kind=row.KIND, object_id=row.id, number=row.version)
            row.commitment = version.commitment
        bulk.insert(versions)

    def _commit(self, row: CommittedRow, *, kind: str, object_id: str, number: int) -> None:
        """Give the row its place, its salt and its commitment."""
        row.entry = self.sequence
        row.position = self._changes.size
        row.salt = self._occasion.draw.salt()
        row.commitment = commitment(row.body, row.salt)
        self._changes.append(
            change_leaf_hash(
                kind=kind,
                object_id=object_id,
                number=number,
                level=row.level,
                commitment=row.commitment,
            )
        )

    def _entry(self) -> Entry:
        """Return the entry of all that happened, its place in the tree included."""
        occasion = self._occasion
        body = canonical_json(
            {
                "format": ENTRY_FORMAT,
                "subject": self._subject,
                "reason": occasion.reason,
                "key": occasion.key,
                "os_login": occasion.actor.os_login,
                "username": occasion.actor.username,
                "details": self._details,
            }
        )
        salt = occasion.draw.salt()
        entry = Entry(
            sequence=self.sequence,
            at=moment(occasion.at),
            verb=self._verb,
            actor_id=occasion.actor.user_id,
            os_login=occasion.actor.os_login,
            key=occasion.key,
            subject=self._subject,
            body=body,
            salt=salt,
            commitment=commitment(body, salt),
            changes_root=self._changes.root().hex(),
            changes_count=self._changes.size,
        )
        leaf = leaf_of(entry)
        self._log.append(leaf)
        entry.leaf_hash = leaf.hex()
        entry.root = self._log.root().hex()
        entry.frontier = self._log.as_text()
        return entry

    def _close(self) -> None:
        bulk.insert([self._entry()])


def leaf_of(entry: Entry) -> bytes:
    """Return the hash of an entry's leaf, computed from its columns."""
    return entry_leaf_hash(
        sequence=entry.sequence,
        at=entry.at,
        verb=entry.verb,
        actor_id=entry.actor_id,
        commitment=entry.commitment,
        changes_root=entry.changes_root,
        changes_count=entry.changes_count,
    )


@contextmanager
def write(verb: str, *, occasion: Occasion, subject: str = "") -> Iterator[Change]:
    """Open the door for one verb: everything in the block is one transaction and one entry, or nothing.

    Raises:
        AlreadyDone: The occasion's key was used for this verb before.
        RefusedByRule: The occasion's key was used before, for another verb.
        Busy: Somebody else is writing.
        RuntimeError: The door is open already: an action called another one's door.
    """
    if _is_open.get():
        raise RuntimeError(f"{verb} opens the write door inside another action: one verb, one entry")
    token = _is_open.set(True)
    try:
        with transaction.atomic():
            wait_for_other_writers()
            _refuse_used_key(verb, occasion.key)
            change = Change(verb, occasion, subject)
            yield change
            change._close()
    except (OperationalError, InterfaceError) as err:
        if (said := busy(verb, err)) is None:
            raise
        raise said from err
    finally:
        _is_open.reset(token)


def _refuse_used_key(verb: str, key: str | None) -> None:
    if key is None:
        return
    used = Entry.objects.filter(key=key).only("sequence", "verb").first()
    if used is None:
        return
    if used.verb != verb:
        raise RefusedByRule(
            f"{verb} was not done: its key was used by log entry {used.sequence} for {used.verb}.",
            hint="Give each action a key of its own.",
        )
    raise AlreadyDone(used.sequence)


def _revised_meanwhile() -> RefusedByRule:
    return RefusedByRule(
        "Nothing was changed: an object was revised after it was read.", hint="Read it again and try again."
    )


def _pointing(model: type[JudgmentRow], derived: Sequence[str]) -> int:
    """Return the place of the first column of a current row that names another row, or of its own name."""
    columns = (*CURRENT_COLUMNS, *derived)
    pointing = (at for at, name in enumerate(columns) if model._meta.get_field(name).is_relation)
    return next(pointing, 0)


def _by_model(rows: list[Any]) -> list[list[Any]]:
    groups: dict[type, list[Any]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return list(groups.values())
