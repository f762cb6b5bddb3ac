"""Everything checked again from the bytes up: nothing that was stored is believed.

The log and what its entries commit to are read side by side in one pass, each table in the order of the
log, so that memory stays small however large the archive is.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet

from tawthiq.audit import triggers
from tawthiq.audit.bulk import batches
from tawthiq.audit.door import leaf_of
from tawthiq.audit.heads import Head
from tawthiq.audit.leaves import change_leaf_hash
from tawthiq.audit.models import Entry, ErasureSignature, Version
from tawthiq.audit.protection import Protection
from tawthiq.audit.report import VerifyReport
from tawthiq.audit.words import Committed, Words, differing_columns
from tawthiq.core.merkle import Frontier

Check = Callable[[], Iterable[tuple[str, str | None]]]
"""Checks what is outside the database: yields each thing's identifier, and what is wrong with it or None."""
Advance = Callable[[int], None]
CURRENT_BATCH = 500
COMMITTED_COLUMNS = ("id", "entry", "position", "level", "commitment", "salt", "body")
CURRENT_COLUMNS = ("id", "version", "level", "commitment", "body")


def verify(
    *,
    known_head: Head | None = None,
    also: Mapping[str, Check] | None = None,
    progress: Advance = lambda _count: None,
    former: Any = None,
) -> VerifyReport:
    """Check triggers, log, rows, versions, current conclusions, and whatever `also` names and checks.

    Without a known head from outside, a log that its owner cut off, or rewrote and computed anew, cannot
    be told from a true one. `progress` is called with how many more entries and rows are done.

    `former` is Django's registry of the tables as they were at an earlier step: then those are checked, by
    the columns that they always had. Whether the others follow from the words is seen after the step.
    """
    report = VerifyReport()
    with _one_moment():
        for problem in triggers.problems(former=former):
            report.found("database", problem)
        words = Words(report, are_columns_checked=former is None)
        rows = _Rows(report, words, _committed(former))
        _verify_log(report, words, rows, known_head, progress)
        for model in _models(Protection.VERSIONED, former):
            _verify_current(model, report, is_former=former is not None)
    for name, check in (also or {}).items():
        for where, what in check():
            report.checked[name] += 1
            if what is not None:
                report.found(where, what)
    return report


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not transaction.atomic: that would take the write lock.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _verify_log(
    report: VerifyReport, words: Words, rows: _Rows, known_head: Head | None, progress: Advance
) -> None:
    log = Frontier()
    is_forked = False
    for expected, entry in enumerate(Entry.objects.order_by("sequence").iterator()):
        where = f"entry {entry.sequence}"
        if entry.sequence != expected:
            report.found(where, f"it stands where entry {expected} should")
        words.check_entry(entry)
        changes = rows.of_entry(entry)
        if (changes.root().hex(), changes.size) != (entry.changes_root, entry.changes_count):
            report.found(where, "its rows and versions are not those it committed to")
        leaf = leaf_of(entry)
        if entry.leaf_hash != leaf.hex():
            report.found(where, "its leaf does not follow from what it says")
        log.append(leaf)
        if not is_forked and (entry.root, entry.frontier) != (log.root().hex(), log.as_text()):
            is_forked = True  # every later root follows from this one: it is said once
            report.found(where, "the log's root does not follow from its entries, from here on")
        if known_head is not None and known_head == Head(log.size, known_head.root):
            _compare(known_head, log, report)
        report.entries += 1
        progress(changes.size + 1)
    rows.report_before(None)
    report.head = Head(log.size, log.root().hex()) if log.size else None
    if known_head is not None and known_head.tree_size > log.size:
        cut = f"it has {log.size} entries and the known head {known_head.tree_size}: its end was cut off"
        report.found("log", cut)


def _compare(known_head: Head, log: Frontier, report: VerifyReport) -> None:
    if known_head.root != log.root().hex():
        report.found("log", f"its first {log.size} entries are not those of the known head")


class _Rows:
    """All committed rows in the order of the log, checked as they pass."""

    def __init__(self, report: VerifyReport, words: Words, streams: list[Iterator[Committed]]) -> None:
        self._report = report
        self._words = words
        self._rows = heapq.merge(*streams, key=lambda found: (found.entry, found.position))
        self._next = next(self._rows, None)

    def of_entry(self, entry: Entry) -> Frontier:
        """Check the rows of one entry, and return the tree of what is there."""
        self.report_before(entry.sequence)
        changes = Frontier()
        while (found := self._next) is not None and found.entry == entry.sequence:
            if found.position != changes.size:
                self._report.found(found.name, "it is not in its place in its entry")
            self._words.check_row(found, entry)
            changes.append(
                change_leaf_hash(
                    kind=found.kind,
                    object_id=found.object_id,
                    number=found.number,
                    level=found.row.level,
                    commitment=found.row.commitment,
                )
            )
            self._report.rows += 1
            self._next = next(self._rows, None)
        return changes

    def report_before(self, sequence: int | None) -> None:
        """Report the rows that come before an entry (None: all that are left) and belong to none."""
        while (found := self._next) is not None and (sequence is None or found.entry < sequence):
            self._report.found(found.name, f"it belongs to entry {found.entry}, which is not there")
            self._next = next(self._rows, None)


def _committed(former: Any) -> list[Iterator[Committed]]:
    columns = COMMITTED_COLUMNS if former is not None else ()
    return [
        _in_order(model, () if model in (Version, ErasureSignature) else columns)
        for model in _models(Protection.COMMITTED, former)
    ]


def _in_order(model: Any, columns: Iterable[str]) -> Iterator[Committed]:
    rows: QuerySet[Any] = QuerySet(model).order_by("entry", "position").only(*columns)
    for row in rows.iterator():
        if isinstance(row, Version):
            yield Committed(row.entry, row.position, row.kind, row.object_id, row.number, row)
        else:
            yield Committed(row.entry, row.position, model.KIND, row.id, 1, row)


def _verify_current(model: Any, report: VerifyReport, *, is_former: bool) -> None:
    """Check that every conclusion stands as its last version says, and that none has gone."""
    rows: QuerySet[Any] = QuerySet(model).order_by("id").only(*(CURRENT_COLUMNS if is_former else ()))
    for batch in batches(rows.iterator(), size=CURRENT_BATCH):
        versions = Version.objects.filter(kind=model.KIND, object_id__in=[row.id for row in batch])
        last = {version.object_id: version for version in versions.order_by("number")}
        for row in batch:
            _compare_current(row, last.get(row.id), report, is_former=is_former)
    gone = Version.objects.filter(kind=model.KIND, number=1).exclude(
        Exists(QuerySet(model).filter(id=OuterRef("object_id")))
    )
    for object_id in gone.order_by("object_id").values_list("object_id", flat=True):
        report.found(f"{model.KIND} {object_id}", "its versions are there and it is not")


def _compare_current(row: Any, version: Version | None, report: VerifyReport, *, is_former: bool) -> None:
    where = f"{row.KIND} {row.id}"
    if version is None:
        report.found(where, "it is there and no version of it is")
        return
    now = (row.version, row.level, row.commitment, row.body)
    if now != (version.number, version.level, version.commitment, version.body):
        report.found(where, f"it does not stand as its last version, {version.number}, says")
    elif row.body and not is_former and (differing := differing_columns(row)):
        report.found(where, f"{', '.join(differing)} does not follow from its body")


def _models(protection: Protection, former: Any) -> list[Any]:
    found: list[Any] = [model for model in triggers.protected_models() if triggers.meta_of(model, former)]
    return [model for model in found if model.PROTECTION is protection]
