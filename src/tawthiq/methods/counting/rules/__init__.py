"""The counting rules that ship: named questions, with their meaning in words.

A rule is a YAML file. Its label and definition are what a reader of the number sees; the rest is what
`question.ask` reads. A release carries the rules it was frozen with.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tawthiq.core.errors import UsageProblem

FOLDER = Path(__file__).parent
KEYS = frozenset(
    [
        "code",
        "version",
        "label",
        "definition",
        "unit",
        "measure",
        "period",
        "date_basis",
        "place_basis",
        "where",
        "exclude",
        "attribution",
        "statuses",
        "continuation",
        "notice_ends_disappearance",
        "notice_counts_as",
        "persons_per_event",
    ]
)


@cache
def shipped_rules() -> Mapping[str, Mapping[str, Any]]:
    """Return the rules that ship, by code.

    Raises:
        ValueError: A file has an unknown key, or lacks a label or definition in Arabic or English.
    """
    rules = sorted((_read(path) for path in FOLDER.glob("*.yml")), key=lambda rule: str(rule["code"]))
    return {rule["code"]: rule for rule in rules}


def _read(path: Path) -> dict[str, Any]:
    rule: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if unknown := set(rule) - KEYS:
        raise ValueError(f"{path.name} has unknown keys: {', '.join(sorted(unknown))}")
    if rule["code"] != path.stem:
        raise ValueError(f"{path.name} names itself {rule['code']}")
    for words in (rule["label"], rule["definition"]):
        if set(words) != {"en", "ar"}:
            raise ValueError(f"{path.name} must be worded in Arabic and in English")
    return rule


def load_rule(code: str, rules: Mapping[str, Mapping[str, Any]] | None = None) -> Mapping[str, Any]:
    """Return a rule by its code, from a release's rules or else from those that ship.

    Raises:
        UsageProblem: There is no such rule; the nearest is suggested.
    """
    known = shipped_rules() if rules is None else rules
    if code in known:
        return known[code]
    close = difflib.get_close_matches(code, list(known), n=1, cutoff=0.4)
    meant = f"Did you mean {close[0]}? " if close else ""
    raise UsageProblem(
        f"Nothing was counted: there is no counting rule {code!r}.",
        hint=f"{meant}The rules are: {', '.join(sorted(known))}.",
        where=code,
    )
