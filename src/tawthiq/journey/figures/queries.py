"""Counts one release, for one reader, and opens the count into what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tawthiq.accounts.actors import Actor
from tawthiq.journey.figures.behind import Reader
from tawthiq.journey.figures.facts import (
    ActBehind,
    ActsBehind,
    ClaimBehind,
    EvidenceBehind,
    Figure,
    FigureCell,
    PersonDossier,
    RecordBehind,
    ReleaseMark,
    ReportBehind,
)
from tawthiq.journey.figures.opening import (
    ReleaseAltered,
    check_files,
    identity_files,
    mark_of,
    open_manifest,
)
from tawthiq.journey.releases.queries import release as release_facts
from tawthiq.methods.checking.manifest import Manifest
from tawthiq.methods.counting.answer import Answer, Undetermined
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.question import Options, Question, ask
from tawthiq.methods.counting.rules import load_rule


@dataclass
class FrozenRelease:
    """One release, checked, and opened for one reader.

    A figure is the same for everyone who may open the release; what stands behind it is shown as far as the
    reader's clearance goes.
    """

    folder: Path
    manifest: Manifest
    tables: ReleaseTables
    clearance: int
    _answers: dict[Question, Figure] = field(default_factory=dict, repr=False)

    @property
    def mark(self) -> ReleaseMark:
        """Return what every output says of the release."""
        return mark_of(self.manifest)

    def question(self, *, rule: str | None = None, options: Options | None = None) -> Question:
        """Return the question that a rule of the release and the options beside it ask.

        Raises:
            UsageProblem: The rule, a field, a value or a basis is unknown, or they do not go together.
        """
        chosen = None if rule is None else load_rule(rule, self.tables.rules)
        return ask(self.tables.words, rule=chosen, options=options)

    def count(self, question: Question) -> Figure:
        """Answer a question.

        Raises:
            UsageProblem: A stock is asked for a date after the release's.
        """
        if question not in self._answers:
            self._answers[question] = _figure(question, self._engine.count(question), self)
        return self._answers[question]

    def acts_behind(self, question: Question) -> ActsBehind:
        """Return the acts behind the number that the reader may open, and how many more there are.

        Raises:
            UsageProblem: As `count`.
        """
        return self._reader.acts(self._engine.acts(question))

    def shared_persons(self, first: Question, second: Question) -> int:
        """Return how many people are, or may be, in both counts.

        Raises:
            UsageProblem: As `count`.
        """
        there = {one.person_id for one in self._engine.persons(first)}
        both = (one for one in self._engine.persons(second) if one.person_id in there)
        return sum(one.count_min if one.count_max is None else one.count_max for one in both)

    def dossiers(self, person_ids: Iterable[str]) -> list[PersonDossier]:
        """Return what the reader may see of these persons, in the order asked.

        One whose existence is above the reader's clearance is absent.

        Raises:
            ReleaseAltered: An identity table is not the one that was frozen.
        """
        return self._reader.dossiers(person_ids)

    def evidence(self) -> tuple[EvidenceBehind, ...]:
        """Return every piece of evidence of the release that the reader may see.

        Raises:
            ReleaseAltered: An identity table is not the one that was frozen.
        """
        return self._reader.evidence()

    def label(self, scheme: str, code: str, lang: str) -> str:
        """Return the name that the release's own vocabulary gives a code; the code where it has none."""
        return self.tables.words.label(scheme, code, lang)

    def rules(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the counting rules that the release carries, by code."""
        return self.tables.rules

    @cached_property
    def _engine(self) -> DuckDBEngine:
        return DuckDBEngine(self.tables)

    @cached_property
    def _reader(self) -> Reader:
        check_files(self.folder, self.manifest, identity_files(self.manifest))
        return Reader.of(self.tables.db, self.folder, clearance=self.clearance)

    def close(self) -> None:
        """Let go of the files."""
        self.tables.close()

    def __enter__(self) -> Self:
        """Return the release itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the release."""
        self.close()


def open_release(folder: Path, *, clearance: int, pin: str | None = None) -> FrozenRelease:
    """Open a release folder, wherever it stands, after checking every file that counting reads.

    `pin` is the SHA-256 of its manifest from the archive's log.

    Raises:
        IntegrityFailure: There is no release, or it is not the one that was frozen.
    """
    manifest = open_manifest(folder, pin=pin)
    return FrozenRelease(folder, manifest, ReleaseTables.open(folder), clearance)


def released(name: str, *, releases_dir: Path, actor: Actor) -> FrozenRelease:
    """Open a release of the archive for an actor, held against the log.

    Raises:
        NotPermittedOrAbsent: There is none of that name, or the actor may not count it.
        ReleaseAltered: Its files are not those that were frozen.
    """
    actor.require("figures.count")
    facts = release_facts(name, actor)
    return open_release(releases_dir / name, clearance=int(actor.clearance), pin=facts.manifest)


def _figure(question: Question, answer: Answer, release: FrozenRelease) -> Figure:
    return Figure(
        rule=_resolved(question, release),
        unit=question.unit,
        measure=question.measure,
        at_least=answer.at_least,
        at_most=answer.at_most,
        undetermined=answer.undetermined,
        repeated=answer.repeated,
        digest=answer.digest,
        release=release.mark,
        by=answer.by,
        cells=tuple(
            FigureCell(dict(zip(answer.by, cell.key, strict=True)), cell.at_least, cell.at_most)
            for cell in answer.cells
        ),
    )


def _resolved(question: Question, release: FrozenRelease) -> dict[str, Any]:
    """Return the question in full: a stock without a date is of the release's."""
    said = question.as_json()
    if question.measure == "stock":
        said["on"] = release.tables.date_of(question).isoformat()
    return said


__all__ = [
    "ActBehind",
    "ActsBehind",
    "ClaimBehind",
    "EvidenceBehind",
    "Figure",
    "FigureCell",
    "FrozenRelease",
    "PersonDossier",
    "RecordBehind",
    "ReleaseAltered",
    "ReleaseMark",
    "ReportBehind",
    "Undetermined",
    "open_release",
    "released",
]
