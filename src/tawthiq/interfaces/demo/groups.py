"""The group victims: people who were killed, besieged or driven out together and are not named."""

from __future__ import annotations

import csv
from pathlib import Path

from tawthiq.interfaces.demo.lists import INVENTED

SHELLED_HOMES = (("G1", "2013-01-16", "4", "6"), ("G2", "2014-04-24", "7", "7"))
"""Two homes in which people were killed together: at least four, and seven; nobody knows all their names."""


def write_killed(folder: Path, *, source: str, prefix: str) -> Path:
    """Write the list of groups killed, as one source tells it."""
    rows = [
        {
            "ref": f"{prefix}-{ref}",
            "date": day,
            "governorate": "دمشق",
            "at_least": low,
            "at_most": high,
            "documented": "2015-02-01",
            "remark": INVENTED,
        }
        for ref, day, low, high in SHELLED_HOMES
    ]
    return _write(folder / f"{source}.csv", rows)


def write_camp(folder: Path, *, source: str, siege: str) -> Path:
    """Write the list of what was done to the people of a camp together; `siege` is the event."""
    common = {"place": "مخيم اليرموك", "event": siege, "documented": "2018-07-01", "remark": INVENTED}
    rows = [
        {"ref": "GC-1", "what": "siege", "date": "2013-07-18/2018-05-21", "at_least": "1800", **common},
        {
            "ref": "GC-2",
            "what": "displacement",
            "date": "2012-12-16/2012-12-31",
            "at_least": "9000",
            **common,
        },
        {"ref": "GC-3", "what": "looting", "date": "2018-05-22/2018-07", "at_least": "40", **common},
    ]
    return _write(folder / f"{source}.csv", rows)


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
