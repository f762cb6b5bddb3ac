"""What a release says of its own method: what it covers, how its acts were accepted, what was joined."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tawthiq.core.errors import IntegrityFailure
from tawthiq.core.vocabulary.terms import TO_REVIEW, definition_by_language
from tawthiq.journey.figures.facts import Figure, ReleaseMark
from tawthiq.journey.figures.queries import FrozenRelease
from tawthiq.methods.checking.folder import VOCABULARY
from tawthiq.methods.counting.sets import alternatives

_ABSENT = ("unknown", "unidentified")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the release's vocabulary with the law or standard that it leans on; empty where none."""

    code: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    """By language; in English only where the release is of the first format, empty where nobody wrote it."""
    standard: str


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What the methodology of one release rests on; counts are of acts unless they say otherwise.

    `first_day` and `last_day` bound every dated act. `accepted` are acts by the rule or standard that
    accepted them, `by_sources` by how many sources tell of them (2 is two or more). `left` are persons whose
    identifier stands for nobody any more, by reason. `rules` are the release's counting rules as resolved.
    """

    mark: ReleaseMark
    acts: int
    persons: int
    uncertain: int
    undated: int
    first_day: date | None
    last_day: date | None
    sources: int
    violations: tuple[Term, ...]
    parties: tuple[str, ...]
    accepted: Mapping[str, int]
    by_sources: Mapping[int, int]
    left: Mapping[str, int]
    rules: tuple[Figure, ...]
    versions: Mapping[str, int]
    vocabulary_digest: str
    rules_digest: str


def method_facts(frozen: FrozenRelease) -> MethodFacts:
    """Read from a release what its methodology says.

    Raises:
        IntegrityFailure: Its vocabulary does not have its shape.
    """
    db, rules = frozen.tables.db, frozen.rules()
    acts, uncertain, undated, first, last = db.execute(
        "SELECT count(*), count(*) FILTER (NOT certain), count(*) FILTER (date IS NULL), "
        "min(date_begin), max(date_end) FROM acts"
    ).fetchall()[0]
    return MethodFacts(
        mark=frozen.mark,
        acts=acts,
        persons=db.execute("SELECT count(*) FROM persons").fetchall()[0][0],
        uncertain=uncertain,
        undated=undated,
        first_day=first,
        last_day=last,
        sources=len(_codes(frozen, "source")),
        violations=_violations(frozen),
        parties=tuple(sorted(_codes(frozen, "party"))),
        accepted=dict(db.execute("SELECT acceptance, count(*) FROM acts GROUP BY 1 ORDER BY 1").fetchall()),
        by_sources=_by_sources(frozen),
        left=dict(db.execute("SELECT reason, count(*) FROM tombstones GROUP BY 1 ORDER BY 1").fetchall()),
        rules=tuple(frozen.count(frozen.question(rule=code)) for code in rules),
        versions={code: int(rule["version"]) for code, rule in rules.items()},
        vocabulary_digest=frozen.manifest.vocabulary,
        rules_digest=frozen.manifest.rules,
    )


def _codes(frozen: FrozenRelease, column: str) -> set[str]:
    found = frozen.tables.db.execute(f"SELECT DISTINCT {column} FROM acts WHERE {column} IS NOT NULL")  # noqa: S608  # our names
    codes = {code for (text,) in found.fetchall() for members in alternatives(text) for code in members}
    return codes - set(_ABSENT)


def _by_sources(frozen: FrozenRelease) -> Mapping[int, int]:
    sql = "SELECT CASE WHEN contains(source, '+') THEN 2 ELSE 1 END, count(*) FROM acts GROUP BY 1 ORDER BY 1"
    return dict(frozen.tables.db.execute(sql).fetchall())


def _violations(frozen: FrozenRelease) -> tuple[Term, ...]:
    """Return the violations that occur, with the words of the release's own vocabulary."""
    try:
        document = json.loads((frozen.folder / VOCABULARY).read_text(encoding="utf-8"))
        terms: Mapping[str, Any] = document["schemes"]["violation"]["terms"]
        return tuple(_term(code, terms[code]) for code in sorted(_codes(frozen, "violation")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IntegrityFailure(
            "The methodology was not written: the vocabulary of the release does not have its shape.",
            hint="Copy the release again from where it was frozen.",
            where=VOCABULARY,
        ) from error


def _term(code: str, said: Mapping[str, Any]) -> Term:
    definition = definition_by_language(said.get("definition", TO_REVIEW))
    return Term(code, said["label"], definition, said.get("standard", ""))
