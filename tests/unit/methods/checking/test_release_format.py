"""The format of a release stays what it is: its page is true, and the first release ever made still reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.core.errors import IntegrityFailure
from tawthiq.methods.checking.compare import compare
from tawthiq.methods.checking.folder import ALL_TABLES, check_name
from tawthiq.methods.checking.identity import IDENTITY_TABLES
from tawthiq.methods.checking.manifest import read_manifest
from tawthiq.methods.checking.reference import page
from tawthiq.methods.checking.verify import verify_release
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.question import Options, ask
from tawthiq.methods.counting.rules import load_rule

ROOT = Path(__file__).resolve().parents[4]
V1 = ROOT / "tests/fixtures/releases/v1"
DIGEST_V1 = "dc1f39b470fe1f7a7d885dbdad6e061f9114cfd43af19898c21f578815e8fb02"
V2 = ROOT / "tests/fixtures/releases/v2"
DIGEST_V2 = "3d14c55ad02431fd8836612aa11f615709ab9a9956a46ad3673d7427093ddf7f"
EVERY = [(V1, DIGEST_V1), (V2, DIGEST_V2)]


def test_the_reference_page_is_what_the_schemas_say() -> None:
    assert (ROOT / "docs/reference/release-format.md").read_text(encoding="utf-8") == page()


def test_no_two_tables_of_a_release_share_a_name() -> None:
    assert len({table.name for table in ALL_TABLES.values()}) == len(ALL_TABLES)


@pytest.mark.parametrize("table", IDENTITY_TABLES, ids=lambda table: table.name)
def test_an_identity_table_has_its_key_and_whoever_it_names_has_a_level(table: object) -> None:
    names = table.column_names  # type: ignore[attr-defined]
    assert table.key in names  # type: ignore[attr-defined]
    assert "level" in names or names == ("part_id", "act_id", "record_id", "part")


@pytest.mark.parametrize(("folder", "digest"), EVERY, ids=["v1", "v2"])
def test_a_release_of_every_format_still_agrees(folder: Path, digest: str) -> None:
    check = verify_release(folder)

    assert check.disagreements == ()
    assert read_manifest(folder).release_digest == digest


@pytest.mark.parametrize("folder", [V1, V2], ids=["v1", "v2"])
@pytest.mark.parametrize(("rule", "at_least"), [("killed", 5), ("died-under-torture", 1), ("held", 1)])
def test_a_release_of_every_format_still_gives_its_figures(folder: Path, rule: str, at_least: int) -> None:
    with ReleaseTables.open(folder) as tables:
        question = ask(tables.words, rule=load_rule(rule, tables.rules), options=Options())

        assert DuckDBEngine(tables).count(question).at_least == at_least


def test_a_later_format_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 3}', encoding="utf-8")

    with pytest.raises(IntegrityFailure, match="up to 2") as error:
        read_manifest(tmp_path)

    assert "later" in error.value.hint


@pytest.mark.parametrize("name", ["2022-10-21", "a", "vdc_2019.1"])
def test_names_of_releases_are_names_of_folders_everywhere(name: str) -> None:
    assert check_name(name) == name


def test_what_a_format_had_not_yet_nobody_states() -> None:
    with ReleaseTables.open(V1) as tables:
        question = ask(
            tables.words, rule=load_rule("killed", tables.rules), options=Options(by=["protected-group"])
        )
        answer = DuckDBEngine(tables).count(question)

    assert (answer.at_least, answer.undetermined.unknown, answer.cells) == (5, 5, ())


def test_two_formats_of_one_content_differ_in_nothing() -> None:
    change = compare(V1, V2)

    assert all((one.added, one.removed, one.changed) == ((), (), ()) for one in change.tables.values())
