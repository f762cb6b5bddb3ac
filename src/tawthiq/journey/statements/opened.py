"""Frozen releases as a statement asks them: opened once, verified, for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.confidentiality import Level
from tawthiq.core.errors import UsageProblem
from tawthiq.journey.figures.facts import (
    ActsBehind,
    EvidenceBehind,
    Figure,
    PersonDossier,
    ReleaseMark,
)
from tawthiq.journey.figures.queries import FrozenRelease, released
from tawthiq.journey.statements.numbers import Ask, OpenRelease
from tawthiq.methods.counting.question import Options, Question
from tawthiq.methods.counting.words import PLACE


@dataclass(frozen=True)
class ReleasesOf:
    """The releases of an archive that one actor may count."""

    folder: Path
    actor: Actor
    up_to: Level
    """What an edition may open at most, whatever its builder may see."""
    _opened: dict[str, FrozenRelease] = field(default_factory=dict)

    def open(self, name: str) -> OpenRelease:
        """Open and verify one release.

        Raises:
            NotPermittedOrAbsent: There is none, or the actor may not count it.
            IntegrityFailure: Its bytes are not those that were frozen.
        """
        whole = released(name, releases_dir=self.folder, actor=self.actor)
        self._opened[name] = whole
        return Asked(replace(whole, clearance=min(whole.clearance, int(self.up_to))))

    def all_evidence(self, name: str) -> tuple[EvidenceBehind, ...]:
        """Return every piece of evidence of an opened release that the actor may see.

        Raises:
            IntegrityFailure: The tables of the release are not those that were frozen.
        """
        return self._opened[name].evidence()

    def close(self) -> None:
        """Let go of every release that was opened."""
        for release in self._opened.values():
            release.close()


@dataclass(frozen=True)
class Asked:
    """One frozen release that answers a statement's questions."""

    frozen: FrozenRelease

    @property
    def mark(self) -> ReleaseMark:
        """Return what every output says of the release."""
        return self.frozen.mark

    def figure(self, ask: Ask) -> Figure:
        """Count.

        Raises:
            UsageProblem: The release does not know a rule, a field or a value.
        """
        return self.frozen.count(self._question(ask))

    def acts(self, ask: Ask) -> ActsBehind:
        """Return the acts behind a count that the reader may open."""
        return self.frozen.acts_behind(self._question(ask))

    def shared_persons(self, first: Ask, second: Ask) -> int:
        """Return how many persons are, or may be, in both counts."""
        return self.frozen.shared_persons(self._question(first), self._question(second))

    def dossiers(self, person_ids: Iterable[str]) -> Iterable[PersonDossier]:
        """Return what the reader may see of these persons."""
        return self.frozen.dossiers(person_ids)

    def evidence(self) -> tuple[EvidenceBehind, ...]:
        """Return every piece of evidence of the release that the reader may see."""
        return self.frozen.evidence()

    def label(self, scheme: str, code: str, lang: str) -> str:
        """Return the name that the release's own vocabulary gives a code."""
        return self.frozen.label(scheme, code, lang)

    def places(self) -> Mapping[str, str | None]:
        """Return every place of the release, and the place that contains it."""
        return self.frozen.tables.words.broader[PLACE]

    def rule_words(self, name: str, lang: str) -> tuple[str, str]:
        """Return the title and the definition of a counting rule as the release carries it."""
        rule = self.frozen.rules()[name]
        return rule["label"][lang], rule["definition"][lang]

    def _question(self, ask: Ask) -> Question:
        settings = dict(ask.settings)
        day = settings.pop("on", None)
        try:
            on = date.fromisoformat(day) if day else None
        except ValueError as error:
            raise UsageProblem(f"'{day}' is not a day.", hint="Write it as 2022-10-21.") from error
        options = Options(on=on, where=ask.where, by=ask.by, **settings)
        return self.frozen.question(rule=ask.rule, options=options)
