"""Building: a draft and a release become an edition, and the log says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.occasion import Occasion
from tawthiq.audit.door import write
from tawthiq.core.errors import IntegrityFailure, NotPermittedOrAbsent, UsageProblem
from tawthiq.journey.statements.borders import borders_of
from tawthiq.journey.statements.edition import FORMATS, Audience, Edition, Renderer
from tawthiq.journey.statements.folder import EditionDraft, EditionStore, EvidenceBytes, FolderFacts
from tawthiq.journey.statements.models import Publication
from tawthiq.journey.statements.numbers import Numbers, Releases, count
from tawthiq.journey.statements.opened import ReleasesOf
from tawthiq.journey.statements.outline import LANGUAGES
from tawthiq.journey.statements.reading import Draft, read_statement
from tawthiq.journey.statements.rules import check_audience, check_dates, check_draft, check_numbers

AUDIENCE_LEVEL: Mapping[Audience, Level] = {Audience.PUBLIC: Level.PUBLIC, Audience.INTERNAL: Level.INTERNAL}
"""What an edition may show at most, and so the clearance that its readers need."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a statement is made from and how: the adapters that an interface passes in."""

    releases_dir: Path
    evidence: EvidenceBytes
    store: EditionStore
    renderers: Mapping[str, Renderer]
    """By the name of the format that each of them writes."""
    archive: Path | None = None
    """The folder where an organisation may keep boundaries of its own; None where there is none."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built. `logged` is False where the very same edition was logged before."""

    statement: str
    folder: Path
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    audience: Audience
    files: int
    digest: str
    figures: Mapping[str, int]
    warnings: tuple[str, ...]
    logged: bool
    dry_run: bool = False


def build(
    path: Path,
    *,
    release: str,
    languages: Sequence[str],
    audience: Audience,
    formats: Sequence[str] = ("html",),
    out: Path,
    places: Places,
    occasion: Occasion,
    dry_run: bool = False,
) -> Built:
    """Build a statement from a release, as a folder of pages and documents.

    A language or a format built earlier from the same release for the same audience stays in the folder: all
    are written again, so that they always say the same.

    Raises:
        NotPermittedOrAbsent: The actor may not, or there is no such release.
        UsageProblem: A file is missing, or a question names something that the release does not know.
        InputRejected: The statement is not as the format says; with file, line and column.
        RefusedByRule: Its numbers contradict each other, or a rule of method or audience refuses it.
        IntegrityFailure: The release or a piece of evidence is not what it was.
        Busy: Somebody else is writing.
    """
    occasion.actor.require("statements.build")
    draft = read_statement(path)
    warnings = tuple(check_draft(draft))
    chosen, kinds = _languages(languages), _formats(formats)
    before = places.store.present(out)
    with closing(ReleasesOf(places.releases_dir, occasion.actor, AUDIENCE_LEVEL[audience])) as opened:
        numbers, published = _checked(draft, opened, release, audience)
        _verify_evidence(opened, numbers, places.evidence)
        if before is not None:
            chosen, kinds = _joined(chosen, kinds, before, draft=draft, numbers=numbers, audience=audience)
        borders = borders_of(draft.outline, numbers, beside=path.parent, archive=places.archive)
        edition = Edition(draft, numbers, audience, published, chosen, borders, kinds)
        with places.store.draft(out) as folder:
            for kind in kinds:
                for page in places.renderers[kind].pages(edition):
                    folder.add(page)
            facts = _facts(edition, places.renderers[kinds[0]], folder)
            logged = False if dry_run else _publish(folder, facts, occasion)
    return Built(
        statement=facts.statement,
        folder=out,
        languages=chosen,
        formats=kinds,
        audience=audience,
        files=len(facts.files),
        digest=facts.digest,
        figures={name: figure.value for name, figure in numbers.figures.items()},
        warnings=warnings,
        logged=logged,
        dry_run=dry_run,
    )


def _languages(asked: Sequence[str]) -> tuple[str, ...]:
    unknown = [lang for lang in asked if lang not in LANGUAGES]
    if unknown or not asked:
        raise UsageProblem("A statement is built in 'en', 'ar', or both.", where=", ".join(unknown))
    return tuple(lang for lang in LANGUAGES if lang in asked)


def _formats(asked: Sequence[str]) -> tuple[str, ...]:
    unknown = [kind for kind in asked if kind not in FORMATS]
    if unknown or not asked:
        raise UsageProblem(f"A statement is built as {', '.join(FORMATS)}.", where=", ".join(unknown))
    return tuple(kind for kind in FORMATS if kind in asked)


def _checked(draft: Draft, releases: Releases, name: str, audience: Audience) -> tuple[Numbers, date]:
    numbers = count(draft.outline, releases=releases, name=name)
    published = draft.outline.publication_date or numbers.mark.as_of
    check_numbers(numbers, draft)
    check_audience(numbers, audience)
    for citation in draft.outline.citations.values():
        check_dates(citation, published=published)
    return numbers, published


def _verify_evidence(releases: ReleasesOf, numbers: Numbers, evidence: EvidenceBytes) -> None:
    """Hold the bytes of every piece of evidence behind the releases against their digests."""
    digests = {each.sha256 for name in numbers.releases for each in releases.all_evidence(name)}
    for digest in sorted(digests):
        try:
            evidence.verify(digest)
        except NotPermittedOrAbsent as error:
            raise IntegrityFailure(
                "The statement was not built: the bytes of a piece of evidence are missing.",
                hint="Bring them back from a backup; `tawthiq audit verify` names what else is missing.",
                where=digest,
            ) from error


def _joined(
    chosen: tuple[str, ...],
    kinds: tuple[str, ...],
    before: FolderFacts,
    *,
    draft: Draft,
    numbers: Numbers,
    audience: Audience,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages and formats asked for with those that the same edition has already."""
    same = (before.statement, before.release_digest, before.audience) == (
        draft.outline.name,
        numbers.mark.digest,
        str(audience),
    )
    if not same:
        return chosen, kinds
    return _languages([*chosen, *before.languages]), _formats([*kinds, *before.formats])


def _facts(edition: Edition, renderer: Renderer, folder: EditionDraft) -> FolderFacts:
    mark = edition.numbers.mark
    return FolderFacts(
        statement=edition.draft.outline.name,
        title={lang: renderer.title(edition, lang) for lang in edition.languages},
        release=mark.name,
        release_digest=mark.digest,
        as_of=mark.as_of.isoformat(),
        published=edition.published.isoformat(),
        languages=edition.languages,
        formats=edition.formats,
        audience=str(edition.audience),
        invented=edition.invented,
        files=folder.files,
    )


def _publish(folder: EditionDraft, facts: FolderFacts, occasion: Occasion) -> bool:
    """Move the folder to its place and log it; the same edition a second time leaves no entry."""
    if Publication.rows_for_action.filter(folder_digest=facts.digest).exists():
        folder.settle(facts)
        return False
    with write("statements.build", occasion=occasion, subject=facts.statement) as change:
        row = Publication.of(
            id=occasion.draw.identifier("PUB"),
            body={**facts.body(), "folder_digest": facts.digest},
            level=AUDIENCE_LEVEL[Audience(facts.audience)],
        )
        change.insert([row])
        change.say(
            release=facts.release, audience=facts.audience, folder_digest=facts.digest, files=len(facts.files)
        )
        folder.settle(facts)
    return True
