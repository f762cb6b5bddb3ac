"""Freezing: what we know of a date becomes a folder that never changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from tawthiq import __version__
from tawthiq.accounts.actors import Actor
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.two_person import is_single_operator
from tawthiq.audit.door import write
from tawthiq.audit.leaves import moment
from tawthiq.audit.queries import entries, head
from tawthiq.core.collector import uncollected
from tawthiq.core.facilities import Facilities, facilities
from tawthiq.core.places import Gazetteer, gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.core.vocabulary.terms import Vocabulary
from tawthiq.journey.cases.for_release import Decided, told_persons
from tawthiq.journey.cases.persons import Reading
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.queries import origins
from tawthiq.journey.records.waiting import undecided
from tawthiq.journey.releases import context, documents
from tawthiq.journey.releases.flatten import Accepted, Flattening
from tawthiq.journey.releases.folder import NoShelf, ReleaseDraft, ReleaseStore, Shelf
from tawthiq.journey.releases.hands import written
from tawthiq.journey.releases.models import Release
from tawthiq.journey.releases.rules import check_as_of, check_is_free, is_reconstructed
from tawthiq.journey.releases.sets import Regions
from tawthiq.journey.releases.writing import PERSONS, Portion, Writer, Written
from tawthiq.journey.verification.queries import Acceptance, acceptances, decisions_by_act
from tawthiq.journey.verification.rules import Outcome
from tawthiq.methods.checking.folder import README, RULES, VOCABULARY, check_name
from tawthiq.methods.checking.manifest import Manifest, document_digest, release_digest
from tawthiq.methods.checking.verify import manifest_pin
from tawthiq.methods.counting.rules import shipped_rules

CASEWORK = ("sources.", "records.", "cases.", "verification.")
"""Verbs whose entries say by whose hands the content of a release came about."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Method:
    """What a release is frozen with besides the cases: words, places, rules, and what marks every output."""

    vocabulary: Vocabulary
    places: Gazetteer
    words: Words
    rules: Mapping[str, Mapping[str, Any]]
    profile: str
    invented: bool = False
    facilities: Facilities = field(default_factory=Facilities)

    @classmethod
    def shipped(cls, packs: tuple[str, ...], *, profile: str, invented: bool) -> Method:
        """Return the words and places of an archive's packs, and the counting rules that ship.

        Raises:
            UsageProblem: A pack does not exist.
        """
        words, places, rules = load(packs), gazetteer(packs), shipped_rules()
        return cls(
            words,
            places,
            Words(packs),
            rules,
            profile=profile,
            invented=invented,
            facilities=facilities(packs),
        )


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was frozen. `digest` and `folder` are None after a dry run; `counts` are rows by table."""

    name: str
    as_of: date
    reconstructed: bool
    counts: Mapping[str, int]
    digest: str | None
    folder: Path | None


def freeze(
    *,
    as_of: date,
    name: str,
    occasion: Occasion,
    store: ReleaseStore,
    method: Method,
    dry_run: bool = False,
    progress: Progress = lambda _count: None,
) -> Frozen:
    """Freeze the accepted acts documented, certainly or possibly, on or before a date.

    The door is held while the cases are read, so that the folder is of one moment. The folder gets its name
    before the log entry is made final: a freeze that is killed leaves at most a folder that no entry speaks
    of, which nobody takes for a release and the next freeze of that name clears away.

    Raises:
        RefusedByRule: The name is taken, or the date has not come.
        UsageProblem: The name cannot be the name of a folder.
        NotPermittedOrAbsent: The actor may not.
        Busy: Somebody else is writing.
    """
    occasion.actor.require("releases.freeze")
    check_name(name)
    check_as_of(as_of, at=occasion.at)
    check_is_free(name, taken=_is_taken(name))
    reading = _Reading(occasion.actor, as_of, method, progress)
    if dry_run:
        reading.set_aside(NoShelf)
        return Frozen(
            name, as_of, is_reconstructed(as_of, at=occasion.at), _named(reading.counts), None, None
        )
    published: ReleaseDraft | None = None
    try:
        with write("releases.freeze", occasion=occasion, subject=name) as change:
            check_is_free(name, taken=_is_taken(name))
            with store.draft(name) as draft:
                manifest = _fill(draft, name, reading, occasion)
                published = draft
                folder = draft.publish(manifest)
            change.insert([_row(manifest, manifest_pin(folder))])
            change.say(as_of=as_of.isoformat(), digest=manifest.release_digest, manifest=manifest_pin(folder))
    except BaseException:
        if published is not None and not _is_taken(name):
            published.withdraw()
        raise
    return Frozen(name, as_of, manifest.reconstructed, manifest.counts, manifest.release_digest, folder)


def _is_taken(name: str) -> bool:
    return bool(Release.rows_for_action.filter(id=name).exists())


class _Reading:
    """One reading of the cases: sets lines aside, and remembers what the manifest says of them."""

    def __init__(self, actor: Actor, as_of: date, method: Method, progress: Progress) -> None:
        self.as_of, self.method = as_of, method
        self.level, self.counts, self.undecided = 0, Counter[str](), 0
        self.places: set[str] = set()
        self._actor, self._progress = actor, progress
        self._report_ids: set[str] = set()

    def set_aside(self, new_shelf: Callable[[], Shelf]) -> None:
        """Put the lines of the release on shelves, one for each process that writes.

        Raises:
            ValueError: A row is not one of its table.
            OSError: A shelf takes no more.
        """
        actor, regions = self._actor, Regions(self.method.places)
        gone = undecided(actor, as_of=self.as_of)
        reading = Reading(self.as_of, self.method.words, origins(actor), doubtful=gone)
        writer = Writer(reading, Flattening({}, regions, context.event_ids(actor), {}))
        with closing(written(writer, self._portions(reading), new_shelf=new_shelf)) as people:
            for portion in people:
                self._note(portion)
        around = Written()
        for row in chain(
            context.event_rows(actor, regions),
            context.tombstone_rows(actor),
            context.register_rows(actor),
            context.report_rows(actor, self._report_ids),
        ):
            writer.write(row, around)
        around.places |= writer.places()
        with closing(new_shelf()) as shelf:
            self._note(around.put_on(shelf))

    def _portions(self, reading: Reading) -> Iterator[Portion]:
        actor = self._actor
        found, everyone = acceptances(actor), context.identified(actor)
        ways = {way: Accepted(way.by, way.attribution) for way in found.values()}
        versions = _Versions(found)
        for told in told_persons(actor, reading, accepted=versions, decided=lambda: _decided(actor)):
            acts = (act.id for one in told for act in one.acts)
            persons = (one.person.id for one in told)
            yield Portion(
                told,
                {act: ways[found[act]] for act in acts},
                {person: everyone[person] for person in persons if person in everyone},
            )

    def _note(self, portion: Written) -> None:
        self.level = max(self.level, portion.level)
        self.places |= portion.places
        self.counts += portion.counts
        self.undecided += portion.undecided
        self._report_ids |= portion.report_ids
        self._progress(portion.counts[PERSONS])


class _Versions(Mapping[str, int]):
    """The versions in which acts are accepted, without a second table of a million of them."""

    def __init__(self, found: Mapping[str, Acceptance]) -> None:
        self._found = found

    def __getitem__(self, act: str) -> int:
        return self._found[act].act_version

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _decided(actor: Actor) -> Decided:
    return {
        act: {fact.act_version: fact.outcome is Outcome.ACCEPTED for fact in facts}
        for act, facts in decisions_by_act(actor).items()
    }


def _fill(draft: ReleaseDraft, name: str, reading: _Reading, occasion: Occasion) -> Manifest:
    """Write everything but the manifest into the folder, and return the manifest."""
    with uncollected():
        reading.set_aside(draft.shelf)
        tables = draft.settle()
    method, log = reading.method, head()
    vocabulary = documents.vocabulary_document(
        method.vocabulary, method.places, reading.places, method.facilities
    )
    rules = documents.rules_document(method.rules)
    draft.write(VOCABULARY, documents.as_text(vocabulary))
    draft.write(RULES, documents.as_text(rules))
    draft.write(README, documents.readme(invented=method.invented, undecided=reading.undecided))
    rules_digest, words_digest = document_digest(rules), document_digest(vocabulary)
    covered = {file: entry.digest for file, entry in tables.items() if entry.digest is not None}
    return Manifest(
        name=name,
        as_of=reading.as_of,
        frozen_at=moment(occasion.at),
        reconstructed=is_reconstructed(reading.as_of, at=occasion.at),
        single_operator=is_single_operator(_logins()),
        profile=method.profile,
        invented=method.invented,
        level=reading.level,
        gone_undecided=reading.undecided,
        release_digest=release_digest(
            reading.as_of, tables=covered, rules=rules_digest, vocabulary=words_digest
        ),
        rules=rules_digest,
        vocabulary=words_digest,
        tables=tables,
        counts=_named({file: entry.rows for file, entry in tables.items()}),
        tree_size=0 if log is None else log.tree_size,
        tree_root="" if log is None else log.root,
        software=__version__,
        files=draft.files(),
    )


def _logins() -> set[str]:
    """Return the logins at the operating system behind all casework."""
    return {entry.os_login for entry in entries() if entry.verb.startswith(CASEWORK)}


def _named(rows: Mapping[str, int]) -> dict[str, int]:
    return {Path(file).stem: rows[file] for file in sorted(rows)}


def _row(manifest: Manifest, pin: str) -> Release:
    body = {
        "as_of": manifest.as_of.isoformat(),
        "frozen_at": manifest.frozen_at,
        "reconstructed": manifest.reconstructed,
        "single_operator": manifest.single_operator,
        "digest": manifest.release_digest,
        "manifest": pin,
        "tree_size": manifest.tree_size,
    }
    return Release.of(id=manifest.name, body=body, level=manifest.level)
