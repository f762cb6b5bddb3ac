"""A statement is built whole, logged once, and refused where anything behind it has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.confidentiality import Level
from tawthiq.audit.queries import entries
from tawthiq.core.errors import (
    IntegrityFailure,
    NotPermittedOrAbsent,
    RefusedByRule,
    UsageProblem,
)
from tawthiq.journey.statements.actions import Built
from tawthiq.journey.statements.edition import Audience
from tawthiq.journey.statements.folder import PUBLICATION_FILE, read_folder
from tawthiq.journey.statements.queries import logged_digests, publications

pytestmark = pytest.mark.django_db

Build = Callable[..., Built]


def logged() -> int:
    return sum(entry.verb == "statements.build" for entry in entries())


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_numbers_are_those_of_the_release(built: Build) -> None:
    statement = built()

    assert statement.figures == {"killed": 2, "held": 1}
    assert (statement.folder / "invented.en.html").is_file()
    assert (statement.folder / "figures/killed.ar.html").is_file()


def test_the_folder_lists_its_files_and_the_log_holds_its_digest(built: Build, basil: Actor) -> None:
    statement = built()

    facts = read_folder(statement.folder)
    assert facts is not None
    assert set(contents(statement.folder)) == {*facts.files, PUBLICATION_FILE}
    assert facts.digest == statement.digest
    assert logged_digests(basil) == {statement.digest}


def test_building_again_changes_nothing_and_logs_nothing(built: Build) -> None:
    first = built()
    before = contents(first.folder)

    again = built()

    assert (first.logged, again.logged, logged()) == (True, False, 1)
    assert contents(again.folder) == before


def test_a_page_altered_by_hand_is_written_again(built: Build) -> None:
    statement = built()
    page = statement.folder / "invented.en.html"
    good = page.read_bytes()
    page.write_bytes(good.replace(b"2", b"3"))

    built()

    assert page.read_bytes() == good


def test_a_second_language_joins_the_first(built: Build) -> None:
    built(languages=["en"])
    both = built(languages=["ar"])

    assert both.languages == ("en", "ar")
    assert contents(both.folder) == contents(built(out=both.folder.with_name("at-once")).folder)


def test_a_format_joins_those_that_are_there_and_the_pages_name_it(built: Build) -> None:
    pages = built()
    assert not (pages.folder / "invented.en.pdf").exists()

    both = built(formats=["pdf"], languages=["en"])

    assert both.formats == ("html", "pdf")
    assert both.languages == ("en", "ar")
    for lang in ("en", "ar"):
        assert (both.folder / f"invented.{lang}.pdf").read_bytes().startswith(b"%PDF-")
        page = (both.folder / f"invented.{lang}.html").read_text()
        assert f'href="invented.{lang}.pdf"' in page
        assert "docx" not in page
    assert pages.digest != both.digest


def test_a_format_may_stand_alone(built: Build) -> None:
    statement = built(formats=["docx"])

    assert set(contents(statement.folder)) == {"invented.en.docx", "invented.ar.docx", PUBLICATION_FILE}


def test_all_formats_again_change_nothing_and_log_nothing(built: Build) -> None:
    first = built(formats=["html", "pdf", "docx"])
    before = contents(first.folder)

    second = built(formats=["docx"])

    assert not second.logged
    assert contents(second.folder) == before
    assert logged() == 1


def test_another_audience_takes_no_format_along(built: Build) -> None:
    built(formats=["pdf"])

    assert built(audience=Audience.INTERNAL).formats == ("html",)


@pytest.mark.parametrize("formats", [["odt"], []])
def test_a_format_that_is_not_ours_is_refused(built: Build, formats: list[str]) -> None:
    with pytest.raises(UsageProblem, match="html, pdf, docx"):
        built(formats=formats)


def test_a_folder_of_the_first_format_is_still_read_and_keeps_its_digest(built: Build) -> None:
    statement = built()
    path = statement.folder / PUBLICATION_FILE
    data = json.loads(path.read_text())
    old = {**data, "folder_format": 1, "format": data.pop("formats")[0]}
    del old["formats"]
    path.write_text(json.dumps(old))

    facts = read_folder(statement.folder)

    assert facts is not None
    assert facts.formats == ("html",)
    assert facts.body() == old
    assert built(formats=["pdf"]).formats == ("html", "pdf")


def test_another_audience_does_not_join(built: Build) -> None:
    built(languages=["en"])

    assert built(languages=["ar"], audience=Audience.INTERNAL).languages == ("ar",)


def test_a_dry_run_writes_and_logs_nothing(built: Build) -> None:
    statement = built(dry_run=True)

    assert statement.figures["killed"] == 2
    assert not statement.folder.exists()
    assert logged() == 0


def test_a_folder_that_is_no_statement_is_left_alone(built: Build, tmp_path: Path) -> None:
    taken = tmp_path / "out"
    taken.mkdir()
    (taken / "letter.txt").write_text("mine")

    with pytest.raises(RefusedByRule):
        built()

    assert contents(taken) == {"letter.txt": b"mine"}


def test_whoever_may_not_publish_builds_nothing(
    built: Build, amal: Actor, carla: Actor, tmp_path: Path
) -> None:
    for stranger in (amal, carla):
        with pytest.raises(NotPermittedOrAbsent):
            built(actor=stranger)

    assert not (tmp_path / "out").exists()


def test_an_absent_release_is_refused(built: Build) -> None:
    with pytest.raises(NotPermittedOrAbsent):
        built(release="r9")


def test_a_language_that_is_not_ours_is_refused(built: Build) -> None:
    with pytest.raises(UsageProblem):
        built(languages=["fr"])


def test_an_altered_release_stops_the_build(built: Build, tmp_path: Path) -> None:
    acts = tmp_path / "releases/r1/counting/acts.parquet"
    acts.chmod(0o644)
    acts.write_bytes(acts.read_bytes()[:-1] + b"\0")

    with pytest.raises(IntegrityFailure):
        built()

    assert not (tmp_path / "out").exists()


class Missing:
    def verify(self, sha256: str) -> None:
        raise NotPermittedOrAbsent("No evidence is kept under that digest.", where=sha256)


class Altered:
    def verify(self, sha256: str) -> None:
        raise IntegrityFailure(
            "A piece of evidence no longer has the bytes that were received.", where=sha256
        )


@pytest.mark.parametrize("evidence", [Missing(), Altered()])
@pytest.mark.parametrize("audience", list(Audience))
def test_evidence_that_is_missing_or_altered_stops_the_build(
    built: Build, tmp_path: Path, evidence: Any, audience: Audience
) -> None:
    with pytest.raises(IntegrityFailure):
        built(evidence=evidence, audience=audience)

    assert not (tmp_path / "out").exists()
    assert logged() == 0


def test_a_renderer_that_fails_leaves_what_was_there(built: Build, tmp_path: Path) -> None:
    before = contents(built().folder)

    class Broken:
        def title(self, edition: Any, lang: str) -> str:
            return "broken"

        def pages(self, edition: Any) -> Any:
            raise OSError("the disk is full")
            yield

    from tests.stages.statements.conftest import Untouched

    from tawthiq.adapters.renderers.folder import EditionFolders
    from tawthiq.journey.statements.actions import Places

    places = Places(tmp_path / "releases", Untouched(), EditionFolders(), {"html": Broken()})
    with pytest.raises(OSError, match="full"):
        built(places=places, languages=["en"], audience=Audience.INTERNAL)

    assert contents(tmp_path / "out") == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".building")]


def test_the_internal_edition_opens_names_and_the_public_one_none(built: Build, tmp_path: Path) -> None:
    public = built()
    internal = built(audience=Audience.INTERNAL, out=tmp_path / "internal")

    def whole(statement: Built) -> str:
        return "".join(data.decode() for data in contents(statement.folder).values())

    assert "Salma Invented" in whole(internal)
    for secret in ("Salma", "Rami", "Hadi", "list.csv"):
        assert secret not in whole(public)


def test_an_internal_edition_is_for_those_cleared_for_it(built: Build, basil: Actor, tmp_path: Path) -> None:
    public = built()
    built(audience=Audience.INTERNAL, out=tmp_path / "internal")

    outsider = replace(basil, clearance=Level.PARTNERS)

    assert len(publications(basil)) == 2
    assert [each.folder_digest for each in publications(outsider)] == [public.digest]


def test_publications_are_listed_only_for_those_who_work_on_cases(built: Build, carla: Actor) -> None:
    built()

    with pytest.raises(NotPermittedOrAbsent):
        publications(carla)


def test_an_edition_shows_nothing_above_its_audience_whoever_builds_it(
    accepted: Any, frozen: Any, built: Build, tmp_path: Path
) -> None:
    from tests.stages.cases.telling import killing, told

    nadia = told("z", killing(), person={"name": "Nadia Sealed", "sex": "female"})
    accepted(nadia, source="whisper", level="restricted")
    frozen("r2")

    statement = built(release="r2", audience=Audience.INTERNAL)

    page = (statement.folder / "figures/killed.en.html").read_text()
    assert statement.figures["killed"] == 3
    assert "<bdi>1</bdi> more, restricted" in page
    assert "Nadia" not in "".join(data.decode() for data in contents(statement.folder).values())


def test_the_list_of_files_is_part_of_what_is_logged(built: Build) -> None:
    statement = built()
    path = statement.folder / PUBLICATION_FILE
    data = json.loads(path.read_text())
    data["files"]["invented.en.html"] = "0" * 64
    path.write_text(json.dumps(data))

    facts = read_folder(statement.folder)

    assert facts is not None
    assert facts.digest != statement.digest


def test_a_list_of_files_that_cannot_be_read_is_an_integrity_failure(built: Build) -> None:
    statement = built()
    (statement.folder / PUBLICATION_FILE).write_text("{}")

    with pytest.raises(IntegrityFailure):
        read_folder(statement.folder)
