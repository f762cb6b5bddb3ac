"""A figure is the same for everyone; what stands behind it is shown as far as the reader may see."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.journey.releases.example import PEOPLE, freeze_example

from tawthiq.accounts.confidentiality import Level
from tawthiq.core.digests import sha256_text
from tawthiq.core.errors import IntegrityFailure, UsageProblem
from tawthiq.journey.figures.facts import SpellBehind
from tawthiq.journey.figures.queries import FrozenRelease, ReleaseAltered, open_release
from tawthiq.methods.checking.verify import manifest_pin
from tawthiq.methods.counting.question import Options

Open = Callable[..., FrozenRelease]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_example(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def opened(folder: Path) -> Iterator[Open]:
    """Open the example for a clearance, and close it after the test."""
    releases: list[FrozenRelease] = []

    def run(clearance: int = Level.SEALED, at: Path = folder, **how: Any) -> FrozenRelease:
        releases.append(open_release(at, clearance=int(clearance), **how))
        return releases[-1]

    yield run
    for release in releases:
        release.close()


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder, tmp_path / "copy")
    for path in (tmp_path / "copy").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return tmp_path / "copy"


def test_a_figure_says_its_bounds_rule_and_release(opened: Open) -> None:
    release = opened()

    figure = release.count(release.question(rule="killed"))

    assert (figure.at_least, figure.at_most, figure.unit) == (5, None, "persons")
    assert figure.rule["rule"] == "killed"
    assert figure.release.digest == release.manifest.release_digest
    assert figure.release.invented


def test_a_figure_as_json_is_what_the_contract_says(opened: Open) -> None:
    release = opened()

    data = release.count(release.question(options=Options(by=["sex"]))).as_json()

    assert set(data) == set(
        "rule unit at_least at_most undetermined repeated single_operator release digest by cells".split()
    )
    assert set(data["release"]) == {"name", "digest", "as_of", "reconstructed"}
    assert set(data["undetermined"]) == {"total", "unknown", "unidentified", "imprecise", "conflict"}
    assert data["cells"][0] == {
        "key": {"sex": "female"},
        "at_least": 1,
        "at_most": data["cells"][0]["at_most"],
    }


def test_a_stock_without_a_date_is_of_the_release(opened: Open) -> None:
    release = opened()

    figure = release.count(release.question(rule="held"))

    assert (figure.at_least, figure.measure, figure.rule["on"]) == (1, "stock", "2022-10-21")


def test_the_figure_is_the_same_for_every_reader_and_its_list_is_not(opened: Open) -> None:
    high, low = opened(Level.SEALED), opened(Level.INTERNAL)

    asked = high.question(options=Options(unit="acts"))

    assert high.count(asked) == low.count(asked)
    assert (len(high.acts_behind(asked).acts), high.acts_behind(asked).restricted) == (6, 0)
    assert (len(low.acts_behind(asked).acts), low.acts_behind(asked).restricted) == (5, 1)
    assert "A-0051" not in {act.act_id for act in low.acts_behind(asked).acts}


def test_a_stranger_sees_how_many_and_nothing_else(opened: Open) -> None:
    release = opened(Level.PUBLIC)

    behind = release.acts_behind(release.question(options=Options(unit="acts")))

    assert (behind.acts, behind.restricted) == ((), 6)
    assert release.dossiers([f"P-{told.number:03}" for told in PEOPLE]) == []
    assert release.evidence() == ()


def test_one_opened_release_serves_two_readers_without_mixing_them_up(opened: Open) -> None:
    high = opened(Level.SEALED)
    low = replace(high, clearance=int(Level.PUBLIC))

    before = len(low.evidence()), len(high.evidence())

    assert before == (len(low.evidence()), len(high.evidence())) == (0, 2)
    assert (len(low.dossiers(["P-001"])), len(high.dossiers(["P-005"]))) == (0, 1)


def test_an_act_opens_into_its_person_record_report_and_evidence(opened: Open) -> None:
    (dossier,) = opened(Level.INTERNAL).dossiers(["P-002"])

    (record,) = dossier.records
    assert dossier.names == ("Yousef Invented",)
    assert [act.act_id for act in dossier.acts] == list(record.acts) == ["A-0021"]
    assert ("person", "name", "Yousef Invented") in {(c.on, c.field, c.verbatim) for c in record.claims}
    assert record.report is not None
    assert record.report.source == "south"
    assert [piece.sha256 for piece in record.report.evidence] == [sha256_text("bytes south")]


def test_an_act_of_detention_opens_into_its_stays(opened: Open) -> None:
    (held,) = opened(Level.INTERNAL).dossiers(["P-004"])
    (killed,) = opened(Level.INTERNAL).dossiers(["P-001"])

    assert held.acts[0].spells == (SpellBehind("forcibly-disappeared", "2013-01-02", None, None),)
    assert killed.acts[0].spells == ()


def test_dossiers_come_in_the_order_asked_without_those_above_the_reader(opened: Open) -> None:
    asked = ["P-004", "P-005", "P-001", "P-404"]

    assert [d.person_id for d in opened(Level.INTERNAL).dossiers(asked)] == ["P-004", "P-001"]
    assert [d.person_id for d in opened(Level.SEALED).dossiers(asked)] == ["P-004", "P-005", "P-001"]


def test_persons_in_two_counts_are_counted(opened: Open) -> None:
    release = opened()
    killed, held = release.question(rule="killed"), release.question(rule="held")
    women = release.question(options=Options(where=["sex=female"]))

    assert release.shared_persons(killed, held) == 0
    assert (
        release.shared_persons(killed, women) == 3
    )  # Salma, and whose sex nobody states: Lina and the family


def test_an_unknown_rule_field_or_value_suggests_the_nearest(opened: Open) -> None:
    release = opened()

    with pytest.raises(UsageProblem) as rule:
        release.question(rule="kiled")
    with pytest.raises(UsageProblem) as field:
        release.question(options=Options(by=["sexx"]))
    with pytest.raises(UsageProblem) as value:
        release.question(options=Options(where=["sex=femal"]))

    assert ["killed" in rule.value.hint, "sex" in field.value.hint, "female" in value.value.hint] == [
        True
    ] * 3


@pytest.mark.parametrize(
    "file",
    ["counting/acts.parquet", "vocabulary.json", "rules.json", "README.txt", "counting/events.parquet"],
)
def test_a_release_with_an_altered_file_is_not_opened(copy: Path, opened: Open, file: str) -> None:
    (copy / file).write_bytes((copy / file).read_bytes() + b" ")

    with pytest.raises(ReleaseAltered) as error:
        opened(at=copy)

    assert error.value.where == f"copy/{file}"
    assert error.value.exit_code == 6


@pytest.mark.parametrize("change", ["removed", "added"])
def test_a_release_with_a_file_more_or_less_is_not_opened(copy: Path, opened: Open, change: str) -> None:
    if change == "removed":
        (copy / "counting/spells.parquet").unlink()
    else:
        (copy / "counting/more.parquet").write_bytes(b"more")

    with pytest.raises(ReleaseAltered):
        opened(at=copy)


def test_an_altered_identity_table_is_found_before_it_is_read(copy: Path, opened: Open) -> None:
    (copy / "identity/names.parquet").write_bytes(b"other")
    release = opened(at=copy)

    assert release.count(release.question(rule="killed")).at_least == 5
    with pytest.raises(ReleaseAltered):
        release.dossiers(["P-001"])


def test_a_folder_made_anew_is_not_the_one_that_the_log_pins(
    folder: Path, tmp_path: Path, opened: Open
) -> None:
    other = freeze_example(tmp_path, people=PEOPLE[:-1])

    assert opened(at=other).manifest.name == "small"
    assert opened(pin=manifest_pin(folder)).manifest.name == "small"
    with pytest.raises(ReleaseAltered, match="manifest"):
        opened(at=other, pin=manifest_pin(folder))


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path, opened: Open) -> None:
    with pytest.raises(IntegrityFailure):
        opened(at=tmp_path)
    with pytest.raises(ReleaseAltered):
        opened(at=tmp_path, pin="0" * 64)
