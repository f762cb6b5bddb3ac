"""Malformed lists taken all the way: into an archive, whose tables hold all of a file or nothing of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tawthiq.accounts.occasion import Occasion
from tawthiq.adapters.importers.lists import MappedLists
from tawthiq.adapters.importers.mapping import read_mapping
from tawthiq.adapters.importers.process import Limits
from tawthiq.adapters.storage.archive import Archive
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.errors import TawthiqError
from tests.fuzz.cases import Case
from tests.fuzz.running import REFUSED, STAGED, Verdict

Tables = dict[str, int]
MAKES_ITS_ROWS = 12


@contextmanager
def no_progress(_label: str, _total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show nothing."""
    yield lambda count: None


def row_counts() -> Tables:
    """Return how many rows each table of the archive has."""
    from django.apps import apps
    from django.db import connection

    names = connection.introspection.table_names()
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if table in names:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
    return found


def taken_in(case: Case, archive: Archive, occasion: Occasion) -> Verdict:
    """Import a file through the true reading process, and compare the tables before and after."""
    from tawthiq.journey.records.actions import import_list

    before = row_counts()
    staging = archive.path / "staging"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / case.name
        path.write_bytes(case.made.content)
        mapping = read_mapping(case.made.mapping, name="fuzz.yml", packs=("syria",))
        reader = MappedLists(mapping, folder=staging, packs=("syria",), limits=Limits(seconds=60))
        try:
            outcome = import_list(
                path,
                source_code="fuzz",
                reader=reader,
                store=EvidenceFolder(archive.evidence_dir),
                progress=no_progress,
                occasion=occasion,
            )
        except TawthiqError as error:
            return Verdict(REFUSED, _wrong_refusal(case, error, before, staging))
        except Exception as error:
            return Verdict("traceback", f"{type(error).__name__}: {error}")
    return Verdict(STAGED, _wrong_import(case, outcome.counts, before, staging))


def _wrong_refusal(case: Case, error: TawthiqError, before: Tables, staging: Path) -> str:
    found = [
        ("should have been read", case.made.expected.refused is False),
        ("a defect of the reader", "in " in error.message and ".py" in error.message),
        ("something was written", row_counts() != before),
        ("a staging was left", _left(staging)),
    ]
    return "; ".join(words for words, is_so in found if is_so)


def _wrong_import(case: Case, counts: object, before: Tables, staging: Path) -> str:
    new, rejected = getattr(counts, "new", 0), getattr(counts, "rejected_rows", 0)
    rest = getattr(counts, "changed", 0) + getattr(counts, "unchanged", 0)
    after = row_counts()
    grown = {table: after[table] - before[table] for table in after if after[table] != before[table]}
    written = new + getattr(counts, "changed", 0)
    found = [
        ("was not refused", case.made.expected.refused is True),
        ("a row is lost", new + rest + rejected != getattr(counts, "rows", -1)),
        ("not every record is in its table", grown.get("records_record", 0) != written),
        ("a rejected row is not in quarantine", grown.get("records_rejectedcell", 0) < rejected),
        ("a staging was left", _left(staging)),
    ]
    return "; ".join(f"{words} ({grown})" for words, is_so in found if is_so)


def _left(staging: Path) -> bool:
    return staging.exists() and any(left.name != "lock" for left in staging.iterdir())
