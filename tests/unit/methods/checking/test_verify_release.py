"""A release that was altered is found out, and the finding names the file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.journey.releases.example import freeze_example

from tawthiq.core.digests import sha256_file
from tawthiq.methods.checking.folder import ALL_TABLES, MANIFEST, files_in
from tawthiq.methods.checking.manifest import FileEntry, read_manifest
from tawthiq.methods.checking.tables import table_entry
from tawthiq.methods.checking.verify import manifest_pin, verify_release
from tawthiq.methods.counting.tables import connect, source_of

FILES = ["README.txt", "rules.json", "vocabulary.json", *ALL_TABLES]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_example(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def copy(frozen: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    shutil.copytree(frozen, folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def blamed(folder: Path, **pin: str) -> set[str]:
    return {problem.where for problem in verify_release(folder, **pin).disagreements}


def rewrite(folder: Path, file: str, query: str) -> None:
    """Replace a table by what a query makes of it; `t` is the table."""
    path, aside = folder / file, folder / "aside"
    with connect() as engine:
        engine.execute(f"CREATE VIEW t AS SELECT * FROM {source_of(path)}")
        engine.execute(f"COPY ({query}) TO '{aside}' (FORMAT parquet)")
    aside.replace(path)


def remake_manifest(folder: Path) -> None:
    """Make every digest of the manifest agree with the folder again, as somebody with time would."""
    manifest = read_manifest(folder)
    files = {
        name: FileEntry(sha256_file(path), path.stat().st_size) for name, path in files_in(folder).items()
    }
    tables = {file: table_entry(folder / file, table) for file, table in ALL_TABLES.items()}
    counts = {Path(file).stem: entry.rows for file, entry in tables.items()}
    remade = replace(manifest, files=files, tables=tables, counts=counts)
    remade = replace(remade, release_digest=remade.computed_digest())
    (folder / MANIFEST).write_text(remade.text(), encoding="utf-8")


def test_an_untouched_release_agrees(frozen: Path) -> None:
    check = verify_release(frozen, manifest_sha256=manifest_pin(frozen))

    assert check.disagreements == ()
    assert check.files == len(FILES)
    assert check.rows > 30


def test_a_copy_elsewhere_has_the_same_digest(frozen: Path, copy: Path) -> None:
    assert verify_release(copy).agrees
    assert read_manifest(copy).release_digest == read_manifest(frozen).release_digest


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("where", [0.5])
def test_a_flipped_bit_anywhere_in_a_file_is_found(copy: Path, file: str, where: float) -> None:
    content = bytearray((copy / file).read_bytes())
    content[int(where * (len(content) - 1))] ^= 1

    (copy / file).write_bytes(content)

    assert file in blamed(copy)


@pytest.mark.parametrize("file", FILES)
def test_a_removed_file_is_found(copy: Path, file: str) -> None:
    (copy / file).unlink()

    assert file in blamed(copy)


@pytest.mark.parametrize("file", ["counting/more.parquet", "note.txt", "identity/deep/er.txt"])
def test_an_added_file_is_found(copy: Path, file: str) -> None:
    (copy / file).parent.mkdir(exist_ok=True)
    (copy / file).write_text("more", encoding="utf-8")

    assert blamed(copy) == {file}


def test_two_files_that_changed_places_are_found(copy: Path) -> None:
    left, right = copy / "counting/acts.parquet", copy / "counting/persons.parquet"
    content = left.read_bytes()

    left.write_bytes(right.read_bytes())
    right.write_bytes(content)

    assert {"counting/acts.parquet", "counting/persons.parquet"} <= blamed(copy)


def test_a_link_in_place_of_a_file_is_found(frozen: Path, copy: Path) -> None:
    (copy / "README.txt").unlink()
    (copy / "README.txt").symlink_to(frozen / "README.txt")

    assert blamed(copy) == {"README.txt"}


def test_every_field_of_the_manifest_is_guarded(copy: Path) -> None:
    original = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    for field, value in original.items():
        edited = {**original, field: not value if isinstance(value, bool) else f"{value}0"}
        (copy / MANIFEST).write_text(json.dumps(edited), encoding="utf-8")

        assert MANIFEST in blamed(copy), field


def test_a_field_missing_from_the_manifest_is_found(copy: Path) -> None:
    original = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    for field in original:
        (copy / MANIFEST).write_text(
            json.dumps({name: original[name] for name in original if name != field}), encoding="utf-8"
        )

        assert MANIFEST in blamed(copy), field


def test_a_changed_row_is_found_though_its_file_is_listed_anew(copy: Path) -> None:
    rewrite(copy, "counting/acts.parquet", "SELECT * REPLACE ('SY01' AS governorate_act) FROM t")
    manifest = read_manifest(copy)
    files = {name: FileEntry(sha256_file(path), path.stat().st_size) for name, path in files_in(copy).items()}
    (copy / MANIFEST).write_text(replace(manifest, files=files).text(), encoding="utf-8")

    assert blamed(copy) == {"counting/acts.parquet"}


def test_a_release_digest_that_does_not_follow_is_found(copy: Path) -> None:
    forged = replace(read_manifest(copy), release_digest="0" * 64)
    (copy / MANIFEST).write_text(forged.text(), encoding="utf-8")

    assert blamed(copy) == {MANIFEST}


def test_a_whole_folder_made_anew_is_found_by_the_pin_and_by_its_other_digest(
    frozen: Path, copy: Path
) -> None:
    rewrite(copy, "counting/acts.parquet", "SELECT * REPLACE ('confirmed' AS attribution) FROM t")
    remake_manifest(copy)

    assert blamed(copy) == set()
    assert blamed(copy, manifest_sha256=manifest_pin(frozen)) == {MANIFEST}
    assert read_manifest(copy).release_digest != read_manifest(frozen).release_digest


def test_a_name_erased_by_law_leaves_the_release_digest_standing(frozen: Path, copy: Path) -> None:
    rewrite(copy, "identity/names.parquet", "SELECT * REPLACE ('' AS name) FROM t")
    remake_manifest(copy)

    assert read_manifest(copy).release_digest == read_manifest(frozen).release_digest


REFERENCES: list[tuple[str, str]] = [
    (
        "counting/acts.parquet",
        "SELECT * REPLACE (CASE WHEN act = 2 THEN 'P-999' ELSE person_id END AS person_id) FROM t",
    ),
    ("counting/acts.parquet", "SELECT * REPLACE (act + 1 AS act) FROM t"),
    ("counting/acts.parquet", "SELECT * REPLACE (9::INTEGER AS person) FROM t"),
    ("counting/acts.parquet", "SELECT * REPLACE ('male' AS sex) FROM t"),
    ("counting/acts.parquet", "SELECT * REPLACE ('EV-1' AS event_id, 0::INTEGER AS event) FROM t"),
    (
        "counting/acts.parquet",
        "SELECT * REPLACE (DATE '2011-01-01' AS date_end, DATE '2012-01-01' AS date_begin) FROM t",
    ),
    ("counting/involvements.parquet", "SELECT * REPLACE ('other-parties' AS party) FROM t"),
    ("counting/spells.parquet", "SELECT * REPLACE (0::INTEGER AS person) FROM t"),
    ("counting/identifications.parquet", "SELECT * REPLACE ('P-404' AS person_id) FROM t"),
    (
        "counting/tombstones.parquet",
        "SELECT 'P-001' AS person_id, NULL::VARCHAR AS into_id, 'merged' AS reason",
    ),
    ("identity/parts.parquet", "SELECT * REPLACE ('R-404' AS record_id) FROM t"),
    ("identity/parts.parquet", "SELECT * FROM t LIMIT 3"),
    ("identity/records.parquet", "SELECT * REPLACE ('P-404' AS person_id) FROM t"),
    ("identity/names.parquet", "SELECT * REPLACE ('P-002' AS person_id) FROM t"),
    ("identity/evidence.parquet", "SELECT * REPLACE ('RP-404' AS report_id) FROM t"),
]


@pytest.mark.parametrize(("file", "query"), REFERENCES)
def test_tables_that_contradict_each_other_are_found_though_every_digest_agrees(
    copy: Path, file: str, query: str
) -> None:
    rewrite(copy, file, query)
    remake_manifest(copy)

    assert file in blamed(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text("no json", encoding="utf-8"),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text("[]", encoding="utf-8"),
        lambda path: path.write_text('{"format": 2}', encoding="utf-8"),
        lambda path: path.unlink(),
    ],
)
def test_a_folder_without_a_readable_manifest_is_no_release(
    copy: Path, change: Callable[[Path], None]
) -> None:
    change(copy / MANIFEST)

    check = verify_release(copy)

    assert check.manifest is None
    assert [problem.where for problem in check.disagreements] == [MANIFEST]


def test_a_folder_is_checked_without_an_archive(copy: Path) -> None:
    command = [sys.executable, "-m", "tawthiq.methods.checking", str(copy)]

    good = subprocess.run(command, capture_output=True, text=True, check=False)
    (copy / "README.txt").write_text("other", encoding="utf-8")
    bad = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (good.returncode, bad.returncode) == (0, 6)
    assert read_manifest(copy).release_digest in good.stdout
    assert "README.txt" in bad.stdout
