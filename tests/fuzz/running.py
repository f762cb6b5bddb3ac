"""Reads a malformed list and says whether what became of it is in order."""

from __future__ import annotations

import json
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from tawthiq.adapters.importers.lists import StagedFolder
from tawthiq.adapters.importers.worker import SUMMARY, Job, stage
from tawthiq.core.errors import TawthiqError
from tests.fuzz.cases import Case

STAGED, REFUSED = "staged", "refused"
SECONDS = 30


@dataclass(frozen=True)
class Verdict:
    """What became of a file, and what is wrong with that; empty is nothing."""

    outcome: str
    wrong: str = ""


class _TooSlow(BaseException):
    """A file took more time than it may; no `except Exception` can hide it."""


@contextmanager
def _in_time() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def verdict(case: Case) -> Verdict:
    """Stage a file in this process; whatever is not a clear error or a whole staging is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, staging = folder / case.name, folder / "staging"
        path.write_bytes(case.made.content)
        staging.mkdir()
        job = Job(str(path), str(staging), "fuzz.yml", case.made.mapping, "../2022-10-21", ("syria",))
        try:
            with _in_time():
                summary = stage(job, advance=lambda count: None)
        except TawthiqError as error:
            return _judged_refusal(case, error)
        except _TooSlow:
            return Verdict("too slow", f"took more than {SECONDS} seconds")
        except Exception as error:
            return Verdict("traceback", f"{type(error).__name__}: {error}")
        return _judged_staging(case, staging, summary)


def _judged_refusal(case: Case, error: TawthiqError) -> Verdict:
    if case.made.expected.refused is False:
        return Verdict(REFUSED, f"should have been read: {error.message}")
    if not error.message or (not error.where and "encoding" not in error.message):
        return Verdict(REFUSED, f"does not say where: {error.message}")
    return Verdict(REFUSED)


def _judged_staging(case: Case, folder: Path, summary: dict[str, Any]) -> Verdict:
    expected = case.made.expected
    (folder / SUMMARY).write_text(json.dumps(summary), encoding="utf-8")
    staged = StagedFolder(folder)
    accounts = [account.body for account in staged.accounts()]
    rows = [int(account["locator"].rpartition("row=")[2]) for account in accounts]
    keys = Counter(account["key"] for account in accounts)
    reasons: dict[int, set[str]] = {}
    for rejection in staged.rejections():
        reasons.setdefault(rejection.row, set()).add(rejection.reason)
    rejected = reasons.keys()
    found = [
        ("was not refused", expected.refused is True),
        ("accounts are not those that were counted", len(accounts) != summary["accounts"]),
        ("rejected rows are not those that were counted", len(rejected) != summary["rejected_rows"]),
        ("a row is lost", summary["accounts"] + summary["rejected_rows"] != summary["rows"]),
        ("a row is both", not rejected.isdisjoint(rows)),
        ("an identifier stands twice", any(count > 1 for count in keys.values())),
        ("other accounts than expected", expected.accounts not in (None, len(accounts))),
        (
            "a row is not rejected as it must be",
            any(reason not in reasons.get(row, ()) for row, reason in expected.reasons.items()),
        ),
    ]
    wrong = "; ".join(words for words, is_so in found if is_so)
    return Verdict(STAGED, f"{wrong}: {summary}; {reasons}" if wrong else "")
