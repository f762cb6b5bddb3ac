"""The years of the invented archive, played through the real actions with an invented clock.

Nothing is inserted: lists are imported by their mappings, people are linked and judged, one person accepts
what another entered, releases are frozen on their days. The clock, the randomness and the two people are
passed in, so the archive is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.local import actor_for
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.two_person import Profile
from tawthiq.adapters.importers.lists import MappedLists
from tawthiq.adapters.importers.mapping import find_mapping
from tawthiq.adapters.storage.archive import Archive
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.core.errors import InputRejected
from tawthiq.core.ids import Draw
from tawthiq.interfaces.demo.lists import LISTS
from tawthiq.interfaces.demo.lives import Life
from tawthiq.journey.cases import actions as cases
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records import actions as records
from tawthiq.journey.records.queries import records_in_force
from tawthiq.journey.verification import actions as verification

PREFIX = "DEMO-"
SEED = "tawthiq-demo-archive-1"
PROFILE = Profile.SMALL
CORROBORATED, AS_DOCUMENTED = "corroborated", "as-documented"


@contextmanager
def unseen(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Take progress that nobody watches."""
    del label, total
    yield lambda _count: None


@dataclass
class Stage:
    """The invented archive while it is played: who acts, what time it is, where lists lie."""

    archive: Archive
    draw: Draw
    workshop: Path
    now: datetime

    @property
    def words(self) -> Words:
        """Return the vocabulary and places that the archive uses."""
        return Words(self.archive.packs)

    def at(self, day: date) -> None:
        """Let the clock go to a day; it never goes back."""
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        if moment < self.now:
            raise ValueError("the clock of the demo goes forward only")
        self.now = moment

    def actor(self, permission: str) -> Actor:
        """Return the invented person who may do this; both have a login of their own."""
        found = actor_for(None, permission)
        return replace(found, os_login=f"demo-{found.username}")

    def occasion(self, permission: str, reason: str = "") -> Occasion:
        """Return the occasion of the next action, a minute after the last."""
        self.now += timedelta(minutes=1)
        return Occasion(self.actor(permission), self.now, self.draw, reason)

    def take_in(self, path: Path, mapping: str, source: str) -> None:
        """Import one list; an invented list has no row that is not understood."""
        file = resources.files("tawthiq.interfaces.demo") / "mappings" / f"{mapping}.yml"
        with resources.as_file(file) as mapping_file:
            found = find_mapping(str(mapping_file), packs=self.archive.packs)
        outcome = records.import_list(
            path,
            source_code=source,
            reader=MappedLists(found, folder=self.workshop / "staging", packs=self.archive.packs),
            store=EvidenceFolder(self.archive.evidence_dir),
            progress=unseen,
            occasion=self.occasion("records.import", "an invented list for the demonstration"),
            into_invented=True,
            is_invented=True,
        )
        if outcome.counts.rejected_rows:
            raise InputRejected(
                f"The invented list {source} has {outcome.counts.rejected_rows} rows that are not understood."
            )

    def edition(self, source: str, people: list[Life], known_by: date) -> None:
        """Write and import what a source knew by a day."""
        made = LISTS[source]
        self.take_in(made.write(people, known_by, self.workshop), made.mapping, source)

    def link(self) -> None:
        """Find the same people across lists, and the same arrests in their accounts."""
        cases.link(occasion=self.occasion("cases.link"), words=self.words)
        cases.join_told_twice(occasion=self.occasion("cases.judge"), words=self.words)

    def accept(self, rule: str = CORROBORATED, source: str | None = None) -> int:
        """Accept what a rule allows; return how many acts."""
        occasion = self.occasion("verification.accept", f"accepted by the rule {rule}")
        return verification.accept(rule, occasion=occasion, profile=PROFILE, source=source).accepted

    def judge_same(self, left: str, right: str, reason: str) -> None:
        """Let the analyst judge two records to be of one person or group."""
        occasion = self.occasion("cases.judge", reason)
        cases.judge(left, right, Verdict.SAME, occasion=occasion, words=self.words)

    def records_of(self, source: str) -> dict[str, str]:
        """Return the records of a source in force, by the identifier that the source gives."""
        actor = self.actor("records.list")
        return {f.source_key: f.id for f in records_in_force(actor) if f.source_code == source}
